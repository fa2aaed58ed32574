package app

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"keepsake/app/advice"
	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/records"
)

// runs owns the backups the window started, at most one a phone, and the import:
// all into one library. None of its methods waits for a phone or a disk.
type runs struct {
	ctx     context.Context
	phones  *phones
	current *current
	changed func()
	wg      sync.WaitGroup

	// home is the library a phone belongs to while the one in shown is open: the
	// demo phone has one of its own.
	home func(demo bool, shown string) (dir string, err error)

	// private reports whether the owner wants a phone's private album kept too;
	// nil: of none.
	private func(id string) bool
	key     library.KeyFor           // of the passwords of Wi-Fi networks; nil: they are left out
	without func(id string) []string // the categories that a phone's owner leaves out; nil: none
	apks    func() bool              // whether the files of apps are kept too; nil: not

	mu     sync.Mutex
	byID   map[string]*run // guarded by mu
	dir    string          // guarded by mu: the library of the backups that run
	moving bool            // guarded by mu: alone is under way
}

// run is a phone's newest backup, or the newest import, running or ended.
type run struct {
	tracker *job.Tracker
	cancel  context.CancelFunc
	done    bool
	receipt job.Receipt // once done
	info    device.Info // of the phone, when it began
}

func newRuns(ctx context.Context, p *phones, c *current, home func(demo bool, shown string) (string, error), changed func()) *runs {
	return &runs{ctx: ctx, phones: p, current: c, home: home, changed: changed, byID: map[string]*run{}}
}

// start begins a backup of the phone, and opens the library it belongs to first.
// With other backups running that must be the one they write.
func (r *runs) start(id string) error {
	p, err := r.phones.phone(id)
	if err != nil {
		return err
	}
	if err := r.begin(p, id, r.phones.isDemo(id)); err != nil {
		return err
	}
	r.changed()
	return nil
}

// begin is start for a phone that was found.
func (r *runs) begin(p *device.Phone, id string, demo bool) error {
	if n, ok := r.get(restoreRun); ok && !n.done && n.info.ID == id {
		return errRestoring
	}
	home := func(shown string) (string, error) { return r.home(demo, shown) }
	return r.launch(id, p.Info(), errRunning, home, func(ctx context.Context, t *job.Tracker, dir string) job.Receipt {
		return r.backup(ctx, t, dir, p, demo)
	})
}

// launch begins a run of id in the library that home names, while the one in
// shown is open; one of the same id that runs makes it answer already.
func (r *runs) launch(id string, info device.Info, already error, home func(shown string) (string, error),
	work func(ctx context.Context, t *job.Tracker, dir string) job.Receipt) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := r.byID[id]; n != nil && !n.done {
		return already
	}
	if r.moving {
		return errMoving
	}
	working := r.working()
	shown := r.current.dir()
	if working { // it may be about to be opened
		shown = r.dir
	}
	dir, err := home(shown)
	if err != nil {
		return err
	}
	if dir != shown {
		if working {
			return errElsewhere
		}
		clear(r.byID) // they tell of the other library
	}
	ctx, cancel := context.WithCancel(r.ctx)
	n := &run{tracker: job.NewTracker(time.Now), cancel: cancel, info: info}
	r.byID[id], r.dir = n, dir
	r.wg.Go(func() {
		defer cancel()
		stop := r.tellNews(ctx)
		receipt := work(ctx, n.tracker, dir)
		stop()
		r.current.learn()
		r.mu.Lock()
		n.done, n.receipt = true, receipt
		if !r.working() {
			r.current.tidy()
		}
		r.mu.Unlock()
		r.changed()
	})
	return nil
}

// backup is one run, from the opening of its library to the receipt.
func (r *runs) backup(ctx context.Context, t *job.Tracker, dir string, p *device.Phone, demo bool) job.Receipt {
	info := p.Info()
	receipt := job.Receipt{Job: job.BackupName, Phone: info.ID, Name: info.Name, Started: time.Now(), Status: job.Failed}
	if err := r.current.open(dir); err != nil {
		t.Fail(err)
		receipt.Message = advice.For(err).String()
		return receipt
	}
	r.current.rest() // the backup makes thumbnails itself
	var want func(device.File) bool
	var without []records.Category
	if r.without != nil {
		want, without = leftOut(r.without(info.ID))
	}
	err := r.current.use(func(lib *library.Library) error {
		got, err := lib.Backup(ctx, p, library.BackupOptions{
			Tracker: t, Patient: true, Private: r.private != nil && r.private(info.ID), Key: r.key,
			APKs: r.apks != nil && r.apks(), Want: want, Without: without,
			// For as long as the owner does not cancel: a cable is plugged in when
			// somebody passes by.
			Again: func(ctx context.Context) (job.Source, error) {
				p, err := r.phones.await(ctx, info.ID, demo, t.Waits)
				if err != nil {
					return nil, err // not p: a nil pointer in an interface is not nil
				}
				return p, nil
			},
		})
		if got.Job != "" { // else it could not even begin
			receipt = got
		}
		return err
	})
	if err != nil && (receipt.Message == "" || receipt.Status == job.Failed) {
		receipt.Message = advice.For(err).String()
	}
	return receipt
}

// alone runs fn, which may take long, while no backup runs; until it returns
// none begins. What fn does leads to another library.
func (r *runs) alone(fn func() error) error {
	r.mu.Lock()
	if r.moving || r.working() {
		r.mu.Unlock()
		return errBusy
	}
	r.moving = true
	r.mu.Unlock()
	err := fn()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.moving = false
	if err == nil {
		clear(r.byID)
	}
	return err
}

// news is how often the window hears of pictures that arrived meanwhile.
const news = 2 * time.Second

// tellNews tells of changes every so often, until the function it returns is called.
func (r *runs) tellNews(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(news)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				r.changed()
			}
		}
	}()
	return func() { cancel(); <-done }
}

// pause holds the phone's backup, or lets it go on.
func (r *runs) pause(id string, on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := r.byID[id]; n != nil && !n.done {
		if on {
			n.tracker.Pause()
		} else {
			n.tracker.Continue()
		}
	}
}

func (r *runs) cancel(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := r.byID[id]; n != nil && !n.done {
		n.tracker.Cancelling()
		n.cancel()
	}
}

// get returns the phone's newest run of this session.
func (r *runs) get(id string) (run, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := r.byID[id]
	if n == nil {
		return run{}, false
	}
	return *n, true
}

// busy reports whether a backup runs, or another library is being opened.
func (r *runs) busy() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.moving || r.working()
}

// underWay are the phones with a backup that has not ended, connected or not.
func (r *runs) underWay() []device.Info {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []device.Info
	for _, n := range r.byID {
		if !n.done && !gallery.Imported(n.info.ID) && !strings.HasPrefix(n.info.ID, cloudRun) {
			all = append(all, n.info)
		}
	}
	slices.SortFunc(all, func(a, b device.Info) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return all
}

// working reports whether a backup runs. r.mu is held.
func (r *runs) working() bool {
	for _, n := range r.byID {
		if !n.done {
			return true
		}
	}
	return false
}

// close waits for the runs to end; their context must have ended.
func (r *runs) close() { r.wg.Wait() }

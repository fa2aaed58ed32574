package app

import (
	"context"
	"errors"
	"sync"
	"time"

	"keepsake/app/advice"
	"keepsake/app/job"
	"keepsake/app/library"
)

// errRunning means that this phone is being backed up already.
var errRunning = errors.New("a backup of this phone is running already")

// errElsewhere means that the phone's backup belongs into another library than
// the one being written: the demo phone's pictures never get among the owner's.
var errElsewhere = errors.New("the demo phone and your own have different libraries; start this backup when the other is done")

// runs owns the backups the window started: at most one a phone, all into the
// library that is shown.
type runs struct {
	ctx     context.Context
	phones  *phones
	current *current
	changed func()
	wg      sync.WaitGroup

	// home opens the library a phone belongs to before its backup begins: the demo
	// phone has one of its own. With busy it may not change the library, and says
	// errElsewhere if it would.
	home func(demo, busy bool) error

	mu   sync.Mutex
	byID map[string]*run // guarded by mu
}

// run is a phone's newest backup, running or ended.
type run struct {
	tracker *job.Tracker
	cancel  context.CancelFunc
	done    bool
	receipt job.Receipt
	err     error
}

func newRuns(ctx context.Context, p *phones, c *current, home func(demo, busy bool) error, changed func()) *runs {
	return &runs{ctx: ctx, phones: p, current: c, home: home, changed: changed, byID: map[string]*run{}}
}

// start begins a backup of the phone.
func (r *runs) start(id string) error {
	p, err := r.phones.phone(id)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := r.byID[id]; n != nil && !n.done {
		return errRunning
	}
	demo := r.phones.isDemo(id)
	if err := r.home(demo, r.working()); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(r.ctx)
	n := &run{tracker: job.NewTracker(time.Now), cancel: cancel}
	r.byID[id] = n
	r.wg.Add(1)
	go func() {
		defer r.wg.Done()
		defer cancel()
		r.current.rest() // the backup makes thumbnails itself
		stop := r.tellNews(ctx)
		defer stop()
		var receipt job.Receipt
		err := r.current.use(func(lib *library.Library) (err error) {
			receipt, err = lib.Backup(ctx, p, library.BackupOptions{
				Tracker: n.tracker,
				// For as long as the owner does not cancel: a cable is plugged in when
				// somebody passes by.
				Again: func(ctx context.Context) (job.Source, error) {
					p, err := r.phones.await(ctx, id, demo, n.tracker.Waits)
					if err != nil {
						return nil, err // not p: a nil pointer in an interface is not nil
					}
					return p, nil
				},
			})
			return err
		})
		if receipt.Job == "" { // it could not even begin
			receipt = job.Receipt{Job: "backup", Phone: id, Name: p.Info().Name, Started: time.Now(), Status: job.Failed}
		}
		if err != nil && receipt.Message == "" || receipt.Status == job.Failed {
			receipt.Message = advice.For(err).String()
		}
		r.current.learn()
		r.mu.Lock()
		n.done, n.receipt, n.err = true, receipt, err
		if !r.working() {
			r.current.tidy()
		}
		r.mu.Unlock()
		r.changed()
	}()
	r.changed()
	return nil
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

// busy reports whether any backup runs.
func (r *runs) busy() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.working()
}

// working is busy with r.mu held.
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

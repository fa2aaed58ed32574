package app

import (
	"context"
	"maps"
	"sync"
	"time"

	"keepsake/app/desk"
	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/app/schedule"
	"keepsake/app/settings"
	"keepsake/gallery"
	"keepsake/gallery/cloud/queue"
)

// carrier begins uploads by itself: those that follow a backup, and those that were
// cut short, also by the end of an earlier life of this program.
type carrier struct {
	u       *uploads
	now     func() time.Time
	battery func(context.Context) desk.Answer
	metered func(context.Context) desk.Answer
	changed func() // what it says is different; called from any goroutine
	marked  func() // other pictures are up than before; called from any goroutine

	kick chan struct{} // something happened: look at the library again; holds one
	wg   sync.WaitGroup

	mu    sync.Mutex
	facts map[string]schedule.Upload   // of the clouds that may be due; guarded by mu
	says  map[string]schedule.Decision // guarded by mu
}

func newCarrier(u *uploads, changed, marked func()) *carrier {
	return &carrier{u: u, now: time.Now, battery: desk.OnBattery, metered: desk.Metered, changed: changed, marked: marked, kick: make(chan struct{}, 1)}
}

// start looks until ctx ends.
func (k *carrier) start(ctx context.Context) {
	k.happened()
	k.wg.Go(func() {
		tick := time.NewTicker(beat)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			case <-k.kick:
				k.learn()
			}
			k.look(ctx)
		}
	})
}

// close waits for the end of start; its context must have ended.
func (k *carrier) close() { k.wg.Wait() }

// happened says that a run or the list of clouds has changed. It never waits.
func (k *carrier) happened() {
	select {
	case k.kick <- struct{}{}:
	default:
	}
}

// learn reads what is known of each cloud. While a job runs it is left: it changes.
func (k *carrier) learn() {
	if k.u.runs.busy() {
		return
	}
	facts, up := map[string]schedule.Upload{}, map[gallery.Hash]string{}
	shown := k.u.current.dir()
	home, err := k.u.runs.home(false, shown)
	own := err == nil && home == shown                   // never the demo's pictures
	_ = k.u.current.use(func(l *library.Library) error { // else the next time
		for _, c := range k.u.book.List() {
			all, err := l.CloudQueue(c.ID)
			if err != nil {
				return err
			}
			for _, e := range all {
				if e.State.Done() {
					up[e.Hash] = join(up[e.Hash], c.Name)
				}
			}
			if !own {
				continue
			}
			past, err := l.Receipts(0)
			if err != nil {
				return err
			}
			facts[c.ID] = uploadOf(c, queue.Count(all).Waiting, past)
			if r, ok := k.u.runs.get(cloudRun + c.ID); ok && r.done && r.receipt.Status == job.Failed {
				facts[c.ID] = broken(facts[c.ID], r.receipt) // it may not even have begun, and left no receipt
			}
		}
		return nil
	})
	if old := k.u.current.up.Load(); old == nil && len(up) > 0 || old != nil && !maps.Equal(*old, up) {
		k.u.current.up.Store(&up)
		defer k.marked()
	}
	k.mu.Lock()
	k.facts = facts
	k.mu.Unlock()
}

func join(names, one string) string {
	if names == "" {
		return one
	}
	return names + ", " + one
}

// broken adds an upload that broke to what is known.
func broken(u schedule.Upload, r job.Receipt) schedule.Upload {
	if end := r.Started.Add(time.Duration(r.Seconds * float64(time.Second))); r.Started.After(u.Began) && end.After(u.Failed) {
		u.Failed, u.Failures = end, max(u.Failures, 1)
	}
	return u
}

// uploadOf sums up what earlier jobs, the newest first, mean for a cloud.
func uploadOf(c settings.Cloud, waiting int, past []job.Receipt) schedule.Upload {
	u := schedule.Upload{After: c.After, Waiting: waiting, Stopped: c.Stopped, Wait: c.Wait}
	reached := false
	for _, r := range past {
		switch {
		case r.Job == job.BackupName:
			if end := r.Started.Add(time.Duration(r.Seconds * float64(time.Second))); end.After(u.Brought) {
				u.Brought = end
			}
		case r.Job != job.UploadName || r.Device != c.Name || reached:
		case r.Status == job.Done:
			u.Began, reached = r.Started, true
		case r.Status == job.Failed:
			if u.Failures++; u.Failures == 1 {
				u.Failed = r.Started.Add(time.Duration(r.Seconds * float64(time.Second)))
			}
		}
	}
	return u
}

// look begins what is due, one upload at a time.
func (k *carrier) look(ctx context.Context) {
	if k.u.runs.busy() {
		return
	}
	says := map[string]schedule.Decision{}
	begun := false
	for _, c := range k.u.book.List() {
		k.mu.Lock()
		u, known := k.facts[c.ID]
		k.mu.Unlock()
		if !known {
			continue
		}
		d := u.Decide(k.now())
		if d.Run { // only then the system is asked
			u.Battery = !c.Battery && k.battery(ctx) == desk.Yes
			u.Metered = !c.Metered && k.metered(ctx) == desk.Yes
			d = u.Decide(k.now())
		}
		says[c.ID] = d
		if d.Run && !begun {
			begun = k.u.launch(c.ID) == nil // refused: the next time
		}
	}
	k.mu.Lock()
	news := len(says) != len(k.says)
	for id, d := range says {
		news = news || k.says[id] != d
	}
	k.says = says
	k.mu.Unlock()
	if news {
		k.changed()
	}
}

// waiting is why an upload does not begin by itself.
func (k *carrier) waiting(id string) schedule.Decision {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.says[id]
}

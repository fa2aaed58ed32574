package job

import (
	"context"
	"errors"
)

// errPaused ends what reads the phone when the owner pauses the job.
var errPaused = errors.New("paused")

// Pause makes the job let go of the phone: files that are complete are kept, the
// beginnings of large ones too. It goes on with Continue. Pausing a job that has
// ended, or twice, changes nothing.
func (t *Tracker) Pause() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.resumed == nil && !t.s.Status.Ended() {
		t.resumed = make(chan struct{})
		t.rate = rate{}
		for _, cut := range t.cuts {
			cut(errPaused)
		}
	}
}

// Continue lets a paused job go on from where it was.
func (t *Tracker) Continue() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.resumed != nil {
		close(t.resumed)
		t.resumed = nil
		t.rate = rate{}
	}
}

// hold waits while the job is paused. The error is ctx's.
func (t *Tracker) hold(ctx context.Context) error {
	for {
		t.mu.Lock()
		resumed := t.resumed
		t.mu.Unlock()
		if resumed == nil || ctx.Err() != nil {
			return context.Cause(ctx)
		}
		select {
		case <-resumed:
		case <-ctx.Done():
		}
	}
}

// pausing returns a context that Pause ends, with errPaused as its cause. stop
// must be called.
func (t *Tracker) pausing(ctx context.Context) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lastCut++
	id := t.lastCut
	t.cuts[id] = cancel
	if t.resumed != nil {
		cancel(errPaused)
	}
	return ctx, func() {
		t.mu.Lock()
		delete(t.cuts, id)
		t.mu.Unlock()
		cancel(nil)
	}
}

// wasPaused reports whether Pause ended this context.
func wasPaused(ctx context.Context) bool { return errors.Is(context.Cause(ctx), errPaused) }

package library

import (
	"context"
	"errors"
	"sync"
	"time"

	"keepsake/gallery/store"
)

// pen is the library's writing session. The store has one at a time; the jobs of
// several phones share it while they last.
type pen struct {
	mu    sync.Mutex
	w     *store.Writer // guarded by mu
	users int           // guarded by mu
	rest  *time.Timer   // guarded by mu; nil: never used
}

// restAfter is how long the manifest stays in memory when nobody writes: the next
// change follows the last one mostly, and reading it again takes seconds in a
// large library.
const restAfter = 2 * time.Minute

// take returns the session under way, or begins one. Whoever takes the pen
// gives it back with put, once.
func (p *pen) take(ctx context.Context, st *store.Library) (*store.Writer, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.restless()
	if p.users == 0 {
		w, err := st.Begin(ctx)
		if err != nil {
			return nil, err
		}
		p.w = w
	}
	p.users++
	return p.w, nil
}

// put makes durable what was written; the last one to put the pen down ends the
// session and gives the library's lock back.
func (p *pen) put(ctx context.Context, st *store.Library) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.users--
	if p.users > 0 {
		return p.w.Flush(context.WithoutCancel(ctx))
	}
	w := p.w
	p.w = nil
	p.rest = time.AfterFunc(restAfter, st.Rest)
	return w.Close()
}

// alone runs fn with a session that nobody shares: meanwhile take waits.
func (p *pen) alone(ctx context.Context, st *store.Library, fn func(*store.Writer) error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.users > 0 {
		return ErrWriting
	}
	p.restless()
	w, err := st.Begin(ctx)
	if err != nil {
		return err
	}
	err = fn(w)
	p.rest = time.AfterFunc(restAfter, st.Rest)
	return errors.Join(err, w.Close())
}

// restless keeps what is in memory there. Call with mu held.
func (p *pen) restless() {
	if p.rest != nil {
		p.rest.Stop()
	}
}

// lay ends the wait for a rest; nobody may hold the pen.
func (p *pen) lay() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.restless()
}

// turn lets one job at a time make a batch of thumbnails, so that two never make
// the same ones.
type turn chan struct{}

func (t turn) take(ctx context.Context) (give func(), err error) {
	select {
	case t <- struct{}{}:
		return func() { <-t }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

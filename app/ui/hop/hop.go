// Package hop takes work off the window's goroutine and brings the outcome back
// to it. It is what lets a screen's model be plain Go: the model never locks,
// because everything that touches it runs on that one goroutine.
//
// Begin with New and Hop.Go. In tests a Queue stands in for the window.
package hop

import (
	"context"
	"sync"
	"sync/atomic"
)

// Hop runs work for one owner. Its goroutines end with the owner's context, and
// Wait returns when the last one has.
type Hop struct {
	ctx  context.Context
	post func(func())
	wg   sync.WaitGroup
	busy atomic.Int64
}

// New returns a Hop whose work ends with ctx and whose outcomes go through
// post. Post must run functions one after another on the window's goroutine
// (fyne.Do does) and may be called from any goroutine.
func New(ctx context.Context, post func(func())) *Hop { return &Hop{ctx: ctx, post: post} }

// Context is the owner's context.
func (h *Hop) Context() context.Context { return h.ctx }

// Post runs f on the window's goroutine, unless the owner has ended by then.
func (h *Hop) Post(f func()) {
	h.post(func() {
		if h.ctx.Err() == nil {
			f()
		}
	})
}

// Go runs work on a goroutine of its own. What work returns, if not nil, then
// runs on the window's goroutine, unless the owner has ended by then.
func (h *Hop) Go(work func(ctx context.Context) func()) { h.run(h.ctx, work) }

func (h *Hop) run(ctx context.Context, work func(ctx context.Context) func()) {
	if ctx.Err() != nil {
		return
	}
	h.busy.Add(1)
	h.wg.Go(func() {
		defer h.busy.Add(-1)
		if then := work(ctx); then != nil && ctx.Err() == nil {
			h.Post(func() {
				if ctx.Err() == nil {
					then()
				}
			})
		}
	})
}

// Idle reports whether no work is under way; outcomes of ended work have been
// handed to post by then.
func (h *Hop) Idle() bool { return h.busy.Load() == 0 }

// Wait returns when all work has ended. Cancel the owner's context first.
func (h *Hop) Wait() { h.wg.Wait() }

// Latest is work of which only the newest request counts: a search while
// typing, the picture to show. The zero value is ready; it belongs to the
// window's goroutine.
type Latest struct{ cancel context.CancelFunc }

// Go cancels what an earlier Go still does, and runs work in its place.
func (l *Latest) Go(h *Hop, work func(ctx context.Context) func()) {
	l.Cancel()
	ctx, cancel := context.WithCancel(h.ctx)
	l.cancel = cancel
	h.run(ctx, func(ctx context.Context) func() { return work(ctx) })
}

// Cancel ends the work under way; its outcome is not delivered.
func (l *Latest) Cancel() {
	if l.cancel != nil {
		l.cancel()
		l.cancel = nil
	}
}

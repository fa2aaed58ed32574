package job

import (
	"context"
	"errors"
)

// Counter is the writing side of a Tracker, for jobs that have rooms of their own.
type Counter struct{ t *Tracker }

// Counter returns the writing side of t.
func (t *Tracker) Counter() Counter { return Counter{t} }

// Phase begins a phase of so many files and bytes; 0 while unknown.
func (c Counter) Phase(p Phase, files int, bytes int64) { c.t.phase(p, files, bytes) }

// Seen shows how many things the listing has found so far.
func (c Counter) Seen(n int) { c.t.listed(n) }

// At names what is at hand.
func (c Counter) At(album, item string) { c.t.at(album, item) }

// Move counts n bytes; n is negative when something starts over.
func (c Counter) Move(n int64) { c.t.move(n) }

// Step counts one file or record of the phase as done.
func (c Counter) Step() { c.t.step() }

// Outcome gives n found things of a category their outcome. A reason makes it a Problem.
func (c Counter) Outcome(category, path string, o Outcome, reason string, n int) {
	c.t.outcome(category, path, o, reason, n)
}

// Verified counts one thing of a category as proven.
func (c Counter) Verified(category string) { c.t.verified(category) }

// Note adds something to look at that changes no outcome.
func (c Counter) Note(p Problem) { c.t.note(p) }

// Status changes what the job says of itself.
func (c Counter) Status(s Status, err error) { c.t.status(s, err) }

// Progress is a number that grows with whatever is done.
func (c Counter) Progress() int64 { return c.t.progress() }

// Categories returns what was counted so far.
func (c Counter) Categories() map[string]Counts { return c.t.categories() }

// Hold waits while the job is paused. The error is ctx's.
func (c Counter) Hold(ctx context.Context) error { return c.t.hold(ctx) }

// Pausing returns a context that Pause ends; WasPaused tells that from other ends.
// stop must be called.
func (c Counter) Pausing(ctx context.Context) (_ context.Context, stop func()) {
	return c.t.pausing(ctx)
}

// WasPaused reports whether Pause ended this context.
func WasPaused(ctx context.Context) bool { return errors.Is(context.Cause(ctx), errPaused) }

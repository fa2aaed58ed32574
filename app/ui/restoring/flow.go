package restoring

import (
	"context"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
)

// Step is where a flow is.
type Step int

// The steps.
const (
	Asking    Step = iota // what is wanted, or where
	Comparing             // with what is there
	Ready                 // to be read, and begun
	Running
	Ended
)

// Flow is one order from the comparison to the receipt, and back. It belongs to
// the window's goroutine.
type Flow struct {
	Step    Step
	Order   Order
	Plan    *restore.Plan // once Ready
	Now     job.Snapshot  // while Comparing or Running
	Receipt job.Receipt   // once Ended
	Err     error         // why it could not be compared, or begun

	OnChange func()

	restores Restores
	hop      *hop.Hop
	after    part.After
	now      func() time.Time
	work     hop.Latest
	prepared Prepared
	began    int // comparisons; tells an old clock from the new one
}

// compareTick is how often a comparison is asked how far it is.
const compareTick = 250 * time.Millisecond

// NewFlow returns a flow that asks.
func NewFlow(r Restores, kit *part.Kit) *Flow {
	return &Flow{restores: r, hop: kit.Hop, after: kit.After, now: kit.Now, OnChange: func() {}}
}

// Compare finds out what an order would do.
func (f *Flow) Compare(o Order) {
	if f.Step == Running {
		return
	}
	f.forget()
	t := job.NewTracker(f.now)
	f.Step, f.Order, f.Plan, f.Err, f.Now = Comparing, o, nil, nil, t.Snapshot()
	f.began++
	f.watch(t, f.began)
	f.OnChange()
	f.work.Go(f.hop, func(ctx context.Context) func() {
		p, err := f.restores.Prepare(ctx, o, t)
		if err == nil && ctx.Err() != nil { // nobody waits for it any more
			p.Forget()
			return nil
		}
		return func() {
			if err != nil {
				f.Step, f.Err = Asking, err
			} else {
				f.Step, f.prepared, f.Plan = Ready, p, p.Plan()
			}
			f.OnChange()
		}
	})
}

// watch shows how far a comparison is, as long as it lasts.
func (f *Flow) watch(t *job.Tracker, began int) {
	f.after(compareTick, func() {
		if f.Step == Comparing && f.began == began {
			f.Now = t.Snapshot()
			f.OnChange()
			f.watch(t, began)
		}
	})
}

// Choose compares anew with another way to settle conflicts.
func (f *Flow) Choose(c restore.Conflict) {
	if f.Step == Ready && f.Plan.Conflict != c {
		o := f.Order
		o.Conflict = c
		f.Compare(o)
	}
}

// CanRun reports whether the plan can be begun: there is something to do, and room.
func (f *Flow) CanRun() bool {
	if f.Step != Ready {
		return false
	}
	_, short := f.Plan.Short()
	return !short && f.Plan.Totals().Change > 0
}

// Run carries out the plan that is shown.
func (f *Flow) Run() {
	if f.CanRun() {
		p := f.prepared
		f.prepared = nil
		f.begin(p.Start)
	}
}

// Undo takes back what was done.
func (f *Flow) Undo() {
	if f.Step == Ended && CanUndo(f.Receipt) {
		f.begin(func() error { return f.restores.Undo(f.Receipt.ID) })
	}
}

// Drill begins the order, whose task is Prove, without a preview.
func (f *Flow) Drill(o Order) {
	if f.Step != Running && f.Step != Comparing {
		f.Order = o
		f.begin(func() error { return f.restores.Drill(o) })
	}
}

// Finish goes on with a run that was interrupted, TakeBack takes it back instead.
func (f *Flow) Finish(id string) { f.begin(func() error { return f.restores.Finish(id) }) }

// TakeBack takes back an earlier run.
func (f *Flow) TakeBack(id string) { f.begin(func() error { return f.restores.Undo(id) }) }

func (f *Flow) begin(start func() error) {
	was := f.Step
	if f.Err = start(); f.Err != nil {
		f.Step = was
		if was == Ready { // what was planned is used up
			f.Step, f.Plan = Asking, nil
		}
		f.OnChange()
		return
	}
	f.Step, f.Now = Running, job.Snapshot{Status: job.Running, Phase: restore.Saving}
	f.Look()
}

// Look asks how the run under way is.
func (f *Flow) Look() {
	s, on := f.restores.Progress()
	switch {
	case f.Step == Running && on:
		f.Now = s
	case f.Step == Running:
		f.Step = Ended
		if r, ok := f.restores.Receipt(); ok {
			f.Receipt = r
		}
	default:
		return
	}
	f.OnChange()
}

// Join shows the run that is under way, whoever began it.
func (f *Flow) Join() {
	if s, on := f.restores.Progress(); on && f.Step != Running && f.Step != Comparing {
		f.forget()
		f.Step, f.Now, f.Plan, f.Err = Running, s, nil, nil
		f.OnChange()
	}
}

// Hold pauses the run, or lets it go on.
func (f *Flow) Hold() {
	f.restores.Hold(f.Now.Status != job.Paused)
	f.Look()
}

// Cancel ends what goes on: the comparison, or the run.
func (f *Flow) Cancel() {
	switch f.Step {
	case Comparing:
		f.Back()
	case Running:
		f.restores.Cancel()
		f.Look()
	}
}

// Back goes back to asking. A run goes on by itself.
func (f *Flow) Back() {
	f.forget()
	f.Step, f.Plan, f.Err = Asking, nil, nil
	f.OnChange()
}

// Close lets go of what was prepared; OnChange is not called any more.
func (f *Flow) Close() {
	f.OnChange = func() {}
	f.forget()
}

func (f *Flow) forget() {
	f.work.Cancel()
	if f.prepared != nil {
		f.prepared.Forget()
		f.prepared = nil
	}
}

// CanUndo reports whether what a receipt tells of can be taken back.
func CanUndo(r job.Receipt) bool {
	switch r.Job {
	case job.RestoreName, job.FreeName, job.DrillName:
		return r.ID != "" && r.Copied > 0
	}
	return false
}

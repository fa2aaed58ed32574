package restore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"keepsake/app/job"
	"keepsake/device"
)

// ErrNoRoom: what is to come back does not fit.
var ErrNoRoom = errors.New("there is too little room on the phone")

// RoomError says where and how much. It answers to ErrNoRoom.
type RoomError struct{ Space }

func (e *RoomError) Error() string {
	return fmt.Sprintf("%s has %d bytes free, %d are needed and a tenth to spare", e.Name, e.Free, e.Need)
}

// Unwrap makes errors.Is(err, ErrNoRoom) true.
func (e *RoomError) Unwrap() error { return ErrNoRoom }

// Work is a plan that is carried out, or taken back. A run that was interrupted
// goes on with the same Work made from Book.Open.
type Work struct {
	Plan    *Plan
	Parts   []Part
	Journal *Journal
	Tracker *job.Tracker
	// Again, when set, blocks until the same phone is ready again (or ctx ends),
	// and gives its new connection to the parts' Lines. Without it a broken
	// connection ends the run.
	Again   func(ctx context.Context) error
	Library string           // its folder, for the receipt
	Now     func() time.Time // nil: time.Now

	log    *Log
	wait   patience
	counts job.Counter
}

// Run carries the plan out, or what is left of it. The receipt is right in every
// case, also beside an error; the error says why the run ended early. What it did
// until then stays, and can be gone on with or taken back.
func (w *Work) Run(ctx context.Context) (job.Receipt, error) {
	started := w.begin(false)
	err := w.run(ctx)
	for _, e := range w.Journal.Entries() {
		if e.Change() && e.Outcome == "" {
			w.counts.Outcome(e.Category, string(e.Target), job.Skipped, unreached(ctx, err, "restore"), 1)
		}
	}
	return w.end(ctx, started, w.Plan.Job, err)
}

// Undo takes back what the run did, as far as it is still as the run left it.
func (w *Work) Undo(ctx context.Context) (job.Receipt, error) {
	started := w.begin(true)
	err := w.undo(ctx)
	for _, e := range w.Journal.Entries() {
		if e.Begun && e.Undone == "" {
			w.counts.Outcome(e.Category, string(e.Target), job.Skipped, unreached(ctx, err, "undo"), 1)
		}
	}
	return w.end(ctx, started, job.UndoName, err)
}

func (w *Work) begin(undoing bool) time.Time {
	if w.Now == nil {
		w.Now = time.Now
	}
	w.counts = w.Tracker.Counter()
	w.wait = patience{again: w.Again, counts: w.counts}
	w.log = &Log{Count: w.counts, journal: w.Journal, undoing: undoing, settled: map[int]bool{}}
	return w.Now()
}

func unreached(ctx context.Context, err error, what string) string {
	switch {
	case ctx.Err() != nil:
		return "the " + what + " was cancelled before this; it can be gone on with"
	case err != nil:
		return "the " + what + " ended before this: " + err.Error()
	}
	return "not reached; please report this"
}

func (w *Work) run(ctx context.Context) error {
	if w.Journal.undoing {
		return errors.New("this restore is being taken back: finish that, then restore anew")
	}
	left := 0
	for _, e := range w.Journal.Entries() {
		switch {
		case e.Outcome != "":
			w.log.settled[e.ID] = true
			w.counts.Outcome(e.Category, string(e.Target), e.Outcome, because(e), 1)
			if e.Verified {
				w.counts.Verified(e.Category)
			}
		case e.State == Same:
			w.counts.Outcome(e.Category, string(e.Target), job.Already, "", 1)
		case !e.Change():
			w.counts.Outcome(e.Category, string(e.Target), job.Skipped, e.Reason, 1)
		default:
			left++
		}
	}
	for _, d := range w.Journal.doubts {
		w.counts.Note(d)
	}
	if space, short := w.Plan.Short(); short && !w.Journal.saved {
		return &RoomError{space}
	}
	if err := w.Journal.write(false, line{Event: eventBegin, Step: -1, When: w.Now().UTC()}); err != nil {
		return err
	}
	if err := w.save(ctx); err != nil {
		return err
	}
	total := w.Plan.Totals()
	phase := Restoring
	if w.Plan.Job == job.FreeName {
		phase = Freeing
	}
	w.counts.Phase(phase, left, total.Bytes)
	if err := w.each(ctx, Part.Do, func(e Entry) bool { return e.Change() && e.Outcome == "" }); err != nil {
		return err
	}
	w.counts.Phase(ReadingBack, total.Change, 0)
	if err := w.each(ctx, Part.ReadBack, func(e Entry) bool { return e.Change() && e.Outcome == job.Copied && !e.Verified }); err != nil {
		return err
	}
	return w.Journal.write(true, line{Event: eventEnd, Step: -1, When: w.Now().UTC()})
}

// because is the reason of a settled entry, where it is to be looked at.
func because(e Entry) string {
	if e.Outcome == job.Copied || e.Outcome == job.Already {
		return ""
	}
	return e.Reason
}

// save takes the safety snapshot, once.
func (w *Work) save(ctx context.Context) error {
	if w.Journal.saved {
		return nil
	}
	w.counts.Phase(Saving, 0, 0)
	for _, p := range w.Parts {
		var steps []Step
		for _, s := range w.Plan.Steps {
			if s.Part == p.Name() && s.Change() {
				steps = append(steps, s)
			}
		}
		if len(steps) == 0 {
			continue
		}
		if err := w.lasting(ctx, func(ctx context.Context) error { return p.Save(ctx, steps, w.vault(p)) }); err != nil {
			return fmt.Errorf("keep how %s are before they are touched: %w", p.Name(), err)
		}
	}
	return w.Journal.write(true, line{Event: eventSaved, Step: -1})
}

func (w *Work) vault(p Part) Vault { return vault{w.Journal.dir, p.Name()} }

// each lets every part do its share of the entries that are wanted, over one lost
// connection after another if need be.
func (w *Work) each(ctx context.Context, do func(Part, context.Context, []Entry, *Log) error, want func(Entry) bool) error {
	for _, p := range w.Parts {
		err := w.lasting(ctx, func(ctx context.Context) error {
			var due []Entry
			for _, e := range w.Journal.Entries() {
				if e.Part == p.Name() && want(e) {
					due = append(due, e)
				}
			}
			if len(due) == 0 {
				return nil
			}
			return do(p, ctx, due, w.log)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *Work) undo(ctx context.Context) error {
	due := 0
	for _, e := range w.Journal.Entries() {
		switch {
		case e.Undone != "":
			w.log.settled[e.ID] = true
			w.counts.Outcome(e.Category, string(e.Target), e.Undone, "", 1)
		case e.Begun:
			due++
		}
	}
	if err := w.Journal.write(true, line{Event: eventUndo, Step: -1, When: w.Now().UTC()}); err != nil {
		return err
	}
	w.counts.Phase(Undoing, due, 0)
	take := func(p Part, ctx context.Context, due []Entry, log *Log) error {
		return p.Undo(ctx, due, w.vault(p), log)
	}
	if err := w.each(ctx, take, func(e Entry) bool { return e.Begun && e.Undone == "" }); err != nil {
		return err
	}
	return w.Journal.write(true, line{Event: eventBack, Step: -1, When: w.Now().UTC()})
}

// lasting calls f until it is through: again after a pause, and after a lost
// connection when somebody can wait for the phone.
func (w *Work) lasting(ctx context.Context, f func(context.Context) error) error {
	for {
		if err := w.counts.Hold(ctx); err != nil {
			return err
		}
		working, stop := w.counts.Pausing(ctx)
		err := f(working)
		paused := job.WasPaused(working)
		stop()
		switch {
		case err == nil:
			return nil
		case paused && ctx.Err() == nil:
		case !errors.Is(err, device.ErrGone):
			return err
		default:
			if werr := w.wait.phone(ctx, err); werr != nil {
				return werr
			}
		}
	}
}

func (w *Work) end(ctx context.Context, started time.Time, name string, err error) (job.Receipt, error) {
	r := job.Receipt{
		Job: name, Device: w.Plan.Target.Serial, Phone: w.Plan.Target.Phone, Name: w.Plan.Target.Name, Library: w.Library,
		Started: started, Status: job.Done, Counts: w.Tracker.Snapshot().Counts, Seconds: w.Now().Sub(started).Seconds(),
		Problems: w.Tracker.Problems(), Categories: w.counts.Categories(), ID: w.Plan.ID,
	}
	if w.Plan.Target.Folder != "" {
		r.Device = w.Plan.Target.Folder
	}
	for _, e := range w.Journal.Entries() {
		if name != job.UndoName && e.Outcome == job.Copied || name == job.UndoName && e.Undone == job.Copied {
			r.Bytes += e.Bytes
		}
	}
	switch {
	case err == nil:
	case ctx.Err() != nil:
		r.Status, r.Message, err = job.Cancelled, "cancelled", ctx.Err()
	default:
		r.Status, r.Message = job.Failed, err.Error()
	}
	if cerr := r.Check(); cerr != nil && err == nil {
		err, r.Status, r.Message = cerr, job.Failed, cerr.Error()
	}
	w.counts.Status(r.Status, err)
	return r, err
}

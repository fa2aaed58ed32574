package restore

import (
	"context"
	"fmt"
	"time"

	"keepsake/app/job"
)

// The phases of a restore, in the order they come.
const (
	Comparing   job.Phase = "comparing"   // what shall come back with what is there
	Saving      job.Phase = "saving"      // how things are before they are touched
	Restoring   job.Phase = "restoring"   // library → phone
	Freeing     job.Phase = "freeing"     // proving what the library has, and taking it off the phone
	ReadingBack job.Phase = "readingback" // what was written, as it is on the phone now
	Undoing     job.Phase = "undoing"
)

// Options say what a plan is for.
type Options struct {
	Job      string // job.RestoreName, unless it is something else
	From     string // what was chosen, for people
	Target   Target
	Conflict Conflict
	Now      func() time.Time // nil: time.Now
}

// Make asks the parts what would happen. Nothing is changed by it.
func Make(ctx context.Context, t *job.Tracker, o Options, parts ...Part) (*Plan, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Job == "" {
		o.Job = job.RestoreName
	}
	if o.Conflict == "" {
		o.Conflict = KeepBoth
	}
	now := o.Now()
	p := &Plan{ID: NewID(o.Job, now), Job: o.Job, Made: now.UTC().Truncate(time.Second), From: o.From, Target: o.Target, Conflict: o.Conflict, Steps: []Step{}}
	d := &Draft{Conflict: o.Conflict, Count: t.Counter(), plan: p, spaces: map[string]int{}}
	d.Count.Phase(Comparing, 0, 0)
	for _, part := range parts {
		d.part = part.Name()
		if err := part.Plan(ctx, d); err != nil {
			return nil, fmt.Errorf("compare %s: %w", part.Name(), err)
		}
	}
	return p, ctx.Err()
}

package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"keepsake/app/library"
	"keepsake/app/ui/health"
	"keepsake/gallery/store"
)

// keeper looks after the current library in the window's words (health.Keeper).
type keeper struct {
	c    *current
	runs *runs
}

// reads are the depths of a check in the store's words.
var reads = [...]string{health.Structure: "none", health.Sample: "1%", health.Everything: "all"}

func (k keeper) Last(context.Context) (f health.Found, ok bool, err error) {
	err = k.c.use(func(l *library.Library) error {
		var h library.Health
		if h, ok, err = l.Health(); ok {
			f = k.found(h)
		}
		return err
	})
	return f, ok, err
}

func (k keeper) Check(ctx context.Context, d health.Depth, progress func(done, total int)) (f health.Found, err error) {
	err = k.c.use(func(l *library.Library) error {
		h, err := l.Check(ctx, store.CheckOptions{Read: reads[d], Progress: progress})
		f = k.found(h)
		return err
	})
	return f, err
}

// found says a check's outcome in the window's words.
func (k keeper) found(h library.Health) health.Found {
	f := health.Found{
		When: h.When, Items: h.Items, Read: h.ReadBack, Bytes: h.Bytes, More: h.More,
		Nowhere: h.Nowhere, NothingThere: h.Exit == 3, Depth: health.Depth(max(0, slices.Index(reads[:], h.Read))),
	}
	for _, p := range h.Problems {
		q := health.Problem{Path: p.Path, Detail: p.Detail}
		switch p.Kind {
		case store.ProblemDamaged, store.ProblemMissing:
			f.Lost++
			q.Grave = true
		case store.ProblemManifest, store.ProblemUnread:
			q.Grave = true
		}
		f.Problems = append(f.Problems, q)
	}
	for id, n := range h.Sources {
		name := id
		for _, p := range k.c.known() {
			if p.ID == id {
				name = p.Name
			}
		}
		f.Sources = append(f.Sources, health.Source{Name: name, Count: n})
	}
	slices.SortFunc(f.Sources, func(a, b health.Source) int { return strings.Compare(a.Name, b.Name) })
	return f
}

func (k keeper) Preview(ctx context.Context, progress func(done, total int)) ([]health.Action, error) {
	return repaired(store.Repair(ctx, k.c.dir(), store.RepairOptions{DryRun: true, Progress: progress, Probe: library.Probe}))
}

// Repair closes the library, repairs it, and opens it again, whatever came of it.
func (k keeper) Repair(ctx context.Context, progress func(done, total int)) (actions []health.Action, err error) {
	err = k.runs.alone(func() error {
		return k.c.without(func(dir string) (err error) {
			actions, err = repaired(store.Repair(ctx, dir, store.RepairOptions{Progress: progress, Probe: library.Probe}))
			return err
		})
	})
	if errors.Is(err, errBusy) {
		err = errRepairing
	}
	return actions, err
}

// repaired says what a repair does in the window's words: without the files that
// a cache has beside it only while it is open.
func repaired(r store.RepairReport, err error) ([]health.Action, error) {
	var out []health.Action
	for _, a := range r.Actions {
		if a.Kind != store.ActionCache || strings.HasSuffix(a.Path, ".db") {
			out = append(out, health.Action{Path: a.Path, Detail: a.Detail})
		}
	}
	return out, err
}

func (k keeper) Busy() bool { return k.runs.busy() }

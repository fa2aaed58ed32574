package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"keepsake/gallery"
)

// Pruning is which earlier states of phones a Prune removes. Originals are never
// among them: a snapshot that goes only forgets what was on a phone then.
type Pruning struct {
	Snapshots []string // IDs of snapshots of files
	States    []string // IDs of Kept
	Stay      int      // snapshots and states that are left
	Freed     int64    // bytes, as far as they lie in files of their own
}

// Empty reports whether nothing goes.
func (p Pruning) Empty() bool { return len(p.Snapshots)+len(p.States) == 0 }

// ErrUnclear means that a state cannot be read, so that nobody knows what it needs.
var ErrUnclear = errors.New("some of the earlier states cannot be read")

// PlanPruning says what r would remove at now, and how much that would free. The
// newest snapshot of each phone stays, and the newest state of each category of
// each phone. It answers ErrUnclear where a state cannot be read.
func (l *Library) PlanPruning(ctx context.Context, r Retention, now time.Time) (Pruning, error) {
	p, err := l.planPruning(ctx, r, now)
	if err != nil {
		return Pruning{}, fmt.Errorf("look at the earlier states of %s: %w", l.dir, err)
	}
	return p, nil
}

func (l *Library) planPruning(ctx context.Context, r Retention, now time.Time) (Pruning, error) {
	var p Pruning
	snapshots, err := l.Snapshots(ctx)
	if err != nil {
		return p, err
	}
	perPhone := make(map[string][]series)
	for _, s := range snapshots {
		perPhone[s.Phone] = append(perPhone[s.Phone], series{s.ID, s.Taken})
	}
	p.Snapshots = goes(perPhone, r, now)
	all, err := legible(ctx, l.d)
	if err != nil {
		return p, err
	}
	perCategory := make(map[string][]series)
	for _, k := range slices.Backward(all) {
		key := k.Phone + "\x00" + k.Category
		perCategory[key] = append(perCategory[key], series{k.ID, k.Taken})
	}
	p.States = goes(perCategory, r, now)
	p.Stay = len(snapshots) + len(all) - len(p.Snapshots) - len(p.States)
	for _, id := range p.Snapshots {
		p.Freed += sizeOf(l.d, snapshotsDir+"/"+id+snapshotExt)
	}
	for _, id := range p.States {
		p.Freed += sizeOf(l.d, keptDir+"/"+id+snapshotExt)
	}
	for h := range unneeded(all, p.States) {
		p.Freed += sizeOf(l.d, historyName(h))
	}
	return p, nil
}

// series is one of the states of the same thing.
type series struct {
	id    string
	taken time.Time
}

// goes applies a retention to each series; their order is set here.
func goes(all map[string][]series, r Retention, now time.Time) []string {
	var ids []string
	for _, s := range all {
		slices.SortStableFunc(s, func(a, b series) int { return b.taken.Compare(a.taken) })
		taken := make([]time.Time, len(s))
		for i := range s {
			taken[i] = s[i].taken
		}
		for i, keep := range r.Keeps(now, taken) {
			if !keep {
				ids = append(ids, s[i].id)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

// legible reads every state, oldest first within a phone, or answers ErrUnclear.
func legible(ctx context.Context, d disk) ([]Kept, error) {
	all, bad, err := readAllKept(ctx, d)
	if err == nil && len(bad) > 0 {
		err = fmt.Errorf("%w: %d of them; repair the library first", ErrUnclear, len(bad))
	}
	return all, err
}

// unneeded are the contents that some of the states name and none of the others.
func unneeded(all []Kept, gone []string) map[gallery.Hash]bool {
	out := make(map[gallery.Hash]bool)
	for _, k := range all {
		if slices.Contains(gone, k.ID) {
			for _, p := range k.Parts {
				out[p.Hash] = true
			}
		}
	}
	for _, k := range all {
		if !slices.Contains(gone, k.ID) {
			for _, p := range k.Parts {
				delete(out, p.Hash)
			}
		}
	}
	return out
}

func sizeOf(d disk, name string) int64 {
	st, err := d.stat(name)
	if err != nil || !st.Mode().IsRegular() {
		return 0
	}
	return st.Size()
}

// Prune removes the snapshots and states that p names, and the versions of records
// that no other state needs. What is the newest of its kind by now stays, whatever
// p says; what is gone already is no error. No Keeping may be under way.
//
// The order is what makes it safe to stop anywhere: the states are moved to the
// staging folder, durably; only then go the contents that none of those left names;
// then what was moved. The next session finishes that.
func (w *Writer) Prune(ctx context.Context, p Pruning) error {
	if err := w.prune(ctx, p); err != nil {
		return fmt.Errorf("remove earlier states: %w", w.explain(err, 0))
	}
	return nil
}

func (w *Writer) prune(ctx context.Context, p Pruning) error {
	if err := w.failure(); err != nil {
		return err
	}
	all, err := legible(ctx, w.l.d)
	if err != nil {
		return err
	}
	last := make(map[string]bool)
	for _, k := range newest(all) {
		last[k.ID] = true
	}
	sources := make(map[string]bool)
	for _, k := range all {
		if err := ctx.Err(); err != nil {
			break // what has been moved is finished below
		}
		if last[k.ID] || !slices.Contains(p.States, k.ID) {
			continue
		}
		from := keptDir + "/" + k.ID + snapshotExt
		if err := w.l.d.move(from, w.tempName(prunedExt)); err != nil {
			return err
		}
		sources[parent(from)] = true
	}
	if err := w.settled(w.l.d.syncDir(stagingDir)); err != nil {
		return err
	}
	for dir := range sources {
		if err := w.settled(w.l.d.syncDir(dir)); err != nil {
			return err
		}
	}
	if err := w.finishPruning(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return w.pruneSnapshots(ctx, p.Snapshots)
}

// finishPruning removes what the states in the staging folder named and no other
// state does, then those states. Where one cannot be read it waits for the repair.
func (w *Writer) finishPruning(ctx context.Context) error {
	gone, names, err := pruned(w.l.d)
	if err != nil || len(names) == 0 {
		return err
	}
	stay, err := legible(ctx, w.l.d)
	if errors.Is(err, ErrUnclear) {
		return nil
	}
	if err != nil {
		return err
	}
	ids := make([]string, len(gone))
	for i := range gone {
		ids[i] = gone[i].ID
	}
	dirs := make(map[string]bool)
	for h := range unneeded(append(stay, gone...), ids) {
		if err := w.l.d.remove(historyName(h)); err == nil {
			dirs[parent(historyName(h))] = true
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for dir := range dirs {
		if err := w.settled(w.l.d.syncDir(dir)); err != nil {
			return err
		}
	}
	for _, name := range names {
		if err := w.l.d.remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// pruned reads the states that were moved to the staging folder. Their IDs are the
// names of their files there, which no state in its place has.
func pruned(d disk) (gone []Kept, names []string, err error) {
	entries, err := d.list(stagingDir)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		if !isOurTemp(e.Name()) || !strings.HasSuffix(e.Name(), prunedExt) {
			continue
		}
		name := path.Join(stagingDir, e.Name())
		names = append(names, name)
		b, err := readFile(d, name, maxKept)
		if err != nil {
			continue
		}
		if k, err := decodeKept(b); err == nil { // else what it named is left lying
			k.ID = name
			gone = append(gone, k)
		}
	}
	return gone, names, nil
}

// pruneSnapshots removes snapshots of files.
func (w *Writer) pruneSnapshots(ctx context.Context, ids []string) error {
	all, err := w.l.Snapshots(ctx)
	if err != nil {
		return err
	}
	newest := make(map[string]bool)
	removed := false
	for _, s := range all { // newest first
		if first := !newest[s.Phone]; first || !slices.Contains(ids, s.ID) {
			newest[s.Phone] = true
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.l.d.remove(snapshotsDir + "/" + s.ID + snapshotExt); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		removed = true
	}
	if !removed {
		return nil
	}
	return w.settled(w.l.d.syncDir(snapshotsDir))
}

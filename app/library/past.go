package library

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"keepsake/gallery/index"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// pastDir is where the index of an earlier state lies while it is looked at.
const pastDir = ".keepsake/past"

// past is one category as it was at one moment, laid out for the same questions as
// the library's own index.
type past struct {
	mu sync.RWMutex // held for reading while somebody asks

	category records.Category
	at       int64
	ix       *index.Index // nil: none is laid out
	dir      string
}

// Moments lists when backups found a category changed, of every phone, the newest
// first.
func (l *Library) Moments(ctx context.Context, c records.Category) ([]store.Kept, error) {
	newest, err := l.Store.NewestKept(ctx)
	if err != nil {
		return nil, err
	}
	var all []store.Kept
	for _, k := range newest {
		if records.Category(k.Category) != c {
			continue
		}
		states, err := l.History(ctx, k.Phone, c)
		if err != nil {
			return nil, err
		}
		all = append(all, states...)
	}
	sortMoments(all)
	return all, nil
}

// AtMoment asks the records of a category as they were at a moment (ms): the last
// state of each phone until then. Laying them out takes a second or two for 100,000
// messages; then they stay laid out until another moment is asked for. ask must not
// keep the index.
func (l *Library) AtMoment(ctx context.Context, c records.Category, at int64, ask func(*index.Index) error) error {
	p := &l.past
	p.mu.RLock()
	if p.ix != nil && p.category == c && p.at == at {
		defer p.mu.RUnlock()
		return ask(p.ix)
	}
	p.mu.RUnlock()
	p.mu.Lock()
	if p.ix == nil || p.category != c || p.at != at {
		if err := l.layPast(ctx, c, at); err != nil {
			p.mu.Unlock()
			return err
		}
	}
	defer p.mu.Unlock()
	return ask(p.ix)
}

// layPast makes the index of a moment; l.past.mu is held.
func (l *Library) layPast(ctx context.Context, c records.Category, at int64) (err error) {
	if err := l.past.clear(); err != nil {
		return err
	}
	states, err := l.statesAt(ctx, c, at)
	if err != nil {
		return err
	}
	parent := filepath.Join(l.Dir(), filepath.FromSlash(pastDir))
	if err := os.RemoveAll(parent); err != nil { // of a run that ended badly
		return fmt.Errorf("look back: %w", err)
	}
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return fmt.Errorf("look back: %w", err)
	}
	ix, err := index.Open(ctx, parent)
	if err != nil {
		return fmt.Errorf("look back: %w", errors.Join(err, os.RemoveAll(parent)))
	}
	l.past.ix, l.past.dir = ix, parent
	defer func() {
		if err != nil {
			err = errors.Join(err, l.past.clear())
		}
	}()
	if c != records.Contacts { // whose numbers those are is told by the contacts of today
		today, err := l.Store.NewestKept(ctx)
		if err != nil {
			return err
		}
		for _, k := range today {
			if records.Category(k.Category) == records.Contacts {
				states = append(states, k)
			}
		}
	}
	for _, k := range states {
		for _, part := range k.Parts {
			if !keep.HoldsRecords(k, part) {
				continue
			}
			var problems records.Problems // the check names them
			p := index.RecordPart{Path: part.Path, Hash: part.Hash}
			if err := ix.PutRecords(ctx, k.Phone, records.Category(k.Category), p, keep.LoadPart(ctx, l.Store, k, part, &problems)); err != nil {
				return fmt.Errorf("look back: %w", err)
			}
		}
	}
	l.past.category, l.past.at = c, at
	return nil
}

// statesAt are the last states of a category until a moment, one for each phone that
// had any by then.
func (l *Library) statesAt(ctx context.Context, c records.Category, at int64) ([]store.Kept, error) {
	all, err := l.Moments(ctx, c)
	if err != nil {
		return nil, err
	}
	var states []store.Kept
	have := map[string]bool{}
	for _, k := range all { // newest first
		if k.Taken.UnixMilli() <= at && !have[k.Phone] {
			have[k.Phone] = true
			states = append(states, k)
		}
	}
	return states, nil
}

// SinceMoment tells what became of a category since a moment (ms), of the phones
// that had any by then.
func (l *Library) SinceMoment(ctx context.Context, c records.Category, at int64) (keep.Changes, error) {
	then, err := l.statesAt(ctx, c, at)
	if err != nil {
		return keep.Changes{}, err
	}
	newest, err := l.Store.NewestKept(ctx)
	if err != nil {
		return keep.Changes{}, err
	}
	var all keep.Changes
	for _, a := range then {
		for _, b := range newest {
			if b.Phone != a.Phone || b.Category != a.Category || a.ID == b.ID {
				continue
			}
			var problems records.Problems // the check names them
			d, err := keep.Diff(ctx, l.Store, a, b, &problems)
			if err != nil {
				return keep.Changes{}, err
			}
			all.Added = append(all.Added, d.Added...)
			all.Removed = append(all.Removed, d.Removed...)
			all.Changed = append(all.Changed, d.Changed...)
		}
	}
	return all, nil
}

// clear takes an index of the past away; p.mu is held, or nobody asks any more.
func (p *past) clear() error {
	if p.ix == nil {
		return nil
	}
	err := errors.Join(p.ix.Close(), os.RemoveAll(p.dir))
	p.ix, p.dir = nil, ""
	if err != nil {
		return fmt.Errorf("look back: %w", err)
	}
	return nil
}

// sortMoments puts states into the order of their times, the newest first.
func sortMoments(all []store.Kept) {
	slices.SortStableFunc(all, func(a, b store.Kept) int { return b.Taken.Compare(a.Taken) })
}

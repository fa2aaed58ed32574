package keep

import (
	"context"

	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// Changes is what became of a category between two states.
type Changes struct {
	Added   []records.Record
	Removed []records.Record // as the older state has them
	Changed []Change
}

// Change is one record before and after.
type Change struct{ Before, After records.Record }

// Empty reports whether nothing changed.
func (c Changes) Empty() bool { return len(c.Added)+len(c.Removed)+len(c.Changed) == 0 }

// Diff compares two states of one category, the older first. Only parts that differ
// are read, so that a year of messages of which a month changed is compared by that
// month. Records are the same when their Identity is; the rest are paired by the
// phone's own row number, so that a contact whose number changed counts as changed.
func Diff(ctx context.Context, l *store.Library, older, newer store.Kept, p *records.Problems) (Changes, error) {
	same := make(map[store.Part]bool, len(older.Parts))
	for _, part := range older.Parts {
		same[part] = true
	}
	both := make(map[store.Part]bool)
	for _, part := range newer.Parts {
		if same[part] {
			both[part] = true
		}
	}
	before, err := differing(ctx, l, older, both, p)
	if err != nil {
		return Changes{}, err
	}
	after, err := differing(ctx, l, newer, both, p)
	if err != nil {
		return Changes{}, err
	}
	return Compare(before, after), nil
}

func differing(ctx context.Context, l *store.Library, k store.Kept, skip map[store.Part]bool, p *records.Problems) ([]records.Record, error) {
	var all []records.Record
	for _, part := range k.Parts {
		// A note's markup changes with it, but is a part of its own.
		if skip[part] && records.Category(k.Category) != records.Notes {
			continue
		}
		list, err := records.Collect(LoadPart(ctx, l, k, part, p))
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// Compare compares two lists of one category.
func Compare(before, after []records.Record) Changes {
	old := make(map[string][]records.Record, len(before))
	for _, r := range before {
		old[r.Identity()] = append(old[r.Identity()], r)
	}
	var c Changes
	var fresh []records.Record
	for _, r := range after {
		id := r.Identity()
		was := old[id]
		if len(was) == 0 {
			fresh = append(fresh, r)
			continue
		}
		at := 0
		for i := range was { // of several alike, the one that did not change
			if was[i].Digest() == r.Digest() {
				at = i
			}
		}
		if was[at].Digest() != r.Digest() {
			c.Changed = append(c.Changed, Change{was[at], r})
		}
		old[id] = append(was[:at:at], was[at+1:]...)
	}
	gone := make(map[string]records.Record)
	for _, r := range before {
		for i, left := range old[r.Identity()] {
			if left.Digest() != r.Digest() {
				continue
			}
			was := old[r.Identity()]
			old[r.Identity()] = append(was[:i:i], was[i+1:]...)
			if row := row(r); row != "" && gone[row] == nil {
				gone[row] = r
			} else {
				c.Removed = append(c.Removed, r)
			}
			break
		}
	}
	for _, r := range fresh {
		if was := gone[row(r)]; was != nil && row(r) != "" {
			c.Changed = append(c.Changed, Change{was, r})
			delete(gone, row(r))
			continue
		}
		c.Added = append(c.Added, r)
	}
	for _, r := range before {
		if key := row(r); key != "" && gone[key] != nil && gone[key].Digest() == r.Digest() {
			c.Removed = append(c.Removed, r)
			delete(gone, key)
		}
	}
	return c
}

// row is the phone's own key of a thing that people edit. Messages and calls are
// not edited, and their rows are given again.
func row(r records.Record) string {
	switch v := r.(type) {
	case records.Contact:
		return v.ID
	case records.Event:
		return v.ID
	case records.Note:
		return v.ID
	}
	return ""
}

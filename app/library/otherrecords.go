package library

import (
	"context"
	"fmt"

	"keepsake/app/job"
	"keepsake/app/job/takein"
	"keepsake/gallery"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// recordsOf takes in the newest records of other libraries: as the phone's own where
// this library has none of that category of it, else beside them what the phone's own
// have not. Passwords stay in the other library: they open with its key.
func (l *Library) recordsOf(ctx context.Context, others []*store.Library, tell job.Tell) error {
	for _, other := range others {
		states, err := other.NewestKept(ctx)
		if err != nil {
			return err
		}
		for _, k := range states {
			if err := l.recordsIn(ctx, other, k, tell); err != nil {
				return err
			}
		}
	}
	return nil
}

// recordsIn takes in one category of a phone.
func (l *Library) recordsIn(ctx context.Context, other *store.Library, k store.Kept, tell job.Tell) error {
	c := records.Category(k.Category)
	last, own, err := l.everKept(ctx, k.Phone, c)
	if err != nil {
		return err
	}
	from := takein.From{ID: k.Phone, Name: k.Name, Folder: k.Folder}
	known := map[string]bool{}
	if last.ID != "" && !gallery.Imported(k.Phone) {
		from = l.from(ctx, k.Phone, "")
		for _, r := range own {
			known[r.Identity()] = true
		}
	}
	var p records.Problems
	already := 0
	var missing []records.Record
	for r, err := range keep.Load(ctx, other, k, &p) {
		if err != nil {
			return err
		}
		if known[r.Identity()] {
			already++
			continue
		}
		missing = append(missing, withFiles(other, k, r))
	}
	got := job.Taken{Categories: map[string]job.Counts{string(c): {Already: already, Failed: p.Count}}}
	for _, q := range p.List[:min(len(p.List), maxOtherTold)] {
		got.Problems = append(got.Problems, job.Problem{Path: other.Dir() + "/Records/" + k.Folder, Outcome: job.Lost, Reason: q.Error()})
	}
	if len(missing) > 0 {
		m, err := l.MergeRecords(ctx, from, c, records.Each(missing))
		if err != nil {
			return fmt.Errorf("take over the %s of %s: %w", c, k.Name, err)
		}
		n := got.Categories[string(c)]
		n.Copied, n.Already = m.New+m.Changed, n.Already+m.Already
		got.Categories[string(c)] = n
		got.Bytes = m.Bytes
	}
	tell(nil, got, nil)
	return nil
}

// maxOtherTold is how many troubles with another library's records are told one by one.
const maxOtherTold = 20

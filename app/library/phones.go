package library

import (
	"context"
	"sort"
	"time"

	"keepsake/gallery/index"
)

// Phone is a phone the library has pictures of.
type Phone struct {
	ID, Name   string
	Stats      index.Stats
	LastBackup time.Time // of the newest complete run; zero: none
}

// Phones lists the phones the library has pictures of, by name: what the owner
// calls them, else what they called themselves in the newest receipt.
func (l *Library) Phones(ctx context.Context) ([]Phone, error) {
	known, err := l.Index.Phones(ctx)
	if err != nil {
		return nil, err
	}
	receipts, err := l.Receipts(0)
	if err != nil {
		return nil, err
	}
	names, err := l.Names()
	if err != nil {
		return nil, err
	}
	out := make([]Phone, 0, len(known))
	for _, k := range known {
		p := Phone{ID: k.ID, Name: k.ID, Stats: k.Stats}
		named := false
		for _, r := range receipts {
			if r.Phone != k.ID {
				continue
			}
			if !named && r.Name != "" {
				p.Name, named = r.Name, true
			}
			if r.Status == "done" && r.Started.After(p.LastBackup) {
				p.LastBackup = r.Started
			}
		}
		if n := names[k.ID]; n != "" {
			p.Name = n
		}
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out, nil
}

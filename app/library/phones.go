package library

import (
	"context"
	"slices"
	"sort"
	"time"

	"keepsake/app/job"
	"keepsake/gallery"
	"keepsake/gallery/index"
)

// Phone is a phone the library has something of, or an import (gallery.Imported).
type Phone struct {
	ID, Name   string
	Stats      index.Stats
	LastBackup time.Time // of the newest complete run; zero: none
}

// Phones lists the phones the library has something of, pictures or records, by
// name: what the owner calls them, else what they called themselves in the newest
// receipt. Imports come last.
func (l *Library) Phones(ctx context.Context) ([]Phone, error) {
	known, err := l.Index.Phones(ctx)
	if err != nil {
		return nil, err
	}
	receipts, err := l.Receipts(0)
	if err != nil {
		return nil, err
	}
	chosen, err := l.Names()
	if err != nil {
		return nil, err
	}
	others, err := l.Index.RecordPhones(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range others {
		if !slices.ContainsFunc(known, func(p index.Phone) bool { return p.ID == id }) {
			known = append(known, index.Phone{ID: id})
		}
	}
	out := make([]Phone, 0, len(known))
	for _, k := range known {
		p := Phone{ID: k.ID, Name: nameOf(k.ID, chosen, receipts), Stats: k.Stats}
		for _, r := range receipts {
			if isBackup(r, k.ID) && r.Status == job.Done && r.Started.After(p.LastBackup) {
				p.LastBackup = r.Started
			}
		}
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool {
		if a, b := gallery.Imported(out[i].ID), gallery.Imported(out[j].ID); a != b {
			return b
		}
		return out[i].Name < out[j].Name
	})
	return out, nil
}

// isBackup reports whether a receipt is that of a phone's backup.
func isBackup(r job.Receipt, phone string) bool { return r.Phone == phone && r.Job == job.BackupName }

// nameOf is what a phone is called: by the owner, else by itself in the newest of
// its receipts, else by its id.
func nameOf(id string, chosen map[string]string, receipts []job.Receipt) string {
	if n := chosen[id]; n != "" {
		return n
	}
	if gallery.Imported(id) {
		return gallery.ImportName(id)
	}
	for _, r := range receipts {
		if isBackup(r, id) && r.Name != "" {
			return r.Name
		}
	}
	return id
}

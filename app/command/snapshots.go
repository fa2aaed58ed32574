package command

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"keepsake/app/library"
	"keepsake/gallery"
)

// snapshotJSON is what was on a phone at one time: files, or one category of records.
type snapshotJSON struct {
	ID    string    `json:"id"`
	Phone string    `json:"phone"`
	Name  string    `json:"name"`
	Kind  string    `json:"kind"` // files, contacts, messages …
	Count int       `json:"count"`
	Taken time.Time `json:"taken"`

	Files   int `json:"files,omitempty"`   // of one of files: what a restore can start from
	Missing int `json:"missing,omitempty"` // and what could not be kept
}

// snapshots lists them, the newest first. Records have one only where something
// changed.
func (l lister) snapshots(ctx context.Context, limit int) error {
	phones, err := l.lib.Phones(ctx)
	if err != nil {
		return err
	}
	called := map[string]string{}
	for _, p := range phones {
		called[p.ID] = p.Name
	}
	files, err := l.lib.Store.Snapshots(ctx)
	if err != nil {
		return err
	}
	kept, err := l.lib.Store.Kept(ctx)
	if err != nil {
		return err
	}
	out := []snapshotJSON{}
	add := func(s snapshotJSON, otherwise string) {
		if s.Name = called[s.Phone]; s.Name == "" {
			s.Name = otherwise
		}
		out = append(out, s)
	}
	for _, s := range files {
		add(snapshotJSON{ID: s.ID, Phone: s.Phone, Kind: "files", Count: s.Count, Taken: s.Taken, Files: s.Count, Missing: s.Missing}, s.Name)
	}
	for _, k := range kept {
		add(snapshotJSON{ID: k.ID, Phone: k.Phone, Kind: k.Category, Count: k.Count, Taken: k.Taken}, k.Name)
	}
	slices.SortStableFunc(out, func(a, b snapshotJSON) int {
		if c := b.Taken.Compare(a.Taken); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	if l.json {
		return l.print(map[string][]snapshotJSON{"snapshots": out})
	}
	t := l.table()
	for _, s := range out {
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\n", s.Taken.Local().Format("2006-01-02 15:04:05"), printable(s.Name), s.Kind, s.Count, printable(s.ID))
	}
	return t.Flush()
}

// onPhone are those of ids whose content was on the phone at a snapshot of files.
func onPhone(ctx context.Context, lib *library.Library, snapshot string, ids []int64) ([]int64, error) {
	s, err := lib.Store.Snapshot(snapshot)
	if err != nil {
		return nil, err
	}
	hashes := make([]gallery.Hash, len(s.Items))
	for i, it := range s.Items {
		hashes[i] = it.Hash
	}
	known, err := lib.Index.IDs(ctx, hashes)
	if err != nil {
		return nil, err
	}
	had := make(map[int64]bool, len(known))
	for _, id := range known {
		had[id] = true
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return !had[id] }), nil
}

package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"keepsake/app/job/takein"
	"keepsake/gallery"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// MergeRecords adds records to what is kept of a category under from: nothing that
// is kept disappears. What is known already is passed over; a contact gets what is
// new about it, and of two versions of an event or a note the later one stands. The
// sequence may be cut short by its error: then nothing changes.
func (l *Library) MergeRecords(ctx context.Context, from takein.From, c records.Category, all records.Sequence[records.Record]) (got takein.Merged, err error) {
	w, err := l.pen.take(ctx, l.Store)
	if err != nil {
		return takein.Merged{}, err
	}
	defer func() {
		if perr := l.pen.put(ctx, l.Store); perr != nil {
			err = errors.Join(err, fmt.Errorf("close the library: %w", perr))
		}
	}()
	last, kept, err := l.everKept(ctx, from.ID, c)
	if err != nil {
		return takein.Merged{}, err
	}
	name, folder := from.Name, store.SafeName(from.Name)
	if from.Folder != "" {
		folder = from.Folder
	}
	if last.ID != "" { // its files stay where they are
		name, folder = last.Name, last.Folder
	}
	k, err := w.Keep(ctx, from.ID, name, string(c), folder)
	if err != nil {
		return takein.Merged{}, err
	}
	defer k.Discard()
	n, err := keep.Save(ctx, k, c, merged(c, kept, all, &got))
	if err != nil {
		return takein.Merged{}, fmt.Errorf("keep the %s: %w", c, err)
	}
	state, _, err := k.Commit(ctx, n, time.Now())
	if err != nil {
		return takein.Merged{}, err
	}
	got.Bytes = newBytes(state, last)
	if err := l.nameOnce(from); err != nil {
		return got, err
	}
	return got, l.indexRecords(ctx, state)
}

// newBytes is how much of a state is in none of the others.
func newBytes(state store.Kept, others ...store.Kept) (n int64) {
	had := make(map[store.Part]bool)
	for _, k := range others {
		for _, p := range k.Parts {
			had[p] = true
		}
	}
	for _, p := range state.Parts {
		if !had[p] {
			n += p.Size
		}
	}
	return n
}

// nameOnce calls a source of records what it is called, unless the owner has named it.
func (l *Library) nameOnce(from takein.From) error {
	names, err := l.Names()
	if err != nil || names[from.ID] != "" || !gallery.Imported(from.ID) || from.ID == gallery.ImportedFiles {
		return err
	}
	return l.Rename(from.ID, from.Name)
}

// everKept reads the last state of a category with all its files at hand. One that
// cannot be read whole is an error: what would be added to it would put it aside.
func (l *Library) everKept(ctx context.Context, phone string, c records.Category) (store.Kept, []records.Record, error) {
	states, err := l.History(ctx, phone, c)
	if err != nil || len(states) == 0 {
		return store.Kept{}, nil, err
	}
	last := states[0]
	for _, k := range states {
		if k.Taken.After(last.Taken) {
			last = k
		}
	}
	var p records.Problems
	kept, err := records.Collect(keep.Load(ctx, l.Store, last, &p))
	if err == nil && p.Count > 0 {
		err = p.List[0]
	}
	if err != nil {
		return store.Kept{}, nil, fmt.Errorf("read the %s that are kept, to add to them (a repair of the library may help): %w", c, err)
	}
	for i := range kept {
		kept[i] = withFiles(l.Store, last, kept[i])
	}
	return last, kept, nil
}

// withFiles lets the files of a record be read where a library keeps them.
func withFiles(lib *store.Library, k store.Kept, r records.Record) records.Record {
	open := func(a *records.Attachment) {
		if part, ok := keep.AttachmentPart(k, *a); ok {
			a.Open = func(context.Context) (io.ReadCloser, error) { return lib.OpenPart(k, part) }
		}
	}
	switch v := r.(type) {
	case records.Message:
		for i := range v.Parts {
			open(&v.Parts[i].Attachment)
		}
	case records.Note:
		for i := range v.Attachments {
			open(&v.Attachments[i])
		}
	case records.App:
		for i := range v.APKs {
			open(&v.APKs[i])
		}
	case records.Archive:
		open(&v.File)
		return v
	}
	return r
}

// edited are the categories of things that people change. The others are only added
// to, and pass through one by one: their files may be more than the memory holds.
func edited(c records.Category) bool {
	switch c {
	case records.Messages, records.Calls, records.Recordings, records.Archives:
		return false
	}
	return true
}

// merged yields what is kept and what is new, each thing once, and counts.
func merged(c records.Category, kept []records.Record, more records.Sequence[records.Record], got *takein.Merged) records.Sequence[records.Record] {
	return func(yield func(records.Record, error) bool) {
		*got = takein.Merged{}
		at := make(map[string]int, len(kept)) // identity → place in list
		var list []records.Record
		pass := func(r records.Record) bool {
			if edited(c) {
				list = append(list, r)
				return true
			}
			return yield(r, nil)
		}
		for _, r := range kept {
			at[r.Identity()] = len(list)
			if !pass(r) {
				return
			}
		}
		changed := make(map[int]bool)
		for r, err := range more {
			if err != nil {
				yield(nil, err)
				return
			}
			id := r.Identity()
			i, known := at[id]
			if !known {
				at[id] = len(list)
				got.New++
				if !pass(r) {
					return
				}
				continue
			}
			if i < len(list) {
				if better := latest(list[i], r); better.Digest() != list[i].Digest() {
					list[i] = better
					if !changed[i] && i < len(kept) {
						changed[i] = true
						got.Changed++
						continue
					}
				}
			}
			got.Already++
		}
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// latest is what stands of two versions of one thing.
func latest(kept, other records.Record) records.Record {
	switch k := kept.(type) {
	case records.Contact:
		if o, ok := other.(records.Contact); ok {
			return k.Union(o)
		}
	case records.Event:
		if o, ok := other.(records.Event); ok && o.Modified > k.Modified {
			return o
		}
	case records.Note:
		if o, ok := other.(records.Note); ok && o.Modified > k.Modified {
			return o
		}
	}
	return kept
}

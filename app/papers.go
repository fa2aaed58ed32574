package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"os"
	"slices"

	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/app/ui/shelf"
	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/media"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// papers is what the current library keeps beside pictures, in the window's words
// (ui.Records).
type papers struct{ pictures }

// recordQuery says the window's query in the index's words.
func recordQuery(q shelf.RecordQuery) index.RecordQuery {
	return index.RecordQuery{Category: q.Category, Phone: q.Phone, Threads: q.Threads, Kinds: q.Kinds, Search: q.Search, IDs: q.IDs, Identities: q.Identities, From: q.From, To: q.To, Oldest: q.Oldest}
}

// answered answers a question from the index, or from how it was at q's moment.
func answered[T any](ctx context.Context, p papers, c records.Category, asOf int64, ask func(*index.Index) (T, error)) (out T, err error) {
	return get(p.c, func(l *library.Library) (T, error) {
		if asOf == 0 {
			return ask(l.Index)
		}
		err := l.AtMoment(ctx, c, asOf, func(ix *index.Index) (err error) {
			out, err = ask(ix)
			return err
		})
		return out, err
	})
}

// entries lists records of a type.
func entries[R records.Record](ctx context.Context, p papers, q shelf.RecordQuery) ([]shelf.Entry[R], error) {
	return answered(ctx, p, q.Category, q.AsOf, func(ix *index.Index) ([]shelf.Entry[R], error) {
		rows, err := index.List[R](ctx, ix, recordQuery(q))
		out := make([]shelf.Entry[R], len(rows))
		for i, r := range rows {
			out[i] = entry(r)
		}
		return out, err
	})
}

func entry[R records.Record](r index.Entry[R]) shelf.Entry[R] {
	return shelf.Entry[R]{ID: r.ID, Date: r.Date, Phone: r.Phone, Identity: r.Identity, Unread: r.Unread, Record: r.Record}
}

func (p papers) Faces(ctx context.Context, q shelf.RecordQuery) ([]shelf.Face, error) {
	q.Category = records.Contacts
	return answered(ctx, p, q.Category, q.AsOf, func(ix *index.Index) ([]shelf.Face, error) {
		rows, err := ix.Faces(ctx, recordQuery(q))
		out := make([]shelf.Face, len(rows))
		for i, f := range rows {
			out[i] = shelf.Face(f)
		}
		return out, err
	})
}

func (p papers) Contact(ctx context.Context, id, asOf int64) (shelf.Entry[records.Contact], error) {
	rows, err := entries[records.Contact](ctx, p, shelf.RecordQuery{Category: records.Contacts, IDs: []int64{id}, AsOf: asOf})
	if err == nil && len(rows) != 1 {
		err = fmt.Errorf("contact %d: %w", id, os.ErrNotExist)
	}
	if err != nil {
		return shelf.Entry[records.Contact]{}, err
	}
	return rows[0], nil
}

func (p papers) People(ctx context.Context) (map[string]shelf.Face, error) {
	people, err := get(p.c, func(l *library.Library) (map[string]index.Face, error) { return l.Index.People(ctx) })
	out := make(map[string]shelf.Face, len(people))
	for tail, f := range people {
		out[tail] = shelf.Face(f)
	}
	return out, err
}

func (p papers) Traffic(ctx context.Context, tails []string) (messages, calls int, err error) {
	n, err := get(p.c, func(l *library.Library) (map[records.Category]int, error) { return l.Index.Traffic(ctx, tails) })
	return n[records.Messages], n[records.Calls], err
}

func (p papers) Line(ctx context.Context, q shelf.RecordQuery) (shelf.Line, error) {
	return answered(ctx, p, q.Category, q.AsOf, func(ix *index.Index) (shelf.Line, error) {
		l, err := ix.Line(ctx, recordQuery(q))
		return shelf.Line(l), err
	})
}

func (p papers) Messages(ctx context.Context, q shelf.RecordQuery) ([]shelf.Entry[records.Message], error) {
	q.Category = records.Messages
	return entries[records.Message](ctx, p, q)
}

func (p papers) Calls(ctx context.Context, q shelf.RecordQuery) ([]shelf.Entry[records.Call], error) {
	q.Category = records.Calls
	return entries[records.Call](ctx, p, q)
}

func (p papers) Conversations(ctx context.Context, q shelf.RecordQuery) ([]shelf.Conversation, error) {
	q.Category = records.Messages
	people, err := p.People(ctx)
	if err != nil {
		return nil, err
	}
	return answered(ctx, p, q.Category, q.AsOf, func(ix *index.Index) ([]shelf.Conversation, error) {
		rows, err := ix.Conversations(ctx, recordQuery(q))
		out := make([]shelf.Conversation, len(rows))
		for i, r := range rows {
			out[i] = shelf.Conversation{Thread: r.Thread, Phone: r.Phone, Others: r.Others, Name: r.Name, Count: r.Count, Unread: r.Unread, Last: entry(r.Last)}
			if len(r.Others) == 1 {
				out[i].Face = people[records.Tail(r.Others[0])]
			}
		}
		return out, err
	})
}

func (p papers) Moments(ctx context.Context, c records.Category) ([]shelf.Moment, error) {
	states, err := get(p.c, func(l *library.Library) ([]store.Kept, error) { return l.Moments(ctx, c) })
	out := make([]shelf.Moment, len(states))
	for i, k := range states {
		out[i] = shelf.Moment{Taken: k.Taken, Phone: k.Phone, Count: k.Count}
	}
	return out, err
}

func (p papers) Since(ctx context.Context, c records.Category, at int64) (shelf.Since, error) {
	return get(p.c, func(l *library.Library) (shelf.Since, error) {
		d, err := l.SinceMoment(ctx, c, at)
		s := shelf.Since{Added: d.Added, Gone: d.Removed}
		for _, x := range d.Changed {
			s.Changed = append(s.Changed, shelf.ChangedRecord{Then: x.Before, Now: x.After})
		}
		return s, err
	})
}

// Refusals tells of each phone whose last backup said why it gave none.
func (p papers) Refusals(ctx context.Context, c records.Category) ([]shelf.Refusal, error) {
	receipts, err := p.Receipts(ctx, 0)
	var out []shelf.Refusal
	seen := map[string]bool{}
	for _, r := range receipts { // newest first
		if _, asked := r.Categories[string(c)]; r.Job != job.BackupName || seen[r.Phone] || !asked {
			continue
		}
		seen[r.Phone] = true
		at := slices.IndexFunc(r.Problems, func(q job.Problem) bool { return q.Path == string(c) && q.Outcome == job.Skipped })
		if at >= 0 && r.Categories[string(c)].Copied+r.Categories[string(c)].Already == 0 {
			out = append(out, shelf.Refusal{Phone: p.c.called(r.Phone, r.Name), Why: r.Problems[at].Reason, When: r.Started})
		}
	}
	return out, err
}

// maxEnclosed is how large a picture in a message may be, in bytes; a carrier lets
// through a few million.
const maxEnclosed = 32 << 20

// The long side of a message's picture as it is shown: at least, and when it is looked
// at alone.
const (
	enclosedPixels = 640
	alonePixels    = 2048
)

// Thumb implements thumbs.Source for contacts' photos and for pictures in messages
// and notes.
func (p papers) Thumb(ctx context.Context, h gallery.Hash, pixels int) ([]byte, error) {
	var data []byte
	if id, asOf, ok := shelf.FaceOf(h); ok {
		c, err := p.Contact(ctx, id, asOf)
		if err != nil {
			return nil, err
		}
		data = c.Record.Photo
	} else {
		f, err := get(p.c, func(l *library.Library) (io.ReadCloser, error) { return l.Enclosed(ctx, h.String()) })
		if err != nil {
			return nil, err
		}
		data, err = io.ReadAll(io.LimitReader(f, maxEnclosed))
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("read a message's picture: %w", err)
		}
	}
	return get(p.c, func(l *library.Library) ([]byte, error) {
		r := bytes.NewReader(data)
		info := media.Probe(ctx, r, r.Size(), media.Hint{})
		side := min(max(pixels, enclosedPixels), alonePixels)
		im, err := l.Maker.Fit(ctx, r, r.Size(), info, side, side)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, im, &jpeg.Options{Quality: 90}); err != nil {
			return nil, fmt.Errorf("show a message's picture: %w", err)
		}
		return b.Bytes(), nil
	})
}

// Formats are the open formats of a category, the usual one first.
func (p papers) Formats(c records.Category) []string {
	var names []string
	for _, f := range library.RecordFormats(c) {
		names = append(names, f.Name)
	}
	return names
}

// ExportRecords writes what a query finds into dir: see library.ExportRecords.
func (p papers) ExportRecords(ctx context.Context, dir, format, title string, q shelf.RecordQuery) (path string, n int, err error) {
	err = p.c.use(func(l *library.Library) (err error) {
		path, n, err = l.ExportRecords(ctx, dir, format, title, recordQuery(q), q.AsOf)
		return err
	})
	return path, n, err
}

// Page writes what a query finds as a page to print: see library.Page.
func (p papers) Page(ctx context.Context, title string, q shelf.RecordQuery) (path string, err error) {
	err = p.c.use(func(l *library.Library) (err error) {
		path, err = l.Page(ctx, title, recordQuery(q), q.AsOf)
		return err
	})
	return path, err
}

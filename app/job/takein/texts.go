package takein

import (
	"context"
	"fmt"
	"io"

	"keepsake/app/job"
	"keepsake/gallery/records"
	"keepsake/gallery/records/callsxml"
	"keepsake/gallery/records/ical"
	"keepsake/gallery/records/smsxml"
	"keepsake/gallery/records/vcard"
)

// text is an open format that holds records of one category.
type text struct {
	kind     kind
	category records.Category
	read     func(io.Reader, *records.Problems) records.Sequence[records.Record]
}

func texts() []text {
	return []text{
		{vcards, records.Contacts, each(vcard.Read)},
		{messages, records.Messages, each(smsxml.Read)},
		{calls, records.Calls, each(callsxml.Read)},
		{calendar, records.Events, each(ical.Read)},
	}
}

// each makes a format's Read one of any record.
func each[R records.Record](read func(io.Reader, *records.Problems) records.Sequence[R]) func(io.Reader, *records.Problems) records.Sequence[records.Record] {
	return func(r io.Reader, p *records.Problems) records.Sequence[records.Record] {
		return func(yield func(records.Record, error) bool) {
			for v, err := range read(r, p) {
				if !yield(v, err) {
					return
				}
			}
		}
	}
}

// read is what became of one file while it was read.
type read struct {
	problems records.Problems
	err      error
}

// texts takes in all files of one format at once. Of a file that breaks off, what
// came before is kept, and the file is said to have failed.
func (t *Taker) texts(ctx context.Context, x text, files []job.Offer, tell job.Tell) error {
	done := make([]read, len(files))
	taken, err := t.merge(ctx, t.from(""), x.category, func(yield func(records.Record, error) bool) {
		for i, f := range files {
			done[i] = read{}
			if !t.one(ctx, x, f, &done[i], yield) {
				return
			}
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
		}
	})
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for _, f := range files {
			tell(f.Entry, job.Taken{}, err)
		}
		return nil
	}
	for i, f := range files {
		got := job.Taken{Problems: problems(f.Entry, done[i].problems, job.Lost)}
		if n := done[i].problems.Count; n > 0 {
			got.Categories = map[string]job.Counts{string(x.category): {Failed: n}}
		}
		tell(f.Entry, got, done[i].err)
		if i == len(files)-1 {
			tell(nil, taken, nil)
		}
	}
	return nil
}

// one yields the records of one file; false: no more are wanted.
func (t *Taker) one(ctx context.Context, x text, f job.Offer, done *read, yield func(records.Record, error) bool) bool {
	in, err := f.Open(ctx)
	if err != nil {
		done.err = err
		return true
	}
	defer in.Close()
	for r, err := range x.read(in, &done.problems) {
		if err != nil {
			done.err = fmt.Errorf("it could not be read to its end; what came before is kept: %w", err)
			return true
		}
		if !yield(r, nil) {
			return false
		}
	}
	return true
}

package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/job/restore/rows"
	"keepsake/app/job/takein"
	"keepsake/gallery/archive"
	"keepsake/gallery/records"
)

// gathered is what is in files of this computer that hold records, on its way to a
// phone and not into the library. It is a takein.Shelf.
type gathered struct {
	by    map[records.Category][]records.Record
	wifi  []records.WifiNetwork // with their passwords, which are in no plan
	left  []restore.Want        // files of which nothing can go to a phone, with the reason
	notes []string              // sentences to read before
}

// recordHead is how much of a file tells what it is.
const recordHead = 2048

// holdsRecords reports whether a file is one that records can be taken out of.
func holdsRecords(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false // it is said where it is looked at as a picture
	}
	defer f.Close()
	return takein.New(nil, nil).Knows(filepath.Base(name), head(f))
}

func head(f io.ReaderAt) []byte {
	b := make([]byte, recordHead)
	n, _ := f.ReadAt(b, 0) // what is there is enough to tell
	return b[:n]
}

// gather reads files that hold records. What is wrong with one is among left or notes;
// an error is ctx's, or of the files' folder.
func gather(ctx context.Context, names []string) (*gathered, error) {
	g := &gathered{by: map[records.Category][]records.Record{}}
	if len(names) == 0 {
		return g, nil
	}
	src, err := archive.Open(ctx, names, nil, takein.Lock{})
	if err != nil {
		return nil, err
	}
	defer src.Close()
	entries, err := src.Entries(ctx, func(int) {})
	if err != nil {
		return nil, err
	}
	var files []job.Offer
	for i := range entries {
		e := &entries[i]
		in, err := e.Open(ctx)
		if err != nil {
			g.leave(e, "it cannot be read: "+err.Error())
			continue
		}
		b := make([]byte, recordHead)
		n, err := io.ReadFull(in, b)
		in.Close()
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
			g.leave(e, "it cannot be read: "+err.Error())
			continue
		}
		files = append(files, job.Offer{Entry: e, Head: b[:n]})
	}
	err = takein.New(g, func(string) takein.From { return takein.From{} }).Take(ctx, files, g.tell)
	return g, err
}

// tell takes note of what became of a file.
func (g *gathered) tell(e *archive.Entry, got job.Taken, err error) {
	var locked *archive.PasswordError
	switch {
	case e == nil:
	case errors.As(err, &locked):
		g.leave(e, "it is a backup with a password; import it into the library, which asks for it, then restore from there")
	case err != nil:
		g.notes = append(g.notes, fmt.Sprintf("%s: %v.", e.Name, err))
	}
	for i, p := range got.Problems {
		if i == mostTold {
			g.notes = append(g.notes, fmt.Sprintf("… and %d more things could not be read.", len(got.Problems)-i))
			break
		}
		g.notes = append(g.notes, fmt.Sprintf("%s: %s.", filepath.Base(p.Path), p.Reason))
	}
}

// mostTold is how much of what is wrong with a file is said one by one.
const mostTold = 5

func (g *gathered) leave(e *archive.Entry, why string) {
	g.left = append(g.left, restore.Want{Title: e.Name, Path: e.Path, Size: e.Size, MTime: e.MTime, Category: job.Photos, Cannot: why})
}

// Merge implements takein.Shelf.
func (g *gathered) Merge(_ context.Context, _ takein.From, c records.Category, all records.Sequence[records.Record]) (takein.Merged, error) {
	list, err := records.Collect(all)
	if err != nil {
		return takein.Merged{}, err
	}
	if !slices.Contains(RestorableRecords(), c) || c == records.Notes {
		for _, r := range list {
			g.left = append(g.left, restore.Want{Title: rows.Title(r), Category: string(c), MTime: time.Now(),
				Cannot: "a computer cannot put it on a phone from here; import the file into the library, then restore it from there"})
		}
		return takein.Merged{New: len(list)}, nil
	}
	g.by[c] = append(g.by[c], list...)
	return takein.Merged{New: len(list)}, nil
}

// KeepPasswords implements takein.Shelf.
func (g *gathered) KeepPasswords(_ context.Context, _ takein.From, all []records.WifiNetwork) (int, error) {
	g.wifi = append(g.wifi, all...)
	return len(all), nil
}

// source gives a category to a plan.
func (g *gathered) source(c records.Category) rows.Source {
	return func(context.Context) ([]records.Record, error) { return g.by[c], nil }
}

func (g *gathered) passwords(context.Context) ([]records.WifiNetwork, error) { return g.wifi, nil }

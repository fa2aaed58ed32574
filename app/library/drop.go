package library

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/media"
	"keepsake/gallery/store"
)

// DropOptions say what is put on a phone from this computer.
type DropOptions struct {
	Paths    []string // files, and folders with all that is in them
	Album    string   // the folder on the phone's storage, "Pictures/Holiday"; made if need be
	Conflict restore.Conflict
	Volume   string // the phone's storage; empty: its own
	Tracker  *job.Tracker
}

// maxDrop bounds how many files are put on a phone at once.
const maxDrop = 100_000

// PlanDrop is PlanRestore for files of this computer: pictures, videos and sound
// are put into an album of the phone. What else is among them cannot be, and the
// plan says so.
func (l *Library) PlanDrop(ctx context.Context, phone *device.Phone, o DropOptions) (*Restore, error) {
	names, err := below(ctx, o.Paths)
	if err != nil {
		return nil, err
	}
	count := o.Tracker.Counter()
	count.Phase(restore.Comparing, len(names), 0)
	var wants []restore.Want
	for _, n := range names {
		count.At(filepath.Dir(n), filepath.Base(n))
		w, err := dropped(ctx, n, o.Album)
		if err != nil {
			return nil, err
		}
		wants = append(wants, w)
		count.Step()
	}
	if len(wants) == 0 {
		return nil, ErrNothing
	}
	r := &Restore{l: l}
	f := r.files(ctx, phone)
	f.Wants, f.Volume = wants, o.Volume
	r.Plan, err = restore.Make(ctx, o.Tracker, restore.Options{
		From: fmt.Sprintf("%d files of this computer", len(wants)), Conflict: o.Conflict, Target: targetOf(phone.Info()),
	}, r.parts...)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// below lists the files at and below paths, hidden ones left out. Links are not
// followed out of what was dropped.
func below(ctx context.Context, paths []string) (names []string, err error) {
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		err = filepath.WalkDir(abs, func(name string, d fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				return err
			case name != abs && strings.HasPrefix(d.Name(), "."):
				if d.IsDir() {
					return fs.SkipDir
				}
			case d.Type().IsRegular():
				if names = append(names, name); len(names) > maxDrop {
					return fmt.Errorf("more than %d files at once", maxDrop)
				}
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("look through %s: %w", p, err)
		}
	}
	return names, nil
}

// dropped reads one file: what it is, when it was taken, and its hash. What cannot
// be read is said in the plan; an error is ctx's.
func dropped(ctx context.Context, name, album string) (restore.Want, error) {
	title := filepath.Base(name)
	w := restore.Want{
		Title: title, Local: name, Category: job.Photos,
		Path: path.Join("/storage/emulated/0", path.Clean("/"+filepath.ToSlash(album)), store.SafeName(title)),
	}
	f, err := os.Open(name)
	if err != nil {
		w.Cannot = "it cannot be read: " + err.Error()
		return w, nil
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		w.Cannot = "it cannot be read: " + err.Error()
		return w, nil
	}
	w.Size, w.MTime = st.Size(), st.ModTime().Truncate(time.Second)
	head := make([]byte, 512)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		w.Cannot = "it cannot be read: " + err.Error()
		return w, nil
	}
	switch media.Recognise(head[:n], title) {
	case gallery.Other:
		w.Cannot = "it is no picture, video or recording"
		return w, nil
	case gallery.Audio:
		w.Category = job.Recordings
	}
	w.Taken = media.Probe(ctx, f, st.Size(), media.Hint{Name: title, MTime: w.MTime}).Taken.Time
	sum := sha256.New()
	for at := int64(0); at < st.Size(); at += hashPart {
		if err := ctx.Err(); err != nil {
			return w, err
		}
		if _, err := io.Copy(sum, io.NewSectionReader(f, at, hashPart)); err != nil {
			w.Cannot = "it cannot be read: " + err.Error()
			return w, nil
		}
	}
	w.Hash = gallery.Hash(sum.Sum(nil))
	return w, nil
}

// hashPart is how much is hashed between two looks whether to stop.
const hashPart = 4 << 20

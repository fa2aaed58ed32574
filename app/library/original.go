package library

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/private"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

// original is an item's file, open. What the private album hides is read in the
// clear.
type original struct {
	io.ReaderAt
	file *os.File
	item gallery.Item
	st   fs.FileInfo
}

// Original opens an item's content for reading, in the clear: whoever calls it
// for an item of the private album does so because its owner asked to see it. It
// answers private.ErrLocked where nobody but Mi Cloud has the key, and
// store.ErrMissing when the file is gone.
func (l *Library) Original(it gallery.Item) (job.Original, error) {
	f, err := os.Open(l.File(it.Path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", store.ErrMissing, it.Path)
	}
	if err != nil {
		return nil, err
	}
	o := &original{file: f, item: it}
	if o.st, err = f.Stat(); err == nil {
		o.ReaderAt, err = private.Open(f, o.st.Size(), it.Path, it.Info)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return o, nil
}

// Size implements job.Original.
func (o *original) Size() int64 { return o.st.Size() }

// ModTime implements job.Original.
func (o *original) ModTime() time.Time { return o.st.ModTime() }

// Close implements job.Original.
func (o *original) Close() error { return o.file.Close() }

// Picture implements job.Original.
func (o *original) Picture() io.ReaderAt { return o.ReaderAt }

// Whole implements job.Original.
func (o *original) Whole(ctx context.Context) error {
	h := sha256.New()
	const part = 4 << 20
	for at := int64(0); at < o.Size(); at += part {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := io.Copy(h, io.NewSectionReader(o.file, at, part)); err != nil {
			return fmt.Errorf("read %s: %w", o.item.Path, err)
		}
	}
	if got := gallery.Hash(h.Sum(nil)); got != o.item.Hash {
		return &store.MismatchError{Path: o.item.Path, Library: true, Want: o.item.Hash, Got: got}
	}
	return nil
}

package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"keepsake/gallery/index"
	"keepsake/gallery/store"
)

// Usage is what takes the library's space, in bytes. Originals are in Piles.
type Usage struct {
	Piles   []index.Pile
	Largest []index.Row

	Records  int64 // the newest contacts, messages …, in open formats
	Earlier  int64 // their earlier states, and the snapshots of files
	Previews int64 // thumbnails and the index: made again when they are gone
	Aside    int64 // damaged files that a repair set aside
	Papers   int64 // the manifest, receipts and the like
}

// largest is how many of the largest originals are told.
const largest = 50

// Usage measures the library. It looks at every file but the originals, of which
// the index knows.
func (l *Library) Usage(ctx context.Context) (Usage, error) {
	var u Usage
	var err error
	if u.Piles, err = l.Index.Piles(ctx); err != nil {
		return Usage{}, err
	}
	ids, err := l.Index.Largest(ctx, largest)
	if err != nil {
		return Usage{}, err
	}
	if u.Largest, err = l.Index.Rows(ctx, ids); err != nil {
		return Usage{}, err
	}
	for _, top := range []string{"Records", ".keepsake"} {
		if err := l.measure(ctx, top, &u); err != nil {
			return Usage{}, fmt.Errorf("measure the library: %w", err)
		}
	}
	return u, nil
}

func (l *Library) measure(ctx context.Context, top string, u *Usage) error {
	return filepath.WalkDir(filepath.Join(l.Dir(), top), func(name string, e fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // none such, or gone since
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		st, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(l.Dir(), name)
		if err != nil {
			return err
		}
		*u.part(filepath.ToSlash(rel)) += st.Size()
		return nil
	})
}

// part is where a file below the library counts.
func (u *Usage) part(name string) *int64 {
	top, rest, _ := strings.Cut(name, "/")
	first, _, deep := strings.Cut(rest, "/")
	switch {
	case top == "Records":
		return &u.Records
	case deep && (first == "history" || first == "records" || first == "snapshots"):
		return &u.Earlier
	case deep && first == "quarantine":
		return &u.Aside
	case deep && (first == "past" || first == "print"), !deep && (strings.HasPrefix(first, "index.db") || strings.HasPrefix(first, "thumbs.db")):
		return &u.Previews
	}
	return &u.Papers
}

// PlanPruning says which earlier states r would remove at now, and what that frees;
// see store.Library.PlanPruning.
func (l *Library) PlanPruning(ctx context.Context, r store.Retention, now time.Time) (store.Pruning, error) {
	return l.Store.PlanPruning(ctx, r, now)
}

// ErrWriting means that a backup, an import or a change of the owner writes just now.
var ErrWriting = errors.New("the library is being written to")

// Prune removes earlier states, as they were planned. It answers ErrWriting while
// something else writes.
func (l *Library) Prune(ctx context.Context, p store.Pruning) error {
	return l.pen.alone(ctx, l.Store, func(w *store.Writer) error {
		l.past.mu.Lock() // what is laid out may be of a state that goes
		defer l.past.mu.Unlock()
		return errors.Join(l.past.clear(), w.Prune(ctx, p))
	})
}

package library

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/store"
)

// Change is what the owner says about some items at once; nil fields stay as
// they are.
type Change struct {
	Trash, Hide, Favorite *bool
	Turn                  int // quarter turns clockwise, added to what is there
	Taken                 *gallery.Taken
	Shift                 time.Duration // added to the capture time that is shown
	Place                 *gallery.Place
	AddTo, TakeFrom       string // an album of the owner's own, by name
}

// Change says something about items, and returns what takes it back: each item
// then has what was said of it before, and what was said since is gone. Items
// that are not there any more are passed over. Errors: store.ErrLocked when
// another program writes to the library.
func (l *Library) Change(ctx context.Context, ids []int64, c Change) (undo func(context.Context) error, err error) {
	hashes, err := l.hashes(ctx, ids)
	if err != nil {
		return nil, err
	}
	before := make(map[gallery.Hash]gallery.Edit, len(hashes))
	err = l.writing(ctx, func(w *store.Writer) error {
		now := time.Now().UTC().Truncate(time.Second)
		to, err := l.ownAlbum(ctx, w, c.AddTo, true)
		if err != nil {
			return err
		}
		from, err := l.ownAlbum(ctx, w, c.TakeFrom, false)
		if err != nil {
			return err
		}
		for _, h := range hashes {
			if err := ctx.Err(); err != nil {
				return err
			}
			was, ok := w.Edited(h)
			if !ok {
				continue
			}
			edit := c.apply(was, now, to, from)
			if c.Shift != 0 {
				it, err := l.Index.ItemByHash(ctx, h)
				if err != nil {
					return err
				}
				it.Edit = edit
				t := it.Taken()
				t.Time, t.Source = t.Time.Add(c.Shift), gallery.TakenOwner
				edit.Taken = &t
			}
			if same(edit, was) {
				continue
			}
			if err := w.Edit(h, edit); err != nil {
				return err
			}
			before[h] = was
		}
		return nil
	})
	if err != nil {
		// Half a change is no change, as far as it can be taken back.
		return nil, errors.Join(fmt.Errorf("change %d items: %w", len(ids), err), l.restore(context.WithoutCancel(ctx), before))
	}
	return func(ctx context.Context) error { return l.restore(ctx, before) }, nil
}

// apply returns what is said of an item after the change.
func (c Change) apply(e gallery.Edit, now time.Time, to, from string) gallery.Edit {
	switch {
	case c.Trash == nil:
	case !*c.Trash:
		e.Trashed = time.Time{}
	case e.Trashed.IsZero():
		e.Trashed = now
	}
	if c.Hide != nil {
		e.Hidden = *c.Hide
	}
	if c.Favorite != nil {
		e.Favorite = c.Favorite
	}
	e.Turn = (e.Turn + c.Turn) & 3
	if c.Taken != nil {
		t := *c.Taken
		t.Source = gallery.TakenOwner
		e.Taken = &t
	}
	if c.Place != nil {
		p := *c.Place
		e.Place, e.NoPlace = &p, false
	}
	e.Albums = slices.Clone(e.Albums)
	if to != "" && !slices.Contains(e.Albums, to) {
		e.Albums = append(e.Albums, to)
		slices.Sort(e.Albums)
	}
	if from != "" {
		e.Albums = slices.DeleteFunc(e.Albums, func(a string) bool { return a == from })
	}
	return e
}

func same(a, b gallery.Edit) bool {
	return equal(a.Favorite, b.Favorite) && a.Turn == b.Turn && a.Hidden == b.Hidden && a.Trashed.Equal(b.Trashed) && a.NoPlace == b.NoPlace &&
		equal(a.Place, b.Place) && sameTime(a.Taken, b.Taken) && slices.Equal(a.Albums, b.Albums)
}

func equal[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

func sameTime(a, b *gallery.Taken) bool {
	if a == nil || b == nil {
		return a == b
	}
	_, east := a.Time.Zone()
	_, west := b.Time.Zone()
	return a.Time.Equal(b.Time) && east == west && a.Zoned == b.Zoned && a.Source == b.Source
}

// restore says again what was said before.
func (l *Library) restore(ctx context.Context, before map[gallery.Hash]gallery.Edit) error {
	if len(before) == 0 {
		return nil
	}
	err := l.writing(ctx, func(w *store.Writer) error {
		for h, e := range before {
			err := w.Edit(h, e)
			if errors.Is(err, store.ErrUnknown) {
				continue // the trash was emptied since: what is gone is gone
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("take the change back: %w", err)
	}
	return nil
}

// writing runs fn in the library's writing session, then brings the index up to
// what was written. One change runs at a time, beside a backup if there is one.
func (l *Library) writing(ctx context.Context, fn func(*store.Writer) error) error {
	l.editing.Lock()
	defer l.editing.Unlock()
	w, err := l.pen.take(ctx, l.Store)
	if err != nil {
		return err
	}
	err = fn(w)
	if perr := l.pen.put(ctx, l.Store); perr != nil {
		err = errors.Join(err, fmt.Errorf("write to the library: %w", perr))
	}
	return errors.Join(err, l.Refresh(context.WithoutCancel(ctx)))
}

// hashes are the contents of items; those that are not there are left out.
func (l *Library) hashes(ctx context.Context, ids []int64) ([]gallery.Hash, error) {
	var hashes []gallery.Hash
	for chunk := range slices.Chunk(ids, 1000) {
		rows, err := l.Index.Rows(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			hashes = append(hashes, r.Hash)
		}
	}
	return hashes, nil
}

// EmptyTrash deletes what is in the library's trash, for good, and returns how
// many items that were: of those given, or with nil all. What is not in the trash
// stays. It cannot be undone, and a phone that still has them does not bring them
// back.
func (l *Library) EmptyTrash(ctx context.Context, of []int64) (n int, err error) {
	err = l.writing(ctx, func(w *store.Writer) error {
		// Under the pen: what is taken out of the trash meanwhile stays.
		if err := l.Refresh(ctx); err != nil {
			return err
		}
		t, err := l.Index.Timeline(ctx, index.Filter{View: index.Trash})
		if err != nil {
			return err
		}
		ids := t.IDs
		if of != nil {
			ids = slices.DeleteFunc(ids, func(id int64) bool { return !slices.Contains(of, id) })
		}
		hashes, err := l.hashes(ctx, ids)
		if err != nil {
			return err
		}
		n, err = w.Remove(ctx, hashes)
		return err
	})
	if n > 0 {
		// Their thumbnails go as well. One that stays is not seen by anybody.
		_, perr := l.Index.PruneThumbs(ctx)
		err = errors.Join(err, perr)
	}
	return n, err
}

package library

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/store"
)

// RenameAlbum calls an album something else here; the phone's folder and the
// files keep their names. An empty title gives a phone's album its own name again.
func (l *Library) RenameAlbum(ctx context.Context, key index.AlbumKey, title string) error {
	title = cleanName(title)
	if key.Own() && title == "" {
		return errors.New("an album of your own needs a name")
	}
	err := l.writing(ctx, func(w *store.Writer) error {
		if key.Own() {
			if taken, ok, err := l.findOwn(ctx, title); err != nil || ok && taken != key.Path {
				return errors.Join(err, errTaken(title))
			}
		}
		return w.EditAlbum(gallery.AlbumEdit{Phone: key.Phone, Path: key.Path, Title: title})
	})
	if err != nil {
		return fmt.Errorf("rename the album: %w", err)
	}
	return nil
}

func errTaken(title string) error { return fmt.Errorf("there is an album called %q already", title) }

// NewAlbum makes an album of the owner's own, empty; one of that name is an error.
func (l *Library) NewAlbum(ctx context.Context, title string) (index.AlbumKey, error) {
	var key index.AlbumKey
	title = cleanName(title)
	err := l.writing(ctx, func(w *store.Writer) error {
		_, ok, err := l.findOwn(ctx, title)
		if err != nil || ok {
			return errors.Join(err, errTaken(title))
		}
		key.Path, err = l.ownAlbum(ctx, w, title, true)
		return err
	})
	if err != nil {
		return index.AlbumKey{}, fmt.Errorf("make the album: %w", err)
	}
	return key, nil
}

// DissolveAlbum takes an album of the owner's own apart. Its items stay where
// they are; undo puts it together again.
func (l *Library) DissolveAlbum(ctx context.Context, key index.AlbumKey) (undo func(context.Context) error, err error) {
	if !key.Own() {
		return nil, errors.New("only albums of your own can be dissolved: the others are the phone's folders")
	}
	title := key.Path
	set := func(ctx context.Context, gone bool) error {
		return l.writing(ctx, func(w *store.Writer) error {
			edits, err := l.Store.AlbumEdits(ctx)
			if err != nil {
				return err
			}
			for _, e := range edits {
				if e.Phone == "" && e.Path == key.Path {
					title = e.Title
				}
			}
			return w.EditAlbum(gallery.AlbumEdit{Path: key.Path, Title: title, Gone: gone})
		})
	}
	if err := set(ctx, true); err != nil {
		return nil, fmt.Errorf("dissolve the album: %w", err)
	}
	return func(ctx context.Context) error { return set(ctx, false) }, nil
}

// ownAlbum returns the key of the owner's album with a title, "" for none. With
// make it is made when there is none.
func (l *Library) ownAlbum(ctx context.Context, w *store.Writer, title string, make bool) (string, error) {
	if title == "" {
		return "", nil
	}
	if title = cleanName(title); title == "" {
		return "", errors.New("an album of your own needs a name")
	}
	key, ok, err := l.findOwn(ctx, title)
	if err != nil || ok || !make {
		return key, err
	}
	edits, err := l.Store.AlbumEdits(ctx)
	if err != nil {
		return "", err
	}
	// Never the key of an album that was dissolved: its items would be in it.
	used := map[string]bool{}
	for _, e := range edits {
		if e.Phone == "" {
			used[e.Path] = true
		}
	}
	key = title
	for n := 2; used[key]; n++ {
		key = fmt.Sprintf("%s (%d)", title, n)
	}
	if err := w.EditAlbum(gallery.AlbumEdit{Path: key, Title: title}); err != nil {
		return "", err
	}
	return key, w.Flush(ctx)
}

// findOwn finds the owner's album with a title, whatever its case.
func (l *Library) findOwn(ctx context.Context, title string) (key string, ok bool, err error) {
	edits, err := l.Store.AlbumEdits(ctx)
	if err != nil {
		return "", false, err
	}
	for _, e := range edits {
		if e.Phone == "" && !e.Gone && strings.EqualFold(e.Title, title) {
			return e.Path, true, nil
		}
	}
	return "", false, nil
}

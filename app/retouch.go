package app

import (
	"context"

	"keepsake/app/library"
	"keepsake/app/ui/shelf"
	"keepsake/gallery/index"
	"keepsake/gallery/media"
)

// What the owner does to the library in the window (photos.Editor), and the views
// that are more than a timeline.

// edit runs a change of the library and tells the window.
func (p pictures) edit(change func(*library.Library) error) error {
	err := p.c.use(change)
	p.c.changed() // also after an error: part of it may be done
	return err
}

// undoer makes what takes a change back into something the window can call.
func (p pictures) undoer(undo func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		return p.edit(func(*library.Library) error { return undo(ctx) })
	}
}

func (p pictures) Change(ctx context.Context, ids []int64, c shelf.Change) (undo func(context.Context) error, err error) {
	err = p.edit(func(l *library.Library) error {
		undo, err = l.Change(ctx, ids, library.Change(c))
		return err
	})
	if err != nil {
		return nil, err
	}
	return p.undoer(undo), nil
}

func (p pictures) EmptyTrash(ctx context.Context, ids []int64) (n int, err error) {
	err = p.edit(func(l *library.Library) error {
		n, err = l.EmptyTrash(ctx, ids)
		return err
	})
	return n, err
}

func (p pictures) RenameAlbum(ctx context.Context, key shelf.AlbumKey, title string) error {
	return p.edit(func(l *library.Library) error { return l.RenameAlbum(ctx, index.AlbumKey(key), title) })
}

func (p pictures) NewAlbum(ctx context.Context, title string) (key shelf.AlbumKey, err error) {
	err = p.edit(func(l *library.Library) error {
		k, err := l.NewAlbum(ctx, title)
		key = shelf.AlbumKey(k)
		return err
	})
	return key, err
}

func (p pictures) DissolveAlbum(ctx context.Context, key shelf.AlbumKey) (undo func(context.Context) error, err error) {
	err = p.edit(func(l *library.Library) error {
		undo, err = l.DissolveAlbum(ctx, index.AlbumKey(key))
		return err
	})
	if err != nil {
		return nil, err
	}
	return p.undoer(undo), nil
}

func (p pictures) Places(ctx context.Context, f shelf.Filter) ([]shelf.Spot, error) {
	spots, err := get(p.c, func(l *library.Library) ([]index.Spot, error) { return l.Index.Places(ctx, filter(f)) })
	out := make([]shelf.Spot, len(spots))
	for i, s := range spots {
		out[i] = shelf.Spot(s)
	}
	return out, err
}

func (p pictures) Similar(ctx context.Context) ([]shelf.Group, error) {
	groups, err := get(p.c, func(l *library.Library) ([]index.Group, error) { return l.Index.Similar(ctx, media.AlikeBits) })
	out := make([]shelf.Group, len(groups))
	for i, g := range groups {
		out[i] = shelf.Group{IDs: g.IDs, Reason: shelf.Similar}
		if g.Burst {
			out[i].Reason = shelf.Burst
		}
	}
	return out, err
}

package library

import (
	"context"
	"errors"
	"fmt"

	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/media"
)

// Thumb returns the thumbnail of a content in exactly this size. Those of the
// private album are made anew each time and kept nowhere. It answers
// index.ErrNoThumb when there is none.
func (l *Library) Thumb(ctx context.Context, h gallery.Hash, size media.Size) ([]byte, error) {
	b, err := l.Index.Thumb(ctx, h, size.Pixels)
	if !errors.Is(err, index.ErrNoThumb) {
		return b, err
	}
	it, ierr := l.Index.ItemByHash(ctx, h)
	if ierr != nil || it.Private() != gallery.PrivateOpen || !it.Edit.Trashed.IsZero() {
		return nil, err
	}
	o, err := l.Original(it)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	made, err := l.Maker.Thumbnails(ctx, o.Picture(), o.Size(), it.Info)
	if err != nil {
		return nil, err
	}
	for _, r := range made {
		if r.Size == size {
			return r.JPEG, nil
		}
	}
	return nil, fmt.Errorf("%w of %s in %d pixels", index.ErrNoThumb, h, size.Pixels)
}

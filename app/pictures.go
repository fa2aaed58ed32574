package app

import (
	"context"
	"image"

	"keepsake/app/desk"
	"keepsake/app/job"
	"keepsake/app/job/private"
	"keepsake/app/library"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/media"
)

// pictures is the current library in the window's words (ui.Library, activity.Log).
type pictures struct{ c *current }

// get runs a query that returns one thing.
func get[T any](c *current, query func(*library.Library) (T, error)) (out T, err error) {
	err = c.use(func(l *library.Library) error {
		out, err = query(l)
		return err
	})
	return out, err
}

// filter says the window's filter in the index's words.
func filter(f shelf.Filter) index.Filter {
	if len(f.Kinds) == 0 && f.Album == (shelf.AlbumKey{}) && f.View <= shelf.Recent {
		f.Kinds = []gallery.Kind{gallery.Photo, gallery.Video} // recordings are found in their albums
	}
	return index.Filter{
		View: index.View(f.View), Album: index.AlbumKey(f.Album), Kinds: f.Kinds, Search: f.Search,
		Favorites: f.Favorites, Screenshots: f.Screenshots, Motion: f.Motion, Within: (*index.Box)(f.Box), Stacked: f.Stacked,
	}
}

func (p pictures) Timeline(ctx context.Context, f shelf.Filter) (*shelf.Timeline, error) {
	t, err := get(p.c, func(l *library.Library) (*index.Timeline, error) {
		return l.Index.Timeline(ctx, filter(f))
	})
	if err != nil {
		return nil, err
	}
	out := &shelf.Timeline{IDs: t.IDs, Taken: t.Taken, Stacks: t.Stacks, Months: make([]shelf.Month, len(t.Months))}
	for i, m := range t.Months {
		out.Months[i] = shelf.Month(m)
	}
	return out, nil
}

func (p pictures) Rows(ctx context.Context, ids []int64) ([]shelf.Row, error) {
	rows, err := get(p.c, func(l *library.Library) ([]index.Row, error) { return l.Index.Rows(ctx, ids) })
	out := make([]shelf.Row, len(rows))
	for i, r := range rows {
		out[i] = row(r)
		out[i].Clouds = p.c.above(r.Hash)
	}
	return out, err
}

// row says an index row in the window's words.
func row(r index.Row) shelf.Row {
	return shelf.Row{
		ID: r.ID, Hash: r.Hash, Path: r.Path, Name: r.Name, Kind: r.Kind, Taken: r.Taken, Width: r.Width, Height: r.Height,
		Duration: r.Duration, NoThumb: noThumb(r), Color: r.Color, Motion: r.Motion,
		Favorite: r.Favorite, Verified: r.Verified, Broken: r.Broken, Size: r.Size,
		Turn: r.Turn, Private: r.Private,
	}
}

// noThumb reports whether there is nothing to ask for. Thumbnails of the private
// album are made when they are asked for; of a video that takes a program which
// wants a file in the open.
func noThumb(r index.Row) bool {
	return r.Thumb == index.ThumbImpossible || r.Private == gallery.PrivateLocked || r.Private != "" && r.Kind == gallery.Video
}

func (p pictures) Albums(ctx context.Context) ([]shelf.Album, error) {
	return get(p.c, func(l *library.Library) ([]shelf.Album, error) {
		albums, err := l.Index.Albums(ctx)
		if err != nil {
			return nil, err
		}
		ids := make([]int64, len(albums))
		for i, a := range albums {
			ids[i] = a.Cover
		}
		covers, err := l.Index.Rows(ctx, ids)
		if err != nil {
			return nil, err
		}
		byID := make(map[int64]index.Row, len(covers))
		for _, c := range covers {
			byID[c.ID] = c
		}
		out := make([]shelf.Album, len(albums))
		for i, a := range albums {
			c := byID[a.Cover]
			out[i] = shelf.Album{
				Own: a.Key.Own(), Key: shelf.AlbumKey(a.Key), Name: a.Name, Phone: p.PhoneName(a.Key.Phone), Count: a.Count, Newest: a.Newest,
				Cover: c.Hash, Turn: c.Turn, Color: c.Color,
			}
		}
		return out, nil
	})
}

func (p pictures) Stats(ctx context.Context, phone string) (shelf.Stats, error) {
	s, err := get(p.c, func(l *library.Library) (index.Stats, error) { return l.Index.Stats(ctx, phone) })
	return shelf.Stats{
		Items: s.Items, Photos: s.Photos, Videos: s.Videos, Bytes: s.Bytes, Verified: s.Verified, Oldest: s.Oldest, Newest: s.Newest,
	}, err
}

func (p pictures) Latest(ctx context.Context, n int) ([]shelf.Row, error) {
	t, err := p.Timeline(ctx, shelf.Filter{})
	if err != nil {
		return nil, err
	}
	return p.Rows(ctx, t.IDs[:min(n, len(t.IDs))])
}

// Thumb returns the smallest kept rendition that covers a square of so many
// pixels: a picture's short side is at least half its long one, mostly three
// quarters.
func (p pictures) Thumb(ctx context.Context, h gallery.Hash, pixels int) ([]byte, error) {
	size := media.Grid
	if pixels > media.Grid.Pixels*3/4+8 {
		size = media.Preview
	}
	return get(p.c, func(l *library.Library) ([]byte, error) { return l.Thumb(ctx, h, size) })
}

func (p pictures) Fit(ctx context.Context, r shelf.Row, w, h int) (*image.RGBA, error) {
	return get(p.c, func(l *library.Library) (*image.RGBA, error) {
		it, err := l.Index.Item(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		o, err := l.Original(it)
		if err != nil {
			return nil, err
		}
		defer o.Close()
		if r.Turn&1 != 0 {
			w, h = h, w
		}
		im, err := l.Maker.Fit(ctx, o.Picture(), o.Size(), it.Info, w, h)
		if err != nil {
			return nil, err
		}
		return thumbs.Turn(im, r.Turn), nil
	})
}

func (p pictures) Item(ctx context.Context, id int64) (gallery.Item, error) {
	return get(p.c, func(l *library.Library) (gallery.Item, error) { return l.Index.Item(ctx, id) })
}

// Play implements viewer.Images. What is private is not played: ffmpeg would need
// it in the open.
func (p pictures) Play(ctx context.Context, r shelf.Row, box int, show func(*image.RGBA)) error {
	moving, ok := media.FindMoving()
	if !ok || r.Private != "" {
		return media.ErrNoPoster
	}
	film, err := get(p.c, func(l *library.Library) (media.Film, error) {
		it, err := l.Index.Item(ctx, r.ID)
		f := media.Film{Path: l.File(it.Path), MIME: it.Info.MIME, Length: it.Size}
		if m := it.Info.Motion; m != nil {
			f.MIME, f.Offset, f.Length = "video/mp4", m.Offset, m.Length
		}
		return f, err
	})
	if err != nil {
		return err
	}
	return moving.Play(ctx, film, box, func(im *image.RGBA) error {
		show(thumbs.Turn(im, r.Turn))
		return nil
	})
}

func (p pictures) Details(ctx context.Context, id int64) (media.Details, error) {
	return get(p.c, func(l *library.Library) (media.Details, error) {
		it, err := l.Index.Item(ctx, id)
		if err != nil {
			return media.Details{}, err
		}
		o, err := l.Original(it)
		if err != nil {
			return media.Details{}, err
		}
		defer o.Close()
		return media.ReadDetails(ctx, o.Picture(), o.Size(), it.Info.MIME)
	})
}

func (p pictures) PhoneName(id string) string {
	for _, k := range p.c.known() {
		if k.ID == id {
			return k.Name
		}
	}
	return id
}

// PlaceName implements viewer.Images.
func (p pictures) PlaceName(lat, lon float64) string {
	name, _ := get(p.c, func(l *library.Library) (string, error) { return l.PlaceName(lat, lon), nil })
	return name
}

// file is the absolute path of an item's original.
func (p pictures) file(ctx context.Context, id int64) (string, error) {
	return get(p.c, func(l *library.Library) (string, error) {
		it, err := l.Index.Item(ctx, id)
		return l.File(it.Path), err
	})
}

func (p pictures) Open(ctx context.Context, id int64) error {
	if it, err := p.Item(ctx, id); err == nil && private.Sealed(it) {
		return errPrivate
	}
	path, err := p.file(ctx, id)
	if err != nil {
		return err
	}
	return desk.Open(ctx, path)
}

func (p pictures) Reveal(ctx context.Context, id int64) error {
	path, err := p.file(ctx, id)
	if err != nil {
		return err
	}
	return desk.Reveal(ctx, path)
}

// Export implements exporting.Exporter.
func (p pictures) Export(ctx context.Context, ids []int64, dir string, o job.ExportOptions, t *job.Tracker) (job.Receipt, error) {
	return get(p.c, func(l *library.Library) (job.Receipt, error) { return l.Export(ctx, ids, dir, o, t) })
}

func (p pictures) Receipts(_ context.Context, limit int) ([]job.Receipt, error) {
	return get(p.c, func(l *library.Library) ([]job.Receipt, error) { return l.Receipts(limit) })
}

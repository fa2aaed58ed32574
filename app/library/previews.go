package library

import (
	"context"

	"keepsake/app/job"
	"keepsake/gallery/index"
)

// previews is the index as the thumbnails' keeper.
type previews struct{ l *Library }

// Previews returns what makes and keeps this library's thumbnails.
func (l *Library) Previews() job.Previews { return previews{l} }

func (p previews) Turn(ctx context.Context) (func(), error) { return p.l.thumbTurn.take(ctx) }

func (p previews) Missing(ctx context.Context, limit int) ([]job.Unseen, error) {
	rows, err := p.l.Index.WithoutThumbs(ctx, limit)
	if err != nil {
		return nil, err
	}
	out := make([]job.Unseen, 0, len(rows))
	for _, r := range rows {
		it, err := p.l.Index.Item(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, job.Unseen{Hash: it.Hash, File: p.l.File(it.Path), Info: it.Info})
	}
	return out, nil
}

func (p previews) Put(ctx context.Context, done []job.Preview) error {
	var batch []index.Thumb
	for _, d := range done {
		if len(d.Renditions) == 0 {
			batch = append(batch, index.Thumb{Hash: d.Hash, Broken: true})
			continue
		}
		for _, r := range d.Renditions {
			batch = append(batch, index.Thumb{Hash: d.Hash, Pixels: r.Size.Pixels, JPEG: r.JPEG, Color: r.Color, Looks: int64(r.Looks)})
		}
	}
	return p.l.Index.PutThumbs(ctx, batch)
}

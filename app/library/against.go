package library

import (
	"context"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/gallery"
)

// AgainstPhone compares the library with a connected phone; see job.Against.
func (l *Library) AgainstPhone(ctx context.Context, src job.Source, want func(device.File) bool, t *job.Tracker) (job.Comparison, error) {
	id := src.Info().ID
	kept := map[string]gallery.Item{}
	_, _, err := l.Store.Replay(ctx, "", func(it gallery.Item) {
		for _, o := range it.Origins {
			if o.Phone == id {
				kept[o.Path] = it
			}
		}
	}, nil)
	if err != nil {
		t.Fail(err)
		return job.Comparison{}, err
	}
	a := job.Against{Source: src, Kept: kept, Open: l.raw, Want: want, Tracker: t}
	return a.Run(ctx)
}

// raw opens an item's file as it lies in the library, locked or not.
func (l *Library) raw(it gallery.Item) (job.Original, error) {
	it.Info.Private = ""
	return l.Original(it)
}

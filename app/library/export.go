package library

import (
	"context"
	"fmt"
	"path"

	"keepsake/app/job"
	"keepsake/gallery"
	"keepsake/gallery/index"
)

// Export copies items into a folder, which must exist, as the options say. The
// receipt is right also beside an error. See job.Export.
func (l *Library) Export(ctx context.Context, ids []int64, dir string, o job.ExportOptions, t *job.Tracker) (job.Receipt, error) {
	x := job.Export{Open: l.Original, Album: albumOf, Maker: l.Maker, Dir: dir, Options: o, Tracker: t}
	for _, id := range ids {
		it, err := l.Index.Item(context.WithoutCancel(ctx), id) // quick, and the receipt names them all
		if err != nil {
			err = fmt.Errorf("export: %w", err)
			t.Fail(err)
			return job.Receipt{}, err
		}
		x.Items = append(x.Items, it)
	}
	r, err := x.Run(ctx)
	// What was exported is there also where the library cannot be written to.
	if serr := l.SaveReceipt(r); serr != nil {
		r.Warnings = append(r.Warnings, serr.Error())
	}
	return r, err
}

// albumOf is the folder an item goes to with the others of its album: one of the
// owner's own albums, else what the phone's album is called.
func albumOf(it gallery.Item) string {
	if len(it.Edit.Albums) > 0 {
		return it.Edit.Albums[0]
	}
	for _, o := range it.Origins {
		if !o.Trashed {
			return index.AlbumName(o.Album)
		}
	}
	return path.Base(path.Dir(it.Path))
}

package library

import (
	"context"
	"io"
	"time"

	"keepsake/app/job/private"
	"keepsake/device/miui/secret"
	"keepsake/gallery"
	"keepsake/gallery/media"
)

// Probe reads what an original's bytes tell, for one the manifest has lost
// (store.RepairOptions.Probe). One of the private album stays private.
func Probe(ctx context.Context, r io.ReaderAt, size int64, name string, mtime time.Time) gallery.Info {
	h := media.Hint{Name: name, MTime: mtime, Local: time.Local}
	if _, hidden := secret.Parse(name); hidden {
		return private.Probe(ctx, r, size, h)
	}
	return media.Probe(ctx, r, size, h)
}

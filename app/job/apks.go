package job

import (
	"context"

	"keepsake/gallery/records"
)

// APKSource is a RecordSource whose apps can be had as files too. *device.Phone is
// one.
type APKSource interface {
	APKs(ctx context.Context, apps []records.App, p *records.Problems) (map[string][]records.Attachment, error)
}

// appsWithFiles reads the apps, each with its files ready to be read.
func (b *Backup) appsWithFiles(ctx context.Context, src RecordSource, p *records.Problems, each func(records.Record) error) error {
	var apps []records.App
	err := src.Records(ctx, records.Apps, p, func(r records.Record) error {
		if a, ok := r.(records.App); ok {
			apps = append(apps, a)
		}
		return nil
	})
	if err != nil {
		return err
	}
	files := map[string][]records.Attachment{}
	if s, ok := src.(APKSource); ok {
		if files, err = s.APKs(ctx, apps, p); err != nil {
			return err
		}
	}
	for _, a := range apps {
		a.APKs = files[a.Package]
		if err := each(a); err != nil {
			return err
		}
	}
	return nil
}

package library

import (
	"context"
	"fmt"
	"strings"

	"keepsake/app/job/takein"
	"keepsake/gallery"
	"keepsake/gallery/records"
)

// incoming is the library as the place where imported records are kept
// (takein.Shelf).
type incoming struct {
	l   *Library
	key KeyFor
}

// Merge implements takein.Shelf.
func (i *incoming) Merge(ctx context.Context, from takein.From, c records.Category, all records.Sequence[records.Record]) (takein.Merged, error) {
	return i.l.MergeRecords(ctx, from, c, all)
}

// KeepPasswords implements takein.Shelf. What is kept stands: nobody knows whether
// an imported password is older.
func (i *incoming) KeepPasswords(ctx context.Context, from takein.From, all []records.WifiNetwork) (int, error) {
	if i.key == nil {
		return 0, takein.ErrNoKey
	}
	k, err := i.key(ctx, i.l)
	if err != nil {
		return 0, err
	}
	return i.l.AddSecrets(ctx, from.ID, all, k)
}

// from names whose the records of an import are: those of a phone that the library
// knows, or of the phone with a code name, as backups have it, or of files.
//
// They are filed beside what the phone was backed up to, never in it: a backup takes
// what the phone does not have for deleted.
func (l *Library) from(ctx context.Context, phone, device string) takein.From {
	if phone != "" {
		name := phone
		if all, err := l.Phones(ctx); err == nil { // else it is filed under its id
			for _, p := range all {
				if p.ID == phone {
					name = p.Name
				}
			}
		}
		return takein.From{ID: gallery.ImportedOf(phone), Name: fmt.Sprintf("%s %s (imported)", name, phone[:min(4, len(phone))])}
	}
	if device = codeName(device); device != "" {
		return takein.From{ID: gallery.ImportedOf(device), Name: device + " (imported)"}
	}
	return takein.From{ID: gallery.ImportedFiles, Name: gallery.ImportName(gallery.ImportedFiles)}
}

// codeName makes what a file says of its phone fit to be a name; "" of nonsense.
func codeName(s string) string {
	s = strings.ToLower(s)
	if len(s) > 40 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		return ""
	}
	return s
}

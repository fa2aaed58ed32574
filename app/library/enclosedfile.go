package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"keepsake/gallery/keep"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// EnclosedFile is where a file of a category lies, for another program to open. What
// the newest states have lies in the library, under its own name; what only older ones
// have is copied to a temporary folder.
func (l *Library) EnclosedFile(ctx context.Context, a records.Attachment) (path string, err error) {
	newest, err := l.Store.NewestKept(ctx)
	if err != nil {
		return "", err
	}
	for _, k := range newest {
		if part, ok := keep.AttachmentPart(k, a); ok {
			path := l.Store.PartPath(k, part)
			if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && info.Size() == part.Size {
				return path, nil
			}
		}
	}
	from, err := l.Enclosed(ctx, a.SHA256)
	if err != nil {
		return "", err
	}
	defer from.Close()
	dir, err := os.MkdirTemp("", "keepsake-")
	if err != nil {
		return "", fmt.Errorf("open %q: %w", a.Name, err)
	}
	to, err := os.OpenFile(filepath.Join(dir, store.SafeName(a.Name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", fmt.Errorf("open %q: %w", a.Name, err)
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Close()); err != nil {
		return "", fmt.Errorf("open %q: %w", a.Name, err)
	}
	return to.Name(), nil
}

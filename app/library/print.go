package library

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"keepsake/gallery/index"
)

// printDir is where a page lies that a browser prints. It is in the library rather
// than among the computer's temporary files: what is in it is as private.
const printDir = ".keepsake/print"

// Page writes what a query finds, as of a moment (ms; 0 now), as a page for a browser
// to show and to print, and returns its path. It lies there until the next one, or
// until the library is closed.
func (l *Library) Page(ctx context.Context, title string, q index.RecordQuery, at int64) (string, error) {
	if err := l.clearPages(); err != nil {
		return "", err
	}
	dir := filepath.Join(l.Dir(), filepath.FromSlash(printDir))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("write a page to print: %w", err)
	}
	path, _, err := l.ExportRecords(ctx, dir, "html", title, q, at)
	return path, err
}

// clearPages takes earlier pages away.
func (l *Library) clearPages() error {
	if err := os.RemoveAll(filepath.Join(l.Dir(), filepath.FromSlash(printDir))); err != nil {
		return fmt.Errorf("take the pages to print away: %w", err)
	}
	return nil
}

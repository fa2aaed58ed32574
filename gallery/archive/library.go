package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/store"
)

// isLibrary reports whether a folder is a Keepsake library.
func isLibrary(dir string) bool {
	return isFile(filepath.Join(dir, filepath.FromSlash(libraryMark)))
}

// libraryTree is another Keepsake library. It is only read.
type libraryTree struct {
	lib   *store.Library
	root  *os.Root
	items map[string]*gallery.Item // by path
}

func openLibrary(dir string) (*libraryTree, error) {
	lib, err := store.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("open the library %s: %w", dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the library %s: %w", dir, err), lib.Close())
	}
	return &libraryTree{lib: lib, root: root, items: map[string]*gallery.Item{}}, nil
}

func (t *libraryTree) close() error { return errors.Join(t.root.Close(), t.lib.Close()) }

func (t *libraryTree) list(ctx context.Context, found func(int)) ([]file, error) {
	var out []file
	clear(t.items)
	_, _, err := t.lib.Replay(ctx, "", func(it gallery.Item) {
		t.items[it.Path] = &it
		out = append(out, t.file(&it))
		if len(out)%1024 == 0 {
			found(len(out))
		}
	}, nil)
	if err != nil {
		return nil, fmt.Errorf("read the manifest of %s: %w", t.lib.Dir(), err)
	}
	return out, nil
}

func (t *libraryTree) file(it *gallery.Item) file {
	return file{path: it.Path, size: it.Size, mtime: firstTime(it), open: func(ctx context.Context) (io.ReadCloser, error) {
		f, err := t.root.Open(filepath.FromSlash(it.Path))
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", path.Base(it.Path), err)
		}
		return held(ctx, f, it.Size), nil
	}}
}

// firstTime is the modification time that the first phone told of an item.
func firstTime(it *gallery.Item) time.Time {
	if len(it.Origins) == 0 {
		return time.Time{}
	}
	return it.Origins[0].MTime
}

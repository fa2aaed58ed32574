// Package library is a library opened for use: the disk (store), the searchable
// cache (index) and the jobs that need both. The window and the command line
// share it.
//
// Begin with Open, then Backup.
package library

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"keepsake/assets"
	"keepsake/gallery"
	"keepsake/gallery/atlas"
	"keepsake/gallery/index"
	"keepsake/gallery/media"
	"keepsake/gallery/store"
)

// Library is one library folder. It is safe for concurrent use.
type Library struct {
	Store *store.Library
	Index *index.Index
	Maker media.Maker // makes thumbnails and the viewer's pictures

	refreshing sync.Mutex // one catch-up with the manifest at a time
	records    sync.Mutex // one catch-up with the records at a time
	editing    sync.Mutex // one change by the owner at a time
	pen        pen
	past       past
	thumbTurn  turn
	naming     sync.Mutex // one change of the phones' names at a time
	atlas      func() (*atlas.Names, error)
}

// Open opens the library at dir, making it when the folder is missing or empty,
// and brings the index up to the manifest. Errors: store.ErrNewerFormat,
// store.ErrReadOnly, store.ErrNotLibrary.
func Open(ctx context.Context, dir string) (*Library, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("library %s: %w", dir, err)
	}
	st, err := store.Create(abs)
	if err != nil {
		return nil, err
	}
	return open(ctx, st)
}

// OpenExisting is Open for reading: it never makes a library.
func OpenExisting(ctx context.Context, dir string) (*Library, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("library %s: %w", dir, err)
	}
	st, err := store.Open(abs)
	if err != nil {
		return nil, err
	}
	return open(ctx, st)
}

func open(ctx context.Context, st *store.Library) (*Library, error) {
	// Read when the first place is met: many commands meet none.
	l := &Library{Store: st, Maker: media.NewMaker(media.FFmpeg()), thumbTurn: make(turn, 1),
		atlas: sync.OnceValues(func() (*atlas.Names, error) { return atlas.LoadNames(assets.World, assets.Towns) })}
	ix, err := index.Open(ctx, filepath.Join(st.Dir(), ".keepsake"), index.Naming(l.PlaceName))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the index of %s: %w", st.Dir(), err), st.Close())
	}
	l.Index = ix
	if err := errors.Join(l.Refresh(ctx), l.RefreshRecords(ctx)); err != nil {
		return nil, errors.Join(err, ix.Close(), st.Close())
	}
	return l, nil
}

// PlaceName is what a place is called, in English: its town and country as far as
// known, "" at sea.
func (l *Library) PlaceName(lat, lon float64) string {
	names, err := l.atlas()
	if err != nil {
		return "" // the lists are the program's own: a test reads them
	}
	return names.At(lat, lon).String()
}

// Close lets go of the folder. Jobs must have ended.
func (l *Library) Close() error {
	l.pen.lay()
	return errors.Join(l.past.clear(), l.clearPages(), l.Index.Close(), l.Store.Close())
}

// Dir returns the library's folder.
func (l *Library) Dir() string { return l.Store.Dir() }

// File returns the absolute path of an item's original.
func (l *Library) File(path string) string {
	return filepath.Join(l.Dir(), filepath.FromSlash(path))
}

// Refresh brings the index up to what the manifest holds: only the tail is read.
func (l *Library) Refresh(ctx context.Context) error {
	l.refreshing.Lock()
	defer l.refreshing.Unlock()
	pos, err := l.Index.Position(ctx)
	if err != nil {
		return err
	}
	err = l.catchUp(ctx, store.Position(pos))
	if errors.Is(err, store.ErrPositionLost) {
		if err := l.Index.Reset(ctx); err != nil {
			return err
		}
		return l.catchUp(ctx, "")
	}
	return err
}

// applyBatch is how many items go into the index at once: enough to be fast,
// few enough to be small.
const applyBatch = 5000

func (l *Library) catchUp(ctx context.Context, pos store.Position) error {
	var items []gallery.Item
	var gone []gallery.Hash
	next, _, err := l.Store.Replay(ctx, pos, func(it gallery.Item) { items = append(items, it) },
		func(h gallery.Hash) { gone = append(gone, h) })
	if err != nil {
		return fmt.Errorf("read the manifest: %w", err)
	}
	if next == pos {
		return nil
	}
	if err := l.Index.Drop(ctx, gone); err != nil {
		return fmt.Errorf("drop %d items: %w", len(gone), err)
	}
	albums, err := l.Store.AlbumEdits(ctx)
	if err != nil {
		return fmt.Errorf("read the albums' names: %w", err)
	}
	if err := l.Index.SetAlbumEdits(ctx, albums); err != nil {
		return err
	}
	// The position counts once everything before it is in.
	for len(items) > applyBatch {
		if err := l.Index.Apply(ctx, items[:applyBatch], ""); err != nil {
			return fmt.Errorf("index %d items: %w", applyBatch, err)
		}
		items = items[applyBatch:]
	}
	if err := l.Index.Apply(ctx, items, string(next)); err != nil {
		return fmt.Errorf("index %d items: %w", len(items), err)
	}
	return nil
}

// DefaultDir is where a library lies when nobody chose: KEEPSAKE_LIBRARY, or
// "Keepsake" in the user's pictures folder or home. The demo phone has a
// library of its own, so that trying never mixes with keeping.
func DefaultDir(demo bool) (string, error) {
	if dir := os.Getenv("KEEPSAKE_LIBRARY"); dir != "" {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the home folder (say --library DIR): %w", err)
	}
	name := "Keepsake"
	if demo {
		name = "Keepsake Demo"
	}
	if st, err := os.Stat(filepath.Join(home, "Pictures")); err == nil && st.IsDir() {
		return filepath.Join(home, "Pictures", name), nil
	}
	return filepath.Join(home, name), nil
}

package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"keepsake/app/desk"
	"keepsake/app/library"
	"keepsake/app/settings"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/storage"
	"keepsake/gallery/index"
	"keepsake/gallery/store"
)

// attic is the space the current library takes, in the window's words
// (storage.Keeper).
type attic struct {
	pictures
	runs *runs
	file *settings.File
	// fixed reports whether the library in dir is opened because of something else than
	// the owner's choice: the demo phone's, one named on the command line.
	fixed func(dir string) bool
}

// Usage implements storage.Keeper.
func (a attic) Usage(ctx context.Context) (storage.Usage, error) {
	u, err := get(a.c, func(l *library.Library) (library.Usage, error) { return l.Usage(ctx) })
	if err != nil {
		return storage.Usage{}, err
	}
	out := storage.Usage{Dir: a.c.dir(), Records: u.Records, Earlier: u.Earlier, Previews: u.Previews, Aside: u.Aside, Papers: u.Papers}
	out.Free, out.Total = desk.Space(out.Dir)
	names := map[string]string{}
	for _, p := range u.Piles {
		if _, ok := names[p.Album.Phone]; !ok {
			names[p.Album.Phone] = a.PhoneName(p.Album.Phone)
		}
		out.Piles = append(out.Piles, pile(p, names[p.Album.Phone]))
	}
	for _, r := range u.Largest {
		out.Largest = append(out.Largest, row(r))
	}
	return out, nil
}

func pile(p index.Pile, phone string) storage.Pile {
	return storage.Pile{Album: shelf.AlbumKey(p.Album), Name: p.Name, Phone: phone, Kind: p.Kind, Year: p.Year, View: shelf.View(p.View), Count: p.Count, Bytes: p.Bytes}
}

// retentions are the window's rules in the store's words.
var retentions = map[storage.Rule]store.Retention{
	storage.KeepThin:  {Days: 31, Months: 12, Years: store.Forever},
	storage.KeepMonth: {Days: 31},
	storage.KeepNone:  {},
}

// keepAll keeps everything: no state is older.
const keepAll = 1 << 20 // days

// PlanPruning implements storage.Keeper.
func (a attic) PlanPruning(ctx context.Context, r storage.Rule) (storage.Pruning, error) {
	keep, ok := retentions[r]
	if !ok {
		keep = store.Retention{Days: keepAll}
	}
	p, err := get(a.c, func(l *library.Library) (store.Pruning, error) { return l.PlanPruning(ctx, keep, time.Now()) })
	return storage.Pruning{Snapshots: p.Snapshots, States: p.States, Stay: p.Stay, Freed: p.Freed}, err
}

// Prune implements storage.Keeper.
func (a attic) Prune(ctx context.Context, p storage.Pruning) error {
	err := a.c.use(func(l *library.Library) error {
		return l.Prune(ctx, store.Pruning{Snapshots: p.Snapshots, States: p.States})
	})
	if errors.Is(err, library.ErrWriting) {
		return errPruning
	}
	return err
}

// CanMove implements storage.Keeper.
func (a attic) CanMove() bool { return !a.fixed(a.c.dir()) }

// Route implements storage.Keeper.
func (a attic) Route(ctx context.Context, folder string) (storage.Route, error) {
	to, err := emptyIn(folder)
	if err != nil {
		return storage.Route{}, err
	}
	m, err := store.NewMove(ctx, a.c.dir(), to)
	if err != nil {
		return storage.Route{}, err
	}
	r := storage.Route{To: m.To, Bytes: m.Total(), Free: -1}
	if free, total := desk.Space(m.To); total > 0 {
		r.Free = free
	}
	return r, m.Close()
}

// emptyIn is folder when nothing, or the beginning of a move, is in it; else a
// folder in it.
func emptyIn(folder string) (string, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return folder, nil
	}
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if e.Name() != ".keepsake" && e.Name() != "Photos" && e.Name() != "Records" && e.Name() != "READ ME.txt" {
			return filepath.Join(folder, "Keepsake"), nil
		}
	}
	return folder, nil
}

// again is how often a move that is all but done looks whether the backup has ended.
const again = 2 * time.Second

// Move implements storage.Keeper.
func (a attic) Move(ctx context.Context, to string, progress func(done, total int64, waiting bool)) (storage.Moved, error) {
	from := a.c.dir()
	if a.fixed(from) {
		return storage.Moved{}, errStays
	}
	m, err := store.NewMove(ctx, from, to)
	if err != nil {
		return storage.Moved{}, err
	}
	defer m.Close()
	m.Progress = func(done, total int64) { progress(done, total, false) }
	if err := m.Copy(ctx); err != nil {
		return storage.Moved{}, err
	}
	var done store.Moved
	for {
		err := a.runs.alone(func() error {
			return a.c.away(m.To, func(dir string) (err error) {
				if dir != from {
					return errStays // another one was opened meanwhile
				}
				done, err = m.Finish(ctx)
				return err
			})
		})
		if err == nil {
			break
		}
		if !errors.Is(err, errBusy) {
			return storage.Moved{}, err
		}
		progress(m.Total(), m.Total(), true)
		select {
		case <-ctx.Done():
			return storage.Moved{}, ctx.Err()
		case <-time.After(again):
		}
	}
	err = errors.Join(a.file.Change(func(v *settings.Values) { v.Library = m.To }), library.NoteMoved(from, m.To, time.Now()))
	return storage.Moved{From: from, To: m.To, Files: done.Files, Bytes: done.Bytes, Damaged: len(done.Damaged)}, err
}

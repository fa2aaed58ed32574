package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// restoresDir holds one folder a restore: its plan, journal and what undo needs.
const restoresDir = ".keepsake/restores"

// Restores is the book of this library's restores, drills and freed space.
func (l *Library) Restores() restore.Book {
	return restore.NewBook(filepath.Join(l.Dir(), filepath.FromSlash(restoresDir)))
}

// RestoreOptions say what is restored, and how.
type RestoreOptions struct {
	Choice
	Conflict restore.Conflict
	Volume   string // the phone's storage they go to; empty: as before
	Tracker  *job.Tracker
	Records  RecordChoice // what comes back beside files; PlanRestore only
	NoFiles  bool         // only that
}

// Restore is a restore that is previewed, running or to be taken back. Close it.
type Restore struct {
	Plan *restore.Plan

	l       *Library
	parts   []restore.Part
	lines   []func(*device.Phone) // give the parts a phone's new connection
	journal *restore.Journal      // nil before it runs
	pen     *store.Writer         // nil before it runs
	put     func() error          // gives it back
}

// PlanRestore compares what is chosen with what the phone has. Nothing is changed
// until Run.
func (l *Library) PlanRestore(ctx context.Context, phone *device.Phone, o RestoreOptions) (*Restore, error) {
	info := phone.Info()
	choice, err := l.resolve(ctx, o.Records, o.Snapshot, info.ID)
	if err != nil {
		return nil, err
	}
	var wants []restore.Want
	from, thrown := "what was kept last", 0
	if !o.NoFiles {
		wants, from, thrown, err = l.wants(ctx, o.Choice, info.ID)
		if errors.Is(err, ErrNothing) && len(choice.What) > 0 {
			from, err = "what was kept last", nil
		}
		if err != nil {
			return nil, err
		}
	}
	notes, err := l.noteWants(ctx, choice)
	if err != nil {
		return nil, err
	}
	backups, err := l.backupWants(ctx, choice)
	if err != nil {
		return nil, err
	}
	r := &Restore{l: l}
	r.parts = r.recordParts(ctx, phone, choice)
	f := r.files(ctx, phone)
	f.Wants, f.Volume = slices.Concat(wants, notes, backups), o.Volume
	r.Plan, err = restore.Make(ctx, o.Tracker, restore.Options{From: from, Conflict: o.Conflict, Target: targetOf(info)}, r.parts...)
	if err == nil && len(notes) > 0 {
		r.Plan.Notes = append(r.Plan.Notes, notesSaid(notes))
	}
	if err == nil && thrown > 0 {
		r.Plan.Notes = append(r.Plan.Notes, thrownSaid(thrown))
	}
	if err == nil && len(backups) > 0 {
		r.Plan.Notes = append(r.Plan.Notes, backupsSaid)
	}
	return r, err
}

func targetOf(i device.Info) restore.Target {
	return restore.Target{Phone: i.ID, Serial: i.Serial, Name: i.Name}
}

// files adds the part of pictures, videos and recordings.
func (r *Restore) files(ctx context.Context, phone *device.Phone) *restore.Files {
	f := &restore.Files{Line: r.line(phone), Open: r.l.restored(ctx)}
	r.parts = append(r.parts, f)
	return f
}

func (r *Restore) line(phone *device.Phone) *restore.Line[restore.Phone] {
	line := restore.NewLine[restore.Phone](phone)
	r.lines = append(r.lines, func(p *device.Phone) { line.Set(p) })
	return line
}

// PlanFree looks for what the phone need not have, because the library has it. The
// library is locked for writing until Close.
func (l *Library) PlanFree(ctx context.Context, phone *device.Phone, o FreeOptions) (*Restore, error) {
	r := &Restore{l: l}
	f, err := r.free(ctx, phone)
	if err != nil {
		return nil, err
	}
	f.Before, f.KeepFavorites, f.KeepAlbums, f.Erase, f.Now = o.Before, o.KeepFavorites, o.KeepAlbums, o.Erase, time.Now()
	r.Plan, err = restore.Make(ctx, o.Tracker, restore.Options{Job: job.FreeName, From: "what the library has", Target: targetOf(phone.Info())}, r.parts...)
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// FreeOptions say what may be taken from a phone; see restore.Free.
type FreeOptions struct {
	Before        time.Time
	KeepFavorites bool
	KeepAlbums    []string
	Erase         bool
	Tracker       *job.Tracker
}

// lock takes the library's pen, until Close: one program at a time works on it.
func (r *Restore) lock(ctx context.Context) error {
	if r.pen != nil {
		return nil
	}
	w, err := r.l.pen.take(ctx, r.l.Store)
	if err != nil {
		return err
	}
	r.pen, r.put = w, func() error { return r.l.pen.put(context.WithoutCancel(ctx), r.l.Store) }
	return nil
}

func (r *Restore) free(ctx context.Context, phone *device.Phone) (*restore.Free, error) {
	if err := r.lock(ctx); err != nil {
		return nil, err
	}
	f := &restore.Free{Line: r.line(phone), Prover: r.pen, Open: r.l.restored(ctx), Now: time.Now(), Look: r.l.mark}
	r.parts = append(r.parts, f)
	return f, nil
}

// mark is what the owner did with a content here; nothing, where it is not shown.
func (l *Library) mark(ctx context.Context, h gallery.Hash) (restore.Mark, error) {
	it, err := l.Index.ItemByHash(ctx, h)
	if errors.Is(err, index.ErrNotFound) {
		return restore.Mark{}, nil
	}
	return restore.Mark{Favorite: it.Favorite(), Trashed: !it.Edit.Trashed.IsZero()}, err
}

// OpenRestore opens an earlier run, to finish it or take it back. phone may be nil
// for one into a folder.
func (l *Library) OpenRestore(ctx context.Context, id string, phone *device.Phone) (*Restore, error) {
	r := &Restore{l: l}
	err := r.lock(ctx)
	if err != nil {
		return nil, err
	}
	p, j, err := l.Restores().Open(id)
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	r.Plan, r.journal = p, j
	switch {
	case p.Target.Folder != "":
		r.parts = append(r.parts, r.l.folder(ctx, p.Target.Folder))
	case phone == nil || phone.Info().ID != p.Target.Phone:
		err = fmt.Errorf("this was done on %s: connect that phone: %w", p.Target.Name, device.ErrGone)
	case p.Job == job.FreeName:
		_, err = r.free(ctx, phone)
	default:
		r.parts = append(r.parts, r.recordParts(ctx, phone, RecordChoice{})...)
		r.files(ctx, phone)
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// RunOptions say how a restore is watched.
type RunOptions struct {
	Tracker *job.Tracker
	Again   func(ctx context.Context) (*device.Phone, error) // nil: a lost connection ends the run
}

// Run carries the plan out, or what is left of it. The receipt is right also beside
// an error, and is kept.
func (r *Restore) Run(ctx context.Context, o RunOptions) (job.Receipt, error) {
	if err := r.lock(ctx); err != nil {
		o.Tracker.Fail(err)
		return job.Receipt{}, err
	}
	if r.journal == nil {
		j, err := r.l.Restores().Begin(r.Plan)
		if err != nil {
			o.Tracker.Fail(err)
			return job.Receipt{}, err
		}
		r.journal = j
	}
	receipt, err := r.work(o).Run(ctx)
	return receipt, errors.Join(err, r.l.SaveReceipt(receipt))
}

// Undo takes back what was done, as far as it is still as it was left.
func (r *Restore) Undo(ctx context.Context, o RunOptions) (job.Receipt, error) {
	receipt, err := r.work(o).Undo(ctx)
	return receipt, errors.Join(err, r.l.SaveReceipt(receipt))
}

func (r *Restore) work(o RunOptions) *restore.Work {
	w := &restore.Work{Plan: r.Plan, Parts: r.parts, Journal: r.journal, Tracker: o.Tracker, Library: r.l.Dir()}
	if o.Again != nil {
		w.Again = func(ctx context.Context) error {
			p, err := unlocked(ctx, o.Tracker, o.Again)
			if err != nil {
				return err
			}
			for _, set := range r.lines {
				set(p)
			}
			return nil
		}
	}
	return w
}

// Close lets go of the journal and of the library's lock.
func (r *Restore) Close() error {
	var err error
	if r.journal != nil {
		err = r.journal.Close()
	}
	if r.pen != nil {
		err = errors.Join(err, r.put())
		r.pen = nil
	}
	return err
}

// restored opens the bytes of files to be restored, as the library keeps them.
func (l *Library) restored(ctx context.Context) func(restore.Source) (io.ReadCloser, error) {
	ctx = context.WithoutCancel(ctx) // a plan outlives the call that made it
	return func(s restore.Source) (io.ReadCloser, error) {
		if s.Local != "" {
			return openFile(s.Local)
		}
		it, err := l.Index.ItemByHash(ctx, s.Hash)
		if err != nil {
			for _, c := range []records.Category{records.Notes, records.Archives} {
				if f, err := l.openKept(ctx, c, s.Hash.String()); err == nil {
					return f, nil
				}
			}
			return nil, fmt.Errorf("%w: %.12s…: %w", store.ErrMissing, s.Hash, err)
		}
		f, err := openFile(l.File(it.Path))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w: %s", store.ErrMissing, it.Path)
		}
		return f, err
	}
}

func openFile(name string) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err // not f: a nil pointer in an interface is not nil
	}
	return f, nil
}

// Package job is the work itself: what a backup does, step by step, without a
// window, a database or a wire. It takes a Source (a phone) and a Shelf (the
// library) and leaves a Receipt that adds up.
//
// Begin with Backup.Run and Tracker.Snapshot.
package job

import (
	"context"
	"errors"
	"fmt"
	"time"

	"keepsake/device"
	"keepsake/device/miui/secret"
	"keepsake/gallery"
	"keepsake/gallery/media"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// Source is a phone that can be listed, read and asked for its own hashes.
// *device.Phone is one.
type Source interface {
	Info() device.Info
	Media(ctx context.Context, found func(n int)) (device.Media, error)
	Pull(ctx context.Context, next func() (device.File, bool), sink device.Sink) error
	Hashes(ctx context.Context, paths []string, each func(path string, sum [32]byte, err error)) error
}

// Shelf is the library's writing side. *store.Writer is one.
type Shelf interface {
	Known(phone, path string) (store.Known, bool)
	Stage(size int64) (*store.Staged, error)
	Add(ctx context.Context, s *store.Staged, in store.Incoming, done func(store.Added, error)) error
	Touch(o gallery.Origin) error
	Prove(ctx context.Context, h, phoneHash gallery.Hash, o gallery.Origin) (store.Proof, error)
	Flush(ctx context.Context) error
	Snapshot(ctx context.Context, s store.Snapshot) error
}

// Catalog is what shows the library and wants to hear of news. Refresh brings
// it up to what the shelf has made durable; it is called from one goroutine.
type Catalog interface {
	Refresh(ctx context.Context) error
}

// Backup copies what one phone has into the library and proves it.
type Backup struct {
	Source  Source
	Shelf   Shelf
	Catalog Catalog  // may be nil
	Thumbs  Previews // may be nil: thumbnails are made later
	Maker   media.Maker
	Tracker *Tracker

	Library string // its folder, for the receipt
	Folder  string // the phone's folder name under Photos/
	Verify  bool   // ask the phone for its hashes and prove every kept file
	Local   *time.Location
	Private bool // take the private album too; it is never taken unasked

	Records     RecordShelf        // may be nil: only files are backed up
	WantRecords []records.Category // nil: all that the phone gives; empty: none
	Without     []records.Category // these are left out, whatever is wanted

	APKs bool // with the apps also their files; never unasked

	// Of the backups that the phone made of itself the newest is read, or the one with
	// this name (20260102_030405), with this password where it has one.
	LocalBackup   string
	LocalPassword records.Secret

	// Want says whether a file belongs to the categories asked for; nil takes all.
	Want func(device.File) bool
	// Again, when set, blocks until the same phone is ready again (or ctx ends)
	// and returns it. Without it a broken connection ends the job.
	Again func(ctx context.Context) (Source, error)
	// Room, when set, blocks until the library's disk has so many bytes free (or ctx
	// ends). Without it a full disk ends the job.
	Room func(ctx context.Context, need int64) error
	// Now is the clock; nil means time.Now.
	Now func() time.Time

	files  []entry
	keys   []secret.Key // of the private album, beside the well-known one
	parts  parts
	bytes  int64         // of records, written
	moved  int64         // the progress when a connection was lost last
	breath time.Duration // how long the wait was then
	full   bool          // the disk was full before
	filled int64         // the progress then
	sense  int64         // the progress when a connection made no sense last
	broken int           // how many did since
}

// Run does the whole backup. The receipt is right in every case, also beside an
// error; the error says why the run ended early (context.Canceled, a phone
// that went away, a full disk …). One bad file is never such a reason.
func (b *Backup) Run(ctx context.Context) (Receipt, error) {
	if b.Now == nil {
		b.Now = time.Now
	}
	if b.Local == nil {
		b.Local = time.Local
	}
	started := b.Now()
	err := b.run(ctx)
	// What is durable is told to the catalog even when the run was cut short.
	wctx := context.WithoutCancel(ctx)
	if ferr := b.Shelf.Flush(wctx); ferr != nil && err == nil {
		err = fmt.Errorf("finish writing the library: %w", ferr)
	}
	b.settle(ctx, err)
	if rerr := b.darkroom().refresh(wctx); rerr != nil && err == nil {
		err = rerr
	}
	r := b.receipt(started, err)
	if cerr := r.Check(); cerr != nil && err == nil {
		err, r.Status, r.Message = cerr, Failed, cerr.Error()
	}
	b.Tracker.status(r.Status, err)
	return r, err
}

func (b *Backup) run(ctx context.Context) error {
	if err := b.plan(ctx); err != nil {
		return err
	}
	if err := b.records(ctx); err != nil {
		return err
	}
	if err := b.copy(ctx); err != nil {
		return err
	}
	if b.Verify {
		if err := b.verify(ctx); err != nil {
			return err
		}
	}
	b.Tracker.phase(Finishing, 0, 0)
	return b.snapshot(ctx)
}

// settle gives every planned file without an outcome one, so that the receipt
// adds up after an early end.
func (b *Backup) settle(ctx context.Context, err error) {
	for i := range b.files {
		e := &b.files[i]
		if e.outcome != "" {
			continue
		}
		switch {
		case ctx.Err() != nil:
			b.decide(e, Skipped, "the backup was cancelled before this file; the next backup takes it")
		case err != nil:
			b.decide(e, Lost, "the backup ended before this file: "+err.Error())
		default:
			b.decide(e, Lost, "not reached; please report this")
		}
	}
}

func (b *Backup) receipt(started time.Time, err error) Receipt {
	s := b.Tracker.Snapshot()
	info := b.Source.Info()
	r := Receipt{
		Job: BackupName, Device: info.Serial, Phone: info.ID, Name: info.Name, Library: b.Library,
		Started: started, Status: Done, Counts: s.Counts, Seconds: b.Now().Sub(started).Seconds(),
		Problems: b.Tracker.Problems(), Categories: b.Tracker.categories(), Bytes: b.bytes,
	}
	for i := range b.files {
		if b.files[i].outcome == Copied {
			r.Bytes += b.files[i].Size
		}
	}
	switch {
	case err == nil:
	case errors.Is(err, context.Canceled):
		r.Status, r.Message = Cancelled, "cancelled"
	default:
		r.Status, r.Message = Failed, err.Error()
	}
	return r
}

// darkroom is where this backup's thumbnails are made.
func (b *Backup) darkroom() darkroom {
	return darkroom{tracker: b.Tracker, catalog: b.Catalog, thumbs: b.Thumbs, maker: b.Maker}
}

package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"keepsake/app/job/private"
	"keepsake/gallery"
	"keepsake/gallery/media"
)

// Exporting is the one phase of an export.
const Exporting Phase = "exporting"

// ExportOptions say what an export makes of the originals. The zero value copies
// them as they are.
type ExportOptions struct {
	JPEG    bool // pictures of other formats become JPEG
	Size    int  // larger pictures are made smaller: the long side in pixels; 0: as they are
	Quality int  // of the JPEGs that are made, 1..100; 0: 92
	Folders bool // a folder for each album
	Motion  bool // the clip of a motion photo as well, beside it
}

// Original is an item's content, open for reading, in the clear.
type Original interface {
	io.ReaderAt
	Size() int64
	ModTime() time.Time
	// Whole reads the file as the library keeps it and compares it with its
	// SHA-256. It answers store.ErrMismatch when the library's bytes are damaged.
	Whole(ctx context.Context) error
	// Picture is what a decoder wants: the file itself, where it lies in the open.
	Picture() io.ReaderAt
	Close() error
}

// Export copies items of a library to a folder, under their own names and with
// their dates. Nothing that is there is ever replaced, and a name is always a
// whole file.
type Export struct {
	Items   []gallery.Item
	Open    func(gallery.Item) (Original, error)
	Album   func(gallery.Item) string // the folder for ExportOptions.Folders
	Maker   media.Maker
	Dir     string // exists
	Options ExportOptions
	Tracker *Tracker
	Now     func() time.Time // nil: time.Now
}

// Run does the export. The receipt is right also beside an error; an error says
// why it ended early. One bad item is no such reason.
func (x *Export) Run(ctx context.Context) (Receipt, error) {
	if x.Now == nil {
		x.Now = time.Now
	}
	started := x.Now()
	var total int64
	for _, it := range x.Items {
		total += it.Size
	}
	x.Tracker.phase(Exporting, len(x.Items), total)
	decided := make([]bool, len(x.Items)) // each by the one who exports it
	out, err := openFolder(x.Dir)
	if err == nil {
		defer out.close()
		err = x.all(ctx, out, decided)
	}
	for i, done := range decided {
		if done {
			continue
		}
		reason := "the export was cancelled before this item"
		if err != nil && ctx.Err() == nil {
			reason = "the export ended before this item: " + err.Error()
		}
		x.Tracker.outcome(Photos, x.Items[i].Path, Skipped, reason, 1)
	}
	r := Receipt{
		Job: ExportName, Device: x.Dir, Started: started, Status: Done, Counts: x.Tracker.Snapshot().Counts,
		Bytes: out.written(), Seconds: x.Now().Sub(started).Seconds(), Problems: x.Tracker.Problems(), Categories: x.Tracker.categories(),
	}
	switch {
	case ctx.Err() != nil:
		r.Status, r.Message, err = Cancelled, "cancelled", ctx.Err()
	case err != nil:
		r.Status, r.Message = Failed, err.Error()
	}
	if cerr := r.Check(); cerr != nil && err == nil {
		err, r.Status, r.Message = cerr, Failed, cerr.Error()
	}
	x.Tracker.status(r.Status, err)
	return r, err
}

// exporters is how many items are exported at once: a picture that is made anew
// takes a core, and up to a quarter of a gigabyte.
const exporters = 4

// all exports the items, and notes which have an outcome.
func (x *Export) all(ctx context.Context, out *folder, decided []bool) error {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(min(exporters, runtime.NumCPU()))
	for i, it := range x.Items {
		if err := x.Tracker.hold(ctx); err != nil || gctx.Err() != nil {
			break
		}
		g.Go(func() error {
			reason, err := x.one(gctx, out, it)
			if err != nil && gctx.Err() != nil {
				return gctx.Err()
			}
			decided[i] = true
			switch {
			case err == nil:
				x.Tracker.outcome(Photos, it.Path, Copied, reason, 1)
			case errors.Is(err, private.ErrLocked):
				x.Tracker.outcome(Photos, it.Path, Skipped, it.Title()+" is locked: nobody but Mi Cloud has its key", 1)
			default:
				x.Tracker.outcome(Photos, it.Path, Lost, it.Title()+": "+err.Error(), 1)
				if fatal(err) {
					return err
				}
			}
			x.Tracker.move(it.Size)
			x.Tracker.step()
			return nil
		})
	}
	err := g.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// one exports an item. A reason is something to know of a success.
func (x *Export) one(ctx context.Context, out *folder, it gallery.Item) (reason string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	o, err := x.Open(it)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	dir := ""
	if x.Options.Folders && x.Album != nil {
		dir = x.Album(it)
	}
	x.Tracker.at(dir, it.Title())
	name, made := it.Title(), []byte(nil)
	if x.converts(it) {
		made, reason, err = x.picture(ctx, o, it)
		switch {
		case err == nil:
			name = name[:len(name)-len(path.Ext(name))] + ".jpg"
		case errors.Is(err, media.ErrNoDecoder), errors.Is(err, media.ErrBroken), errors.Is(err, media.ErrTooLarge):
			reason = fmt.Sprintf("%s was copied as it is: %v", name, err)
		default:
			return "", err
		}
	}
	f, err := out.create(dir, name, it.Private() != "")
	if err != nil {
		return "", err
	}
	if made != nil {
		_, err = f.Write(made)
	} else {
		err = copyWhole(ctx, f, o)
	}
	if err = f.finish(err, x.date(o, it)); err != nil {
		return "", err
	}
	if m := it.Info.Motion; m != nil && x.Options.Motion {
		if err := x.clip(ctx, out, dir, f.base, o, it); err != nil {
			return "", fmt.Errorf("its clip: %w", err)
		}
	}
	return reason, nil
}

// clip writes a motion photo's clip beside its picture.
func (x *Export) clip(ctx context.Context, out *folder, dir, picture string, o Original, it gallery.Item) error {
	m := it.Info.Motion
	if m.Offset < 0 || m.Length <= 0 || m.Offset > o.Size()-m.Length {
		return errors.New("it is not where the picture says")
	}
	f, err := out.create(dir, picture[:len(picture)-len(filepath.Ext(picture))]+".mp4", it.Private() != "")
	if err != nil {
		return err
	}
	_, err = io.Copy(f, reading{ctx, io.NewSectionReader(o, m.Offset, m.Length)})
	return f.finish(err, x.date(o, it))
}

// date is the file time of an exported item: the original's own, or what the
// owner corrected.
func (x *Export) date(o Original, it gallery.Item) time.Time {
	if it.Edit.Taken != nil {
		return it.Edit.Taken.Time
	}
	return o.ModTime()
}

// copyWhole copies the content, and makes sure that it is the one that was kept.
func copyWhole(ctx context.Context, w io.Writer, o Original) error {
	if err := o.Whole(ctx); err != nil {
		return err
	}
	_, err := io.Copy(w, reading{ctx, io.NewSectionReader(o, 0, o.Size())})
	return err
}

// reading ends with its context.
type reading struct {
	ctx context.Context
	io.Reader
}

func (r reading) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

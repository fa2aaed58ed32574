package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"keepsake/app/job/private"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/media"
	"keepsake/gallery/store"
)

// refreshEvery is how often the timeline learns of new pictures during a copy.
const refreshEvery = 1500 * time.Millisecond

// copy brings every undecided file into the library, newest first, and tells
// the catalog every so often, so that pictures appear while the rest arrives.
func (b *Backup) copy(ctx context.Context) error {
	var due []*entry
	var bytes int64
	for i := range b.files {
		if e := &b.files[i]; e.outcome == "" {
			due = append(due, e)
			bytes += e.Size
		}
	}
	b.Tracker.phase(Copying, len(due), bytes)
	if len(due) == 0 {
		return b.darkroom().thumbnails(ctx, nil)
	}
	// copied, closed, ends the thumbnails' wait for more pictures.
	copied := make(chan struct{})
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(copied)
		return b.pull(gctx, due)
	})
	g.Go(func() error { return b.darkroom().thumbnails(gctx, copied) })
	return g.Wait()
}

// pull reads the files of due, over one lost connection after another if need be.
func (b *Backup) pull(ctx context.Context, due []*entry) error {
	defer b.parts.drop()
	for len(due) > 0 {
		if err := b.Tracker.hold(ctx); err != nil {
			return err
		}
		s := newSink(ctx, b, due)
		reading, stop := b.Tracker.pausing(ctx)
		err := b.Source.Pull(reading, s.next, s)
		paused := wasPaused(reading)
		stop()
		if werr := s.wait(); werr != nil {
			due = s.left()
			if err := b.room(ctx, werr, due); err != nil {
				return err
			}
			continue
		}
		if err == nil && s.missing() && !b.readable(ctx) {
			err = errClosed
		}
		if gone := err != nil && ctx.Err() == nil; !gone {
			s.settle()
		}
		if err == nil {
			return nil
		}
		due = s.left()
		if paused && ctx.Err() == nil {
			continue
		}
		if ok, err := b.again(ctx, err); !ok {
			return err
		}
	}
	return nil
}

// sink takes the bytes of a Pull and puts them on the shelf. Reading the bytes'
// meaning (dates, size, place) is done beside the wire, by a few keepers.
type sink struct {
	ctx     context.Context
	b       *Backup
	due     []*entry
	byPath  map[string]*entry
	arrived chan arrival
	keepers sync.WaitGroup

	mu      sync.Mutex
	at      int       // guarded by mu: next entry of due to ask for
	fatal   error     // guarded by mu: the library cannot take more (full disk …)
	refused []refusal // guarded by mu
	pending sync.WaitGroup
}

type arrival struct {
	e *entry
	w *incoming
}

// incoming is one file on its way: staged bytes and a count for the progress.
type incoming struct {
	*store.Staged
	t *Tracker
	n int64

	from      int64 // how much of n came over earlier connections
	fruitless int   // how many connections in a row brought nothing
}

func (w *incoming) Write(p []byte) (int, error) {
	n, err := w.Staged.Write(p)
	w.n += int64(n)
	w.t.move(int64(n))
	return n, err
}

func newSink(ctx context.Context, b *Backup, due []*entry) *sink {
	s := &sink{ctx: ctx, b: b, due: due, byPath: make(map[string]*entry, len(due)), arrived: make(chan arrival, 64)}
	for _, e := range due {
		s.byPath[e.Path] = e
	}
	for range max(1, runtime.NumCPU()/2) {
		s.keepers.Add(1)
		go func() {
			defer s.keepers.Done()
			for a := range s.arrived {
				s.keep(a.e, a.w)
			}
		}()
	}
	return s
}

// next hands out the files to read, newest first.
func (s *sink) next() (device.File, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fatal != nil || s.at >= len(s.due) {
		return device.File{}, false
	}
	e := s.due[s.at]
	s.at++
	return e.File, true
}

// Begin implements device.Sink.
func (s *sink) Begin(f device.File) (io.Writer, error) {
	s.b.Tracker.at(f.Album, path.Base(f.Path))
	st, err := s.b.Shelf.Stage(f.Size)
	if err != nil {
		s.fail(err)
		return nil, err
	}
	return &incoming{Staged: st, t: s.b.Tracker}, nil
}

// End implements device.Sink.
func (s *sink) End(f device.File, w io.Writer, err error) {
	e := s.byPath[f.Path]
	in, _ := w.(*incoming)
	if err == nil && in == nil {
		err = fmt.Errorf("%s: ended before it began; please report this", path.Base(f.Path))
	}
	if err != nil {
		if in != nil {
			s.broken(f, in, err)
		}
		if !errors.Is(err, device.ErrAgain) { // it begins once more
			s.refuse(e, err)
		}
		return
	}
	s.b.Tracker.resize(f.Size - e.Size)
	e.File = f
	s.arrived <- arrival{e, in}
}

// keep reads what the bytes mean and puts them on the shelf. What has arrived
// whole is kept also after a cancel.
func (s *sink) keep(e *entry, w *incoming) {
	ctx := context.WithoutCancel(s.ctx)
	hint := media.Hint{
		Name: path.Base(e.Path), Album: e.Album, MTime: e.MTime, MediaStore: e.Taken,
		MIME: e.MIME, Duration: e.Duration, Local: s.b.Local,
	}
	var info gallery.Info
	if e.Private {
		info = private.Probe(ctx, w.Staged, w.Staged.Size(), hint, s.b.keys...)
	} else {
		info = media.Probe(ctx, w.Staged, w.Staged.Size(), hint)
	}
	in := store.Incoming{
		PhoneFolder: s.b.Folder, Origin: s.b.origin(e.File), Name: path.Base(e.Path), Info: info, MTime: e.MTime,
	}
	s.pending.Add(1)
	err := s.b.Shelf.Add(ctx, w.Staged, in, func(a store.Added, err error) {
		defer s.pending.Done()
		s.kept(e, a, err)
	})
	if err != nil {
		s.pending.Done()
		s.refuse(e, err)
	}
}

// kept is called once the file is durable, or when that failed.
func (s *sink) kept(e *entry, a store.Added, err error) {
	if err != nil {
		s.refuse(e, err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.Removed {
		s.b.decide(e, Skipped, removed)
	} else {
		e.hash = a.Hash
		s.b.decide(e, Copied, "")
	}
	s.b.Tracker.step()
}

// fatal reports whether the library can take nothing more.
func fatal(err error) bool {
	return errors.Is(err, store.ErrNoSpace) || errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrLocked)
}

// fail remembers the first error after which nothing more is asked for.
func (s *sink) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fatal == nil && fatal(err) {
		s.fatal = err
	}
}

// wait ends the keepers, waits until everything they added is durable or
// refused, and returns why the library can take nothing more, if so.
func (s *sink) wait() error {
	close(s.arrived)
	s.keepers.Wait()
	// Whatever is queued must come to its end also after a cancel: it is whole.
	ferr := s.b.Shelf.Flush(context.WithoutCancel(s.ctx))
	s.pending.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fatal != nil {
		return s.fatal
	}
	return ferr
}

// left returns what has no outcome yet, the files with a beginning first.
func (s *sink) left() []*entry {
	var begun, out []*entry
	for _, e := range s.due {
		switch {
		case e.outcome != "":
		case s.b.parts.has(e.Path):
			begun = append(begun, e)
		default:
			out = append(out, e)
		}
	}
	return append(begun, out...)
}

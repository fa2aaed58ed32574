package job

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"keepsake/gallery"
	"keepsake/gallery/archive"
	"keepsake/gallery/media"
	"keepsake/gallery/store"
)

const (
	headBytes  = 2048      // what a file is recognised by
	copyBuffer = 256 << 10 // bytes read at once
	maxReaders = 4         // files read at the same time
)

// copy brings the entries of due into the library, while thumbnails are made of
// what arrived.
func (m *Import) copy(ctx context.Context, due []*goods) error {
	room := m.darkroom()
	if len(due) == 0 {
		return room.thumbnails(ctx, nil)
	}
	copied := make(chan struct{})
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(copied)
		return m.read(gctx, due)
	})
	g.Go(func() error { return room.thumbnails(gctx, copied) })
	return g.Wait()
}

func (m *Import) darkroom() darkroom {
	return darkroom{tracker: m.Tracker, catalog: m.Catalog, thumbs: m.Thumbs, maker: m.Maker}
}

// read reads the entries, a few at a time, in their order: that of an archive is
// the order on the disk.
func (m *Import) read(ctx context.Context, due []*goods) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	work := make(chan *goods)
	var readers, pending sync.WaitGroup
	for range min(maxReaders, max(1, runtime.NumCPU())) {
		readers.Go(func() {
			for g := range work {
				m.take(ctx, g, &pending)
				if m.ended() != nil {
					stop()
				}
			}
		})
	}
	for _, g := range due {
		if m.Tracker.hold(ctx) != nil {
			break
		}
		select {
		case work <- g:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(work)
	readers.Wait()
	err := ctx.Err()
	// Whatever is queued must come to its end also after a cancel: it is whole.
	ferr := m.Shelf.Flush(context.WithoutCancel(ctx))
	pending.Wait()
	if full := m.ended(); full != nil {
		return full
	}
	if err != nil {
		return err
	}
	return ferr
}

// take reads one entry and gives it to the library.
func (m *Import) take(ctx context.Context, g *goods, pending *sync.WaitGroup) {
	m.Tracker.at(g.Album, g.Name)
	rc, err := g.Open(ctx)
	if err != nil {
		m.refuse(ctx, g, Files, err)
		return
	}
	defer rc.Close()
	in := bufio.NewReaderSize(rc, copyBuffer)
	head, err := in.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		m.refuse(ctx, g, categoryOf(g.Name), err)
		return
	}
	kind := media.Recognise(head, g.Name)
	if g.Item != nil {
		kind = g.Item.Info.Kind
	} else if kind == gallery.Other {
		m.other(g, head)
		return
	}
	staged, err := m.Shelf.Stage(g.Size)
	if err != nil {
		m.refuse(ctx, g, category(kind), err)
		return
	}
	w := &incoming{Staged: staged, t: m.Tracker}
	if _, err = io.CopyBuffer(w, onlyReader{in}, make([]byte, copyBuffer)); err == nil && g.Item != nil && w.Hash() != g.Item.Hash {
		err = fmt.Errorf("%w: its bytes are not those that library kept; check it", archive.ErrDamaged)
	}
	if err != nil {
		w.throwAway()
		m.refuse(ctx, g, category(kind), err)
		return
	}
	m.keep(ctx, g, staged, kind, pending)
}

// onlyReader keeps io.Copy from passing the buffer by.
type onlyReader struct{ io.Reader }

// keep puts what was read whole on the shelf, also after a cancel.
func (m *Import) keep(ctx context.Context, g *goods, staged *store.Staged, kind gallery.Kind, pending *sync.WaitGroup) {
	ctx = context.WithoutCancel(ctx)
	var read gallery.Info
	if g.Item == nil {
		read = media.Probe(ctx, staged, staged.Size(), media.Hint{Name: g.Name, Album: g.Album, MTime: g.MTime, Local: m.Local})
	}
	all := m.origins(g)
	in := store.Incoming{
		PhoneFolder: m.folder(g, all[0]), Origin: all[0], Name: g.Name, Info: info(read, g, m.Local), MTime: fileTime(g),
		Wanted: true, // whoever imports a file wants it, also after emptying the trash of it
	}
	pending.Add(1)
	err := m.Shelf.Add(ctx, staged, in, func(a store.Added, err error) {
		defer pending.Done()
		if err != nil {
			m.refuse(ctx, g, category(kind), err)
			return
		}
		outcome := Copied
		if a.Duplicate {
			outcome = Already
		}
		m.decide(g, category(kind), outcome, "")
		m.Tracker.step()
		m.added(g, a, all[1:])
	})
	if err != nil {
		pending.Done()
		m.refuse(ctx, g, category(kind), err)
	}
}

// fileTime is the time given to the original: an archive's Takeout files are all
// as old as the download, so there the moment of the picture counts.
func fileTime(g *goods) time.Time {
	if s := g.Sidecar; s != nil && !s.Taken.IsZero() {
		return s.Taken
	}
	return g.MTime
}

// added takes note of what is to be said of a content that is in the library now.
func (m *Import) added(g *goods, a store.Added, more []gallery.Origin) {
	t := afterthought{hash: a.Hash, origins: more, known: a.Duplicate}
	if g.Item != nil {
		t.edit = g.Item.Edit
	}
	if s := g.Sidecar; s != nil && s.Archived {
		t.edit.Hidden = true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if !a.Duplicate {
		m.bytes += a.Size
	}
	if len(t.origins) > 0 || !t.edit.IsZero() {
		m.later = append(m.later, t)
	}
}

// refuse takes note of an entry that was not kept. After a cancel or a full disk
// it stays undecided: settle tells.
func (m *Import) refuse(ctx context.Context, g *goods, category string, err error) {
	if ctx.Err() != nil {
		return
	}
	if fatal(err) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.fatal == nil {
			m.fatal = err
		}
		return
	}
	m.decide(g, category, Lost, importReason(err))
	m.Tracker.resize(-g.Size)
	m.Tracker.step()
}

// ended is why the library can take no more, if so.
func (m *Import) ended() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.fatal
}

// remember notes what is to be told at the end.
func (m *Import) remember(t afterthought) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.later = append(m.later, t)
}

// finish tells the library what else is known of the contents that it has by now.
func (m *Import) finish(ctx context.Context) error {
	if err := m.Shelf.Flush(ctx); err != nil {
		return fmt.Errorf("finish writing the library: %w", err)
	}
	m.mu.Lock()
	later := m.later
	m.later = nil
	m.mu.Unlock()
	for _, t := range later {
		for _, o := range t.origins {
			if err := m.Shelf.Link(t.hash, o); err != nil {
				return fmt.Errorf("keep where %s was: %w", o.Path, err)
			}
		}
		if err := m.say(t); err != nil {
			return err
		}
	}
	if err := m.Shelf.Flush(ctx); err != nil {
		return fmt.Errorf("finish writing the library: %w", err)
	}
	return nil
}

// say keeps what the owner said elsewhere, unless something was said here. A
// picture that this library had before is neither hidden nor put in the trash.
func (m *Import) say(t afterthought) error {
	if t.known {
		t.edit.Hidden, t.edit.Trashed = false, time.Time{}
	}
	if t.edit.IsZero() {
		return nil
	}
	if said, ok := m.Shelf.Edited(t.hash); !ok || !said.IsZero() {
		return nil
	}
	if err := m.Shelf.Edit(t.hash, t.edit); err != nil {
		return fmt.Errorf("keep what was said of a picture: %w", err)
	}
	return nil
}

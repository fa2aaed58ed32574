package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
)

// settle makes the group durable: bytes, names, then the manifest. An error means
// that the session cannot go on; what becomes of single contents is in their
// arrivals.
func (g *group) settle() error {
	if err := g.syncBytes(); err != nil {
		return err
	}
	if err := g.rename(); err != nil {
		return err
	}
	batch := g.records.b
	for i := range g.arrive {
		if a := &g.arrive[i]; a.err == nil {
			batch = append(batch, a.line...)
		}
	}
	if len(batch) > 0 {
		if err := g.w.record(batch); err != nil {
			return err
		}
	}
	if g.intent != "" {
		g.w.l.d.remove(g.intent) // what it says is in the manifest now
	}
	return nil
}

// syncBytes writes the intent and makes it and all contents durable.
func (g *group) syncBytes() error {
	var files []file
	var of []*arrival
	for i := range g.arrive {
		a := &g.arrive[i]
		switch {
		case a.err != nil:
		case a.same:
			files, of = append(files, a.own), append(of, a)
		default:
			files, of = append(files, a.r.staged.f), append(of, a)
		}
	}
	if len(files) == 0 {
		return nil
	}
	intent, err := g.writeIntent()
	if err != nil {
		g.failAll(fmt.Errorf("write the group's intent: %w", err))
		return nil
	}
	if intent != nil {
		defer intent.Close()
		files = append(files, intent)
	}
	for i, err := range g.w.l.d.syncFiles(files) {
		switch err = g.w.settled(err); {
		case err == nil:
		case i == len(of):
			g.failAll(fmt.Errorf("make the group's intent durable: %w", err))
		default:
			of[i].err = fmt.Errorf("make the file durable: %w", err)
		}
	}
	g.w.unsynced[stagingDir] = struct{}{}
	return g.w.syncNames()
}

// syncNames makes the names durable in the folders where names were made.
func (w *Writer) syncNames() error {
	for name := range w.unsynced {
		if err := w.settled(w.l.d.syncDir(name)); err != nil {
			return fmt.Errorf("make the names in %s durable: %w", name, err)
		}
		delete(w.unsynced, name)
	}
	return nil
}

func (g *group) failAll(err error) {
	for i := range g.arrive {
		if g.arrive[i].err == nil {
			g.arrive[i].err = err
		}
	}
}

// rename moves the contents into place and makes their names durable.
func (g *group) rename() error {
	d := g.w.l.d
	for i := range g.arrive {
		a := &g.arrive[i]
		s := a.r.staged
		a.closeOwn()
		if a.err != nil || a.same {
			s.drop()
			if a.err == nil {
				g.w.unsynced[parent(a.path)] = struct{}{}
			}
			continue
		}
		s.f.Close()
		if closingDates {
			g.date(a, s.name)
		}
		err := d.move(s.name, a.path)
		switch {
		case err == nil:
			s.f, s.dropped = nil, true
			g.w.unsynced[parent(a.path)] = struct{}{}
		case (errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist)) && a.r.tries < 3 && g.reopen(a):
			// Somebody else made that name, or removed the folder, just now.
			g.w.folders.forget()
			a.r.tries++
			g.again = append(g.again, a.r)
			a.err = errAgain
		default:
			a.err = fmt.Errorf("move the file to %s: %w", a.path, err)
			s.drop()
		}
	}
	return g.w.syncNames()
}

func (a *arrival) closeOwn() {
	if a.own != nil {
		a.own.Close()
		a.own = nil
	}
}

var errAgain = errors.New("goes with the next group")

// reopen opens a staged file again after a move that failed.
func (g *group) reopen(a *arrival) bool {
	f, err := g.w.l.d.extend(a.r.staged.name)
	if err != nil {
		return false
	}
	a.r.staged.f = f
	return true
}

// tell calls every done of the group, once.
func (g *group) tell(fatal error) {
	for _, r := range g.reports {
		if fatal != nil {
			r.added, r.err = Added{}, fatal
		}
		r.tell()
	}
	for i := range g.arrive {
		a := &g.arrive[i]
		if a.err == errAgain {
			continue
		}
		s := a.r.staged
		r := report{done: a.r.done, err: a.err}
		switch {
		case r.err != nil:
			r.err = fmt.Errorf("keep %s: %w", validText(a.r.in.Name), g.w.explain(r.err, s.n))
		case fatal != nil:
			r.err = fmt.Errorf("keep %s: %w", validText(a.r.in.Name), fatal)
		default:
			g.w.folders.added(a.path)
			r.added = Added{Hash: s.hash, Size: s.n, Path: a.path}
		}
		a.closeOwn()
		s.drop()
		r.tell()
	}
}

func (r report) tell() {
	if r.done != nil {
		r.done(r.added, r.err)
	}
}

// record appends lines to the manifest, and once they are durable folds them into
// the catalog.
func (w *Writer) record(lines []byte) error {
	at, err := w.journal.append(lines)
	if err = w.settled(err); err != nil {
		return err
	}
	w.l.mu.Lock()
	defer w.l.mu.Unlock()
	var r record
	for len(lines) > 0 {
		n := bytes.IndexByte(lines, '\n') + 1
		if err := parseLine(lines[:n-1], &r); err != nil {
			return fmt.Errorf("read back a manifest line: %w", err)
		}
		at.length = int32(n)
		w.cat.apply(at, &r)
		at.offset += int64(n)
		lines = lines[n:]
	}
	w.cat.end = w.journal.end()
	return nil
}

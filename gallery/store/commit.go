package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"keepsake/gallery"
)

// A group ends when it has this many contents, this many bytes, or is this old.
// Small groups cost a sync each; large ones keep their senders waiting.
const (
	groupCount = 512
	groupBytes = 64 << 20
	groupAge   = 250 * time.Millisecond
)

// request is one thing for the committer: a staged content, an origin of a known
// hash, a verified origin, whole lines, a flush, or a removal.
type request struct {
	staged *Staged
	in     Incoming
	done   func(Added, error)

	hash     gallery.Hash // of a known content, when nothing is staged
	verified time.Time    // of hash at in.Origin
	lines    []byte       // whole manifest lines, when neither

	flush  chan error
	remove *removal

	tries int // moves that others were quicker than
}

// run is the committer. It ends when the queue is closed, with everything in it
// committed.
func (w *Writer) run(ctx context.Context) {
	defer close(w.ended)
	var waiting []request // for the next group
	for {
		group, last, open := w.gather(waiting)
		waiting = w.commit(ctx, group)
		// What had to wait for its turn belongs to the flush as well.
		for (last.alone() || !open) && len(waiting) > 0 {
			waiting = w.commit(ctx, waiting)
		}
		switch {
		case last.flush != nil:
			last.flush <- w.failure()
		case last.remove != nil:
			last.remove.done <- w.removeNow(last.remove)
		}
		if !open {
			return
		}
	}
}

// alone reports whether a request comes after a group, not in it.
func (r request) alone() bool { return r.flush != nil || r.remove != nil }

// gather takes requests from the queue until a group is full, old enough, or
// ended by a request that comes after it.
func (w *Writer) gather(group []request) (_ []request, last request, open bool) {
	var age <-chan time.Time
	if len(group) > 0 {
		age = time.After(groupAge)
	}
	size := int64(0)
	for len(group) < groupCount && size < groupBytes {
		select {
		case r, ok := <-w.queue:
			if !ok {
				return group, request{}, false
			}
			if r.alone() {
				return group, r, true
			}
			if len(group) == 0 {
				age = time.After(groupAge)
			}
			if r.staged != nil {
				size += r.staged.n
			}
			group = append(group, r)
		case <-age:
			return group, request{}, true
		}
	}
	return group, request{}, true
}

// group is a commit under way.
type group struct {
	ctx     context.Context
	w       *Writer
	now     time.Time
	records line      // lines about known contents
	arrive  []arrival // contents on their way in
	again   []request // for the next group
	inGroup map[gallery.Hash]struct{}
	reports []report
	intent  string // name of the intent file, when there is one
}

// arrival is a content on its way in.
type arrival struct {
	r    request
	path string // where it goes, below the library
	line []byte // of the manifest
	same bool   // path already holds the very bytes: left by a session that was cut short
	own  file   // opened to make such a file durable
	err  error
}

// report is what a request's done will be told.
type report struct {
	done  func(Added, error)
	added Added
	err   error
}

// commit makes a group durable, step by step as the package comment tells. It
// returns the requests that must wait for the next group.
func (w *Writer) commit(ctx context.Context, requests []request) (again []request) {
	if len(requests) == 0 {
		return nil
	}
	g := group{ctx: ctx, w: w, now: time.Now(), inGroup: make(map[gallery.Hash]struct{})}
	err := w.failure()
	if err == nil {
		for _, r := range requests {
			g.plan(r)
		}
		err = g.settle()
	} else {
		for _, r := range requests {
			g.refuse(r)
		}
	}
	if err != nil {
		if err = w.explain(err, 0); !errors.Is(err, ErrNoSpace) { // which says so itself
			err = fmt.Errorf("%w: what is kept stays kept; start the backup again", err)
		}
		w.fail(err)
	}
	g.tell(err)
	return g.again
}

// refuse answers a request of a session that has failed.
func (g *group) refuse(r request) {
	if r.staged != nil {
		r.staged.drop()
		g.reports = append(g.reports, report{done: r.done})
	}
}

// plan decides what becomes of a request, and for a new content puts its bytes
// in the staging folder under its own name.
func (g *group) plan(r request) {
	switch {
	case r.lines != nil:
		g.records.b = append(g.records.b, r.lines...)
		return
	case r.staged == nil && !r.verified.IsZero():
		g.records.verified(r.hash, r.in.Origin, r.verified)
		return
	case r.staged == nil:
		g.records.originOf(r.hash, g.seen(r.in.Origin))
		return
	}
	h := r.staged.hash
	if e, ok := g.w.kept(h); ok {
		r.staged.drop()
		g.records.originOf(h, g.seen(r.in.Origin))
		g.reports = append(g.reports, report{done: r.done, added: Added{Hash: h, Size: e.size, Path: e.path, Duplicate: true}})
		return
	}
	if g.w.wasRemoved(h) && !r.in.Wanted {
		// Its path is written down all the same, so that it is not read again.
		n := r.staged.n
		r.staged.drop()
		g.records.originOf(h, g.seen(r.in.Origin))
		g.reports = append(g.reports, report{done: r.done, added: Added{Hash: h, Size: n, Removed: true}})
		return
	}
	if _, ok := g.inGroup[h]; ok {
		// The same content comes in with this group. If that fails, this one
		// goes its own way in the next group; if not, it is a duplicate then.
		g.again = append(g.again, r)
		return
	}
	g.inGroup[h] = struct{}{}
	a := arrival{r: r}
	a.err = g.prepare(&a)
	g.arrive = append(g.arrive, a)
}

func (g *group) seen(o gallery.Origin) gallery.Origin {
	if o.FirstSeen.IsZero() {
		o.FirstSeen = g.now
	}
	return o
}

// prepare puts a content's bytes in the staging folder and chooses its place.
func (g *group) prepare(a *arrival) error {
	w, s := g.w, a.r.staged
	if s.f == nil {
		if err := s.toDisk(); err != nil {
			return err
		}
	}
	g.date(a, s.name)
	dir, above, err := w.folders.make(safeFolder(a.r.in.PhoneFolder, a.r.in.Origin.Album))
	for _, name := range above {
		w.unsynced[name] = struct{}{}
	}
	if err != nil {
		return fmt.Errorf("make the album's folder: %w", err)
	}
	a.path, a.same, err = w.folders.take(dir, SafeName(a.r.in.Name), func(path string) bool {
		same, err := holds(g.ctx, w.l.d, path, s.n, s.hash)
		return same && err == nil // what cannot be read is somebody else's
	})
	if err != nil {
		return err
	}
	if a.same {
		if a.own, err = w.l.d.extend(a.path); err != nil {
			return err
		}
		g.date(a, a.path)
	}
	var l line
	o := g.seen(a.r.in.Origin)
	l.item(s.hash, s.n, a.path, g.now, infoJSON(a.r.in.Info), &o)
	a.line = l.b
	return nil
}

// date gives a file the phone's time. What a file system cannot hold of it is in
// the manifest all the same.
func (g *group) date(a *arrival, name string) {
	if t := a.r.in.MTime; !t.IsZero() {
		g.w.l.d.setTime(name, stampOf(t).time())
	}
}

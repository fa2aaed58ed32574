package job

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/archive"
	"keepsake/gallery/media"
	"keepsake/gallery/store"
)

// Files is the receipt's category of what is none of the others.
const Files = "files"

// Goods is what is imported. *archive.Source is one.
type Goods interface {
	Entries(ctx context.Context, read func(n int)) ([]archive.Entry, error)
}

// Deposit is the library's writing side of an import. *store.Writer is one.
type Deposit interface {
	Known(phone, path string) (store.Known, bool)
	Has(h gallery.Hash) bool
	Stage(size int64) (*store.Staged, error)
	Add(ctx context.Context, s *store.Staged, in store.Incoming, done func(store.Added, error)) error
	Link(h gallery.Hash, o gallery.Origin) error
	Edited(h gallery.Hash) (gallery.Edit, bool)
	Edit(h gallery.Hash, e gallery.Edit) error
	Flush(ctx context.Context) error
}

// Taker takes in files that are not pictures, such as contacts and messages.
type Taker interface {
	// Knows reports whether a file is one for it, by its name and its first bytes,
	// at most 2 KB.
	Knows(name string, head []byte) bool
	// Take takes in all files that it knows of an import, after the pictures, and
	// tells what became of each. An error ends the import.
	Take(ctx context.Context, files []Offer, tell Tell) error
}

// Offer is a file that a Taker knows, with its first bytes.
type Offer struct {
	*archive.Entry
	Head []byte
}

// Tell takes note of what became of a file; with an error it has failed, and what
// was got out of it counts all the same. Without a file (nil) it tells of several
// together.
type Tell func(file *archive.Entry, got Taken, err error)

// Taken is what was in a file: counts by category, and what was left out.
type Taken struct {
	Categories map[string]Counts
	Problems   []Problem
	Bytes      int64 // new in the library
}

// Import copies pictures from elsewhere into the library.
type Import struct {
	Source  Goods
	Shelf   Deposit
	Catalog Catalog  // may be nil
	Thumbs  Previews // may be nil: thumbnails are made later
	Maker   media.Maker
	Tracker *Tracker
	Takers  []Taker
	// More, where there is one, takes in what a source has beside its files, after them.
	More func(ctx context.Context, tell Tell) error

	Library string // its folder, for the receipt
	Title   string // what is imported, for people
	Phone   string // the phone that everything is said to come from; empty: nobody's
	Folder  string // that phone's folder below Photos/
	Local   *time.Location
	Now     func() time.Time // nil means time.Now

	goods []goods

	mu    sync.Mutex
	known [][]offered    // guarded by mu: for each of Takers what it knows
	fatal error          // guarded by mu: the library can take no more
	later []afterthought // guarded by mu
	bytes int64          // guarded by mu: new in the library
}

// goods is one entry and what became of it.
type goods struct {
	archive.Entry
	mu      sync.Mutex
	outcome Outcome // guarded by mu; empty until decided
}

// afterthought is what is to be said of a content once it is in the library.
type afterthought struct {
	hash    gallery.Hash
	origins []gallery.Origin
	edit    gallery.Edit
	known   bool // the library had the content before
}

// Run does the whole import. The receipt is right in every case, also beside an
// error; the error says why the run ended early. One bad file is never such a
// reason.
func (m *Import) Run(ctx context.Context) (Receipt, error) {
	if m.Now == nil {
		m.Now = time.Now
	}
	if m.Local == nil {
		m.Local = time.Local
	}
	started := m.Now()
	err := m.run(ctx)
	// What is durable is told to the catalog even when the run was cut short.
	wctx := context.WithoutCancel(ctx)
	if ferr := m.finish(wctx); ferr != nil && err == nil {
		err = ferr
	}
	m.settle(ctx, err)
	if rerr := m.darkroom().refresh(wctx); rerr != nil && err == nil {
		err = rerr
	}
	r := m.receipt(started, err)
	if cerr := r.Check(); cerr != nil && err == nil {
		err, r.Status, r.Message = cerr, Failed, cerr.Error()
	}
	m.Tracker.status(r.Status, err)
	return r, err
}

func (m *Import) run(ctx context.Context) error {
	m.Tracker.phase(Listing, 0, 0)
	all, err := m.Source.Entries(ctx, m.Tracker.listed)
	if err != nil {
		return fmt.Errorf("list what is imported: %w", err)
	}
	m.goods = make([]goods, len(all))
	var due []*goods
	var bytes int64
	for i := range all {
		g := &m.goods[i]
		g.Entry = all[i]
		switch {
		case g.Skip != "":
			m.decide(g, Files, Skipped, g.Skip)
		case g.Err != nil:
			m.decide(g, Files, Lost, importReason(g.Err))
		case m.kept(g):
			m.decide(g, categoryOf(g.Name), Already, "")
		default:
			due = append(due, g)
			bytes += g.Size
		}
	}
	m.Tracker.phase(Copying, len(due), bytes)
	m.known = make([][]offered, len(m.Takers))
	if err := m.copy(ctx, due); err != nil {
		return err
	}
	if err := m.takeIn(ctx); err != nil {
		return err
	}
	m.Tracker.phase(Finishing, 0, 0)
	return nil
}

// settle gives every entry without an outcome one, so that the receipt adds up
// after an early end.
func (m *Import) settle(ctx context.Context, err error) {
	for i := range m.goods {
		g := &m.goods[i]
		switch {
		case g.decided():
		case ctx.Err() != nil:
			m.decide(g, categoryOf(g.Name), Skipped, "the import was cancelled before this file; import again to go on")
		case err != nil:
			m.decide(g, categoryOf(g.Name), Lost, "the import ended before this file: "+err.Error())
		default:
			m.decide(g, categoryOf(g.Name), Lost, "not reached; please report this")
		}
	}
}

func (g *goods) decided() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.outcome != ""
}

// decide gives an entry its one outcome.
func (m *Import) decide(g *goods, category string, o Outcome, reason string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.outcome != "" {
		return
	}
	g.outcome = o
	m.Tracker.outcome(category, g.Path, o, reason, 1)
}

func (m *Import) receipt(started time.Time, err error) Receipt {
	s := m.Tracker.Snapshot()
	r := Receipt{
		Job: ImportName, Phone: m.Phone, Name: m.Title, Library: m.Library,
		Started: started, Status: Done, Counts: s.Counts, Seconds: m.Now().Sub(started).Seconds(),
		Problems: m.Tracker.Problems(), Categories: m.Tracker.categories(), Bytes: m.bytes,
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

// importReason puts an entry's error into words for the receipt.
func importReason(err error) string {
	var p *archive.PasswordError
	switch {
	case errors.As(err, &p) && p.Wrong:
		return "its password is another than that of the rest of the archive"
	case errors.As(err, &p):
		return p.Archive + " needs a password"
	case errors.Is(err, archive.ErrUnsafe):
		return err.Error() + "; it was refused"
	}
	return err.Error()
}

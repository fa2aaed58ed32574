package job

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

// Against compares what a phone has with what the library keeps of it: every file
// is there, and the phone's own SHA-256 and the library's bytes, read back, agree.
// It writes nothing, and may run beside a backup.
type Against struct {
	Source  Source
	Kept    map[string]gallery.Item // what the library keeps of this phone, by the phone's path
	Open    func(gallery.Item) (Original, error)
	Want    func(device.File) bool // nil: everything
	Tracker *Tracker
	Now     func() time.Time // nil: time.Now

	mu sync.Mutex
	r  Comparison // guarded by mu
}

// Comparison is what Against found. Files = Agree + Missing + Damaged + Changed +
// Unread.
type Comparison struct {
	Phone   string  `json:"phone"` // the phone's id in the library
	Name    string  `json:"name"`
	Files   int     `json:"files"`   // on the phone
	Agree   int     `json:"agree"`   // both hashes are the same
	Missing int     `json:"missing"` // not in the library
	Damaged int     `json:"damaged"` // the library's bytes are not those it once kept
	Changed int     `json:"changed"` // the phone has other bytes by now
	Unread  int     `json:"unread"`  // could not be compared
	Bytes   int64   `json:"bytes"`   // compared
	Gone    int     `json:"gone"`    // kept, and not on the phone any more
	Seconds float64 `json:"seconds"`
	// Problems are the files that do not agree, by path.
	Problems []store.Problem `json:"problems"`
}

// The kinds of problems a comparison has beside the store's.
const (
	ProblemNotKept store.ProblemKind = "not-kept" // on the phone, and not in the library
	ProblemChanged store.ProblemKind = "changed"  // the phone has other bytes than when it was copied
)

// Exit is a comparison's exit code: 0 all agree, 1 damaged, 2 incomplete, 3
// nothing was compared.
func (c Comparison) Exit() int {
	switch {
	case c.Damaged > 0:
		return 1
	case c.Missing+c.Changed+c.Unread > 0:
		return 2
	case c.Agree == 0:
		return 3
	}
	return 0
}

// Run compares. An error says that it could not be done to its end; what was
// found until then is beside it.
func (a *Against) Run(ctx context.Context) (Comparison, error) {
	if a.Now == nil {
		a.Now = time.Now
	}
	started := a.Now()
	info := a.Source.Info()
	a.r = Comparison{Phone: info.ID, Name: info.Name, Problems: []store.Problem{}}
	err := a.run(ctx)
	slices.SortFunc(a.r.Problems, func(x, y store.Problem) int { return strings.Compare(x.Path, y.Path) })
	a.r.Seconds = a.Now().Sub(started).Seconds()
	status := Done
	switch {
	case ctx.Err() != nil:
		status, err = Cancelled, ctx.Err()
	case err != nil:
		status = Failed
	}
	a.Tracker.status(status, err)
	return a.r, err
}

func (a *Against) run(ctx context.Context) error {
	a.Tracker.phase(Listing, 0, 0)
	m, err := a.Source.Media(ctx, a.Tracker.listed)
	if err != nil {
		return err
	}
	for _, p := range m.Problems {
		if !p.Skipped() {
			a.found(max(1, p.Files), &a.r.Unread, store.Problem{Kind: store.ProblemUnread, Path: p.Path, Detail: p.Err.Error()})
		}
	}
	left := make(map[string]gallery.Item, len(a.Kept))
	for p, it := range a.Kept {
		left[p] = it
	}
	// The private album counts for those who keep it.
	files := m.Files
	for _, f := range m.Private.Files {
		if _, kept := a.Kept[f.Path]; kept {
			files = append(files, f)
		}
	}
	due := make(map[string]gallery.Item)
	var paths []string
	var bytes int64
	for _, f := range files {
		it, kept := left[f.Path]
		delete(left, f.Path)
		switch {
		case a.Want != nil && !a.Want(f):
		case !kept:
			a.found(1, &a.r.Missing, store.Problem{Kind: ProblemNotKept, Path: f.Path, Detail: "on the phone, and not in the library; the next backup takes it, unless you removed it from here"})
		default:
			due[f.Path] = it
			paths = append(paths, f.Path)
			bytes += it.Size
		}
	}
	a.r.Gone = len(left)
	a.Tracker.phase(Verifying, len(paths), bytes)
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.NumCPU() + 1)
	g.Go(func() error {
		return a.Source.Hashes(gctx, paths, func(p string, sum [32]byte, err error) {
			g.Go(func() error { return a.compare(gctx, p, due[p], sum, err) })
		})
	})
	return g.Wait()
}

// found counts n files and notes why, when there is something to say.
func (a *Against) found(n int, count *int, p store.Problem) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.r.Files += n
	*count += n
	if p.Kind != "" {
		a.r.Problems = append(a.r.Problems, p)
	}
}

// compare judges one file by the phone's hash of it. The error is ctx's.
func (a *Against) compare(ctx context.Context, p string, it gallery.Item, sum gallery.Hash, perr error) error {
	a.Tracker.at(path.Dir(p), path.Base(p))
	defer func() {
		a.Tracker.move(it.Size)
		a.Tracker.step()
	}()
	switch {
	case errors.Is(perr, fs.ErrNotExist): // deleted while this ran
		a.mu.Lock()
		a.r.Gone++
		a.mu.Unlock()
		return nil
	case perr != nil:
		a.found(1, &a.r.Unread, store.Problem{Kind: store.ProblemUnread, Path: p, Hash: it.Hash, Detail: perr.Error()})
		return nil
	}
	err := a.readBack(ctx, it)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, store.ErrMissing):
		a.found(1, &a.r.Missing, store.Problem{Kind: store.ProblemMissing, Path: it.Path, Hash: it.Hash, Detail: "not there; a repair notes it, and the next backup fetches it again"})
	case errors.Is(err, store.ErrMismatch):
		a.found(1, &a.r.Damaged, store.Problem{Kind: store.ProblemDamaged, Path: it.Path, Hash: it.Hash, Detail: err.Error()})
	case err != nil:
		a.found(1, &a.r.Unread, store.Problem{Kind: store.ProblemUnread, Path: it.Path, Hash: it.Hash, Detail: err.Error()})
	case sum != it.Hash:
		a.found(1, &a.r.Changed, store.Problem{Kind: ProblemChanged, Path: p, Hash: it.Hash, Detail: fmt.Sprintf("changed on the phone since it was copied (SHA-256 %.12s…, kept %.12s…); the next backup takes it anew", sum, it.Hash)})
	default:
		a.mu.Lock()
		a.r.Bytes += it.Size
		a.mu.Unlock()
		a.found(1, &a.r.Agree, store.Problem{})
	}
	return nil
}

// readBack reads the library's copy as it lies there. A locked one needs no key
// for that.
func (a *Against) readBack(ctx context.Context, it gallery.Item) error {
	o, err := a.Open(it)
	if err != nil {
		return err
	}
	return errors.Join(o.Whole(ctx), o.Close())
}

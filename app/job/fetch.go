package job

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"keepsake/gallery/cloud"
	"keepsake/gallery/store"
)

// Fetching is the phase of a fetch in which the originals come.
const Fetching Phase = "fetching"

// FetchName is what a fetch calls itself in its receipt.
const FetchName = "fetch"

// Fetch makes a library again in an empty folder from what was uploaded. Every
// original is compared with the SHA-256 of the manifest before it has its name.
type Fetch struct {
	Target  cloud.Files
	Name    string // the owner's, of the target
	Dir     string // empty, missing, or where a fetch of this library was cut short
	Tracker *Tracker
	Now     func() time.Time                     // nil: time.Now
	Sleep   func(context.Context, time.Duration) // nil: in real time

	mu    sync.Mutex
	bytes int64 // guarded by mu
}

// Run fetches. The receipt is right also beside an error. What the target does not
// have is told, item by item; the rest becomes the library all the same. A fetch
// that was cut short goes on the next time with the same folder.
func (f *Fetch) Run(ctx context.Context) (Receipt, error) {
	if f.Now == nil {
		f.Now = time.Now
	}
	if f.Sleep == nil {
		f.Sleep = sleep
	}
	started := f.Now()
	f.Tracker.phase(Listing, 0, 0)
	err := f.run(ctx)
	r := Receipt{
		Job: FetchName, Device: f.Name, Name: f.Name, Library: f.Dir, Started: started, Status: Done, Counts: f.Tracker.Snapshot().Counts,
		Bytes: f.bytes, Seconds: f.Now().Sub(started).Seconds(), Problems: f.Tracker.Problems(), Categories: f.Tracker.categories(),
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
	f.Tracker.status(r.Status, err)
	return r, err
}

func (f *Fetch) run(ctx context.Context) (err error) {
	identity, err := readPaper(ctx, f.Target, identityPath)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("fetch from %s: %w", f.Name, cloud.ErrEmpty)
	}
	if err != nil {
		return err
	}
	re, err := store.BeginRebuild(f.Dir, identity)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, re.Close()) }()
	there := map[string]cloud.Entry{}
	if err := f.Target.List(ctx, "", func(e cloud.Entry) error {
		there[e.Path] = e
		f.Tracker.listed(len(there))
		return nil
	}); err != nil {
		return err
	}
	for name, e := range there {
		if strings.HasPrefix(name, "Photos/") || name == identityPath {
			continue
		}
		if err := f.paper(ctx, re, e); err != nil {
			return err
		}
	}
	wanted, damage, err := re.Wanted(ctx)
	if err != nil {
		return err
	}
	for _, d := range damage {
		f.Tracker.note(Problem{Path: d.File, Outcome: Lost, Reason: d.String()})
	}
	if err := f.originals(ctx, re, wanted, there); err != nil {
		return err
	}
	f.Tracker.phase(Finishing, 0, 0)
	return re.Finish()
}

// paper fetches one, always anew: it is small, and its length does not tell its state.
func (f *Fetch) paper(ctx context.Context, re *store.Rebuild, e cloud.Entry) error {
	err := f.get(ctx, re, store.Original{Path: e.Path, Size: e.Size, MTime: e.ModTime})
	if err != nil && ctx.Err() == nil && !cloud.Ends(err) && !errors.Is(err, cloud.ErrUnreachable) && !errors.Is(err, store.ErrNoSpace) {
		f.Tracker.note(Problem{Path: e.Path, Outcome: Lost, Reason: err.Error()})
		return nil
	}
	return err
}

func (f *Fetch) originals(ctx context.Context, re *store.Rebuild, wanted []store.Original, there map[string]cloud.Entry) error {
	var size int64
	for _, o := range wanted {
		size += o.Size
	}
	f.Tracker.phase(Fetching, len(wanted), size)
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, f.Target.Traits().Workers))
	for _, o := range wanted {
		if err := f.Tracker.hold(ctx); err != nil || gctx.Err() != nil {
			break
		}
		g.Go(func() error {
			out, reason, err := f.original(gctx, re, o, there)
			if err != nil {
				return err
			}
			f.Tracker.outcome(Photos, o.Path, out, reason, 1)
			if out == Copied || out == Already {
				f.Tracker.verified(Photos)
			}
			f.Tracker.step()
			return nil
		})
	}
	err := g.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// original fetches one. An error is one that concerns all.
func (f *Fetch) original(ctx context.Context, re *store.Rebuild, o store.Original, there map[string]cloud.Entry) (Outcome, string, error) {
	f.Tracker.at(path.Base(path.Dir(o.Path)), path.Base(o.Path))
	had, err := re.Has(ctx, o.Path, o.Hash, o.Size)
	if err != nil {
		return "", "", err
	}
	if had {
		f.Tracker.move(o.Size)
		return Already, "", nil
	}
	e, ok := there[o.Path]
	if !ok {
		return Skipped, "it was never uploaded to " + f.Name, nil
	}
	if o.MTime.IsZero() {
		o.MTime = e.ModTime
	}
	err = f.get(ctx, re, o)
	switch {
	case ctx.Err() != nil:
		return "", "", ctx.Err()
	case err == nil:
		f.mu.Lock()
		f.bytes += o.Size
		f.mu.Unlock()
		return Copied, "", nil
	case cloud.Ends(err), errors.Is(err, cloud.ErrUnreachable), errors.Is(err, store.ErrNoSpace), errors.Is(err, store.ErrReadOnly):
		return "", "", err
	}
	return Lost, err.Error(), nil
}

// get brings one file, again after a while when that makes sense.
func (f *Fetch) get(ctx context.Context, re *store.Rebuild, o store.Original) error {
	for try := 1; ; try++ {
		var moved int64
		err := func() error {
			in, err := f.Target.Get(ctx, o.Path)
			if err != nil {
				return err
			}
			defer in.Close()
			in = &counted{in, func(n int64) { moved += n; f.Tracker.move(n) }}
			return re.Put(ctx, o.Path, o.Hash, o.Size, o.MTime, in)
		}()
		if err == nil {
			return nil
		}
		f.Tracker.move(-moved)
		after, again := cloud.Retry(err, try)
		if ctx.Err() != nil || !again || try >= tries || errors.Is(err, fs.ErrNotExist) || errors.Is(err, store.ErrNoSpace) ||
			errors.Is(err, store.ErrMismatch) && try > 1 {
			return err
		}
		f.Sleep(ctx, after)
	}
}

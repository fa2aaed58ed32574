package job

import (
	"context"
	"errors"
	"fmt"
	"path"
	"runtime"

	"golang.org/x/sync/errgroup"

	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

// verify asks the phone for the SHA-256 of every kept file that was never
// proven and compares it with the library's bytes, read back. Nothing is called
// verified by any other road.
func (b *Backup) verify(ctx context.Context) error {
	var due []*entry
	for i := range b.files {
		e := &b.files[i]
		if (e.outcome == Copied || e.outcome == Already) && !e.verified {
			due = append(due, e)
		}
	}
	if err := b.proveAll(ctx, due); err != nil {
		return err
	}
	return b.reread(ctx)
}

// proveAll is prove over one lost connection after another, if need be.
func (b *Backup) proveAll(ctx context.Context, due []*entry) error {
	b.Tracker.phase(Verifying, len(due), totalSize(due))
	for len(due) > 0 {
		if err := b.Tracker.hold(ctx); err != nil {
			return err
		}
		left, err := b.prove(ctx, due)
		if err == nil {
			return nil
		}
		if errors.Is(err, errPaused) && ctx.Err() == nil {
			due = left
			continue
		}
		if errors.Is(err, device.ErrNoHash) {
			// The phone cannot hash: kept, but not proven, and said so once.
			b.Tracker.note(Problem{Path: "", Outcome: Skipped, Reason: "not verified: " + err.Error()})
			return nil
		}
		ok, aerr := b.again(ctx, err)
		if !ok {
			return aerr
		}
		due = left
	}
	return nil
}

// prove takes the phone's hashes as they come and compares them with the
// library on a few workers. It returns what is still without an answer.
func (b *Backup) prove(ctx context.Context, due []*entry) (left []*entry, err error) {
	byPath := make(map[string]*entry, len(due))
	paths := make([]string, len(due))
	for i, e := range due {
		byPath[e.Path], paths[i] = e, e.Path
	}
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.NumCPU() + 1)
	answered := make(map[string]bool, len(due))
	var refused []refusal
	g.Go(func() error {
		asking, stop := b.Tracker.pausing(gctx)
		defer stop()
		err := b.Source.Hashes(asking, paths, func(p string, sum [32]byte, err error) {
			e := byPath[p]
			if e == nil || answered[p] {
				return
			}
			if err != nil {
				if errors.Is(err, device.ErrGone) || asking.Err() != nil {
					return
				}
				refused = append(refused, refusal{e, err})
				return
			}
			answered[p] = true
			// Not gctx: what has its answer is compared also when the phone goes.
			g.Go(func() error { return b.compare(ctx, e, sum) })
		})
		if err != nil && wasPaused(asking) {
			return errPaused
		}
		return err
	})
	err = g.Wait()
	if err == nil && missing(refused) && !b.readable(ctx) {
		err = errClosed
	}
	if err == nil || !errors.Is(err, device.ErrGone) && !errors.Is(err, errPaused) { // else they are asked for again
		for _, r := range refused {
			answered[r.e.Path] = true
			b.Tracker.note(Problem{Path: r.e.Path, Outcome: r.e.outcome, Reason: "kept, but not verified: " + reason(r.e.File, r.err)})
			b.Tracker.step()
		}
	}
	for _, e := range due {
		if !answered[e.Path] {
			left = append(left, e)
		}
	}
	return left, err
}

// compare proves one file or says why it could not be proven.
func (b *Backup) compare(ctx context.Context, e *entry, sum gallery.Hash) error {
	b.Tracker.at(e.Album, path.Base(e.Path))
	_, err := b.Shelf.Prove(ctx, e.hash, sum, b.origin(e.File))
	switch {
	case err == nil:
		e.verified = true
		b.Tracker.verified(Category(e.File))
	case ctx.Err() != nil:
		return ctx.Err()
	case b.removedSince(e):
		b.Tracker.note(Problem{Path: e.Path, Outcome: e.outcome, Reason: path.Base(e.Path) + " was kept, and deleted from the library before it was verified"})
	case sum != e.hash && !e.wrong:
		e.wrong = true
	case sum != e.hash:
		b.Tracker.note(Problem{Path: e.Path, Outcome: e.outcome, Reason: path.Base(e.Path) + " is kept as the phone gave it, twice, but the phone's own hash is of other bytes; the next backup tries again"})
	default:
		b.Tracker.note(Problem{Path: e.Path, Outcome: e.outcome, Reason: fmt.Sprintf("%s: the library's copy could not be proven: %v; run a repair, then back up again", path.Base(e.Path), err)})
	}
	b.Tracker.move(e.Size)
	b.Tracker.step()
	return nil
}

// removedSince reports whether the owner emptied the trash of a file of this run.
func (b *Backup) removedSince(e *entry) bool {
	k, ok := b.Shelf.Known(b.Source.Info().ID, e.Path)
	return ok && k.Removed && k.Hash == e.hash
}

func totalSize(files []*entry) (n int64) {
	for _, e := range files {
		n += e.Size
	}
	return n
}

// snapshot writes what the phone held at this moment: the immutable list that a
// restore starts from. It is the last thing a run writes.
func (b *Backup) snapshot(ctx context.Context) error {
	info := b.Source.Info()
	s := store.Snapshot{
		Taken: b.Now(), Phone: info.ID, Name: info.Name, Model: info.Model, OS: info.OS, Android: info.Android,
	}
	for i := range b.files {
		if e := &b.files[i]; e.outcome == Copied || e.outcome == Already {
			s.Items = append(s.Items, store.SnapshotItem{Hash: e.hash, Path: e.Path, Album: e.Album, Size: e.Size, MTime: e.MTime})
		} else {
			s.Missing++
		}
	}
	if err := b.Shelf.Snapshot(ctx, s); err != nil {
		return fmt.Errorf("write the snapshot: %w", err)
	}
	return nil
}

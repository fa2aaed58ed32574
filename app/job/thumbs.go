package job

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"keepsake/gallery"
	"keepsake/gallery/media"
)

// Previews knows which items lack thumbnails and keeps new ones.
type Previews interface {
	// Turn waits until nobody else makes a batch; give ends the turn. Between
	// Missing and Put it must be ours, or two jobs make the same thumbnails.
	Turn(ctx context.Context) (give func(), err error)
	// Missing returns up to limit items without thumbnails that were not found
	// to be impossible, newest first.
	Missing(ctx context.Context, limit int) ([]Unseen, error)
	// Put keeps a batch of results.
	Put(ctx context.Context, done []Preview) error
}

// Unseen is an item that has no thumbnail yet.
type Unseen struct {
	Hash gallery.Hash
	File string // absolute path of the original
	Info gallery.Info
}

// Preview is an item's thumbnails; without any, none can be made of it.
type Preview struct {
	Hash       gallery.Hash
	Renditions []media.Rendition
}

// thumbBatch is how many thumbnails are made between two writes of the cache.
const thumbBatch = 32

// darkroom makes thumbnails while a job brings pictures in, and tells the catalog
// of what came.
type darkroom struct {
	tracker *Tracker
	catalog Catalog  // may be nil
	thumbs  Previews // may be nil: thumbnails are made later
	maker   media.Maker
}

// refresh brings the catalog up to what is durable.
func (d darkroom) refresh(ctx context.Context) error {
	if d.catalog == nil {
		return nil
	}
	if err := d.catalog.Refresh(ctx); err != nil {
		return fmt.Errorf("bring the timeline up to date: %w", err)
	}
	return nil
}

// thumbnails makes thumbnails as pictures become known to the catalog, until
// nothing lacks one and copied is closed. One worker while the phone is being
// read, then one per core. A picture that cannot be shown is not a failure of
// the job: it is noted in the cache and keeps its place.
func (d darkroom) thumbnails(ctx context.Context, copied <-chan struct{}) error {
	tick := time.NewTicker(refreshEvery)
	defer tick.Stop()
	last := copied == nil
	for {
		if !last {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-copied:
				last = true
				d.tracker.phase(Thumbnails, 0, 0)
			case <-tick.C:
			}
		}
		if err := d.refresh(ctx); err != nil {
			return err
		}
		if d.thumbs == nil {
			if last {
				return nil
			}
			continue
		}
		workers := 1
		if last {
			workers = runtime.NumCPU()
		}
		if err := MakeThumbnails(ctx, d.thumbs, d.maker, workers, func(done []Preview) bool {
			d.tracker.arrived(done)
			if d.tracker.hold(ctx) != nil {
				return false
			}
			if last {
				for range done {
					d.tracker.step()
				}
				return true
			}
			select {
			case <-copied: // the phone is done: come back with every core
				return false
			default:
				return true
			}
		}); err != nil {
			return err
		}
		if last {
			return nil
		}
	}
}

// MakeThumbnails makes what is missing with the given number of workers, until
// nothing is missing or more returns false. more is called after each batch.
func MakeThumbnails(ctx context.Context, p Previews, maker media.Maker, workers int, more func(done []Preview) bool) error {
	for {
		done, err := makeBatch(ctx, p, maker, workers)
		if err != nil {
			return err
		}
		if len(done) == 0 || !more(done) {
			return nil
		}
	}
}

// makeBatch makes and keeps the thumbnails of some of what is missing, and
// returns them; none means that nothing is missing.
func makeBatch(ctx context.Context, p Previews, maker media.Maker, workers int) ([]Preview, error) {
	give, err := p.Turn(ctx)
	if err != nil {
		return nil, err
	}
	defer give()
	due, err := p.Missing(ctx, thumbBatch)
	if err != nil {
		return nil, fmt.Errorf("find pictures without thumbnails: %w", err)
	}
	if len(due) == 0 {
		return nil, nil
	}
	out := make([]Preview, len(due))
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for i, u := range due {
		g.Go(func() (err error) {
			out[i], err = render(gctx, maker, u)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if err := p.Put(ctx, out); err != nil {
		return nil, fmt.Errorf("keep thumbnails: %w", err)
	}
	return out, nil
}

// render makes one item's thumbnails. The only error is ctx's: what cannot be
// read or shown keeps its place with an icon (a check tells of damage, and a
// repair drops the cache, so that everything is tried anew).
func render(ctx context.Context, maker media.Maker, u Unseen) (Preview, error) {
	p := Preview{Hash: u.Hash}
	f, err := os.Open(u.File)
	if err != nil {
		return p, ctx.Err()
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return p, ctx.Err()
	}
	if p.Renditions, err = maker.Thumbnails(ctx, f, st.Size(), u.Info); err != nil {
		p.Renditions = nil
	}
	return p, ctx.Err()
}

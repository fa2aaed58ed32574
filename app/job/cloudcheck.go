package job

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"keepsake/gallery"
	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/queue"
	"keepsake/gallery/store"
)

// CloudCheck asks a target whether it still has, whole, what was uploaded to it. It
// writes nothing.
type CloudCheck struct {
	Target  cloud.Target
	Name    string
	Items   []UploadItem // what should be there
	Queue   []queue.Entry
	Read    float64 // share of them to read back and compare by SHA-256, 0..1
	Tracker *Tracker
	Now     func() time.Time // nil: time.Now

	mu sync.Mutex
	r  CloudReport // guarded by mu
}

// CloudReport is what a CloudCheck found. Files = ByHash + BySize + Unproven +
// Missing + Damaged + Unread.
type CloudReport struct {
	Target   string          `json:"target"`
	Files    int             `json:"files"`    // that are to be there
	ByHash   int             `json:"by_hash"`  // a checksum agrees, or the bytes that were read back
	BySize   int             `json:"by_size"`  // there, with the right length
	Unproven int             `json:"unproven"` // there, and the target tells no more
	Missing  int             `json:"missing"`
	Damaged  int             `json:"damaged"` // there, with other bytes
	Unread   int             `json:"unread"`  // could not be asked for
	NotUp    int             `json:"not_up"`  // in the library, and never uploaded
	Read     int             `json:"read"`    // read back
	Bytes    int64           `json:"bytes"`   // read back
	Seconds  float64         `json:"seconds"`
	Problems []store.Problem `json:"problems"`
}

// CloudChecked is what is remembered of a CloudReport.
type CloudChecked struct {
	At      time.Time `json:"at"`
	Files   int       `json:"files"`
	Bad     int       `json:"bad"` // there, with other bytes
	Missing int       `json:"missing"`
	Unread  int       `json:"unread"` // could not be asked for
}

// Exit is its exit code: 0 all good, 1 damaged, 2 incomplete, 3 nothing was checked.
func (r CloudReport) Exit() int {
	switch {
	case r.Damaged > 0:
		return 1
	case r.Missing+r.Unread > 0:
		return 2
	case r.Files == 0:
		return 3
	}
	return 0
}

// Run checks. An error says that it could not be done to its end; what was found
// until then is beside it.
func (c *CloudCheck) Run(ctx context.Context) (CloudReport, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	started := c.Now()
	c.r.Target = c.Name
	err := c.run(ctx)
	c.r.Seconds = c.Now().Sub(started).Seconds()
	slices.SortFunc(c.r.Problems, func(a, b store.Problem) int { return strings.Compare(a.Path, b.Path) })
	if c.r.Problems == nil {
		c.r.Problems = []store.Problem{}
	}
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
		c.Tracker.status(Cancelled, err)
	case err != nil:
		c.Tracker.status(Failed, err)
	default:
		c.Tracker.status(Done, nil)
	}
	return c.r, err
}

func (c *CloudCheck) run(ctx context.Context) error {
	c.Tracker.phase(Listing, 0, 0)
	up := map[string]queue.Entry{}
	for _, e := range c.Queue {
		if e.State.Done() {
			up[e.Key] = e
		}
	}
	var there map[string]int64
	if f, ok := c.Target.(cloud.Files); ok {
		there = map[string]int64{}
		if err := f.List(ctx, "", func(e cloud.Entry) error {
			there[e.Path] = e.Size
			c.Tracker.listed(len(there))
			return nil
		}); err != nil {
			return err
		}
	}
	var due []UploadItem
	for _, it := range c.Items {
		_, known := up[key(it.Object)]
		_, listed := there[it.Path]
		if known || listed {
			due = append(due, it)
		} else {
			c.r.NotUp++
		}
	}
	c.r.Files = len(due)
	c.Tracker.phase(Verifying, len(due), 0)
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, c.Target.Traits().Workers))
	for i, it := range due {
		if err := c.Tracker.hold(ctx); err != nil || gctx.Err() != nil {
			break
		}
		g.Go(func() error {
			c.Tracker.at(path.Base(path.Dir(it.Path)), it.Title)
			// Every n-th one, so that a small share is spread over all of it.
			read := c.Read > 0 && int(float64(i+1)*c.Read) > int(float64(i)*c.Read) || c.Read > 0 && i == 0
			err := c.one(gctx, it, up[key(it.Object)], there, read)
			c.Tracker.step()
			return err
		})
	}
	return g.Wait()
}

// one asks for a content. An error is one that concerns all.
func (c *CloudCheck) one(ctx context.Context, it UploadItem, e queue.Entry, there map[string]int64, read bool) error {
	if there != nil {
		size, listed := there[it.Path]
		switch {
		case !listed:
			c.problem(&c.r.Missing, store.ProblemMissing, it, "it was uploaded, and is not there any more")
			return nil
		case size >= 0 && size != it.Size:
			c.problem(&c.r.Damaged, store.ProblemDamaged, it, fmt.Sprintf("it has %d bytes of %d there", size, it.Size))
			return nil
		}
	}
	if read && c.Target.Traits().Originals {
		return c.readBack(ctx, it, e)
	}
	s, err := c.Target.Find(ctx, it.Object, c.Read > 0)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fs.ErrNotExist) && there != nil:
		c.problem(&c.r.Damaged, store.ProblemDamaged, it, err.Error())
	case errors.Is(err, fs.ErrNotExist):
		c.problem(&c.r.Missing, store.ProblemMissing, it, "it was uploaded, and is not there any more")
	case err != nil && (cloud.Ends(err) || errors.Is(err, cloud.ErrUnreachable)):
		return err
	case err != nil:
		c.problem(&c.r.Unread, store.ProblemUnread, it, err.Error())
	case s.Proof == cloud.ByHash:
		c.count(&c.r.ByHash)
	case s.Proof == cloud.BySize:
		c.count(&c.r.BySize)
	default:
		c.count(&c.r.Unproven)
	}
	return nil
}

func (c *CloudCheck) readBack(ctx context.Context, it UploadItem, e queue.Entry) error {
	ref := e.Ref
	if ref == "" {
		ref = it.Path
	}
	in, err := c.Target.Get(ctx, ref)
	if err == nil {
		defer in.Close()
		got, n, rerr := hashOf(ctx, in)
		if err = rerr; err == nil {
			c.mu.Lock()
			c.r.Read++
			c.r.Bytes += n
			c.mu.Unlock()
			if got == it.Hash {
				c.count(&c.r.ByHash)
				return nil
			}
			c.problem(&c.r.Damaged, store.ProblemDamaged, it, "its bytes changed there: SHA-256 is "+got.String())
			return nil
		}
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		c.problem(&c.r.Missing, store.ProblemMissing, it, "it was uploaded, and is not there any more")
	case cloud.Ends(err), errors.Is(err, cloud.ErrUnreachable):
		return err
	default:
		c.problem(&c.r.Unread, store.ProblemUnread, it, err.Error())
	}
	return nil
}

func (c *CloudCheck) count(n *int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*n++
}

func (c *CloudCheck) problem(n *int, kind store.ProblemKind, it UploadItem, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*n++
	c.r.Problems = append(c.r.Problems, store.Problem{Kind: kind, Path: it.Path, Hash: it.Hash, Detail: reason})
}

// hashOf is the SHA-256 of what a reader gives.
func hashOf(ctx context.Context, r io.Reader) (gallery.Hash, int64, error) {
	sum := sha256.New()
	n, err := io.Copy(sum, reading{ctx, r})
	return gallery.Hash(sum.Sum(nil)), n, err
}

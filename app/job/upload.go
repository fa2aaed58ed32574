package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/queue"
)

// The phases of an upload, after Listing.
const (
	Uploading Phase = "uploading"
	Albuming  Phase = "albums" // putting what is up into albums
)

// UploadName is what an upload calls itself in its receipt.
const UploadName = "upload"

// Upload sends what a target lacks. It counts as up only what the target itself
// says it has, by a checksum or at least the right length, after it was sent.
type Upload struct {
	Target  cloud.Target
	Name    string // the owner's, of the target
	Items   []UploadItem
	Queue   *queue.Queue
	Tracker *Tracker
	Library string // folder
	Own     string // the library's ID
	// Papers lists the library's manifest, snapshots and records, the identity last;
	// nil: the target is not to hold the whole library. It is asked again at the end.
	Papers func(context.Context) ([]cloud.Object, error)
	Now    func() time.Time                     // nil: time.Now
	Sleep  func(context.Context, time.Duration) // nil: in real time
	Worker int                                  // uploads at once; 0: as the target likes it

	mu    sync.Mutex
	there map[string]int64 // what a Files target lists, by path; guarded by mu
	bytes int64            // sent and kept; guarded by mu
}

// UploadItem is a content to send, and the albums it belongs to.
type UploadItem struct {
	cloud.Object
	Albums []string
	Skip   string // why it is not sent; empty: it is
}

func key(o cloud.Object) string { return o.Hash.String() }

// Run uploads. The receipt is right also beside an error; an error says why it
// ended early. A content that fails is no such reason: it is tried again the next
// time.
func (u *Upload) Run(ctx context.Context) (Receipt, error) {
	if u.Now == nil {
		u.Now = time.Now
	}
	if u.Sleep == nil {
		u.Sleep = sleep
	}
	started := u.Now()
	decided := make([]bool, len(u.Items))
	err := u.run(ctx, decided)
	for i, done := range decided {
		if done {
			continue
		}
		reason := "the upload was cancelled before this item"
		if err != nil && ctx.Err() == nil {
			reason = "the upload ended before this item; it waits for the next one"
		}
		u.Tracker.outcome(Photos, u.Items[i].Path, Skipped, reason, 1)
	}
	r := Receipt{
		Job: UploadName, Device: u.Name, Name: u.Name, Library: u.Library, Started: started, Status: Done, Counts: u.Tracker.Snapshot().Counts,
		Bytes: u.sent(), Seconds: u.Now().Sub(started).Seconds(), Problems: u.Tracker.Problems(), Categories: u.Tracker.categories(),
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
	u.Tracker.status(r.Status, err)
	return r, err
}

func (u *Upload) sent() int64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.bytes
}

func (u *Upload) run(ctx context.Context, decided []bool) error {
	u.Tracker.phase(Listing, 0, 0)
	if err := u.claim(ctx); err != nil {
		return err
	}
	due, err := u.plan(ctx, decided)
	if err != nil {
		return err
	}
	var size int64
	for _, i := range due {
		size += u.Items[i].Size
	}
	if err := u.room(ctx, size); err != nil {
		return err
	}
	u.Tracker.phase(Uploading, len(due), size)
	if err := u.papers(ctx); err != nil { // first too, so that what is up can be brought back whenever this ends
		return err
	}
	if err := u.send(ctx, due, decided); err != nil {
		return err
	}
	if err := u.albums(ctx); err != nil {
		return err
	}
	u.Tracker.phase(Finishing, 0, 0)
	return u.papers(ctx)
}

// room refuses to begin what cannot end: a target that is filled up may serve its
// owner's mail from the same room. A target that does not say is tried.
func (u *Upload) room(ctx context.Context, need int64) error {
	if need == 0 {
		return nil
	}
	s, err := u.Target.Space(ctx)
	if err != nil {
		if ctx.Err() != nil || cloud.Ends(err) && !errors.Is(err, cloud.ErrForbidden) {
			return err
		}
		return nil // to ask may not be allowed where to write is
	}
	if s.Free < 0 || s.Free == 0 && s.Used <= 0 || need <= s.Free {
		return nil
	}
	return fmt.Errorf("upload to %s: %w", u.Name, &cloud.RoomError{Need: need, Free: s.Free})
}

// plan decides what is there already, and notes what waits. It returns the
// indexes of what is to be sent.
func (u *Upload) plan(ctx context.Context, decided []bool) (due []int, err error) {
	for i, it := range u.Items {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if it.Skip != "" {
			decided[i] = true
			u.Tracker.outcome(Photos, it.Path, Skipped, it.Skip, 1)
			continue
		}
		up, err := u.isUp(ctx, it)
		if err != nil {
			return nil, err
		}
		if up != "" {
			decided[i] = true
			u.Tracker.outcome(Photos, it.Path, Already, "", 1)
			if up == queue.Uploaded {
				u.Tracker.verified(Photos)
			}
			continue
		}
		due = append(due, i)
	}
	var waiting []queue.Entry
	for _, i := range due {
		e, ok := u.Queue.Get(key(u.Items[i].Object))
		if ok && (e.State == queue.Waiting || e.State == queue.Sent) {
			continue
		}
		waiting = append(waiting, u.entry(u.Items[i].Object, queue.Waiting))
	}
	return due, u.Queue.Set(waiting...)
}

func (u *Upload) entry(o cloud.Object, s queue.State) queue.Entry {
	e, _ := u.Queue.Get(key(o))
	return queue.Entry{Key: key(o), Hash: o.Hash, Path: o.Path, Size: o.Size, State: s, Albums: e.Albums, Tries: e.Tries, At: u.Now().UTC().Truncate(time.Second)}
}

// isUp returns the state of a content that is at the target, "" when it is not, as
// far as is known. What the queue remembers is believed unless the target's own
// list says otherwise; what the list has is asked for.
func (u *Upload) isUp(ctx context.Context, it UploadItem) (queue.State, error) {
	e, known := u.Queue.Get(key(it.Object))
	if u.there == nil {
		if known && e.State.Done() {
			return e.State, nil
		}
		return "", nil
	}
	size, listed := u.there[it.Path]
	if !listed || size != it.Size && size >= 0 {
		return "", nil
	}
	if known && e.State.Done() && e.Ref == it.Path {
		return e.State, nil
	}
	s, err := u.Target.Find(ctx, it.Object, true)
	if err != nil {
		if ctx.Err() != nil || cloud.Ends(err) {
			return "", err
		}
		return "", nil // it is sent, and then asked for again
	}
	return u.note(it.Object, s)
}

// note writes down what the target said it has.
func (u *Upload) note(o cloud.Object, s cloud.Stored) (queue.State, error) {
	e := u.entry(o, queue.Uploaded)
	if s.Proof == cloud.Unproven {
		e.State = queue.Unproven
	}
	e.Ref, e.Proof = s.Ref, s.Proof
	return e.State, u.Queue.Set(e)
}

// send uploads, several at once, and gives each its outcome.
func (u *Upload) send(ctx context.Context, due []int, decided []bool) error {
	g, gctx := errgroup.WithContext(ctx)
	workers := u.Target.Traits().Workers
	if u.Worker > 0 {
		workers = u.Worker
	}
	g.SetLimit(max(1, workers))
	b := newBatch(u)
	for _, i := range due {
		if err := u.Tracker.hold(ctx); err != nil || gctx.Err() != nil {
			break
		}
		g.Go(func() error {
			s, err := u.one(gctx, u.Items[i].Object)
			if err != nil && gctx.Err() != nil {
				return gctx.Err()
			}
			if err == nil && s.Token != "" {
				return b.add(gctx, i, s, decided)
			}
			return u.settle(i, s, err, decided)
		})
	}
	err := g.Wait()
	if err == nil && ctx.Err() == nil { // else what was sent is finished the next time
		err = b.flush(ctx, decided)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// settle gives an item its outcome. Only an error that concerns all is returned.
func (u *Upload) settle(i int, s cloud.Stored, err error, decided []bool) error {
	it := u.Items[i]
	if err != nil {
		if cloud.Ends(err) || errors.Is(err, cloud.ErrUnreachable) {
			return err // it waits
		}
		e := u.entry(it.Object, queue.Failed)
		e.Error = err.Error()
		e.Tries++
		decided[i] = true
		u.Tracker.outcome(Photos, it.Path, Lost, it.Title+": "+err.Error(), 1)
		u.Tracker.step()
		return u.Queue.Set(e)
	}
	state, err := u.note(it.Object, s)
	if err != nil {
		return err
	}
	decided[i] = true
	out := Copied
	if s.Duplicate {
		out = Already
	} else {
		u.mu.Lock()
		u.bytes += it.Size
		u.mu.Unlock()
	}
	u.Tracker.outcome(Photos, it.Path, out, "", 1)
	if state == queue.Uploaded {
		u.Tracker.verified(Photos)
	}
	u.Tracker.step()
	return nil
}

// tries is how often one content is sent in one upload before it counts as failed.
const tries = 5

// one sends a content, again after a while when that makes sense. Pausing lets go
// of the file at hand.
func (u *Upload) one(ctx context.Context, o cloud.Object) (cloud.Stored, error) {
	// A target that lists what it has was asked already what became of it.
	if e, ok := u.Queue.Get(key(o)); ok && u.there == nil && e.State == queue.Sent && u.Now().Sub(e.At) < tokenLife {
		u.Tracker.move(o.Size)
		return cloud.Stored{Token: e.Token, Size: -1}, nil
	}
	for try := 1; ; try++ {
		if err := u.Tracker.hold(ctx); err != nil {
			return cloud.Stored{}, err
		}
		pctx, stop := u.Tracker.pausing(ctx)
		u.Tracker.at(path.Base(path.Dir(o.Path)), o.Title)
		var moved int64
		sending := o
		sending.Open = func() (io.ReadCloser, error) {
			f, err := o.Open()
			if err != nil {
				return nil, err
			}
			u.Tracker.move(-moved)
			moved = 0
			return &counted{f, func(n int64) { moved += n; u.Tracker.move(n) }}, nil
		}
		s, err := u.Target.Put(pctx, sending)
		paused := wasPaused(pctx)
		stop()
		if err == nil {
			if s.Duplicate {
				u.Tracker.move(o.Size - moved)
			}
			return s, nil
		}
		u.Tracker.move(-moved)
		if paused && ctx.Err() == nil {
			try--
			continue
		}
		after, again := cloud.Retry(err, try)
		if ctx.Err() != nil || !again || try >= tries {
			return s, err
		}
		u.Sleep(ctx, after)
	}
}

// counted tells how much was read.
type counted struct {
	io.ReadCloser
	tell func(int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.tell(int64(n))
	return n, err
}

// albums puts what is up into the albums it belongs to, at targets that have some.
func (u *Upload) albums(ctx context.Context) error {
	target, ok := u.Target.(cloud.Albums)
	if !ok {
		return nil
	}
	byTitle := map[string][]queue.Entry{}
	for _, it := range u.Items {
		e, ok := u.Queue.Get(key(it.Object))
		if !ok || !e.State.Done() || e.Ref == "" {
			continue
		}
		for _, title := range it.Albums {
			if !slices.Contains(e.Albums, title) {
				byTitle[title] = append(byTitle[title], e)
			}
		}
	}
	u.Tracker.phase(Albuming, len(byTitle), 0)
	for title, all := range byTitle {
		if err := u.Tracker.hold(ctx); err != nil {
			return err
		}
		u.Tracker.at(title, "")
		for some := range slices.Chunk(all, albumBatch) {
			refs := make([]string, len(some))
			for i, e := range some {
				refs[i] = e.Ref
			}
			err := target.AddToAlbum(ctx, title, refs)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil && cloud.Ends(err) {
				return err
			}
			if err != nil {
				u.Tracker.note(Problem{Path: title, Outcome: Copied, Reason: fmt.Sprintf("%d items are up, but not in this album yet: %v", len(refs), err)})
				continue
			}
			for i := range some {
				e, _ := u.Queue.Get(some[i].Key) // an item may be in several
				e.Albums = append(slices.Clone(e.Albums), title)
				some[i] = e
			}
			if err := u.Queue.Set(some...); err != nil {
				return err
			}
		}
		u.Tracker.step()
	}
	return nil
}

// albumBatch is how many go into an album at once.
const albumBatch = 50

package device

import (
	"context"
	"fmt"
	"io"
	"sync"

	"keepsake/device/adb"
)

const (
	largeFile  = 64 << 20 // from this size on a file travels on a session of its own
	window     = 16       // small files in flight on one session
	smallLanes = 2        // sessions for small files, beside the one for large ones
)

// Sink takes the files of a Pull. It is called from several goroutines, for
// different files; what it does with one file holds up only the session of that
// file.
type Sink interface {
	// Begin returns where the bytes of a file go. It is called when the phone has
	// opened the file. An error gives up this file, and End gets it.
	Begin(File) (io.Writer, error)
	// End is called once for every file that next gave; w is what Begin returned,
	// nil if it was not called or failed. With a nil err the file is complete, and
	// f has the size and time it had after it was read.
	//
	// A file that changed while it was read ends with ErrAgain and is read once
	// more, from Begin on; that time it ends for good, with ErrChanged if it
	// changed again.
	End(f File, w io.Writer, err error)
}

// Pull reads files, in the order next gives them, except that large ones go
// their own way and hold up nobody. next is called by one goroutine at a time
// and must not wait for the End of a file.
//
// What is wrong with one file goes to End, and the rest goes on. A broken
// connection ends Pull with an error that wraps ErrGone, a cancelled context
// with its error; End gets it too, for each file that next gave and that was not
// finished. To stop early, let next return false.
func (p *Phone) Pull(ctx context.Context, next func() (File, bool), sink Sink) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer p.cutWith(ctx, cancel)()
	t := &transfer{link: p.link, next: next, sink: sink, stop: cancel}
	t.wake = sync.NewCond(&t.mu)
	defer context.AfterFunc(ctx, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.wake.Broadcast()
	})()

	var lanes sync.WaitGroup
	for range smallLanes {
		lanes.Go(func() { t.fail(ctx, t.smallLane(ctx)) })
	}
	lanes.Go(func() { t.fail(ctx, t.largeLane(ctx)) })
	lanes.Wait()

	err := context.Cause(ctx)
	for _, i := range append(t.again, t.large...) { // given, but on no session
		t.sink.End(i.File, i.kept, err)
	}
	if err != nil {
		return fmt.Errorf("reading files of %s: %w", p.Info().Name, err)
	}
	return nil
}

// transfer is one Pull: what its lanes share.
type transfer struct {
	link link
	sink Sink
	stop context.CancelCauseFunc

	cards  cards      // those taken out meanwhile
	giving sync.Mutex // held while next is called
	next   func() (File, bool)

	mu    sync.Mutex
	wake  *sync.Cond // large grew, all is given, or ctx ended
	given bool       // next has no more; guarded by mu
	again []*item    // small files to be read once more; guarded by mu
	large []*item    // large files that wait for a session; guarded by mu
}

// item is one file on its way.
type item struct {
	File
	retried bool
	begun   error     // what the sink said against it
	alone   bool      // read apart from the small ones
	kept    io.Writer // has the first have bytes, from another Pull
	have    int64
}

// fail ends all lanes with the first lane's error.
func (t *transfer) fail(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		t.stop(lost(err))
	}
}

// smallLane reads small files, and when there are no more helps with the large.
func (t *transfer) smallLane(ctx context.Context) error {
	s, err := t.link.Sync(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		if err := s.Pull(ctx, window, t.takeSmall, lane{ctx, t}); err != nil {
			return err
		}
		if t.nothing(&t.again) {
			break
		}
	}
	return t.larges(ctx, s)
}

// larges reads the large files that wait.
func (t *transfer) larges(ctx context.Context, s session) error {
	for !t.nothing(&t.large) {
		if i := t.takeKept(); i != nil {
			if err := t.resume(ctx, s, i); err != nil {
				return err
			}
			continue
		}
		if err := s.Pull(ctx, 1, t.takeLarge, lane{ctx, t}); err != nil {
			return err
		}
	}
	return nil
}

// largeLane reads large files, from the first one on.
func (t *transfer) largeLane(ctx context.Context) error {
	if !t.awaitLarge(ctx) {
		return nil
	}
	s, err := t.link.Sync(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	for t.awaitLarge(ctx) {
		if err := t.larges(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// takeSmall gives the next small file and puts large ones aside.
func (t *transfer) takeSmall() (adb.Request, bool) {
	if i := t.pop(&t.again, nil); i != nil {
		return i.request(), true
	}
	t.giving.Lock()
	defer t.giving.Unlock()
	for !t.allGiven() {
		f, ok := t.next()
		var i *item
		if ok {
			i = t.begin(f)
		}
		t.mu.Lock()
		switch {
		case !ok:
			t.given = true
			t.wake.Broadcast()
		case i.alone:
			t.large = append(t.large, i)
			t.wake.Broadcast()
		}
		t.mu.Unlock()
		if ok && !i.alone {
			return i.request(), true
		}
	}
	return adb.Request{}, false
}

// takeLarge gives the next large file, unless that has a beginning.
func (t *transfer) takeLarge() (adb.Request, bool) {
	if i := t.pop(&t.large, func(i *item) bool { return i.have == 0 }); i != nil {
		return i.request(), true
	}
	return adb.Request{}, false
}

// takeKept gives the next large file if that has a beginning.
func (t *transfer) takeKept() *item {
	return t.pop(&t.large, func(i *item) bool { return i.have > 0 })
}

// awaitLarge waits for a large file; false means that none will come.
func (t *transfer) awaitLarge(ctx context.Context) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.large) == 0 && !t.given && ctx.Err() == nil {
		t.wake.Wait()
	}
	return len(t.large) > 0 && ctx.Err() == nil
}

func (t *transfer) allGiven() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.given
}

func (t *transfer) nothing(queue *[]*item) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(*queue) == 0
}

// pop takes the first of a queue, if it is of the wanted sort; nil is any.
func (t *transfer) pop(queue *[]*item, want func(*item) bool) *item {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(*queue) == 0 || want != nil && !want((*queue)[0]) {
		return nil
	}
	i := (*queue)[0]
	*queue = (*queue)[1:]
	return i
}

// request asks for the file as it is: packing pictures and videos once more only
// costs time.
func (i *item) request() adb.Request { return adb.Request{Path: i.Path, Tag: i} }

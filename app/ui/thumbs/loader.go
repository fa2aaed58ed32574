// Package thumbs turns the library's small JPEGs into pictures of exactly the
// size a tile needs, off the window's goroutine: newest request first, nothing
// decoded twice at once, what scrolled past dropped, memory bounded by bytes.
//
// Begin with New, then Loader.Cached and, when that has nothing, Loader.Request.
package thumbs

import (
	"context"
	"errors"
	"image"
	"runtime"
	"sync"

	"keepsake/gallery"
)

// Source is where the JPEGs are; *index.Index is one. Pixels is the least size
// wanted.
type Source interface {
	Thumb(ctx context.Context, h gallery.Hash, pixels int) ([]byte, error)
}

// Key names a picture at a size. Side is in pixels. A square picture is cut
// to cover Side by Side; a Whole one fits into it uncut. Turn is how many quarters
// clockwise it is turned, 0..3.
type Key struct {
	Hash  gallery.Hash
	Side  int
	Turn  int
	Whole bool
}

// Budget is how many bytes of pictures a Loader keeps: about 250 tiles of 256.
const Budget = 64 << 20

// Loader loads pictures. Its methods may be called from any goroutine, and
// callbacks run through post.
type Loader struct {
	ctx  context.Context
	src  Source
	post func(func())
	wg   sync.WaitGroup

	mu      sync.Mutex
	wake    *sync.Cond
	waiting []*load // newest last
	known   map[Key]*load
	kept    *lru
	out     []func() // results waiting for the one hop under way
	posted  bool
	working int
}

// load is one picture asked for by one or more tiles.
type load struct {
	key   Key
	asked []ask
	busy  bool // a worker has it
}

type ask struct {
	ctx  context.Context
	done func(*image.RGBA, error)
}

// New starts a loader whose workers end with ctx; Wait returns when they have.
func New(ctx context.Context, src Source, post func(func()), budget int) *Loader {
	l := &Loader{ctx: ctx, src: src, post: post, known: map[Key]*load{}, kept: newLRU(budget)}
	l.wake = sync.NewCond(&l.mu)
	for range max(1, runtime.NumCPU()-1) {
		l.wg.Go(l.work)
	}
	l.wg.Go(func() {
		<-ctx.Done()
		l.mu.Lock()
		defer l.mu.Unlock()
		l.wake.Broadcast()
	})
	return l
}

// Wait returns when the workers have ended. Cancel the loader's context first.
func (l *Loader) Wait() { l.wg.Wait() }

// Idle reports whether every request has been served or dropped.
func (l *Loader) Idle() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.working == 0 && len(l.waiting) == 0
}

// Cached returns the picture if it is at hand, else nil.
func (l *Loader) Cached(k Key) *image.RGBA {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.kept.get(k)
}

// Forget drops the pictures of a content, at every size.
func (l *Loader) Forget(h gallery.Hash) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept.forget(h)
}

// Request asks for a picture. Done is called once through post, with the picture
// or with why there is none, unless ctx ended before: then it is not called.
// The newest request is served first.
func (l *Loader) Request(ctx context.Context, k Key, done func(*image.RGBA, error)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := ask{ctx, done}
	if im := l.kept.get(k); im != nil {
		l.deliver([]ask{a}, im, nil)
		return
	}
	if ld, ok := l.known[k]; ok {
		ld.asked = append(ld.asked, a)
		if !ld.busy {
			l.raise(ld)
		}
		return
	}
	ld := &load{key: k, asked: []ask{a}}
	l.known[k] = ld
	l.waiting = append(l.waiting, ld)
	l.wake.Signal()
}

// raise makes a waiting load the next one.
func (l *Loader) raise(ld *load) {
	for i := len(l.waiting) - 1; i >= 0; i-- {
		if l.waiting[i] == ld {
			l.waiting = append(append(l.waiting[:i], l.waiting[i+1:]...), ld)
			return
		}
	}
}

// next takes the newest load that somebody still wants. It returns nil when the
// loader has ended.
func (l *Loader) next() *load {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		if l.ctx.Err() != nil {
			return nil
		}
		for len(l.waiting) > 0 {
			last := len(l.waiting) - 1
			ld := l.waiting[last]
			l.waiting[last] = nil
			l.waiting = l.waiting[:last]
			if ld.wanted() {
				ld.busy = true
				l.working++
				return ld
			}
			delete(l.known, ld.key)
		}
		l.wake.Wait()
	}
}

func (ld *load) wanted() bool {
	for _, a := range ld.asked {
		if a.ctx.Err() == nil {
			return true
		}
	}
	return false
}

func (l *Loader) work() {
	for {
		ld := l.next()
		if ld == nil {
			return
		}
		im, err := l.load(ld.key)
		l.mu.Lock()
		l.working--
		delete(l.known, ld.key)
		if err == nil {
			l.kept.put(ld.key, im)
		}
		l.deliver(ld.asked, im, err)
		l.mu.Unlock()
	}
}

// deliver hands a result over in the next hop; all that is ready by then goes
// with it. Called with mu held.
func (l *Loader) deliver(asked []ask, im *image.RGBA, err error) {
	for _, a := range asked {
		if a.ctx.Err() != nil {
			continue
		}
		l.out = append(l.out, func() {
			if a.ctx.Err() == nil {
				a.done(im, err)
			}
		})
	}
	if l.posted || len(l.out) == 0 {
		return
	}
	l.posted = true
	l.post(func() {
		l.mu.Lock()
		out := l.out
		l.out, l.posted = nil, false
		l.mu.Unlock()
		if l.ctx.Err() != nil {
			return
		}
		for _, f := range out {
			f()
		}
	})
}

// ErrTooLarge is returned for a stored picture that is no thumbnail.
var ErrTooLarge = errors.New("the stored picture is too large for a thumbnail")

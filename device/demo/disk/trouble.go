package disk

import (
	"io"
	"sync/atomic"
	"time"
)

// Base returns the content below the troubles that were put upon it.
func Base(c Content) Content {
	for {
		w, ok := c.(interface{ Unwrap() Content })
		if !ok {
			return c
		}
		c = w.Unwrap()
	}
}

// Failing is c whose bytes break off with err after n of them.
func Failing(c Content, n int64, err error) Content { return brokenContent{c, n, err} }

type brokenContent struct {
	Content
	n   int64
	err error
}

// Unwrap returns the content without its trouble.
func (b brokenContent) Unwrap() Content { return b.Content }

func (b brokenContent) Open() (io.Reader, error) {
	r, err := b.Content.Open()
	if err != nil {
		return nil, err
	}
	return io.MultiReader(io.LimitReader(r, b.n), failing{b.err}), nil
}

// Grow makes the file p change while it is read: each time a reader has come
// through the middle, the file is longer and newer than before. The reader
// still gets the old bytes. times limits how often; 0 is always.
func (f *FS) Grow(p string, times int) error {
	c, err := f.Content(p)
	if err != nil {
		return err
	}
	g := &growing{fs: f, path: p, limit: int64(times)}
	return f.Update(p, grown{c, g}, time.Time{})
}

// growing is what all sizes of one growing file share.
type growing struct {
	fs    *FS
	path  string
	limit int64
	count atomic.Int64
}

func (g *growing) more(old Content) {
	if n := g.count.Add(1); g.limit > 0 && n > g.limit {
		return
	}
	in, err := g.fs.Stat(g.path)
	if err != nil {
		return // gone meanwhile: nothing grows
	}
	bigger := grown{Joined{old, Bytes("the recording goes on\n")}, g}
	_ = g.fs.Update(g.path, bigger, in.MTime.Add(time.Second)) // only a file that went can fail, and it needs no growth
}

type grown struct {
	Content
	g *growing
}

// Unwrap returns the content without its trouble.
func (c grown) Unwrap() Content { return c.Content }

func (c grown) Open() (io.Reader, error) {
	r, err := c.Content.Open()
	if err != nil {
		return nil, err
	}
	return &growingReader{r: r, half: c.Size() / 2, c: c}, nil
}

type growingReader struct {
	r    io.Reader
	read int64
	half int64
	done bool
	c    grown
}

func (r *growingReader) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	r.read += int64(n)
	if !r.done && r.read >= r.half {
		r.done = true
		r.c.g.more(r.c.Content)
	}
	return n, err
}

// Vanish makes the file p go away in the moment somebody opens it.
func (f *FS) Vanish(p string) error {
	c, err := f.Content(p)
	if err != nil {
		return err
	}
	return f.Update(p, vanishing{c, f, p}, time.Time{})
}

type vanishing struct {
	Content
	fs   *FS
	path string
}

// Unwrap returns the content without its trouble.
func (v vanishing) Unwrap() Content { return v.Content }

func (v vanishing) Open() (io.Reader, error) {
	_ = v.fs.Remove(v.path) // somebody may have been faster: gone either way
	return nil, ENOENT
}

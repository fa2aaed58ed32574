package restore

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"sync"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

// ErrAltered: what is to be restored is not what was once kept.
var ErrAltered = errors.New("its bytes are not those that were kept")

// checked passes bytes on and ends with ErrAltered instead of io.EOF when they
// are not those of a hash.
type checked struct {
	io.ReadCloser
	sum  hash.Hash
	want gallery.Hash
	move func(int64)
}

func newChecked(r io.ReadCloser, want gallery.Hash, move func(int64)) *checked {
	return &checked{ReadCloser: r, sum: sha256.New(), want: want, move: move}
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.sum.Write(p[:n])
	c.move(int64(n))
	if err == io.EOF && gallery.Hash(c.sum.Sum(nil)) != c.want {
		err = ErrAltered
	}
	return n, err
}

// supply gives the files of a batch their bytes.
type supply struct {
	ctx    context.Context
	b      *batch
	byTemp map[string]*file
	files  []*file

	mu     sync.Mutex
	there  []*file // guarded by mu: written whole
	failed error   // guarded by mu: what ends the run
}

func (s *supply) next() (device.Upload, bool) {
	if len(s.files) == 0 {
		return device.Upload{}, false
	}
	f := s.files[0]
	s.files = s.files[1:]
	return device.Upload{Path: string(f.Temp), Size: f.Size, MTime: f.when()}, true
}

// Open implements device.Supply.
func (s *supply) Open(u device.Upload) (io.ReadCloser, error) {
	f := s.byTemp[u.Path]
	s.b.log.Count.At(path.Dir(f.final), f.name())
	r, err := s.b.f.Open(Source{Hash: f.Hash, Local: f.Local})
	if err != nil {
		return nil, err
	}
	return newChecked(r, f.Hash, s.b.log.Count.Move), nil
}

// Done implements device.Supply.
func (s *supply) Done(u device.Upload, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.byTemp[u.Path]
	switch {
	case err == nil:
		s.there = append(s.there, f)
		return
	case errors.Is(err, device.ErrGone), s.ctx.Err() != nil: // it comes again
		return
	}
	if serr := s.b.log.Settle(f.Entry, job.Lost, why(f, err), nil); serr != nil && s.failed == nil {
		s.failed = serr
	}
	if errors.Is(err, device.ErrFull) && s.failed == nil {
		s.failed = err
	}
}

// why puts a file's error into words for the receipt.
func why(f *file, err error) string {
	switch {
	case errors.Is(err, ErrAltered), errors.Is(err, store.ErrMismatch):
		return f.name() + " is damaged in the library: check and repair it"
	case errors.Is(err, store.ErrMissing), errors.Is(err, fs.ErrNotExist):
		return f.name() + " is not in its place in the library: check and repair it"
	case errors.Is(err, device.ErrFull):
		return "there was no room left for " + f.name()
	}
	return fmt.Sprintf("%s: %v", f.name(), err)
}

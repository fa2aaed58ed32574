package adb

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"
)

// memorySink keeps what it is given and checks the sink's contract.
type memorySink struct {
	t      testing.TB
	begun  map[string]int
	ended  map[string]pulled
	order  []string
	begin  func(Request) (io.Writer, error) // instead of a buffer, if it returns something
	onEnd  func(Request)
	middle bool // between Begin and End
}

type pulled struct {
	data  []byte
	n     int64
	after Stat
	err   error
	begun bool
}

func newMemorySink(t testing.TB) *memorySink {
	return &memorySink{t: t, begun: map[string]int{}, ended: map[string]pulled{}}
}

func (s *memorySink) Begin(r Request) (io.Writer, error) {
	s.begun[r.Path]++
	if s.begun[r.Path] > 1 || s.middle {
		s.t.Errorf("Begin of %q: time %d, in the middle of another: %t", r.Path, s.begun[r.Path], s.middle)
	}
	if s.begin != nil {
		if w, err := s.begin(r); w != nil || err != nil {
			s.middle = err == nil
			return w, err
		}
	}
	s.middle = true
	return &bytes.Buffer{}, nil
}

func (s *memorySink) End(r Request, w io.Writer, n int64, after Stat, err error) {
	if _, twice := s.ended[r.Path]; twice {
		s.t.Errorf("End of %q twice", r.Path)
	}
	p := pulled{n: n, after: after, err: err, begun: w != nil}
	if buffer, ok := w.(*bytes.Buffer); ok {
		p.data = buffer.Bytes()
		if int64(len(p.data)) != n {
			s.t.Errorf("%q: n is %d for %d bytes", r.Path, n, len(p.data))
		}
	}
	s.middle = false
	s.ended[r.Path] = p
	s.order = append(s.order, r.Path)
	if s.onEnd != nil {
		s.onEnd(r)
	}
}

// requests returns a next for the paths.
func requests(paths ...string) func() (Request, bool) {
	at := 0
	return func() (Request, bool) {
		if at == len(paths) {
			return Request{}, false
		}
		at++
		return Request{Path: paths[at-1], Tag: at}, true
	}
}

// bytesOf are n bytes that do not repeat and differ from file to file.
func bytesOf(n int, seed uint64) []byte {
	b := make([]byte, n)
	random := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
	random.Read(b)
	return b
}

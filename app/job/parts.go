package job

import (
	"errors"
	"io"
	"path"
	"sync"

	"keepsake/device"
)

const (
	// resumeFrom is from what size on a file whose connection broke is not read
	// from its beginning again, if so much of it came.
	resumeFrom = 16 << 20
	resumeHave = 1 << 20
	// maxParts bounds the beginnings that are kept. No more files than a phone has
	// sessions are on their way at once.
	maxParts = 4
	// maxFruitless is how often reading on may bring nothing before the file is
	// read from its beginning after all.
	maxFruitless = 3
)

// parts are the beginnings of large files between two connections.
type parts struct {
	mu     sync.Mutex
	byPath map[string]*incoming // guarded by mu
}

// put keeps a beginning, if it is worth it. It returns what is now to be thrown
// away instead: w itself, a smaller one, or nothing.
func (p *parts) put(f device.File, w *incoming) (drop *incoming) {
	if w.n > w.from {
		w.fruitless = 0
	} else if w.fruitless++; w.fruitless >= maxFruitless {
		return w
	}
	if f.Size < resumeFrom || w.n < resumeHave {
		return w
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byPath == nil {
		p.byPath = map[string]*incoming{}
	}
	if len(p.byPath) == maxParts {
		least := f.Path
		for name, other := range p.byPath {
			if other.n < w.n && (least == f.Path || other.n < p.byPath[least].n) {
				least = name
			}
		}
		if least == f.Path {
			return w
		}
		drop = p.byPath[least]
		delete(p.byPath, least)
	}
	p.byPath[f.Path] = w
	return drop
}

func (p *parts) take(name string) *incoming {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.byPath[name]
	delete(p.byPath, name)
	return w
}

func (p *parts) has(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.byPath[name] != nil
}

// drop throws all beginnings away.
func (p *parts) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, w := range p.byPath {
		w.throwAway()
		delete(p.byPath, name)
	}
}

// throwAway takes back what came of a file.
func (w *incoming) throwAway() {
	w.t.move(-w.n)
	w.Discard()
}

// broken is the end of a file that did not come whole: its beginning is kept
// when it was not the file's fault.
func (s *sink) broken(f device.File, w *incoming, err error) {
	if errors.Is(err, device.ErrGone) && !errors.Is(err, device.ErrBroken) || errors.Is(err, errPaused) {
		w = s.b.parts.put(f, w)
	}
	if w != nil {
		w.throwAway()
	}
}

// Resume implements device.Resumer.
func (s *sink) Resume(f device.File) (io.Writer, int64) {
	w := s.b.parts.take(f.Path)
	if w == nil {
		return nil, 0
	}
	w.from = w.n
	s.b.Tracker.at(f.Album, path.Base(f.Path))
	return w, w.n
}

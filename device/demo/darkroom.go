package demo

import (
	"bytes"
	"container/list"
	"crypto/sha256"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"keepsake/device/demo/android"
	"keepsake/device/demo/scene"
)

// darkroom renders pictures when they are read, keeps the bytes of the last few,
// and remembers the SHA-256 of all it has rendered.
type darkroom struct {
	hold  int64         // how many bytes are kept
	seats chan struct{} // how many render at once

	mu    sync.Mutex
	held  int64
	last  *list.List // of *sheet, most recently used first
	index map[developed]*list.Element
}

// developed is a content that is made by rendering.
type developed interface {
	render() ([]byte, error)
}

// sheet is one rendered picture, or one being rendered.
type sheet struct {
	key  developed
	done chan struct{}
	data []byte
	err  error
}

func newDarkroom(hold int64) *darkroom {
	return &darkroom{hold: hold, seats: make(chan struct{}, max(1, runtime.GOMAXPROCS(0))), last: list.New(), index: make(map[developed]*list.Element)}
}

// get returns the bytes of a picture, rendering them unless they are at hand.
// Several readers of one picture wait for the same rendering.
func (d *darkroom) get(k developed) ([]byte, error) {
	d.mu.Lock()
	if e, ok := d.index[k]; ok {
		d.last.MoveToFront(e)
		d.mu.Unlock()
		s := e.Value.(*sheet)
		<-s.done
		return s.data, s.err
	}
	s := &sheet{key: k, done: make(chan struct{})}
	d.index[k] = d.last.PushFront(s)
	d.mu.Unlock()

	d.seats <- struct{}{}
	s.data, s.err = k.render()
	<-d.seats

	d.mu.Lock()
	d.held += int64(len(s.data))
	for e := d.last.Back(); d.held > d.hold && e != nil; {
		old := e.Value.(*sheet)
		before := e.Prev()
		if old != s && old.finished() {
			d.held -= int64(len(old.data))
			d.last.Remove(e)
			delete(d.index, old.key)
		}
		e = before
	}
	// Under the lock, so that nobody drops the sheet between its being counted
	// and its being finished.
	close(s.done)
	d.mu.Unlock()
	return s.data, s.err
}

func (s *sheet) finished() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// picture is a painted photo or screenshot as a file's content.
type picture struct {
	paint func() ([]byte, error)
	size  int64
	meta  android.Meta
	room  *darkroom
	sum   atomic.Pointer[[32]byte]
}

// photo makes a content of a scene.
func (d *darkroom) photo(p scene.Photo) *picture {
	m := android.Meta{Taken: p.Taken, Width: p.Width, Height: p.Height, Owner: "com.android.camera"}
	switch p.Orientation {
	case 3, 4:
		m.Degrees = 180
	case 5, 6:
		m.Degrees = 90
	case 7, 8:
		m.Degrees = 270
	}
	if p.Orientation >= 5 { // the database has the size as stored
		m.Width, m.Height = m.Height, m.Width
	}
	return &picture{paint: p.Render, size: p.DeclaredSize(), meta: m, room: d}
}

// screen makes a content of a screenshot.
func (d *darkroom) screen(s scene.Screen) *picture {
	return &picture{paint: s.Render, size: s.DeclaredSize(), room: d,
		meta: android.Meta{Taken: s.Taken, Width: s.Width, Height: s.Height, Owner: "com.miui.screenshot"}}
}

// render implements developed. A picture that is not as long as it said would
// be a lie of the directory, so it is an error.
func (p *picture) render() ([]byte, error) {
	b, err := p.paint()
	if err != nil {
		return nil, err
	}
	if int64(len(b)) != p.size {
		return nil, fmt.Errorf("picture of %d bytes, declared %d", len(b), p.size)
	}
	sum := sha256.Sum256(b)
	p.sum.Store(&sum)
	return b, nil
}

// Size implements disk.Content.
func (p *picture) Size() int64 { return p.size }

// Open implements disk.Content.
func (p *picture) Open() (io.Reader, error) {
	b, err := p.room.get(p)
	return bytes.NewReader(b), err
}

// Sum256 implements disk.Summed.
func (p *picture) Sum256() ([32]byte, error) {
	if sum := p.sum.Load(); sum != nil {
		return *sum, nil
	}
	if _, err := p.room.get(p); err != nil {
		return [32]byte{}, err
	}
	return *p.sum.Load(), nil
}

// Meta implements android.Described.
func (p *picture) Meta() android.Meta { return p.meta }

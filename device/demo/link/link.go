// Package link is the simulated phone's cable: it delays what goes through,
// holds it to a rate, and breaks when told to.
//
// Begin with New, and Link.Wrap around each connection.
package link

import (
	"net"
	"sync"
	"time"
)

// Link is one cable. All connections wrapped by it share its rate and are cut
// together.
type Link struct {
	latency time.Duration
	rate    int64

	mu     sync.Mutex
	conns  map[*Conn]struct{}
	armed  bool
	budget int64 // bytes until the cut, when armed
	onCut  func()
	free   time.Time // when the cable has carried everything it was given
}

// New returns a link with a delay for each direction and a rate in bytes per
// second for both together; zero means none.
func New(latency time.Duration, rate int64) *Link {
	return &Link{latency: max(latency, 0), rate: max(rate, 0), conns: make(map[*Conn]struct{})}
}

// CutAfter breaks all connections once n more bytes have gone through, in both
// directions together, after calling f. It works once.
func (l *Link) CutAfter(n int64, f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.armed, l.budget, l.onCut = true, n, f
}

// limited reports whether bytes take time.
func (l *Link) limited() bool { return l.latency > 0 || l.rate > 0 }

// Drop breaks all connections there are.
func (l *Link) Drop() {
	l.mu.Lock()
	conns := make([]*Conn, 0, len(l.conns))
	for c := range l.conns {
		conns = append(conns, c)
	}
	l.mu.Unlock()
	for _, c := range conns {
		c.kill()
	}
}

// Wrap puts a connection on the link. The caller closes what it gets.
func (l *Link) Wrap(c net.Conn) *Conn {
	w := &Conn{Conn: c, link: l, dead: make(chan struct{})}
	l.mu.Lock()
	l.conns[w] = struct{}{}
	l.mu.Unlock()
	if l.limited() {
		w.in, w.out = make(chan parcel, 64), make(chan parcel, 256)
		w.flushed = make(chan struct{})
		w.work.Add(2)
		go w.receive()
		go w.deliver()
	}
	return w
}

// spend takes n bytes from the budget of a cut and returns how many may still pass.
func (l *Link) spend(n int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.armed {
		return n
	}
	pass := int(min(int64(n), l.budget))
	l.budget -= int64(pass)
	return pass
}

// cut is called by whoever spent the last of the budget.
func (l *Link) cut() {
	l.mu.Lock()
	f := l.onCut
	fire := l.armed
	l.armed, l.onCut = false, nil
	l.mu.Unlock()
	if !fire {
		return
	}
	if f != nil { // first, so that whoever sees the connection end sees why
		f()
	}
	l.Drop()
}

// backlog is how much of what was written may wait for the cable, as in the
// buffers of a socket: it keeps the cable busy while the writer prepares more.
const backlog = 256 << 10

// reserve books n bytes. gone is when they have gone through, next when the
// writer may go on. Time in which nothing was sent is lost.
func (l *Link) reserve(n int) (gone, next time.Time) {
	now := time.Now()
	if l.rate == 0 {
		return now, now
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.free.Before(now) {
		l.free = now
	}
	l.free = l.free.Add(l.carries(n))
	return l.free, l.free.Add(-l.carries(backlog))
}

// carries is how long the cable is busy with n bytes.
func (l *Link) carries(n int) time.Duration {
	return time.Duration(float64(n) / float64(l.rate) * float64(time.Second))
}

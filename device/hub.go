package device

import (
	"context"
	"reflect"
	"sync"
	"time"

	"keepsake/device/adb"
)

// refreshEvery is how often battery and storage of ready phones are asked for.
const refreshEvery = time.Minute

// Hub watches one adb server and keeps what is known of every connected phone.
// It is safe for concurrent use and knows nothing before Run.
type Hub struct {
	server server
	tick   <-chan time.Time // when to refresh; nil: every refreshEvery

	mu          sync.Mutex
	phones      map[connection]*connected // guarded by mu
	known       map[string]Info           // by serial, what a phone once told; guarded by mu
	subscribers map[chan struct{}]bool    // guarded by mu
}

// server is what a Hub needs of an adb server.
type server interface {
	Watch(ctx context.Context, each func([]adb.Entry)) error
	Trouble() error
	link(e adb.Entry) link
}

type adbServer struct{ *adb.Server }

func (s adbServer) link(e adb.Entry) link { return wire{s.Device(e)} }

// connection names one connection to one phone. Two phones may have the same
// serial; the transport id keeps them apart.
type connection struct {
	transport uint64
	serial    string
}

// connected is one connection's present state. It is replaced, never changed,
// when the phone comes back or changes its state.
type connected struct {
	entry adb.Entry
	info  Info
	phone *Phone             // nil until read
	end   context.CancelFunc // ends the reading of this connection
}

// NewHub returns a hub for the server's phones.
func NewHub(s *adb.Server) *Hub { return newHub(adbServer{s}) }

func newHub(s server) *Hub {
	return &Hub{server: s, phones: map[connection]*connected{}, known: map[string]Info{}, subscribers: map[chan struct{}]bool{}}
}

// Run watches the server until ctx ends, and returns ctx's error. It starts the
// server when there is none; while it cannot, Trouble says why.
func (h *Hub) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var readers sync.WaitGroup
	defer func() {
		cancel()
		readers.Wait()
		h.update(ctx, &readers, nil)
	}()
	readers.Go(func() { h.refreshLoop(ctx) })
	readers.Go(func() { h.sleepLoop(ctx, &readers) })
	return h.server.Watch(ctx, func(list []adb.Entry) { h.update(ctx, &readers, list) })
}

// Trouble returns why no phone can be listed at all (adb.ErrNoProgram for
// instance), or nil.
func (h *Hub) Trouble() error { return h.server.Trouble() }

// Changed returns a channel that says when Phones or Trouble have changed. The
// first message comes at once, and changes nobody has looked at yet are one
// message. The channel is never closed; it is forgotten when ctx ends.
func (h *Hub) Changed(ctx context.Context) <-chan struct{} {
	c := make(chan struct{}, 1)
	c <- struct{}{}
	h.mu.Lock()
	h.subscribers[c] = true
	h.mu.Unlock()
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		delete(h.subscribers, c)
		h.mu.Unlock()
	})
	return c
}

// changed tells the subscribers. h.mu is held.
func (h *Hub) changed() {
	for c := range h.subscribers {
		select {
		case c <- struct{}{}:
		default: // the message before was not taken yet
		}
	}
}

// update takes over the server's list.
func (h *Hub) update(ctx context.Context, readers *sync.WaitGroup, list []adb.Entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	present := map[connection]bool{}
	for _, e := range list {
		key := connection{e.TransportID, e.Serial}
		present[key] = true
		old := h.phones[key]
		if old != nil && old.entry == e {
			continue
		}
		if old != nil {
			old.end()
		}
		h.connect(ctx, readers, key, e)
	}
	for key, c := range h.phones {
		if !present[key] {
			c.end()
			delete(h.phones, key)
		}
	}
	h.changed()
}

// connect begins with a connection that is new or has changed its state. h.mu
// is held.
func (h *Hub) connect(ctx context.Context, readers *sync.WaitGroup, key connection, e adb.Entry) {
	ctx, end := context.WithCancel(ctx)
	c := &connected{entry: e, info: h.recall(entryInfo(e)), end: end}
	h.phones[key] = c
	if c.info.State != Ready {
		return
	}
	c.info.State = Connecting // until it is known who it is
	readers.Go(func() { h.read(ctx, key, c) })
}

// read finds out who a ready phone is. Just after it connected a phone may
// refuse for a moment, so this is tried again for as long as it is listed.
func (h *Hub) read(ctx context.Context, key connection, c *connected) {
	for pause := 250 * time.Millisecond; ; pause = min(2*pause, 8*time.Second) {
		phone, err := open(ctx, alive{h.server.link(c.entry), ctx, pulse}, c.entry)
		if err == nil {
			phone.life = ctx
			h.opened(key, c, phone)
			h.awaitUnlock(ctx, phone)
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// opened takes over what a phone told about itself.
func (h *Hub) opened(key connection, c *connected, phone *Phone) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.phones[key] == c {
		c.phone, c.info = phone, phone.Info()
		h.known[c.info.Serial] = c.info
		h.changed()
	}
}

// refreshLoop keeps battery and storage up to date.
func (h *Hub) refreshLoop(ctx context.Context) {
	tick := h.tick
	if tick == nil {
		t := time.NewTicker(refreshEvery)
		defer t.Stop()
		tick = t.C
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		var all sync.WaitGroup
		for _, p := range h.ready() {
			all.Go(func() { h.refresh(ctx, p) })
		}
		all.Wait()
	}
}

func (h *Hub) ready() []*Phone {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []*Phone
	for _, c := range h.phones {
		if c.phone != nil {
			list = append(list, c.phone)
		}
	}
	return list
}

// refresh asks one phone again, for a while: one that hangs must not keep the
// others from being asked.
func (h *Hub) refresh(ctx context.Context, p *Phone) {
	ctx, cancel := context.WithTimeout(ctx, refreshEvery/2)
	defer cancel()
	info, err := p.Refresh(ctx)
	if err != nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.phones {
		// What is shown, not what the phone told last: a listing of its gallery
		// asks for the spaces, too.
		if c.phone == p && !reflect.DeepEqual(c.info, info) {
			c.info = info
			h.known[info.Serial] = info
			h.changed()
		}
	}
}

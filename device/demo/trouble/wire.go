package trouble

import (
	"net"
	"sync"
	"sync/atomic"
)

// Wire counts the packets of all connections of a phone and spoils the one that
// is planned. It is safe for concurrent use; the zero Wire lets everything pass.
type Wire struct {
	// Unplug pulls the phone's cable, for Cut. Set before the first packet.
	Unplug func()

	open atomic.Int64

	mu    sync.Mutex
	plan  Plan
	sent  int
	note  bool
	names []string
	fired string // the name of the packet that was spoiled
}

// Arm counts from zero again and spoils the planned packet. The zero Plan
// spoils none.
func (w *Wire) Arm(p Plan) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.plan, w.sent, w.note, w.names, w.fired = p, 0, false, nil, ""
}

// Note is Arm for no trouble, and remembers the packets' names.
func (w *Wire) Note() {
	w.Arm(Plan{})
	w.mu.Lock()
	defer w.mu.Unlock()
	w.note = true
}

// Names returns the names of the packets sent since Note, in their order.
func (w *Wire) Names() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.names...)
}

// Fired returns the name of the packet that was spoiled; ok is false when none
// has been since Arm.
func (w *Wire) Fired() (name string, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.fired, w.fired != ""
}

// Open returns how many connections are open.
func (w *Wire) Open() int { return int(w.open.Load()) }

// next counts a packet and returns its plan, if it is the one.
func (w *Wire) next(name string) (Plan, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent++
	if w.note {
		w.names = append(w.names, name)
	}
	if w.sent != w.plan.At {
		return Plan{}, false
	}
	w.fired = name
	return w.plan, true
}

// Wrap makes a connection one of the wire's. shared says that the packets of
// many services share it, as on a phone's own transport: a refusal then ends
// one of them and not the connection. The caller closes what it gets.
func (w *Wire) Wrap(c net.Conn, shared bool) *Conn {
	w.open.Add(1)
	return &Conn{Conn: c, wire: w, shared: shared}
}

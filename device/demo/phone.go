// Package demo is a phone made of code: a Xiaomi with HyperOS, its photos,
// videos and records, on a real socket. It lets people try the app without a
// phone, and it is the tests' counterpart: slow, faulty or large as wanted.
//
// Begin with Start (an adb server with the phone plugged in, ready to use), or
// with New and then ServeADB or ServeTransport. All people, numbers and places
// on the phone are invented.
package demo

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"keepsake/device/demo/adbd"
	"keepsake/device/demo/adbserver"
	"keepsake/device/demo/android"
	"keepsake/device/demo/disk"
	"keepsake/device/demo/link"
	"keepsake/device/demo/shell"
	"keepsake/device/demo/trouble"
)

// Options say what phone it is. The zero value is the standard one.
type Options struct {
	// Items is the number of photos, videos and recordings; 0 means the standard
	// set of some 300 over three years. Fewer are chosen so that every sort is
	// there; beyond the standard set come small pictures of earlier years, so
	// that 200,000 start at once.
	Items int

	Seed    int64         // other seeds, other pictures
	Small   bool          // pictures of 160x120 instead of 1600x1200, for tests that read many
	Latency time.Duration // added in each direction of the cable
	Rate    int64         // of the cable, in bytes per second; 0: no limit
	Faults  []Fault       // see ParseFaults

	Bare    bool // as it comes out of its box: no pictures and no records, only its settings; Items and Messages say nothing
	Card    bool // a memory card with pictures and videos of its own, which Items does not count
	Private bool // a private album, which Items does not count
	Users   bool // dual apps and a Second Space, which the shell may not look into

	ToolStart time.Duration // how long its content tool takes to start: a quarter of a second or more on a phone

	Messages int  // at least so many SMS; 0: the thirty-odd of the standard phone
	Backup   bool // a local backup made with the phone's own settings, the day before
	SDK      int  // the phone's API level where it matters for what the shell may read; 0: the standard one's

	Unauthorized bool // until Authorize
	Serial       string
	Now          time.Time // the newest pictures are from the day before; zero: the clock. Its zone is the phone's
}

// DefaultSerial is the serial number of a phone whose Options name none.
const DefaultSerial = "d3m0c0de"

// Model is the phone's model code, Name what people call it.
const (
	Model = "23127PN0CG"
	Name  = "Xiaomi 14"
)

// Phone is one simulated phone. Its methods may be called at any time, also
// while it is served.
type Phone struct {
	options Options
	disk    *disk.FS
	card    *disk.Volume // nil for a phone without
	system  *android.System
	daemon  *adbd.Daemon
	guard   *adbd.Guard
	link    *link.Link
	wire    trouble.Wire
	air     atomic.Pointer[Wireless] // nil: wireless debugging is off
	refused map[string]bool          // by what the phone refuses; guarded by mu

	mu      sync.Mutex
	plugged bool
	plugs   int
	locked  bool // unauthorized
	offline bool
	away    time.Duration // how long a spoiled packet's cut lasts; 0: until Plug
	subs    map[int]func()
	lastSub int
}

// New makes a phone, plugged in. It fails only when a fault names a file that
// is not there.
func New(o Options) (*Phone, error) {
	if o.Serial == "" {
		o.Serial = DefaultSerial
	}
	start := time.Now()
	if o.Now.IsZero() {
		o.Now = start
	}
	now := func() time.Time { return o.Now.Add(time.Since(start)) }
	p := &Phone{
		options: o,
		disk:    disk.New(capacity, now),
		guard:   adbd.NewGuard(o.Unauthorized),
		link:    link.New(o.Latency, o.Rate),
		refused: make(map[string]bool),
		plugged: true,
		plugs:   1,
		locked:  o.Unauthorized,
		subs:    make(map[int]func()),
	}
	p.wire.Unplug = p.unplugAwhile
	var err error
	if p.system, err = android.New(p.disk, o.Serial, now); err != nil {
		return nil, fmt.Errorf("the demo phone's records: %w", err)
	}
	p.system.Refused, p.system.ToolStart = p.refuses, o.ToolStart
	if o.Bare {
		p.system.Clear()
	} else {
		p.system.SetMessages(o.Messages)
	}
	p.setVersion(o.SDK)
	sh := shell.New(p.disk, now)
	p.system.Install(sh)
	p.daemon = &adbd.Daemon{Disk: p.disk, Shell: sh, Refused: p.refuses,
		Product: p.system.Prop("ro.product.name"), Model: p.system.Prop("ro.product.model"), Device: p.system.Prop("ro.product.device")}
	if err := layOut(p.disk, o.Now); err != nil {
		return nil, fmt.Errorf("the demo phone's folders: %w", err)
	}
	if err := p.system.PutPackages(); err != nil {
		return nil, err
	}
	if err := p.fill(); err != nil {
		return nil, fmt.Errorf("the demo phone's pictures: %w", err)
	}
	if o.Backup {
		if err := p.MakeLocalBackup(o.Now.AddDate(0, 0, -1).Truncate(time.Second)); err != nil {
			return nil, fmt.Errorf("the demo phone's backup of itself: %w", err)
		}
	}
	if err := p.Inject(o.Faults...); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Phone) refuses(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refused[name]
}

// Serial returns the phone's serial number.
func (p *Phone) Serial() string { return p.options.Serial }

// change runs f under the lock, then tells everybody who watches.
func (p *Phone) change(f func()) {
	p.mu.Lock()
	f()
	subs := make([]func(), 0, len(p.subs))
	for _, s := range p.subs {
		subs = append(subs, s)
	}
	p.mu.Unlock()
	for _, s := range subs {
		s()
	}
}

// Authorize is the tap on "Allow USB debugging".
func (p *Phone) Authorize() {
	p.guard.Allow()
	p.change(func() { p.locked = false })
}

// Unplug pulls the cable: every connection breaks, the phone is listed no more.
func (p *Phone) Unplug() {
	p.change(func() { p.plugged = false })
	p.link.Drop()
}

// Plug puts the cable back. The phone gets a new transport id.
func (p *Phone) Plug() {
	p.change(func() {
		if !p.plugged {
			p.plugged = true
			p.plugs++
		}
	})
}

// SetOffline makes the phone stop answering, as with a loose cable, or answer again.
func (p *Phone) SetOffline(offline bool) {
	p.change(func() { p.offline = offline })
	if offline {
		p.link.Drop()
	}
}

// CutAfter unplugs the phone once n more bytes have gone through the cable.
// With back above zero it is plugged in again after that time.
func (p *Phone) CutAfter(n int64, back time.Duration) {
	p.link.CutAfter(n, func() {
		p.Unplug()
		if back > 0 {
			time.AfterFunc(back, p.Plug)
		}
	})
}

// Wire is where the phone's packets are counted and spoiled: those of its own adb
// server, or those of its transport.
func (p *Phone) Wire() *trouble.Wire { return &p.wire }

// unplugAwhile is the cut of a spoiled packet.
func (p *Phone) unplugAwhile() {
	p.mu.Lock()
	away := p.away
	p.mu.Unlock()
	p.Unplug()
	if away > 0 {
		time.AfterFunc(away, p.Plug)
	}
}

// port is the phone as an adb server sees it.
type port struct{ *Phone }

func (p port) Daemon() *adbd.Daemon { return p.daemon }
func (p port) Link() *link.Link     { return p.link }
func (p port) Wire() *trouble.Wire  { return &p.wire }

// State implements adbserver.Phone.
func (p port) State() (adbserver.State, int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case !p.plugged:
		return adbserver.Absent, p.plugs
	case p.offline:
		return adbserver.Offline, p.plugs
	case p.locked:
		return adbserver.Unauthorized, p.plugs
	}
	return adbserver.Ready, p.plugs
}

// Subscribe implements adbserver.Phone.
func (p port) Subscribe(f func()) (stop func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lastSub++
	id := p.lastSub
	p.subs[id] = f
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.subs, id)
	}
}

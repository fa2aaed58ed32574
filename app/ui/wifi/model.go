// Package wifi is the sheet that connects a phone without a cable: by a QR code
// the phone scans, by the six digits it shows, by its address, or by letting go
// of the cable it hangs on.
//
// Begin with Open; Model is the sheet without its drawing.
package wifi

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/words"
)

// Radio connects phones over the network. Errors are put into sentences by the
// window; an *OldError says that the adb server cannot do it.
type Radio interface {
	// Invite makes a QR code to be scanned, true where it is dark, and tells how
	// far the phone that scans it has come. Steps ends, closed, with Connected or
	// Failed, or when ctx ends.
	Invite(ctx context.Context) (code [][]bool, steps <-chan Step, err error)
	// PairCode pairs with the phone at an address by the digits it shows, and
	// connects to it.
	PairCode(ctx context.Context, addr, code string) error
	// Connect connects to a phone that allowed this computer before.
	Connect(ctx context.Context, addr string) error
	// OverUSB tells a phone on a cable to listen on the network, and connects to it.
	OverUSB(ctx context.Context, phoneID string) (addr string, err error)
	// Nearby tells each time which phones offer themselves in the network, until
	// ctx ends.
	Nearby(ctx context.Context, each func([]Service)) error
}

// Service is a phone in the network.
type Service struct {
	Name, Addr string
	Pairing    bool // it shows six digits just now
	Known      bool // it allowed this computer before
}

// State is how far a connection has come.
type State int

// The states.
const (
	Idle State = iota
	Inviting
	Scanning // the QR code is shown, and nobody scanned it yet
	Pairing
	Connecting
	Connected
	Failed
)

// Step is one step on the way of a phone that scans a code.
type Step struct {
	State State
	Phone string // its name, once it is known
	Err   error  // of Failed
}

// OldError says that the adb server is too old to pair with a phone.
type OldError struct{ Have, Need string }

// Error implements error.
func (e *OldError) Error() string {
	return fmt.Sprintf("the adb server is of version %s; pairing needs %s", e.Have, e.Need)
}

// Tab is one of the ways.
type Tab int

// The ways.
const (
	ByScan Tab = iota
	ByCode
	ByAddress
	ByCable
)

// Plugged is a phone on a cable that can go on without it.
type Plugged struct{ ID, Name string }

// Model is the sheet without its drawing. It belongs to the window's goroutine.
type Model struct {
	Tab     Tab
	State   State // of the tab that is shown
	Phone   string
	Code    [][]bool
	Err     error
	Nearby  []Service
	Plugged []Plugged
	Addr    string // typed
	Digits  string

	OnChange func()

	radio Radio
	hop   *hop.Hop
	work  hop.Latest
	watch hop.Latest
}

// NewModel returns a model; Start begins.
func NewModel(r Radio, h *hop.Hop, plugged []Plugged) *Model {
	return &Model{radio: r, hop: h, Plugged: plugged, OnChange: func() {}}
}

// Start looks for phones in the network and shows the first way.
func (m *Model) Start() {
	m.watch.Go(m.hop, func(ctx context.Context) func() {
		_ = m.radio.Nearby(ctx, func(found []Service) { // the sheet is as good without
			m.hop.Post(func() {
				if ctx.Err() == nil {
					m.Nearby = found
					m.OnChange()
				}
			})
		})
		return nil
	})
	m.Choose(m.Tab)
}

// Stop ends everything under way.
func (m *Model) Stop() {
	m.work.Cancel()
	m.watch.Cancel()
}

// Choose shows another way. What the one before was doing ends.
func (m *Model) Choose(t Tab) {
	m.work.Cancel()
	m.Tab, m.State, m.Err, m.Code, m.Phone = t, Idle, nil, nil, ""
	if t == ByScan {
		m.invite()
	}
	m.OnChange()
}

// Again tries the way that failed once more.
func (m *Model) Again() { m.Choose(m.Tab) }

func (m *Model) invite() {
	m.State = Inviting
	m.work.Go(m.hop, func(ctx context.Context) func() {
		code, steps, err := m.radio.Invite(ctx)
		if err != nil {
			return func() { m.step(Step{State: Failed, Err: err}) }
		}
		m.post(ctx, func() { m.Code = code; m.step(Step{State: Scanning}) })
		for {
			select {
			case <-ctx.Done():
				return nil
			case s, ok := <-steps:
				if !ok {
					return nil
				}
				m.post(ctx, func() { m.step(s) })
			}
		}
	})
}

func (m *Model) post(ctx context.Context, f func()) {
	m.hop.Post(func() {
		if ctx.Err() == nil {
			f()
		}
	})
}

func (m *Model) step(s Step) {
	m.State, m.Err = s.State, s.Err
	if s.Phone != "" {
		m.Phone = words.Name(s.Phone)
	}
	m.OnChange()
}

// run does one thing that ends connected or failed.
func (m *Model) run(first State, do func(ctx context.Context) (phone string, err error)) {
	m.step(Step{State: first})
	m.work.Go(m.hop, func(ctx context.Context) func() {
		phone, err := do(ctx)
		return func() {
			if err != nil {
				m.step(Step{State: Failed, Err: err})
				return
			}
			m.step(Step{State: Connected, Phone: phone})
		}
	})
}

// Busy reports whether something is under way that a second try would disturb.
func (m *Model) Busy() bool { return m.State == Pairing || m.State == Connecting }

// Pair pairs by the address and digits typed.
func (m *Model) Pair() {
	if !m.CanPair() {
		return
	}
	addr, code := m.Addr, m.Digits
	m.run(Pairing, func(ctx context.Context) (string, error) { return "", m.radio.PairCode(ctx, addr, code) })
}

// CanPair reports whether enough was typed.
func (m *Model) CanPair() bool { return !m.Busy() && Address(m.Addr) && len(m.Digits) == Digits }

// Connect connects to the address typed.
func (m *Model) Connect() {
	if !m.CanConnect() {
		return
	}
	addr := m.Addr
	m.run(Connecting, func(ctx context.Context) (string, error) { return "", m.radio.Connect(ctx, addr) })
}

// CanConnect reports whether enough was typed.
func (m *Model) CanConnect() bool { return !m.Busy() && Address(m.Addr) }

// LetGo goes on without the cable of a phone.
func (m *Model) LetGo(p Plugged) {
	if m.Busy() {
		return
	}
	m.run(Connecting, func(ctx context.Context) (string, error) {
		_, err := m.radio.OverUSB(ctx, p.ID)
		return p.Name, err
	})
}

// Take uses a phone found in the network: one that shows digits is paired with,
// another connected to.
func (m *Model) Take(s Service) {
	if m.Busy() {
		return
	}
	if s.Pairing {
		m.Choose(ByCode)
		m.Addr = s.Addr
		m.OnChange()
		return
	}
	m.Choose(ByAddress)
	m.Addr = s.Addr
	m.Connect()
}

// Type takes what was typed or pasted as the address. A pasted text that holds
// the digits as well fills both.
func (m *Model) Type(addr string) {
	addr, code := Split(addr)
	m.Addr = addr
	if code != "" {
		m.Digits = code
	}
	m.OnChange()
}

// TypeDigits takes what was typed or pasted as the code.
func (m *Model) TypeDigits(s string) {
	m.Digits = Only(s)
	m.OnChange()
}

// Old reports whether what failed did so for the age of the adb server.
func (m *Model) Old() (*OldError, bool) {
	var old *OldError
	ok := errors.As(m.Err, &old)
	return old, ok
}

// Says is the state in a sentence; empty where there is nothing to say.
func (m *Model) Says() string {
	switch m.State {
	case Inviting:
		return words.T("Making a code…")
	case Scanning:
		return words.T("Waiting for the phone to scan it")
	case Pairing:
		return words.T("The phone and this computer are getting to know each other…")
	case Connecting:
		return words.T("Connecting…")
	case Connected:
		if m.Phone != "" {
			return words.F("{{.Phone}} is connected.", "Phone", m.Phone)
		}
		return words.T("The phone is connected.")
	}
	return ""
}

// name of a service, as far as it has one.
func (s Service) name() string {
	if n := strings.TrimSpace(words.Name(s.Name)); n != "" {
		return n
	}
	return s.Addr
}

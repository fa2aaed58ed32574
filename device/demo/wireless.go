package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/netip"
	"slices"
	"sync"

	"keepsake/device/demo/accept"
	"keepsake/device/demo/link"
	"keepsake/device/demo/wifi"
)

// WirelessOptions say how the phone offers wireless debugging. The zero value
// is a phone that only this computer reaches.
type WirelessOptions struct {
	Code      string // the six digits the phone shows for pairing; "": others each time
	Advertise bool   // announce it on the network; see wifi.Board
	Host      string // this computer's IPv4 address to listen at; "": 127.0.0.1
}

// Wireless is a phone's "Wireless debugging" while it is on. Its methods may be
// called at any time.
type Wireless struct {
	phone    *Phone
	code     string
	host     netip.Addr
	name     string
	identity wifi.Identity
	board    *wifi.Board // nil: not announced
	link     *link.Link
	ctx      context.Context // ends with Close
	cancel   context.CancelFunc
	doors    sync.WaitGroup
	connect  netip.AddrPort

	changing sync.Mutex // held while the dialog or the plain transport is changed
	dialog   func()     // closes the pairing dialog and waits; guarded by changing
	plain    func()     // closes the plain transport's port; guarded by changing

	mu      sync.Mutex
	notices []wifi.Notice
}

// ErrWirelessOn is a second StartWireless of one phone.
var ErrWirelessOn = errors.New("wireless debugging is on already")

// StartWireless turns wireless debugging on. When ctx ends its ports close; the
// caller calls Close in any case.
func (p *Phone) StartWireless(ctx context.Context, o WirelessOptions) (*Wireless, error) {
	if o.Host == "" {
		o.Host = localhost.String()
	}
	if o.Code != "" && !isCode(o.Code) {
		return nil, fmt.Errorf("the pairing code %q does not have six digits", o.Code)
	}
	host, err := netip.ParseAddr(o.Host)
	if err != nil || !host.Unmap().Is4() {
		return nil, fmt.Errorf("%q is no IPv4 address the demo phone can listen at", o.Host)
	}
	w := &Wireless{phone: p, code: o.Code, host: host.Unmap(), link: link.New(p.options.Latency, p.options.Rate)}
	if w.name, err = noticeName(p.Serial()); err != nil {
		return nil, err
	}
	if w.identity, err = wifi.NewIdentity(); err != nil {
		return nil, err
	}
	l, err := listen(w.host, 0)
	if err != nil {
		return nil, err
	}
	if o.Advertise {
		if w.board, err = wifi.Announce(w.host); err != nil {
			l.Close()
			return nil, err
		}
	}
	if !p.air.CompareAndSwap(nil, w) {
		l.Close()
		w.closeBoard()
		return nil, ErrWirelessOn
	}
	w.ctx, w.cancel = context.WithCancel(ctx)
	w.connect = address(l)
	up := wifi.Door(w.identity, p.guard.Known)
	w.doors.Go(func() {
		w.serve(l, func(c troubled) error { return p.daemon.ServeTLS(w.ctx, c, up) })
	})
	if _, err := w.announce(w.name, wifi.Connect, w.connect); err != nil {
		w.Close()
		return nil, err
	}
	p.daemon.SetNetwork(w.tcpip)
	return w, nil
}

func isCode(s string) bool {
	return len(s) == 6 && !slices.ContainsFunc([]byte(s), func(c byte) bool { return c < '0' || c > '9' })
}

// noticeName is what the phone is called on the network: another name each time.
func noticeName(serial string) (string, error) {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	b := []byte("adb-" + serial + "-")
	for range 6 {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(letters))))
		if err != nil {
			return "", err
		}
		b = append(b, letters[n.Int64()])
	}
	return string(b), nil
}

// Name is what the phone is called on the network and by the computers it is
// paired with: "adb-<serial>-<six letters>".
func (w *Wireless) Name() string { return w.name }

// ConnectAddr is where paired computers connect to.
func (w *Wireless) ConnectAddr() string { return w.connect.String() }

// Notices are the phone's announcements, whether or not they are on the network.
func (w *Wireless) Notices() []wifi.Notice {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.notices)
}

// Close turns wireless debugging off. All its connections break.
func (w *Wireless) Close() {
	if w.phone.air.CompareAndSwap(w, nil) {
		w.phone.daemon.SetNetwork(nil)
	}
	w.cancel()
	w.changing.Lock()
	for _, end := range []*func(){&w.dialog, &w.plain} {
		if *end != nil {
			(*end)()
			*end = nil
		}
	}
	w.changing.Unlock() // who waits for it now finds that everything is over
	w.doors.Wait()
	w.closeBoard()
}

func (w *Wireless) closeBoard() {
	if w.board != nil {
		w.board.Close()
	}
}

// serve lets computers in at a port of the phone until Close, and closes it.
func (w *Wireless) serve(l net.Listener, computer func(troubled) error) {
	// How it ended is no news: with Close, or because the port was closed.
	_ = accept.Each(w.ctx, l, func(_ context.Context, conn net.Conn) {
		t := w.phone.wire.Wrap(conn, true)
		defer t.Close()
		c := w.link.Wrap(t)
		defer c.Close()
		_ = computer(troubled{c, t}) // how it ended is the computer's to tell
	})
}

// tcpip is the phone's adbd.Network. Connections to a port that is closed stay:
// one of them may be what asks for it.
func (w *Wireless) tcpip(port int) error {
	w.changing.Lock()
	defer w.changing.Unlock()
	if w.plain != nil {
		w.plain()
		w.plain = nil
	}
	if port == 0 || w.ctx.Err() != nil {
		return nil
	}
	l, err := listen(w.host, uint16(port))
	if err != nil {
		return err
	}
	take, err := w.announce("adb-"+w.phone.Serial(), wifi.Plain, address(l))
	if err != nil {
		l.Close()
		return err
	}
	w.doors.Go(func() {
		w.serve(l, func(c troubled) error { return w.phone.daemon.ServeConn(w.ctx, c, w.phone.guard) })
	})
	w.plain = func() {
		take()
		l.Close()
	}
	return nil
}

// announce hangs up a notice until take.
func (w *Wireless) announce(name, kind string, addr netip.AddrPort) (take func(), err error) {
	n := wifi.Notice{Name: name, Kind: kind, Addr: addr}
	if w.board != nil {
		if err := w.board.Put(n); err != nil {
			return nil, err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notices = append(w.notices, n)
	return func() {
		if w.board != nil {
			w.board.Take(n)
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		if at := slices.Index(w.notices, n); at >= 0 {
			w.notices = slices.Delete(w.notices, at, at+1)
		}
	}, nil
}

// listens reports whether a computer can connect to the phone at the address.
func (w *Wireless) listens(addr netip.AddrPort) bool {
	return slices.ContainsFunc(w.Notices(), func(n wifi.Notice) bool { return n.Addr == addr && n.Kind != wifi.Pairing })
}

// Listens implements adbserver.Networked.
func (p port) Listens(addr netip.AddrPort) bool {
	w := p.air.Load()
	return w != nil && w.listens(addr)
}

// Notices implements adbserver.Networked.
func (p port) Notices() []wifi.Notice {
	if w := p.air.Load(); w != nil {
		return w.Notices()
	}
	return nil
}

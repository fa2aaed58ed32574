package wifi

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"sync"

	"golang.org/x/net/ipv4"
)

// group is where multicast DNS is spoken.
var group = net.UDPAddr{IP: net.IPv4(224, 0, 0, 251), Port: 5353}

// Board is where the phone's notices hang: it answers questions on the network
// about them. A phone whose address is this computer's own loopback address is
// announced to this computer only, on its loopback interface and on all that
// have multicast. Where the system carries no multicast, notices reach nobody.
type Board struct {
	conn   *ipv4.PacketConn
	ifaces []net.Interface
	done   chan struct{} // the reader has ended

	mu      sync.Mutex // also for sending, which first chooses the interface
	notices []Notice
}

// Announce opens an empty board for a phone with that address. Close ends it.
func Announce(host netip.Addr) (*Board, error) {
	ifaces, err := around(host)
	if err != nil {
		return nil, err
	}
	udp, err := net.ListenMulticastUDP("udp4", &ifaces[0], &group)
	if err != nil {
		return nil, fmt.Errorf("announce the phone on the network: %w", err)
	}
	b := &Board{conn: ipv4.NewPacketConn(udp), done: make(chan struct{})}
	hops := 255
	if host.IsLoopback() {
		hops = 0 // not even onto the cable
	}
	if err := errors.Join(b.conn.SetMulticastTTL(hops), b.conn.SetMulticastLoopback(true)); err != nil {
		udp.Close()
		return nil, fmt.Errorf("announce the phone on the network: %w", err)
	}
	b.ifaces = ifaces[:1]
	for _, i := range ifaces[1:] {
		if b.conn.JoinGroup(&i, &group) == nil { // those that cannot are left out
			b.ifaces = append(b.ifaces, i)
		}
	}
	go func() {
		defer close(b.done)
		b.listen()
	}()
	return b, nil
}

// around returns the interfaces on which a phone with that address is announced.
func around(host netip.Addr) ([]net.Interface, error) {
	all, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("announce the phone on the network: %w", err)
	}
	var chosen []net.Interface
	for _, i := range all {
		up := i.Flags&net.FlagUp != 0
		if host.IsLoopback() {
			if up && i.Flags&(net.FlagMulticast|net.FlagLoopback) != 0 {
				chosen = append(chosen, i)
			}
			continue
		}
		addrs, err := i.Addrs()
		if err != nil || !up {
			continue
		}
		if slices.ContainsFunc(addrs, func(a net.Addr) bool {
			p, err := netip.ParsePrefix(a.String())
			return err == nil && p.Addr() == host
		}) {
			chosen = append(chosen, i)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("announce the phone on the network: this computer has no address %s", host)
	}
	return chosen, nil
}

// Put hangs a notice up and tells everybody.
func (b *Board) Put(n Notice) error {
	told, err := n.announcement(lifetime)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.notices = append(b.notices, n)
	b.tell(told)
	return nil
}

// Take removes a notice and tells everybody.
func (b *Board) Take(n Notice) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := slices.Index(b.notices, n)
	if at < 0 {
		return
	}
	b.notices = slices.Delete(b.notices, at, at+1)
	if told, err := n.announcement(0); err == nil {
		b.tell(told)
	}
}

// Close takes all notices down and ends the board.
func (b *Board) Close() {
	for _, n := range b.now() {
		b.Take(n)
	}
	b.conn.Close()
	<-b.done
}

func (b *Board) now() []Notice {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.notices)
}

// tell sends to everybody; the lock is held. An interface that does not carry
// it is left out: the next question may find it ready.
func (b *Board) tell(message []byte) {
	for _, i := range b.ifaces {
		if b.conn.SetMulticastInterface(&i) == nil {
			_, _ = b.conn.WriteTo(message, nil, &group)
		}
	}
}

// listen answers questions until the board is closed.
func (b *Board) listen() {
	buf := make([]byte, 9000) // the largest message of multicast DNS
	for failed := 0; failed < 1000; {
		n, _, from, err := b.conn.ReadFrom(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if failed++; err != nil {
			continue // Windows reports here that somebody answered earlier is gone
		}
		failed = 0
		asker, ok := from.(*net.UDPAddr)
		q, asks := readQuery(buf[:n])
		if !ok || !asks {
			continue
		}
		b.reply(q, asker)
	}
}

// reply answers everybody, or only the asker when it does not listen with the rest.
func (b *Board) reply(q query, asker *net.UDPAddr) {
	b.mu.Lock()
	defer b.mu.Unlock()
	legacy := asker.Port != group.Port
	message, err := q.answer(b.notices, legacy)
	switch {
	case err != nil || message == nil:
	case legacy:
		_, _ = b.conn.WriteTo(message, nil, asker) // who is gone needs no answer
	default:
		b.tell(message)
	}
}

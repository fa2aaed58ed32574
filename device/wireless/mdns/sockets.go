package mdns

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"

	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

// The addresses and the port of multicast DNS.
var (
	group4 = net.IPv4(224, 0, 0, 251)
	group6 = net.ParseIP("ff02::fb")
)

const standardPort = 5353

// maxPacket is the largest message the standard allows.
const maxPacket = 9000

// ErrNoNetwork: this computer has no network to search.
var ErrNoNetwork = errors.New("this computer has no network to search")

// packet is one message and where it came from.
type packet struct {
	data []byte
	near bool // sent by this computer
}

// sockets are the two ends of a search, for IPv4 and IPv6 each: one that listens
// at the standard port beside everybody else who does, and one of our own. A
// firewall often closes one of the two to answers.
type sockets struct {
	b     Browser
	port  int
	conns []*socket

	mu  sync.Mutex
	own []netip.Prefix // this computer's addresses and networks; guarded by mu
}

type socket struct {
	*net.UDPConn
	v4     *ipv4.PacketConn // or
	v6     *ipv6.PacketConn
	shared bool         // at the standard port
	joined map[int]bool // by index of the interface
}

// open opens what of the sockets can be opened.
func open(b Browser) (*sockets, error) {
	s := &sockets{b: b, port: cmp.Or(b.port, standardPort)}
	interfaces, err := b.interfaces()
	if err != nil {
		return nil, err
	}
	var failed []error
	for _, network := range []string{"udp4", "udp6"} {
		for _, shared := range []bool{true, false} {
			k, err := listen(network, s.port, shared)
			if err != nil {
				failed = append(failed, err)
				continue
			}
			s.conns = append(s.conns, k)
		}
	}
	if len(s.conns) == 0 {
		return nil, fmt.Errorf("%w: %w", ErrNoNetwork, errors.Join(failed...))
	}
	s.take(interfaces)
	return s, nil
}

func listen(network string, port int, shared bool) (*socket, error) {
	var at *net.UDPAddr
	if shared {
		at = group(network == "udp6", port) // a multicast address: the port is then shared
	}
	c, err := net.ListenUDP(network, at)
	if err != nil {
		return nil, err
	}
	k := &socket{UDPConn: c, shared: shared, joined: map[int]bool{}}
	// The standard wants 255 hops; where setting fails, most accept less.
	if network == "udp4" {
		k.v4 = ipv4.NewPacketConn(c)
		k.v4.SetMulticastTTL(255)
		k.v4.SetMulticastLoopback(true)
	} else {
		k.v6 = ipv6.NewPacketConn(c)
		k.v6.SetMulticastHopLimit(255)
		k.v6.SetMulticastLoopback(true)
	}
	return k, nil
}

func group(six bool, port int) *net.UDPAddr {
	if six {
		return &net.UDPAddr{IP: group6, Port: port}
	}
	return &net.UDPAddr{IP: group4, Port: port}
}

// take makes the sockets listen in networks they do not know yet. A network
// that does not take part is left out: another one may.
func (s *sockets) take(interfaces []net.Interface) {
	own := ownNetworks()
	s.mu.Lock()
	s.own = own
	s.mu.Unlock()
	for _, k := range s.conns {
		for i := range interfaces {
			if at := interfaces[i].Index; k.shared && !k.joined[at] {
				k.joined[at] = k.join(&interfaces[i], group(k.v6 != nil, s.port)) == nil
			}
		}
	}
}

func (k *socket) join(i *net.Interface, group *net.UDPAddr) error {
	if k.v4 != nil {
		return k.v4.JoinGroup(i, group)
	}
	return k.v6.JoinGroup(i, group)
}

// send sends a query through every socket into every network there is now, and
// reports whether any of it went out. One sender at a time.
func (s *sockets) send(query []byte) error {
	interfaces, err := s.b.interfaces()
	if err != nil {
		return err
	}
	s.take(interfaces)
	var failed []error
	for _, k := range s.conns {
		for i := range interfaces {
			if err := k.sendThrough(&interfaces[i], query, s.port); err != nil {
				failed = append(failed, err)
			}
		}
	}
	if len(failed) == len(s.conns)*len(interfaces) {
		return fmt.Errorf("%w: %w", ErrNoNetwork, errors.Join(failed...))
	}
	return nil
}

func (k *socket) sendThrough(i *net.Interface, query []byte, port int) error {
	to := group(k.v6 != nil, port)
	var err error
	if k.v4 != nil {
		err = k.v4.SetMulticastInterface(i)
	} else {
		to.Zone = i.Name
		err = k.v6.SetMulticastInterface(i)
	}
	if err == nil {
		_, err = k.WriteTo(query, to)
	}
	return err
}

// receive hands every packet from the local network to out until ctx ends, and
// closes the sockets. It returns when all of its goroutines have.
func (s *sockets) receive(ctx context.Context, out chan<- packet) {
	var readers sync.WaitGroup
	for _, k := range s.conns {
		defer context.AfterFunc(ctx, func() { k.Close() })()
		readers.Go(func() {
			buf := make([]byte, maxPacket)
			for failed := 0; failed < 1000; {
				n, from, err := k.ReadFromUDPAddrPort(buf)
				if errors.Is(err, net.ErrClosed) || ctx.Err() != nil {
					return
				}
				if failed++; err != nil {
					continue // Windows reports here what became of a packet sent earlier
				}
				failed = 0
				near, local := s.place(from.Addr().Unmap())
				if !local {
					continue
				}
				select {
				case out <- packet{append([]byte(nil), buf[:n]...), near}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	readers.Wait()
}

// place says whether a sender is this computer, and whether it is in a network
// this computer is part of: nobody else is asked, and nobody else may answer.
func (s *sockets) place(from netip.Addr) (near, local bool) {
	if from.IsLoopback() {
		return true, true
	}
	local = from.IsLinkLocalUnicast()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.own {
		if p.Addr() == from.WithZone("") {
			return true, true
		}
		local = local || p.Contains(from)
	}
	return false, local
}

// ownNetworks returns this computer's own addresses with their networks. A
// packet of its own may bear any of them, whatever interface it came through.
func ownNetworks() []netip.Prefix {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var all []netip.Prefix
	for _, a := range addresses {
		n, ok := a.(*net.IPNet)
		if !ok {
			continue
		}
		ip, ok := netip.AddrFromSlice(n.IP)
		ones, _ := n.Mask.Size()
		if ip = ip.Unmap(); ok && ones <= ip.BitLen() {
			all = append(all, netip.PrefixFrom(ip, ones))
		}
	}
	return all
}

// interfaces returns the networks that are up and can multicast. The loopback
// counts, where it says so or not: phones made of code live there.
func (b Browser) interfaces() ([]net.Interface, error) {
	all, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("listing this computer's networks: %w", err)
	}
	const most = 32
	var fit []net.Interface
	for _, i := range all {
		if i.Flags&net.FlagUp != 0 && i.Flags&(net.FlagMulticast|net.FlagLoopback) != 0 &&
			(b.only == "" || b.only == i.Name) && len(fit) < most {
			fit = append(fit, i)
		}
	}
	if len(fit) == 0 {
		return nil, ErrNoNetwork
	}
	return fit, nil
}

package adbserver

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"keepsake/device/demo/adbd"
	"keepsake/device/demo/link"
	"keepsake/device/demo/wifi"
)

// Networked is a phone that can also be reached over the network.
type Networked interface {
	Phone
	// Listens reports whether computers connect to the phone at the address.
	Listens(addr netip.AddrPort) bool
	// Notices are what the phone announces.
	Notices() []wifi.Notice
}

// network is what the server has to do with phones over the network. It
// connects to them as any server does, up to the phone's banner; what clients
// then ask goes to the phone itself, for as long as that connection lasts.
type network struct {
	work sync.WaitGroup

	mu       sync.Mutex
	identity *wifi.Identity // made when first needed
	remotes  map[string]*remote
	count    int
	watchers map[int]func()
	watcher  int
	ended    bool
}

// remote is a phone the server is connected to.
type remote struct {
	addr  string
	phone Phone
	count int // of all that were connected
	line  adbd.Line
	link  *link.Link
}

func newNetwork() *network {
	return &network{remotes: make(map[string]*remote), watchers: make(map[int]func())}
}

// who returns the server's key, as adb keeps it in the owner's home.
func (n *network) who() (wifi.Identity, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.identity == nil {
		made, err := wifi.NewIdentity()
		if err != nil {
			return wifi.Identity{}, err
		}
		n.identity = &made
	}
	return *n.identity, nil
}

// list returns the phones connected, the longest first.
func (n *network) list() []*remote {
	n.mu.Lock()
	defer n.mu.Unlock()
	all := make([]*remote, 0, len(n.remotes))
	for _, r := range n.remotes {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b *remote) int { return cmp.Compare(a.count, b.count) })
	return all
}

// has reports whether that connection still lasts.
func (n *network) has(r *remote) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.remotes[r.addr] == r
}

// subscribe calls f after every change of the list, until stop.
func (n *network) subscribe(f func()) (stop func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.watcher++
	id := n.watcher
	n.watchers[id] = f
	return func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		delete(n.watchers, id)
	}
}

// change runs f under the lock and then tells the watchers.
func (n *network) change(f func()) {
	n.mu.Lock()
	f()
	var told []func()
	for _, w := range n.watchers {
		told = append(told, w)
	}
	n.mu.Unlock()
	for _, f := range told {
		f()
	}
}

// add lists a connected phone until its connection ends.
func (n *network) add(addr string, phone Phone, line adbd.Line) {
	r := &remote{addr: addr, phone: phone, line: line, link: link.New(0, 0)}
	taken := false
	n.change(func() {
		if taken = n.ended || n.remotes[addr] != nil; taken {
			return
		}
		n.count++
		r.count = n.count
		n.remotes[addr] = r
		n.work.Go(func() {
			_, _ = io.Copy(io.Discard, line) // the phone says nothing; its end is what counts
			n.remove(r)
		})
	})
	if taken {
		line.Close()
	}
}

// remove ends a connection, with all that goes over it.
func (n *network) remove(r *remote) {
	n.change(func() {
		if n.remotes[r.addr] == r {
			delete(n.remotes, r.addr)
		}
	})
	r.line.Close()
	r.link.Drop()
}

// end ends all connections for good.
func (n *network) end() {
	n.mu.Lock()
	n.ended = true
	n.mu.Unlock()
	for _, r := range n.list() {
		n.remove(r)
	}
	n.work.Wait()
}

// reachTime is how long the server tries to reach a phone.
const reachTime = 10 * time.Second

// connect connects to a phone and returns what an adb server says of it.
func (s *Server) connect(ctx context.Context, arg string) string {
	if arg == "" {
		return "empty address"
	}
	addr, err := withPort(arg)
	if err != nil {
		return err.Error()
	}
	for _, d := range s.devices() {
		if d.serial() == addr || d.serial() == arg {
			return "already connected to " + d.serial()
		}
	}
	ctx, cancel := context.WithTimeout(ctx, reachTime)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return unreached(addr, err)
	}
	phone := s.phoneAt(conn.RemoteAddr())
	id, err := s.network.who()
	if phone == nil || err != nil { // only simulated phones are at home here
		conn.Close()
		return "failed to connect to " + addr
	}
	line, err := adbd.Attach(ctx, conn, id.Key, wifi.Knock(id))
	switch {
	case errors.Is(err, adbd.ErrNotAllowed):
		return "failed to authenticate to " + addr
	case err != nil:
		return "failed to connect to " + addr
	}
	s.network.add(addr, phone, line)
	return "connected to " + addr
}

// phoneAt returns the phone that listens at an address; nil: none of this server's.
func (s *Server) phoneAt(a net.Addr) Phone {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return nil
	}
	at := tcp.AddrPort()
	for _, p := range s.phones {
		if n, ok := p.(Networked); ok && n.Listens(netip.AddrPortFrom(at.Addr().Unmap(), at.Port())) {
			return p
		}
	}
	return nil
}

// unreached is what an adb server says of an address nobody answers at.
func unreached(addr string, err error) string {
	host, _, _ := net.SplitHostPort(addr)
	var no syscall.Errno
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		return "failed to resolve host: '" + host + "': Name or service not known"
	case errors.As(err, &no) && no.Error() != "":
		text := no.Error()
		return "failed to connect to '" + addr + "': " + strings.ToUpper(text[:1]) + text[1:]
	}
	return "failed to connect to " + addr
}

// withPort completes an address with adb's own port.
func withPort(arg string) (string, error) {
	host, port, err := net.SplitHostPort(arg)
	if err != nil {
		if strings.HasPrefix(arg, "[") || !strings.Contains(arg, ":") {
			return net.JoinHostPort(strings.Trim(arg, "[]"), "5555"), nil
		}
		return "", refusal("bad port number '" + arg[strings.LastIndex(arg, ":")+1:] + "' in '" + arg + "'")
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", refusal("bad port number '" + port + "' in '" + arg + "'")
	}
	return net.JoinHostPort(host, port), nil
}

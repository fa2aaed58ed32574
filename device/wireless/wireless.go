package wireless

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/wireless/mdns"
)

// Wireless brings phones to one adb server. It is safe for concurrent use and
// holds nothing between calls.
type Wireless struct {
	server   server
	searcher searcher
	identify func(ctx context.Context, serial string) (id string, err error)
	wait     waits
}

// server is what is needed of an adb server.
type server interface {
	Ensure(ctx context.Context) error
	Reach(ctx context.Context, addr string) (serial string, err error)
	Disconnect(ctx context.Context, addr string) error
	Pair(ctx context.Context, addr, code string) (guid string, err error)
	MDNSServices(ctx context.Context) ([]adb.MDNSService, error)
	Devices(ctx context.Context) ([]adb.Entry, error)
	cable(e adb.Entry) cable
}

// cable is what is needed of a phone on USB.
type cable interface {
	Shell(ctx context.Context, command string) (adb.Result, error)
	TCPIP(ctx context.Context, port int) error
}

// searcher is an mdns.Browser.
type searcher interface {
	Browse(ctx context.Context, types []string, each func([]mdns.Instance)) error
}

type adbServer struct{ *adb.Server }

func (s adbServer) cable(e adb.Entry) cable { return s.Device(e) }

// waits are the pauses of this package; tests make them short.
type waits struct {
	ask    time.Duration // between two questions to the server's own search
	see    time.Duration // for a phone just paired to be seen in the network
	self   time.Duration // for a server that connects to paired phones by itself
	search time.Duration // for a known phone to be seen before its old addresses are tried
	again  time.Duration // between two attempts to reach a phone that restarts its adb
	back   time.Duration // for that phone to come back
	try    time.Duration // one attempt at an old address
}

var patient = waits{
	ask: 2 * time.Second, see: 20 * time.Second, self: 3 * time.Second, search: 4 * time.Second,
	again: time.Second, back: 30 * time.Second, try: 8 * time.Second,
}

// New returns the wireless side of an adb server, which need not run yet.
func New(s *adb.Server) *Wireless {
	return &Wireless{
		server: adbServer{s}, searcher: mdns.Browser{}, wait: patient,
		identify: func(ctx context.Context, serial string) (string, error) {
			p, err := device.Find(ctx, s, serial)
			if err != nil {
				return "", err
			}
			return p.Info().ID, nil
		},
	}
}

// Phone is a phone connected over the network.
type Phone struct {
	Serial string // as the adb server lists it: an address, or a name of the network
	GUID   string // the name the phone gave itself in the network when it was paired; may be empty
	Addr   string // "host:port"; empty if the server connected by the phone's name
}

// Over returns the phone of a serial that is one of the network, for phones the
// adb server has connected to without being told.
func Over(serial string) (Phone, bool) {
	if name, kind, ok := cutService(serial); ok {
		p := Phone{Serial: serial}
		if kind == Secure {
			p.GUID = name
		}
		return p, true
	}
	if host, port, err := net.SplitHostPort(serial); err == nil && host != "" && port != "" {
		return Phone{Serial: serial, Addr: serial}, true
	}
	return Phone{}, false
}

// cutService takes apart "adb-1a2b-Xy._adb-tls-connect._tcp", with or without
// the dot or the domain behind it.
func cutService(serial string) (name string, kind Kind, ok bool) {
	for _, k := range []Kind{Secure, Plain} {
		name, rest, found := strings.Cut(serial, "."+string(k))
		if found && name != "" && (rest == "" || rest == "." || rest == ".local" || rest == ".local.") {
			return name, k, true
		}
	}
	return "", "", false
}

// Connect connects to the phone at addr ("host" or "host:port"; 5555 without a
// port). Being connected already is success. Errors are ErrRefused,
// ErrUnreachable, ErrNoHost, ErrUnauthorized, or the server's.
func (w *Wireless) Connect(ctx context.Context, addr string) (Phone, error) {
	if err := w.server.Ensure(ctx); err != nil {
		return Phone{}, err
	}
	return w.connect(ctx, strings.TrimSpace(addr))
}

func (w *Wireless) connect(ctx context.Context, addr string) (Phone, error) {
	serial, err := w.server.Reach(ctx, addr)
	if err != nil {
		return Phone{}, err
	}
	// The server answers "connected" while the phone still asks its owner.
	list, err := w.server.Devices(ctx)
	if err != nil {
		return Phone{}, fmt.Errorf("connecting to phone %s: %w", serial, err)
	}
	for _, e := range list {
		if e.Serial == serial && e.State == string(device.Unauthorized) {
			return Phone{}, fmt.Errorf("connecting to phone %s: %w", serial, ErrUnauthorized)
		}
	}
	return Phone{Serial: serial, Addr: serial}, nil
}

// Disconnect takes a phone over the network off the server's list, by its
// serial.
func (w *Wireless) Disconnect(ctx context.Context, serial string) error {
	if err := w.server.Ensure(ctx); err != nil {
		return err
	}
	return w.server.Disconnect(ctx, serial)
}

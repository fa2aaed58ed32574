package adb

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

// Why a phone in the network cannot be connected to. Each is also ErrDeviceGone.
var (
	// ErrRefused: the computer at the address is there, but has no open port of
	// this number: wireless debugging is off, or its port has changed.
	ErrRefused = errors.New("nothing waits at this address")
	// ErrUnreachable: nothing answers from there.
	ErrUnreachable = errors.New("nothing answers at this address")
	// ErrNoHost: the name stands for no address.
	ErrNoHost = errors.New("no computer or phone has this name")
)

// reachTimeout is more than a server takes: 10 s to connect, and 10 more for the
// phone to introduce itself.
const reachTimeout = 45 * time.Second

// Reach is Connect for a person who waits: its error tells why, as ErrRefused,
// ErrUnreachable, ErrNoHost or ErrUnauthorized. It returns the serial under
// which the server lists the phone from now on. A server keeps trying an address
// that did not answer; Reach takes it off its list again.
func (s *Server) Reach(ctx context.Context, addr string) (serial string, err error) {
	host, port, err := splitPhoneAddr(addr)
	if err != nil {
		return "", fmt.Errorf("connecting to phone %q: %w: %w", addr, ErrNoHost, err)
	}
	serial = host + ":" + strconv.Itoa(port)
	text, err := s.queryFor(ctx, reachTimeout, "host:connect:"+serial)
	if err == nil {
		err = reachError(text)
	}
	if err != nil {
		if errors.Is(err, ErrUnreachable) {
			s.query(ctx, "host:disconnect:"+serial) // that it is not on the list is as well
		}
		return "", fmt.Errorf("connecting to phone %s: %w", serial, err)
	}
	return serial, nil
}

// queryFor is query with another patience.
func (s *Server) queryFor(ctx context.Context, patience time.Duration, question string) (string, error) {
	l, err := s.dial(ctx)
	if err != nil {
		return "", err
	}
	defer l.Close()
	defer l.closeOn(ctx)()
	l.setPatience(patience)
	if err := l.request(question); err != nil {
		return "", explainServer(ctx, err)
	}
	text, err := l.frame()
	return text, explainServer(ctx, err)
}

// reachError reads the server's answer to connect, which is OKAY whatever
// happened. What went wrong is in the words of the server's system.
func reachError(text string) error {
	if strings.HasPrefix(text, "connected to") || strings.HasPrefix(text, "already connected to") {
		return nil
	}
	has := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(text, part) {
				return true
			}
		}
		return false
	}
	kind := ErrUnreachable
	switch {
	case has("authenticate", "unauthorized"):
		return fmt.Errorf("%w (adb: %s)", ErrUnauthorized, shortText(text))
	case has("resolve", "not known", "No such host", "nodename"):
		kind = ErrNoHost
	case has("refused", "10061"):
		kind = ErrRefused
	}
	return fmt.Errorf("%w: %w (adb: %s)", ErrDeviceGone, kind, shortText(text))
}

// ReconnectOffline makes the server drop the connections to phones that are
// offline and try them again.
func (s *Server) ReconnectOffline(ctx context.Context) error {
	if _, err := s.query(ctx, "host:reconnect-offline"); err != nil {
		return fmt.Errorf("reconnecting phones that are offline: %w", s.tooOld(ctx, err, "reconnecting", "platform-tools 28 or newer"))
	}
	return nil
}

// Kill ends the server, which every program on this computer that talks to
// phones shares. That none runs is success.
func (s *Server) Kill(ctx context.Context) error {
	l, err := s.dial(ctx)
	if errors.Is(err, ErrNoServer) && !isTimeout(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("ending the adb server: %w", err)
	}
	defer l.Close()
	defer l.closeOn(ctx)()
	if err := l.request("host:kill"); err != nil {
		return fmt.Errorf("ending the adb server: %w", explainServer(ctx, err))
	}
	return nil
}

func isTimeout(err error) bool {
	n, ok := errors.AsType[net.Error](err)
	return ok && n.Timeout()
}

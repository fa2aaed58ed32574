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
	case has("refused", "(10061)"):
		kind = ErrRefused
	}
	return fmt.Errorf("%w: %w (adb: %s)", ErrDeviceGone, kind, shortText(text))
}

// splitPhoneAddr takes a phone's address apart; without a port it is 5555.
func splitPhoneAddr(addr string) (host string, port int, err error) {
	host, digits, err := net.SplitHostPort(addr)
	if err != nil {
		host, digits = strings.Trim(addr, "[]"), "5555"
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || n == 0 {
		return "", 0, fmt.Errorf("%q is no port", digits)
	}
	// An empty host would mean every phone, a control character another request.
	if host == "" || len(host) > 255 || strings.ContainsFunc(host, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return "", 0, fmt.Errorf("%q is no host name or address", host)
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return host, int(n), nil
}

package adbserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"keepsake/device/demo/trouble"
	"keepsake/device/demo/wifi"
)

// wireless serves what concerns phones over the network.
func (c *client) wireless(ctx context.Context, word, arg string) (done bool, err error) {
	switch word {
	case "connect":
		return true, c.okay(c.s.connect(ctx, arg))
	case "disconnect":
		text, err := c.s.disconnect(arg)
		return true, c.reply(err, text)
	case "pair":
		code, addr, ok := strings.Cut(arg, ":")
		if !ok {
			return false, nil
		}
		return true, c.pair(ctx, code, addr)
	case "reconnect-offline":
		return true, c.okay(c.s.reconnect())
	case "mdns":
		switch arg {
		case "check":
			return true, c.okay("mdns daemon version [keepsake]")
		case "services":
			return true, c.okay(c.s.services())
		}
	}
	return false, nil
}

// pair pairs with whatever phone waits at the address. The answer follows an
// OKAY of its own.
func (c *client) pair(ctx context.Context, code, addr string) error {
	if err := c.okay(); err != nil {
		return err
	}
	text, err := c.s.pair(ctx, code, addr)
	if err != nil {
		return c.reply(err)
	}
	return c.conn.Send(c.conn, trouble.Packet{Name: "answer", Data: fmt.Appendf(nil, "%04x%s", len(text), text), Length: trouble.Hex4})
}

func (s *Server) pair(ctx context.Context, code, addr string) (string, error) {
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return "", refusal("Invalid port while parsing address [" + addr + "]")
	}
	full, err := withPort(addr)
	if err != nil {
		return "", refusal("Failed to parse address for pairing: " + err.Error())
	}
	id, err := s.network.who()
	if err != nil {
		return "", refusal("Failed: Unable to start pairing client.")
	}
	name, err := wifi.Pair(ctx, full, code, id, "keepsake@demo")
	switch {
	case errors.Is(err, wifi.ErrNotPaired):
		return "", refusal("Failed: Wrong password or connection was dropped.")
	case err != nil:
		return "", refusal("Failed: Unable to start pairing client.")
	}
	return "Successfully paired to " + addr + " [guid=" + name + "]", nil
}

func (s *Server) disconnect(arg string) (string, error) {
	if arg == "" {
		for _, r := range s.network.list() {
			s.network.remove(r)
		}
		return "disconnected everything", nil
	}
	addr, err := withPort(arg)
	if err != nil {
		return "", refusal("couldn't parse '" + arg + "': " + err.Error())
	}
	all := s.network.list()
	at := slices.IndexFunc(all, func(r *remote) bool { return r.addr == addr })
	if at < 0 {
		return "", refusal("no such device '" + addr + "'")
	}
	s.network.remove(all[at])
	return "disconnected " + addr, nil
}

// reconnect says which phones are tried again: the simulated cable decides
// whether that helps.
func (s *Server) reconnect() string {
	var b strings.Builder
	for _, d := range s.devices() {
		if d.state != Ready {
			fmt.Fprintf(&b, "reconnecting %s [%s]\n", d.serial(), d.state)
		}
	}
	return b.String()
}

// services lists what the phones announce.
func (s *Server) services() string {
	var b strings.Builder
	for _, p := range s.phones {
		n, ok := p.(Networked)
		if !ok {
			continue
		}
		for _, notice := range n.Notices() {
			fmt.Fprintf(&b, "%s\t%s\t%s\n", notice.Name, notice.Kind, notice.Addr)
		}
	}
	return b.String()
}

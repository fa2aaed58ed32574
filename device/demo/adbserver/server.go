// Package adbserver is the simulated phone behind an adb server of its own: the
// smart socket a client talks to, with the devices it knows plugged in. No adb
// program is needed.
//
// Begin with New and Server.Serve.
package adbserver

import (
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
	"time"

	"keepsake/device/demo/accept"
	"keepsake/device/demo/adbd"
	"keepsake/device/demo/link"
	"keepsake/device/demo/trouble"
)

// State is what a phone is to the server.
type State string

// The states a simulated phone can be in. A phone that is not plugged in is not listed.
const (
	Ready        State = "device"
	Unauthorized State = "unauthorized"
	Offline      State = "offline"
	Absent       State = ""
)

// Phone is one phone that can be plugged into the server.
type Phone interface {
	Serial() string
	Daemon() *adbd.Daemon
	Link() *link.Link
	// Wire is where the phone's packets are counted and spoiled. Of several
	// phones, the first one's also has the server's own answers.
	Wire() *trouble.Wire
	// State returns what the phone is to the server now and how often it has
	// been plugged in: each time makes a new transport.
	State() (State, int)
	// Subscribe calls f after every change of State, until stop is called. f
	// must not wait for anything.
	Subscribe(f func()) (stop func())
}

// Server is one adb server.
type Server struct {
	phones []Phone
	wire   *trouble.Wire

	network *network

	mu     sync.Mutex
	ids    map[plug]uint64
	lastID uint64
}

// plug is one time a phone was plugged in.
type plug struct {
	phone int
	count int
}

// New returns a server with these phones.
func New(phones ...Phone) *Server {
	s := &Server{phones: phones, wire: &trouble.Wire{}, network: newNetwork(), ids: make(map[plug]uint64)}
	if len(phones) > 0 {
		s.wire = phones[0].Wire()
	}
	return s
}

// Serve answers clients until ctx ends, which is no error. It closes l, and
// returns when every connection is closed and everything that served it has ended.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	defer s.network.end()
	return accept.Each(ctx, l, s.client)
}

// requestTime is how long a client may take for its request.
const requestTime = 30 * time.Second

// client serves one connection.
func (s *Server) client(ctx context.Context, raw net.Conn) {
	conn := s.wire.Wrap(raw, false)
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	defer conn.Close()
	c := &client{s: s, conn: conn}
	for {
		request, err := readRequest(conn)
		if err != nil {
			return
		}
		again, err := c.answer(ctx, request)
		if err != nil || !again {
			c.leave()
			return
		}
	}
}

// leave closes politely: what was sent arrives, although the client may have
// sent something nobody reads.
func (c *client) leave() {
	if c.conn.CloseWrite() != nil {
		return
	}
	t := time.AfterFunc(lingerTime, func() { c.conn.Close() })
	defer t.Stop()
	_, _ = io.Copy(io.Discard, c.conn) // ends when the client closes or the time is over
}

// lingerTime is how long a finished connection waits for the client to close.
const lingerTime = 2 * time.Second

var errRequest = errors.New("not an adb request")

// readRequest reads four hex digits and as many bytes as they say.
func readRequest(conn net.Conn) (string, error) {
	if err := conn.SetReadDeadline(time.Now().Add(requestTime)); err != nil {
		return "", err
	}
	var head [4]byte
	if _, err := io.ReadFull(conn, head[:]); err != nil {
		return "", err
	}
	n, err := strconv.ParseUint(string(head[:]), 16, 16)
	if err != nil {
		return "", errRequest
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(conn, b); err != nil {
		return "", err
	}
	return string(b), conn.SetReadDeadline(time.Time{})
}

// id is the transport id of a phone as it is plugged in now.
func (s *Server) id(phone, count int) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := plug{phone, count}
	if s.ids[p] == 0 {
		s.lastID++
		s.ids[p] = s.lastID
	}
	return s.ids[p]
}

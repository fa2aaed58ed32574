package adb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"

	"github.com/electricbubble/gadb"
)

// Version returns the server's protocol version, 41 for all servers of today.
func (s *Server) Version(ctx context.Context) (int, error) {
	var version int
	err := s.throughGadb(ctx, func(c gadb.Client) (err error) {
		version, err = c.ServerVersion()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("asking for the adb server's version: %w", err)
	}
	return version, nil
}

// Connect makes the server connect to a phone in the network; without a port it
// takes 5555. Being connected already is success.
func (s *Server) Connect(ctx context.Context, addr string) error {
	host, port, err := splitPhoneAddr(addr)
	if err != nil {
		return fmt.Errorf("connecting to phone %q: %w", addr, err)
	}
	err = s.throughGadb(ctx, func(c gadb.Client) error { return c.Connect(host, port) })
	if err != nil {
		return fmt.Errorf("connecting to phone %s: %w", addr, err)
	}
	return nil
}

// Disconnect takes a phone in the network off the server's list. A phone that is
// not on it is ErrDeviceGone.
func (s *Server) Disconnect(ctx context.Context, addr string) error {
	host, port, err := splitPhoneAddr(addr)
	if err != nil {
		return fmt.Errorf("disconnecting phone %q: %w", addr, err)
	}
	err = s.throughGadb(ctx, func(c gadb.Client) error { return c.Disconnect(host, port) })
	if err != nil {
		return fmt.Errorf("disconnecting phone %s: %w", addr, err)
	}
	return nil
}

// throughGadb runs one call of gadb. gadb knows no context and waits a minute
// for each read, so it is given a relay of ours instead of the server itself:
// when ctx ends the relay closes, and gadb's call and its goroutine end with it.
func (s *Server) throughGadb(ctx context.Context, call func(gadb.Client) error) error {
	first, err := s.dial(ctx) // proves that the server answers, with a context
	if err != nil {
		return err
	}
	first.Close()
	r, err := s.openRelay(ctx)
	if err != nil {
		return err
	}
	defer r.close()

	done := make(chan error, 1)
	go func() {
		// gadb makes a slice of whatever length it was sent, negative ones too.
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Errorf("%w: %v", ErrProtocol, p)
			}
		}()
		client, err := gadb.NewClientWith("127.0.0.1", r.port())
		if err == nil {
			err = call(client)
		}
		done <- err
	}()
	select {
	case err = <-done:
	case <-ctx.Done(): // which has closed the relay
		<-done
		return ctx.Err()
	}
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*net.OpError](err); ok || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return explainServer(ctx, wrapWire(err))
	}
	if _, ok := errors.AsType[*strconv.NumError](err); ok || errors.Is(err, ErrProtocol) {
		return fmt.Errorf("%w: %w", ErrServer, err)
	}
	return serverError(strings.TrimPrefix(strings.TrimPrefix(err.Error(), "command failed: "), "adb connect: "))
}

// relay passes connections of this computer on to the adb server.
type relay struct {
	l    net.Listener
	ctx  context.Context // ends with close
	stop context.CancelFunc
	wg   sync.WaitGroup
}

func (s *Server) openRelay(ctx context.Context) (*relay, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("opening a local port: %w", err)
	}
	r := &relay{l: l}
	r.ctx, r.stop = context.WithCancel(ctx)
	context.AfterFunc(r.ctx, func() { l.Close() })
	r.wg.Go(func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			r.wg.Go(func() { r.pass(s, near) })
		}
	})
	return r, nil
}

func (r *relay) port() int { return r.l.Addr().(*net.TCPAddr).Port }

// close ends the relay and every connection through it.
func (r *relay) close() {
	r.stop()
	r.l.Close()
	r.wg.Wait()
}

func (r *relay) pass(s *Server, near net.Conn) {
	defer near.Close()
	far, err := s.dial(r.ctx)
	if err != nil {
		return
	}
	far.setPatience(0)
	defer far.Close()
	defer context.AfterFunc(r.ctx, func() { near.Close(); far.Close() })()
	var back sync.WaitGroup
	back.Go(func() {
		io.Copy(near, far.Conn)
		near.Close() // the server has ended its answer
	})
	io.Copy(far.Conn, near)
	far.Close()
	back.Wait()
}

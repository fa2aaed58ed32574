package adb

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
)

// Answers asks what listens at the server's address for its protocol version, 41
// for all servers of today, and never starts one. The error is ErrNoServer when
// nothing listens, ErrServer and ErrProtocol when it is something other than an
// adb server, and ErrServer alone when it takes the question and stays silent.
func (s *Server) Answers(ctx context.Context) (version int, err error) {
	text, err := s.query(ctx, "host:version")
	if err != nil {
		return 0, fmt.Errorf("asking for the adb server's version: %w", err)
	}
	n, err := strconv.ParseUint(text, 16, 16)
	if err != nil || len(text) != 4 {
		return 0, fmt.Errorf("%w: %w: %s answers with version %q", ErrServer, ErrProtocol, s.addr, text)
	}
	return int(n), nil
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

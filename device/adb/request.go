package adb

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"
)

// maxRequest is what four hex digits can say.
const maxRequest = 0xffff

// request sends one smart-socket request and reads OKAY or FAIL. Reads are
// exact: what follows OKAY belongs to whoever uses the link next.
func (l *link) request(text string) error {
	if len(text) > maxRequest {
		return fmt.Errorf("request of %d bytes to the adb server: at most %d fit", len(text), maxRequest)
	}
	if _, err := io.WriteString(l, fmt.Sprintf("%04x%s", len(text), text)); err != nil {
		return err
	}
	return l.status()
}

func (l *link) status() error {
	var word [4]byte
	if _, err := io.ReadFull(l, word[:]); err != nil {
		return err
	}
	switch string(word[:]) {
	case "OKAY":
		return nil
	case "FAIL":
		text, err := l.frame()
		if err != nil {
			return err
		}
		return serverError(text)
	}
	return fmt.Errorf("%w: %w: %q instead of OKAY", ErrServer, ErrProtocol, word)
}

// frame reads four hex digits and as many bytes.
func (l *link) frame() (string, error) {
	var head [4]byte
	if _, err := io.ReadFull(l, head[:]); err != nil {
		return "", err
	}
	return l.frameOf(head)
}

// frameOf is frame when the digits are read already.
func (l *link) frameOf(head [4]byte) (string, error) {
	n, err := strconv.ParseUint(string(head[:]), 16, 16)
	if err != nil {
		return "", fmt.Errorf("%w: %w: length %q", ErrServer, ErrProtocol, head)
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(l, body); err != nil {
		return "", err
	}
	return string(body), nil
}

// query asks the server one question on a connection of its own.
func (s *Server) query(ctx context.Context, question string) (string, error) {
	return s.queryFor(ctx, min(answerTimeout, s.o.Patience), question)
}

// queryFor is query for an answer that may take its time.
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

// explainServer is explain for talk with the server itself, where a cut or
// silent connection says nothing about the phone.
func explainServer(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case isWire(err):
		return fmt.Errorf("%w: it broke off its answer (%w)", ErrServer, err)
	}
	return err
}

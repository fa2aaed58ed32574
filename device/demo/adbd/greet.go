package adbd

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"time"
)

// greet exchanges CNXN, with authorisation in between when the guard wants it.
func (t *transport) greet(ctx context.Context, g *Guard) error {
	if err := t.conn.SetReadDeadline(time.Now().Add(greetTime)); err != nil {
		return err
	}
	hello, err := readPacket(t.r, greetMax, false)
	if err != nil {
		return err
	}
	if hello.cmd != cmdCNXN {
		return fmt.Errorf("%w: %08x before CNXN", errPacket, hello.cmd)
	}
	if err := t.conn.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	switch {
	case t.upgrade != nil:
		err = t.encrypt(ctx)
	case g.demands():
		err = t.authorise(ctx, g)
	}
	if err != nil {
		return err
	}
	version := min(hello.arg0, versionNoSums)
	t.sums = version < versionNoSums
	t.limit = int(min(hello.arg1, payloadMax))
	if t.limit < greetMax {
		return fmt.Errorf("%w: a peer that takes only %d bytes", errPacket, t.limit)
	}
	t.acks = bannerHas(hello.data, "delayed_ack") && !t.d.plain.Load()
	return t.send(packet{cmd: cmdCNXN, arg0: version, arg1: payloadMax, data: []byte(t.d.Banner())})
}

// bannerHas reports whether a banner lists a feature.
func bannerHas(banner []byte, feature string) bool {
	_, list, ok := strings.Cut(string(bytes.TrimRight(banner, "\x00")), "features=")
	if !ok {
		return false
	}
	list, _, _ = strings.Cut(list, ";")
	for _, f := range strings.Split(list, ",") {
		if f == feature {
			return true
		}
	}
	return false
}

// authorise sends tokens until one comes back signed by a known key. A peer
// that has no such key offers its own and waits until the guard allows it.
func (t *transport) authorise(ctx context.Context, g *Guard) error {
	for {
		token := make([]byte, 20)
		if _, err := rand.Read(token); err != nil {
			return err
		}
		if err := t.send(packet{cmd: cmdAUTH, arg0: authToken, data: token}); err != nil {
			return err
		}
		answer, err := readPacket(t.r, greetMax, false)
		switch {
		case err != nil:
			return err
		case answer.cmd != cmdAUTH:
			return fmt.Errorf("%w: %08x instead of AUTH", errPacket, answer.cmd)
		case answer.arg0 == authSignature && g.verify(token, answer.data):
			return nil
		case answer.arg0 == authSignature:
			continue
		case answer.arg0 != authKey:
			return fmt.Errorf("%w: AUTH %d", errPacket, answer.arg0)
		}
		key, err := parseKey(answer.data)
		if err != nil {
			return err
		}
		g.offer(key)
		return t.await(ctx, g)
	}
}

// await waits for the tap on "Allow", or for the connection's end.
func (t *transport) await(ctx context.Context, g *Guard) error {
	gone := make(chan error, 1)
	r := t.r
	t.work.Go(func() {
		// Nothing is due from the server now: a byte or an error ends the wait.
		// The reader stays as it is, the byte in its buffer.
		_, err := r.Peek(1)
		gone <- err
		close(gone)
	})
	for {
		open, changed := g.wait()
		if open {
			// The next read waits for the same byte: let this one finish first.
			t.r = bufio.NewReaderSize(after{gone, r}, 64<<10)
			return nil
		}
		select {
		case <-changed:
		case err := <-gone:
			if err == nil {
				err = fmt.Errorf("%w: something came before Allow", errPacket)
			}
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// after is a reader whose first Read waits for another goroutine's Peek.
type after struct {
	gone chan error
	r    io.Reader
}

func (a after) Read(p []byte) (int, error) {
	if err, ok := <-a.gone; ok && err != nil {
		return 0, err
	}
	return a.r.Read(p)
}

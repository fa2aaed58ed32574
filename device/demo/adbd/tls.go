package adbd

import (
	"bufio"
	"context"
	"encoding/binary"
	"net"
	"time"
)

// Upgrade makes an encrypted connection of a plain one, or refuses the computer
// at the other end. What it returns writes to and closes the connection it was
// given.
type Upgrade func(ctx context.Context, conn net.Conn) (net.Conn, error)

// ServeTLS is ServeConn for the port of wireless debugging: the connection is
// encrypted before the phone says who it is, and up decides who may enter.
func (d *Daemon) ServeTLS(ctx context.Context, conn net.Conn, up Upgrade) error {
	return d.serve(ctx, conn, nil, up)
}

// versionTLS is the version of STLS.
const versionTLS = 0x01000000

// encrypt agrees on STLS and puts the encrypted connection in the plain one's place.
func (t *transport) encrypt(ctx context.Context) error {
	if err := t.send(packet{cmd: cmdSTLS, arg0: versionTLS}); err != nil {
		return err
	}
	if err := t.conn.SetDeadline(time.Now().Add(greetTime)); err != nil {
		return err
	}
	secret, err := t.upgrade(ctx, &agreed{Conn: t.conn, r: t.r})
	if err != nil {
		return err
	}
	t.conn, t.r = secret, bufio.NewReaderSize(secret, 64<<10)
	return t.conn.SetDeadline(time.Time{})
}

// agreed is a connection of which the first bytes have been read already, and
// from which the computer's STLS is taken out. It is meant to come first, but
// adb writes it and the first bytes of TLS from two threads: on a busy computer
// it comes a record of TLS later, or even encrypted, as the first packet.
type agreed struct {
	net.Conn
	r    *bufio.Reader
	left int  // bytes to the end of the record
	done bool // STLS has come
}

// recordHead is the size of what precedes a record of TLS: kind, version, length.
const recordHead = 5

// Read implements io.Reader.
func (a *agreed) Read(p []byte) (int, error) {
	if a.left == 0 && !a.done {
		head, err := a.r.Peek(recordHead)
		if err != nil {
			return 0, err
		}
		if binary.LittleEndian.Uint32(head) == cmdSTLS {
			if _, err := readPacket(a.r, 0, false); err != nil {
				return 0, err
			}
			a.done = true
		} else {
			a.left = recordHead + int(binary.BigEndian.Uint16(head[3:]))
		}
	}
	if a.done {
		return a.r.Read(p)
	}
	n, err := a.r.Read(p[:min(len(p), a.left)])
	a.left -= n
	return n, err
}

// ahead is a connection of which the first bytes have been read already.
type ahead struct {
	net.Conn
	r *bufio.Reader
}

func (a ahead) Read(p []byte) (int, error) { return a.r.Read(p) }

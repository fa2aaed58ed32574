package adbd

import (
	"bufio"
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"net"
	"os"
	"time"
)

// Line is an adb server's connection to a phone over the network, up to the
// phone's banner.
type Line struct {
	net.Conn
	Banner string
}

// ErrNotAllowed is a phone that does not know the computer yet.
var ErrNotAllowed = errors.New("the phone has not allowed this computer")

// allowTime is how long a computer that offered its key waits for the phone.
const allowTime = time.Second

// Attach does what an adb server does when it connects to a phone: it shows its
// key, and encrypts the connection when the phone asks for it. It closes conn
// when it fails.
func Attach(ctx context.Context, conn net.Conn, key *rsa.PrivateKey, up Upgrade) (Line, error) {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	line, err := attach(ctx, conn, key, up)
	if err != nil {
		conn.Close()
	}
	return line, err
}

func attach(ctx context.Context, conn net.Conn, key *rsa.PrivateKey, up Upgrade) (Line, error) {
	say := func(p packet) error {
		b := make([]byte, headerSize)
		header(b, p, false)
		_, err := conn.Write(append(b, p.data...))
		return err
	}
	if err := conn.SetDeadline(time.Now().Add(greetTime)); err != nil {
		return Line{}, err
	}
	if err := say(packet{cmd: cmdCNXN, arg0: versionNoSums, arg1: payloadMax, data: []byte("host::features=shell_v2")}); err != nil {
		return Line{}, err
	}
	r := bufio.NewReader(conn)
	signed, offered := false, false
	for {
		p, err := readPacket(r, greetMax, false)
		switch {
		case offered && errors.Is(err, os.ErrDeadlineExceeded):
			return Line{}, ErrNotAllowed
		case err != nil:
			return Line{}, err
		case p.cmd == cmdCNXN:
			return Line{ahead{conn, r}, string(bytes.TrimRight(p.data, "\x00"))}, conn.SetDeadline(time.Time{})
		case p.cmd == cmdSTLS && up != nil:
			if err := say(packet{cmd: cmdSTLS, arg0: versionTLS}); err != nil {
				return Line{}, err
			}
			secret, err := up(ctx, ahead{conn, r})
			if err != nil {
				return Line{}, err
			}
			conn, r, up = secret, bufio.NewReader(secret), nil
		case p.cmd == cmdAUTH && p.arg0 == authToken && !signed:
			sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA1, p.data)
			if err != nil {
				return Line{}, err
			}
			signed = true
			if err := say(packet{cmd: cmdAUTH, arg0: authSignature, data: sig}); err != nil {
				return Line{}, err
			}
		case p.cmd == cmdAUTH && p.arg0 == authToken && !offered:
			// The phone may ask its owner about the key now, which takes its time.
			offered = true
			text, err := EncodeKey(&key.PublicKey, "keepsake@computer")
			if err == nil {
				err = say(packet{cmd: cmdAUTH, arg0: authKey, data: append([]byte(text), 0)})
			}
			if err == nil {
				err = conn.SetDeadline(time.Now().Add(allowTime))
			}
			if err != nil {
				return Line{}, err
			}
		default:
			return Line{}, fmt.Errorf("%w: %08x in the greeting", errPacket, p.cmd)
		}
	}
}

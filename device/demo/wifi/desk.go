package wifi

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"keepsake/device/demo/adbd"
)

const (
	exportLabel = "adb-label\x00" // with the zero byte that ends it in C
	exportSize  = 64

	pairTime     = 10 * time.Second // for one attempt
	attemptsMax  = 20               // until the phone closes its pairing port
	atOnce       = 10               // attempts at the same time
	passwordSize = 256              // more than any code or QR code has
)

// ErrNotPaired is what a computer gets when the code is wrong, or when the
// phone has closed the dialog: the two look alike.
var ErrNotPaired = errors.New("wrong code, or the connection was dropped")

// ErrTooManyAttempts ends a pairing port on which many codes were tried.
var ErrTooManyAttempts = errors.New("too many wrong codes")

// Desk is the phone's pairing port: what "Pair device with pairing code" and
// the QR code's camera open.
type Desk struct {
	Identity Identity
	Password string                   // the six digits, or what the QR code says
	Name     string                   // told to the computer: what the phone's notices are called
	Welcome  func(key *rsa.PublicKey) // takes the paired computer's key
}

// Serve waits at l until one computer has paired, which returns nil, too many
// have failed, or ctx ends. It closes l and leaves nothing running.
func (d *Desk) Serve(ctx context.Context, l net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer work.Wait()
	defer cancel()
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	var once sync.Once
	paired := make(chan struct{})
	slots := make(chan struct{}, atOnce)
	var failed int
	var mu sync.Mutex
	for {
		conn, err := l.Accept()
		if err != nil {
			select {
			case <-paired:
				return nil
			default:
			}
			mu.Lock()
			defer mu.Unlock()
			switch {
			case failed >= attemptsMax:
				return ErrTooManyAttempts
			case ctx.Err() != nil:
				return ctx.Err()
			}
			return fmt.Errorf("the phone's pairing port: %w", err)
		}
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			conn.Close()
			continue
		}
		work.Go(func() {
			defer func() { <-slots }()
			key, err := d.attempt(ctx, conn)
			if err == nil {
				once.Do(func() {
					d.Welcome(key)
					close(paired)
				})
				cancel()
				return
			}
			mu.Lock()
			defer mu.Unlock()
			if failed++; failed >= attemptsMax {
				cancel()
			}
		})
	}
}

// attempt pairs with the computer on one connection.
func (d *Desk) attempt(ctx context.Context, raw net.Conn) (*rsa.PublicKey, error) {
	theirs, err := exchange(ctx, tls.Server(raw, d.Identity.server()), handset, d.Password, peer{peerGUID, d.Name})
	if err != nil {
		return nil, err
	}
	if theirs.kind != peerKey {
		return nil, fmt.Errorf("%w: no key, but kind %d", errFrame, theirs.kind)
	}
	return adbd.ParseKey([]byte(theirs.text))
}

// Pair is the computer's side: it pairs with the phone at addr and returns the
// name under which the phone will be found.
func Pair(ctx context.Context, addr, password string, id Identity, host string) (name string, err error) {
	ctx, cancel := context.WithTimeout(ctx, pairTime)
	defer cancel()
	raw, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return "", fmt.Errorf("reach the phone's pairing port: %w", err)
	}
	key, err := adbd.EncodeKey(&id.Key.PublicKey, host)
	if err != nil {
		raw.Close()
		return "", err
	}
	theirs, err := exchange(ctx, tls.Client(raw, id.client()), computer, password, peer{peerKey, key})
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNotPaired, err)
	}
	if theirs.kind != peerGUID || theirs.text == "" {
		return "", fmt.Errorf("%w: a phone without a name", errFrame)
	}
	return theirs.text, nil
}

// exchange is both sides of pairing. It closes the connection.
func exchange(ctx context.Context, conn *tls.Conn, r role, password string, mine peer) (peer, error) {
	defer conn.Close()
	if password == "" || len(password) > passwordSize {
		return peer{}, fmt.Errorf("a password of %d bytes", len(password))
	}
	stop := context.AfterFunc(ctx, func() { conn.NetConn().Close() })
	defer stop()
	if err := conn.SetDeadline(time.Now().Add(pairTime)); err != nil {
		return peer{}, err
	}
	if err := conn.HandshakeContext(ctx); err != nil {
		return peer{}, err
	}
	state := conn.ConnectionState()
	bound, err := state.ExportKeyingMaterial(exportLabel, nil, exportSize)
	if err != nil {
		return peer{}, err
	}
	s, err := newSpake(r, append([]byte(password), bound...))
	if err != nil {
		return peer{}, err
	}
	if err := writeFrame(conn, kindSpake, s.message); err != nil {
		return peer{}, err
	}
	theirs, err := readFrame(conn, kindSpake)
	if err != nil {
		return peer{}, err
	}
	key, err := s.key(theirs)
	if err != nil {
		return peer{}, err
	}
	box, err := newSealer(key)
	if err != nil {
		return peer{}, err
	}
	about, err := mine.encode()
	if err != nil {
		return peer{}, err
	}
	if err := writeFrame(conn, kindPeer, box.seal(about)); err != nil {
		return peer{}, err
	}
	sealed, err := readFrame(conn, kindPeer)
	if err != nil {
		return peer{}, err
	}
	if about, err = box.open(sealed); err != nil {
		return peer{}, err
	}
	return decodePeer(about)
}

package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"net"

	"keepsake/device/demo/wifi"
)

// PairCode taps on "Pair device with pairing code": the phone shows an address
// and a code of six digits. The dialog closes once a computer has paired, after
// too many wrong codes, when another opens, or when ctx ends.
func (w *Wireless) PairCode(ctx context.Context) (addr, code string, err error) {
	if code = w.code; code == "" {
		n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
		if err != nil {
			return "", "", err
		}
		code = fmt.Sprintf("%06d", n)
	}
	addr, err = w.pair(ctx, w.name, code)
	return addr, code, err
}

// Scan holds the phone's camera over a computer's QR code. The phone then can be
// paired with under the name and the password of the code, for as long as
// PairCode's dialog stays open.
func (w *Wireless) Scan(ctx context.Context, qr string) error {
	name, password, err := wifi.ParseQR(qr)
	if err != nil {
		return err
	}
	_, err = w.pair(ctx, name, password)
	return err
}

// pair opens the pairing port, in place of another one.
func (w *Wireless) pair(ctx context.Context, name, password string) (addr string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	w.changing.Lock()
	defer w.changing.Unlock()
	if w.ctx.Err() != nil {
		return "", fmt.Errorf("wireless debugging is off: %w", net.ErrClosed)
	}
	if w.dialog != nil {
		w.dialog()
		w.dialog = nil
	}
	l, err := listen(w.host, 0)
	if err != nil {
		return "", err
	}
	take, err := w.announce(name, wifi.Pairing, address(l))
	if err != nil {
		l.Close()
		return "", err
	}
	d := wifi.Desk{Identity: w.identity, Password: password, Name: w.name, Welcome: w.phone.guard.Know}
	open, cancel := context.WithCancel(w.ctx)
	stop := context.AfterFunc(ctx, cancel)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer take()
		defer stop()
		_ = d.Serve(open, l) // why it ended, the computer has seen
	}()
	w.dialog = func() {
		cancel()
		<-done
	}
	return address(l).String(), nil
}

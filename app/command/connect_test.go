package command

import (
	"bytes"
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/wireless"
)

// airwaves is a network with one phone in it.
type airwaves struct {
	asked []string
	fails error
}

func (a *airwaves) did(what ...string) (wireless.Phone, error) {
	a.asked = append(a.asked, strings.Join(what, " "))
	return wireless.Phone{Serial: "192.168.1.5:37099", GUID: "adb-1a2b-Xy"}, a.fails
}

func (a *airwaves) Browse(ctx context.Context, each func([]wireless.Service)) error {
	if a.fails != nil {
		return a.fails
	}
	each([]wireless.Service{{Name: "adb-\x1b[2J", Kind: wireless.Secure, Addrs: []netip.AddrPort{netip.MustParseAddrPort("192.168.1.5:37099")}}})
	<-ctx.Done()
	return ctx.Err()
}

func (a *airwaves) PairQR(_ context.Context, i wireless.Invitation, say func(wireless.Step)) (wireless.Phone, error) {
	say(wireless.Waiting)
	say(wireless.Done)
	return a.did("qr", i.Text())
}

func (a *airwaves) PairCode(_ context.Context, addr, code string, _ func(wireless.Step)) (wireless.Phone, error) {
	return a.did("pair", addr, code)
}

func (a *airwaves) Connect(_ context.Context, addr string) (wireless.Phone, error) {
	return a.did("connect", addr)
}

func (a *airwaves) OverUSB(_ context.Context, i device.Info, _ func(wireless.Step)) (wireless.Phone, error) {
	return a.did("usb", i.Serial)
}

func (a *airwaves) Disconnect(_ context.Context, serial string) error {
	_, err := a.did("disconnect", serial)
	return err
}

func TestConnect(t *testing.T) {
	for name, test := range map[string]struct {
		o      connectOptions
		asked  string
		stdout string
	}{
		"address":         {connectOptions{addr: "192.168.1.5"}, "connect 192.168.1.5", "Connected to 192.168.1.5:37099.\n"},
		"code":            {connectOptions{addr: "192.168.1.5:4", code: "123456"}, "pair 192.168.1.5:4 123456", "Connected to"},
		"cable":           {connectOptions{usb: true}, "usb SERIAL", "Connected to"},
		"json":            {connectOptions{addr: "x", json: true}, "connect x", `"serial": "192.168.1.5:37099"`},
		"disconnect":      {connectOptions{addr: "x", disconnect: true}, "disconnect x", "x is disconnected.\n"},
		"disconnect json": {connectOptions{addr: "x", disconnect: true, json: true}, "disconnect x", `"disconnected": true`},
		"list":            {connectOptions{}, "", `192.168.1.5:37099  adb-\x1b[2J  can be connected to, once paired`},
		"list json":       {connectOptions{json: true}, "", `"offer": "_adb-tls-connect._tcp"`},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			a := &airwaves{}
			test.o.wait = 10 * time.Millisecond
			err := runConnect(t.Context(), Env{Stdout: &stdout, Stderr: &stderr}, a, test.o, func(context.Context) (device.Info, error) {
				return device.Info{Serial: "SERIAL"}, nil
			})
			if err != nil || !strings.Contains(stdout.String(), test.stdout) || strings.Join(a.asked, ";") != test.asked {
				t.Errorf("%v, asked %q, said %q", err, a.asked, stdout.String())
			}
			a = &airwaves{fails: wireless.ErrRefused}
			if err := runConnect(t.Context(), Env{Stdout: &stdout, Stderr: &stderr}, a, test.o, func(context.Context) (device.Info, error) {
				return device.Info{}, nil
			}); !errors.Is(err, wireless.ErrRefused) {
				t.Errorf("a failure became %v", err)
			}
		})
	}
}

func TestConnectShowsTheCode(t *testing.T) {
	for _, terminal := range []bool{true, false} {
		var stdout, stderr bytes.Buffer
		a := &airwaves{}
		o := connectOptions{qr: true, wait: time.Minute}
		if err := runConnect(t.Context(), Env{Stdout: &stdout, Stderr: &stderr, Terminal: terminal}, a, o, nil); err != nil {
			t.Fatal(err)
		}
		said := stderr.String()
		if strings.Contains(said, "▀") != terminal || strings.Contains(said, strings.TrimPrefix(a.asked[0], "qr ")) == terminal ||
			!strings.Contains(said, "Waiting for the phone") || !strings.Contains(stdout.String(), "Connected") {
			t.Errorf("terminal %v: %s", terminal, said)
		}
	}
}

func TestConnectRefusesWhatDoesNotGoTogether(t *testing.T) {
	for _, args := range [][]string{
		{"connect", "--pair", "123456"}, {"connect", "--disconnect"}, {"connect", "1.2.3.4", "--qr"}, {"connect", "1.2.3.4", "--usb"},
		{"connect", "--qr", "--usb"}, {"connect", "a", "b"}, {"connect", "a", "--device", "x"},
	} {
		var stderr bytes.Buffer
		if code := Run(t.Context(), Env{Stdout: &stderr, Stderr: &stderr}, args); code != exitFailed {
			t.Errorf("%q: %d", args, code)
		}
	}
}

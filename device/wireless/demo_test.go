package wireless_test

import (
	"context"
	"errors"
	"net"
	"os"
	"slices"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/device/wireless"
)

// simulated is a phone with wireless debugging on, announced in the network.
func simulated(t *testing.T) (*demo.Phone, *demo.Wireless) {
	t.Helper()
	p, err := demo.New(demo.Options{Items: 5, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	air, err := p.StartWireless(t.Context(), demo.WirelessOptions{Advertise: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(air.Close)
	return p, air
}

// servers are the adb servers to try: the simulated phone's own and, where
// KEEPSAKE_ADB34 names an adb program that can pair, that one's.
func servers(t *testing.T, each func(t *testing.T, air *demo.Wireless, w *wireless.Wireless, s *adb.Server)) {
	t.Run("simulated server", func(t *testing.T) {
		p, air := simulated(t)
		addr, stop, err := p.Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(stop)
		s := adb.NewServer(adb.Options{Addr: addr, NoStart: true})
		w := wireless.New(s)
		w.GiveServer(300 * time.Millisecond) // this one connects to nobody by itself
		each(t, air, w, s)
	})
	program := os.Getenv("KEEPSAKE_ADB34")
	if program == "" {
		return
	}
	t.Run("real server", func(t *testing.T) {
		_, air := simulated(t)
		s := realServer(t, program)
		each(t, air, wireless.New(s), s)
	})
}

func realServer(t *testing.T, program string) *adb.Server {
	t.Helper()
	for _, variable := range []string{"HOME", "TMPDIR", "ANDROID_SDK_HOME"} {
		t.Setenv(variable, t.TempDir())
	}
	for _, off := range []string{"ADB_USB", "ADB_MDNS", "ADB_EMU"} {
		t.Setenv(off, "0")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	s := adb.NewServer(adb.Options{Program: program, Addr: l.Addr().String()})
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Kill(ctx); err != nil {
			t.Error(err)
		}
	})
	return s
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// From the QR code on the screen to a phone that can be read, then found again
// by its name and by its last address.
func TestPairingWithAPhone(t *testing.T) {
	servers(t, func(t *testing.T, air *demo.Wireless, w *wireless.Wireless, s *adb.Server) {
		ctx := within(t, time.Minute)
		i := wireless.NewInvitation()
		var steps []wireless.Step
		phone, err := w.PairQR(ctx, i, func(step wireless.Step) {
			if step == wireless.Waiting && len(steps) == 0 {
				if err := air.Scan(t.Context(), i.Text()); err != nil {
					t.Error(err)
				}
			}
			steps = append(steps, step)
		})
		if err != nil || phone.GUID != air.Name() || phone.Addr != air.ConnectAddr() {
			t.Fatalf("%+v, %v; the phone is %s at %s", phone, err, air.Name(), air.ConnectAddr())
		}
		if want := []wireless.Step{wireless.Waiting, wireless.Joining, wireless.Finding, wireless.Connecting, wireless.Done}; !slices.Equal(steps, want) {
			t.Errorf("steps %v", steps)
		}
		found, err := device.Find(ctx, s, phone.Serial)
		if err != nil || found.Info().State != device.Ready {
			t.Fatalf("the connected phone: %v", err)
		}

		known := wireless.Remember(nil, wireless.KnownOf(found.Info(), phone, time.Now()))
		byName := slices.Clone(known)
		byName[0].Addrs = nil
		byAddr := slices.Clone(known)
		byAddr[0].GUID = ""
		for name, list := range map[string][]wireless.Known{"by name": byName, "by address": byAddr} {
			if err := w.Disconnect(ctx, phone.Serial); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			err := w.Reconnect(ctx, list, func(_ wireless.Known, p wireless.Phone, err error) {
				if err != nil || p.Addr != air.ConnectAddr() {
					t.Errorf("%s: %+v, %v", name, p, err)
				}
			})
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.Disconnect(ctx, phone.Serial); err != nil {
			t.Error(err)
		}
		stranger := []wireless.Known{{ID: "another phone", Addrs: []string{phone.Addr}}}
		err = w.Reconnect(ctx, stranger, func(_ wireless.Known, p wireless.Phone, err error) {
			if !errors.Is(err, wireless.ErrOther) {
				t.Errorf("a stranger: %+v, %v", p, err)
			}
		})
		if err != nil {
			t.Error(err)
		}
		if _, err := device.Find(ctx, s, phone.Serial); err == nil {
			t.Error("the stranger is still connected")
		}
	})
}

func TestPairingByCodeWithAPhone(t *testing.T) {
	servers(t, func(t *testing.T, air *demo.Wireless, w *wireless.Wireless, _ *adb.Server) {
		ctx := within(t, time.Minute)
		addr, code, err := air.PairCode(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err = w.PairCode(ctx, addr, "x"+code, nil); !errors.Is(err, wireless.ErrWrongCode) {
			t.Errorf("a wrong code: %v", err)
		}
		phone, err := w.PairCode(ctx, addr, code, nil)
		if err != nil || phone.Addr != air.ConnectAddr() {
			t.Fatalf("%+v, %v", phone, err)
		}
		if _, err := w.PairCode(ctx, "127.0.0.1:1", code, nil); !errors.Is(err, wireless.ErrNoPairing) {
			t.Errorf("an address without a phone: %v", err)
		}
	})
}

// Turning wireless debugging off and on is seen.
func TestBrowseSeesAPhone(t *testing.T) {
	_, air := simulated(t)
	w := wireless.New(adb.NewServer(adb.Options{Addr: "127.0.0.1:1", NoStart: true}))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	off := false
	err := w.Browse(ctx, func(list []wireless.Service) {
		seen := slices.ContainsFunc(list, func(s wireless.Service) bool {
			return s.Name == air.Name() && s.Kind == wireless.Secure && s.Addrs[0].String() == air.ConnectAddr()
		})
		switch {
		case seen && !off:
			off = true
			go air.Close()
		case !seen && off:
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v; seen %v", err, off)
	}
}

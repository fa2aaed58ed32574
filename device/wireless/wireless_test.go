package wireless

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/wireless/mdns"
)

const guid = "adb-1a2b-XyZ"

func TestPairQR(t *testing.T) {
	w, s, air := fake()
	i := NewInvitation()
	// A stranger has taken the invitation's name; it lacks the password.
	air.set(instance(i.Name(), Pairing, "10.0.0.66:4000"), instance("adb-other", Secure, "10.0.0.7:5"))
	s.pair = func(addr, code string) (string, error) {
		switch {
		case addr == nobody:
			return "", adb.ErrNoPairing
		case addr == "10.0.0.5:4000" && code == i.password:
			air.set(instance(guid, Secure, "10.0.0.5:37099"))
			return guid, nil
		}
		air.set(instance(i.Name(), Pairing, "10.0.0.66:4000", "10.0.0.5:4000"))
		return "", adb.ErrWrongCode
	}
	var steps []Step
	p, err := w.PairQR(within(t, 10*time.Second), i, func(s Step) { steps = append(steps, s) })
	if want := (Phone{Serial: "10.0.0.5:37099", Addr: "10.0.0.5:37099", GUID: guid}); err != nil || p != want {
		t.Fatalf("%+v, %v", p, err)
	}
	if steps = slices.Compact(steps); steps[0] != Waiting || !slices.Equal(steps[len(steps)-4:], []Step{Joining, Finding, Connecting, Done}) {
		t.Errorf("steps %v", steps)
	}
}

func TestPairQRFails(t *testing.T) {
	t.Run("nobody scans", func(t *testing.T) {
		w, s, _ := fake()
		_, err := w.PairQR(within(t, 30*time.Millisecond), NewInvitation(), nil)
		wantIs(t, err, ErrNotScanned, context.DeadlineExceeded)
		if len(s.asked) != 1 {
			t.Errorf("asked %q", s.asked)
		}
	})
	t.Run("an old server is found out before the scan", func(t *testing.T) {
		w, s, _ := fake()
		s.pair = func(string, string) (string, error) { return "", &adb.ServerTooOldError{Need: "30"} }
		_, err := w.PairQR(within(t, 10*time.Second), NewInvitation(), func(s Step) { t.Errorf("step %v", s) })
		wantIs(t, err, ErrServerTooOld)
	})
	t.Run("strangers are not tried for ever", func(t *testing.T) {
		w, s, air := fake()
		i := NewInvitation()
		stranger := instance(i.Name(), Pairing)
		for n := range 50 {
			stranger.Addrs = append(stranger.Addrs, netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, 0, byte(n)}), 5))
		}
		air.set(stranger)
		s.pair = func(string, string) (string, error) { return "", adb.ErrWrongCode }
		_, err := w.PairQR(within(t, 10*time.Second), i, nil)
		wantIs(t, err, ErrWrongCode)
		if len(s.asked) > attempts+1 {
			t.Errorf("%d attempts", len(s.asked))
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		w, _, _ := fake()
		ctx, cancel := context.WithCancel(t.Context())
		_, err := w.PairQR(ctx, NewInvitation(), func(Step) { cancel() })
		if !errors.Is(err, context.Canceled) || errors.Is(err, ErrNotScanned) {
			t.Error(err)
		}
	})
	t.Run("no search at all", func(t *testing.T) {
		w, _, air := fake()
		air.err = ErrNoNetwork
		_, err := w.PairQR(within(t, 10*time.Second), NewInvitation(), nil)
		wantIs(t, err, ErrNoNetwork)
	})
}

func TestPairCode(t *testing.T) {
	pairs := func(string, string) (string, error) { return guid, nil }
	t.Run("the server connects by itself", func(t *testing.T) {
		w, s, air := fake()
		s.pair, s.noSearch = pairs, nil
		s.services = []adb.MDNSService{{Name: guid, Type: string(Secure), Addr: netip.MustParseAddrPort("10.0.0.5:37099")}}
		air.set(instance(guid, Secure, "10.0.0.5:37099"))
		w.wait.self = time.Minute
		w.wait.see = 10 * time.Second
		go func() {
			time.Sleep(10 * time.Millisecond)
			s.mu.Lock()
			s.list = []adb.Entry{{Serial: guid + "._adb-tls-connect._tcp", State: "device"}}
			s.mu.Unlock()
		}()
		p, err := w.PairCode(within(t, 10*time.Second), "10.0.0.5:4000", "123456", nil)
		if err != nil || p.Serial != guid+"._adb-tls-connect._tcp" || p.GUID != guid || s.has("reach 10.0.0.5:37099") {
			t.Errorf("%+v, %v, %q", p, err, s.asked)
		}
	})
	t.Run("it does not after all", func(t *testing.T) {
		w, s, _ := fake()
		s.pair, s.noSearch = pairs, nil
		s.services = []adb.MDNSService{{Name: guid + " (2)", Type: string(Secure), Addr: netip.MustParseAddrPort("10.0.0.5:37099")}}
		p, err := w.PairCode(within(t, 10*time.Second), "10.0.0.5:4000", "123456", nil)
		if err != nil || p.Addr != "10.0.0.5:37099" {
			t.Errorf("%+v, %v", p, err)
		}
	})
	t.Run("not seen", func(t *testing.T) {
		w, s, air := fake()
		s.pair = pairs
		air.set(instance("adb-other", Secure, "10.0.0.6:37099"))
		p, err := w.PairCode(within(t, 10*time.Second), "10.0.0.5:4000", "123456", nil)
		wantIs(t, err, ErrNotSeen)
		if p.GUID != guid || p.Serial != "" {
			t.Errorf("%+v", p)
		}
	})
	t.Run("seen under another name", func(t *testing.T) {
		w, s, air := fake()
		s.pair = pairs
		air.set(instance("adb-renamed", Secure, "10.0.0.5:37099"))
		p, err := w.PairCode(within(t, 10*time.Second), "10.0.0.5:4000", "123456", nil)
		if err != nil || p.Addr != "10.0.0.5:37099" {
			t.Errorf("%+v, %v", p, err)
		}
	})
	t.Run("wrong code", func(t *testing.T) {
		w, s, _ := fake()
		s.pair = func(string, string) (string, error) { return "", adb.ErrWrongCode }
		_, err := w.PairCode(within(t, 10*time.Second), "10.0.0.5:4000", "123456", nil)
		wantIs(t, err, ErrWrongCode)
	})
}

func TestConnect(t *testing.T) {
	w, s, _ := fake()
	p, err := w.Connect(t.Context(), " 10.0.0.5:5555 ")
	if err != nil || p.Serial != "10.0.0.5:5555" || p.Addr != p.Serial {
		t.Errorf("%+v, %v", p, err)
	}
	s.list = []adb.Entry{{Serial: "10.0.0.5:5555", State: "unauthorized"}}
	_, err = w.Connect(t.Context(), "10.0.0.5:5555")
	wantIs(t, err, ErrUnauthorized)
	s.reach = func(string) error { return adb.ErrRefused }
	_, err = w.Connect(t.Context(), "10.0.0.5:5555")
	wantIs(t, err, ErrRefused)
	if err := w.Disconnect(t.Context(), "10.0.0.5:5555"); err != nil || !s.has("disconnect 10.0.0.5:5555") {
		t.Error(err)
	}
}

const routes = "10.64.0.0/30 dev rmnet_data1 proto kernel scope link src 10.64.0.2 \n" +
	"192.168.43.0/24 dev ap0 proto kernel scope link src 192.168.43.1\n" +
	"192.168.1.0/24 dev wlan0 proto kernel scope link src 192.168.1.5 \n" +
	"    inet 127.0.0.1/8 scope host lo\n    inet 10.64.0.2/30 scope global rmnet_data1\n" +
	"    inet 192.168.1.5/24 brd 192.168.1.255 scope global wlan0\n    inet 192.168.2.9/24 scope global wlan1\n192.168.1.5\n"

func TestParseAddresses(t *testing.T) {
	for out, want := range map[string]string{
		routes: "[192.168.1.5 192.168.2.9]",
		"":     "[]",
		"    inet 192.168.1.5/24 brd 192.168.1.255 scope global wlan0\n":                  "[192.168.1.5]",
		"sh: ip: not found\n192.168.1.7\r\n":                                              "[192.168.1.7]",
		"1.0.0.0/8 dev wlan0 src\n    inet wlan0\n0.0.0.0\n224.0.0.1\nfe80::1\nrubbish\n": "[]",
		"10.64.0.0/30 dev rmnet_data1 proto kernel scope link src 10.64.0.2":              "[]",
	} {
		if got := fmt.Sprint(parseAddresses(out)); got != want {
			t.Errorf("%q: %s", out, got)
		}
	}
}

func FuzzParseAddresses(f *testing.F) {
	f.Add(routes)
	f.Fuzz(func(t *testing.T, out string) {
		list := parseAddresses(out)
		if len(list) > maxAddrs {
			t.Fatalf("%d addresses", len(list))
		}
		for _, a := range list {
			if !a.Is4() || a.IsLoopback() || a.IsUnspecified() {
				t.Fatal(a)
			}
		}
	})
}

func TestOverUSB(t *testing.T) {
	phone := device.Info{ID: "the phone", Serial: "SERIAL", Name: "Redmi", State: device.Ready, TransportID: 7}
	w, s, _ := fake()
	s.shell = routes
	tries := 0
	s.reach = func(string) error {
		if tries++; tries < 4 {
			return adb.ErrRefused // it still restarts its adb
		}
		return nil
	}
	p, err := w.OverUSB(within(t, 10*time.Second), phone, nil)
	if err != nil || !strings.HasSuffix(p.Addr, ":5555") || !s.has("tcpip") {
		t.Errorf("%+v, %v", p, err)
	}

	s.reach = nil
	w.identify = func(context.Context, string) (string, error) { return "a stranger", nil }
	_, err = w.OverUSB(within(t, 10*time.Second), phone, nil)
	wantIs(t, err, ErrNoReturn, ErrOther)
	if !s.has("disconnect 192.168.1.5:5555") {
		t.Error("the stranger is still connected")
	}
	s.reach = func(string) error { return adb.ErrUnreachable }
	_, err = w.OverUSB(within(t, 10*time.Second), phone, nil)
	wantIs(t, err, ErrNoReturn, ErrUnreachable)
	s.reach = func(string) error { return adb.ErrUnauthorized }
	_, err = w.OverUSB(within(t, 10*time.Second), phone, nil)
	wantIs(t, err, ErrUnauthorized)
	refused := errors.New("refused")
	s.tcpip = refused
	_, err = w.OverUSB(within(t, 10*time.Second), phone, nil)
	wantIs(t, err, refused)

	w, s, _ = fake()
	_, err = w.OverUSB(within(t, 10*time.Second), phone, nil)
	wantIs(t, err, ErrNoWiFi)
	phone.State = device.Offline
	_, err = w.OverUSB(within(t, 10*time.Second), phone, nil)
	wantIs(t, err, device.ErrNotReady)
	phone.Serial = "10.0.0.5:5555"
	_, err = w.OverUSB(within(t, 10*time.Second), phone, nil)
	wantIs(t, err, ErrNoCable)
	if s.has("tcpip") {
		t.Error("switched all the same")
	}
}

func TestReconnect(t *testing.T) {
	const there = "10.0.0.5:37099"
	for name, test := range map[string]struct {
		known  Known
		heard  []mdns.Instance
		listed []adb.Entry
		reach  func(string) error
		id     string
		serial string
		is     error
		gone   string // disconnected again
	}{
		"by name":              {known: Known{GUID: guid, Addrs: []string{"10.0.0.9:1"}}, heard: []mdns.Instance{instance(guid, Secure, there)}, serial: there},
		"by its last address":  {known: Known{GUID: guid, Addrs: []string{there}}, serial: there},
		"never paired":         {known: Known{Addrs: []string{there}}, serial: there},
		"connected by name":    {known: Known{GUID: guid}, listed: []adb.Entry{{Serial: guid + "._adb-tls-connect._tcp", State: "device"}}, serial: guid + "._adb-tls-connect._tcp"},
		"connected by address": {known: Known{Addrs: []string{there}}, listed: []adb.Entry{{Serial: there, State: "device"}}, serial: there},
		"nowhere":              {known: Known{GUID: guid}, is: ErrNotFound},
		"gone":                 {known: Known{Addrs: []string{there}}, reach: func(string) error { return adb.ErrRefused }, is: ErrRefused},
		"a stranger there":     {known: Known{Addrs: []string{there}}, id: "a stranger", is: ErrOther, gone: there},
		"a stranger by name":   {known: Known{GUID: guid}, heard: []mdns.Instance{instance(guid, Secure, there)}, id: "a stranger", is: ErrOther, gone: there},
		"it would ask":         {known: Known{Addrs: []string{there}}, reach: func(string) error { return adb.ErrUnauthorized }, is: ErrUnauthorized, gone: there},
		"by a host's name":     {known: Known{Addrs: []string{"phone.home:5555"}}, serial: "phone.home:5555"},
		"no address":           {known: Known{Addrs: []string{"host:everything"}}, is: ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			w, s, air := fake()
			air.set(test.heard...)
			s.list, s.reach = test.listed, test.reach
			if test.id != "" {
				w.identify = func(context.Context, string) (string, error) { return test.id, nil }
			}
			test.known.ID = "the phone"
			calls := 0
			err := w.Reconnect(within(t, 10*time.Second), []Known{test.known}, func(k Known, p Phone, err error) {
				calls++
				if k.ID != "the phone" || p.Serial != test.serial || !errors.Is(err, test.is) || err != nil && test.is == nil {
					t.Errorf("%+v, %v", p, err)
				}
			})
			if err != nil || calls != 1 {
				t.Errorf("%v, %d calls", err, calls)
			}
			if test.gone != "" && !s.has("disconnect "+test.gone) {
				t.Errorf("still connected: %q", s.asked)
			}
		})
	}
}

func TestRemember(t *testing.T) {
	at := time.Unix(1e9, 0)
	first := KnownOf(device.Info{ID: "a", Name: "Redmi"}, Phone{Addr: "10.0.0.5:5555", GUID: guid}, at)
	list := Remember(nil, first)
	list = Remember(list, Known{ID: "b", Name: "POCO", Last: at})
	again := KnownOf(device.Info{ID: "a"}, Phone{Addr: "10.0.0.5:37099"}, at.Add(time.Hour))
	before := fmt.Sprint(list)
	got := Remember(list, again)
	want := []Known{
		{ID: "a", Name: "Redmi", GUID: guid, Addrs: []string{"10.0.0.5:37099", "10.0.0.5:5555"}, Last: at.Add(time.Hour)},
		{ID: "b", Name: "POCO", Last: at},
	}
	if !reflect.DeepEqual(got, want) || fmt.Sprint(list) != before {
		t.Errorf("%+v", got)
	}
	got = Remember(got, KnownOf(device.Info{ID: "a"}, Phone{Addr: "10.0.0.5:41000"}, at))
	if !slices.Equal(got[0].Addrs, []string{"10.0.0.5:41000", "10.0.0.5:5555"}) || !got[0].Last.Equal(at.Add(time.Hour)) {
		t.Errorf("%+v", got[0])
	}
	for n := range 100 {
		got = Remember(got, Known{ID: fmt.Sprint(n)})
		got = Remember(got, Known{ID: "a", Addrs: []string{fmt.Sprintf("10.0.1.%d:5", n)}})
	}
	if len(got) > maxKnown || len(got[0].Addrs) > maxAddrs {
		t.Errorf("%d phones, %d addresses", len(got), len(got[0].Addrs))
	}
	if len(Forget(want, "a")) != 1 || len(want) != 2 || len(Remember(nil, Known{})) != 0 {
		t.Error("Forget")
	}
}

func TestOver(t *testing.T) {
	for serial, want := range map[string]Phone{
		"d3m0c0de":                        {},
		"10.0.0.5:5555":                   {Serial: "10.0.0.5:5555", Addr: "10.0.0.5:5555"},
		"[fe80::1]:5555":                  {Serial: "[fe80::1]:5555", Addr: "[fe80::1]:5555"},
		guid + "._adb-tls-connect._tcp":   {Serial: guid + "._adb-tls-connect._tcp", GUID: guid},
		guid + "._adb-tls-connect._tcp.":  {Serial: guid + "._adb-tls-connect._tcp.", GUID: guid},
		"adb-1a2b._adb._tcp.local.":       {Serial: "adb-1a2b._adb._tcp.local."},
		"x._adb-tls-connect._tcp.example": {},
		"._adb-tls-connect._tcp":          {},
	} {
		if got, ok := Over(serial); got != want || ok != (want != Phone{}) {
			t.Errorf("%q: %+v, %v", serial, got, ok)
		}
	}
	for name, want := range map[string]bool{guid: true, guid + " (2)": true, guid + "x": false, guid + " (x)": false, guid + " (": false, "": false} {
		if named(name, guid) != want {
			t.Errorf("%q", name)
		}
	}
	if named("", "") {
		t.Error("no name is somebody's")
	}
}

func TestMerge(t *testing.T) {
	heard := []mdns.Instance{instance("b", Secure, "10.0.0.5:2"), instance("a", Pairing, "10.0.0.5:3")}
	server := []adb.MDNSService{
		{Name: "b", Type: string(Secure), Addr: netip.MustParseAddrPort("10.0.0.5:1")},
		{Name: "b", Type: string(Secure), Addr: netip.MustParseAddrPort("10.0.0.5:2")},
		{Name: "c", Type: "_http._tcp", Addr: netip.MustParseAddrPort("10.0.0.5:80")},
		{Name: "d", Type: string(Plain), Addr: netip.MustParseAddrPort("[fe80::1]:80")},
	}
	if got := fmt.Sprint(merge(heard, server)); got != "[{b _adb-tls-connect._tcp [10.0.0.5:2 10.0.0.5:1]} {a _adb-tls-pairing._tcp [10.0.0.5:3]}]" {
		t.Error(got)
	}
}

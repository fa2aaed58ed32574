package adb

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// The answers of servers 29 and 34 were taken from those programs.
func TestPair(t *testing.T) {
	const ask = "host:pair:123456:192.168.1.5:37123"
	for name, test := range map[string]struct {
		answer string
		guid   string
		is     error
		not    error
	}{
		"30 and newer":      {"OKAY" + hexed("Successfully paired to 192.168.1.5:37123 [guid=adb-1a2b3c-XyZ]"), "adb-1a2b3c-XyZ", nil, nil},
		"after two OKAY":    {"OKAYOKAY" + hexed("Successfully paired to 192.168.1.5:37123 [guid=adb-1a2b3c-XyZ]"), "adb-1a2b3c-XyZ", nil, nil},
		"29":                {"FAIL0014unknown host service", "", ErrServerTooOld, nil},
		"29, newer words":   {"FAIL" + hexed("unknown host service 'pair:123456:192.168.1.5:37123'"), "", ErrServerTooOld, nil},
		"34, nobody there":  {"OKAYFAIL0027Failed: Unable to start pairing client.", "", ErrNoPairing, ErrWrongCode},
		"34, bad address":   {"OKAYFAIL002eInvalid port while parsing address [127.0.0.1]", "", ErrNoPairing, nil},
		"34, wrong code":    {"OKAYFAIL" + hexed("Failed: Wrong password or connection was dropped."), "", ErrWrongCode, ErrNoPairing},
		"30, wrong code":    {"OKAY" + hexed("Failed: Wrong password or connection was dropped."), "", ErrWrongCode, nil},
		"no name":           {"OKAY" + hexed("Successfully paired to x [guid=]"), "", ErrServer, nil},
		"a name of bytes":   {"OKAY" + hexed("Successfully paired to x [guid=a\x1b[2J]"), "", ErrProtocol, nil},
		"an endless name":   {"OKAY" + hexed("Successfully paired to x [guid="+strings.Repeat("a", 500)+"]"), "", ErrProtocol, nil},
		"cut off":           {"OKAY00", "", ErrServer, nil},
		"cut in the text":   {"OKAYFAIL0027Failed", "", ErrServer, nil},
		"no length":         {"OKAYzzzz", "", ErrProtocol, nil},
		"silent and closed": {"", "", ErrServer, nil},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			f.answer(ask, test.answer)
			guid, err := f.client().Pair(testContext(t), "192.168.1.5:37123", "123456")
			if guid != test.guid || !errors.Is(err, test.is) || test.not != nil && errors.Is(err, test.not) {
				t.Errorf("%q, %v", guid, err)
			}
			f.noneOpen()
		})
	}
}

func TestPairTakesNoOtherRequest(t *testing.T) {
	f := newFakeServer(t)
	for _, c := range []struct {
		addr, code string
		is         error
	}{
		{"192.168.1.5:37123", "", ErrWrongCode},
		{"192.168.1.5:37123", "12:34", ErrWrongCode},
		{"192.168.1.5:37123", "12 34", ErrWrongCode},
		{"192.168.1.5:37123", "12\n34", ErrWrongCode},
		{"192.168.1.5:37123", strings.Repeat("1", maxCode+1), ErrWrongCode},
		{"192.168.1.5", "123456", ErrNoPairing},
		{"192.168.1.5:0", "123456", nil},
		{"two words:5", "123456", nil},
	} {
		if _, err := f.client().Pair(testContext(t), c.addr, c.code); err == nil || !errors.Is(err, c.is) && c.is != nil {
			t.Errorf("%q %q: %v", c.addr, c.code, err)
		}
	}
	if asked := f.requests(); len(asked) != 0 {
		t.Errorf("the server was asked %q", asked)
	}
}

func TestPairIsCancelled(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		readHexed(c)
		io.WriteString(c, "OKAY") // and pairs for ever
		cancel()
		io.Copy(io.Discard, c)
	}()
	s := NewServer(Options{Addr: l.Addr().String(), NoStart: true})
	if _, err := s.Pair(ctx, "192.168.1.5:37123", "123456"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestServerTooOldSaysWhatIsNeeded(t *testing.T) {
	f := newFakeServer(t)
	_, err := f.client().Pair(testContext(t), "192.168.1.5:37123", "123456")
	old, ok := errors.AsType[*ServerTooOldError](err)
	if !ok || old.Need != "platform-tools 30 or newer" || old.Have != "" || !strings.Contains(err.Error(), old.Need) {
		t.Fatalf("%v: %+v", err, old)
	}
	if _, err := f.client().MDNSServices(testContext(t)); !errors.Is(err, ErrServerTooOld) {
		t.Error(err)
	}
	if text := (&ServerTooOldError{For: "x", Need: "y", Program: "adb", Have: "29.0.6"}).Error(); !strings.Contains(text, "29.0.6") {
		t.Error(text)
	}
}

func TestMDNS(t *testing.T) {
	f := newFakeServer(t)
	f.answer("host:mdns:services", "OKAY"+hexed(
		"adb-1a2b3c-XyZ\t_adb-tls-connect._tcp\t192.168.1.5:37099\n"+
			"studio-x y\t_adb-tls-pairing._tcp.\t[fe80::1]:41000\n"+
			"odd\n\t\t\nno port\t_adb._tcp\t1.2.3.4\nport 0\t_adb._tcp\t1.2.3.4:0\nall\t_adb._tcp\t0.0.0.0:5555\n"+
			"many\t_adb._tcp\t224.0.0.251:5555\nesc\x1b[2J\t_adb._tcp\t1.2.3.4:5\nmore\t_adb._tcp\t1.2.3.4:5\t6\n"+
			"last\t_adb._tcp.local\t[::ffff:10.0.0.2]:5555"))
	got, err := f.client().MDNSServices(testContext(t))
	want := []MDNSService{
		{"adb-1a2b3c-XyZ", "_adb-tls-connect._tcp", netip.MustParseAddrPort("192.168.1.5:37099")},
		{"studio-x y", "_adb-tls-pairing._tcp", netip.MustParseAddrPort("[fe80::1]:41000")},
		{"last", "_adb._tcp", netip.MustParseAddrPort("10.0.0.2:5555")},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	f.answer("host:mdns:services", "OKAY0000") // as of 34 built without a search
	if got, err := f.client().MDNSServices(testContext(t)); len(got) != 0 || err != nil {
		t.Errorf("%v, %v", got, err)
	}
	many := strings.Repeat("a\t_adb._tcp\t1.2.3.4:5\n", 2*maxServices)
	if n := len(parseServices(many)); n != maxServices {
		t.Errorf("%d services", n)
	}
}

func FuzzParseServices(f *testing.F) {
	f.Add("adb-1a2b3c-XyZ\t_adb-tls-connect._tcp\t192.168.1.5:37099\nodd\n")
	f.Add("a\tb.\t[fe80::1%eth0]:1\r\n\t\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range parseServices(text) {
			if !isServiceName(s.Name) || !isServiceName(s.Type) || !s.Addr.IsValid() || s.Addr.Port() == 0 {
				t.Fatalf("%+v", s)
			}
		}
	})
}

// Words of servers 29 and 34 on Linux, and of what other systems call the same.
func TestReach(t *testing.T) {
	for text, want := range map[string][]error{
		"connected to 192.168.1.5:5555":                                                                 nil,
		"already connected to 192.168.1.5:5555":                                                         nil,
		"failed to connect to '192.168.1.5:5555': Connection refused":                                   {ErrRefused, ErrDeviceGone},
		"cannot connect to 192.168.1.5:5555: the target machine actively refused it. (10061)":           {ErrRefused, ErrDeviceGone},
		"failed to connect to '192.168.1.5:5555': No route to host":                                     {ErrUnreachable, ErrDeviceGone},
		"failed to connect to 192.168.1.5:5555":                                                         {ErrUnreachable, ErrDeviceGone},
		"failed to resolve host: 'no-such-host.invalid': Name or service not known":                     {ErrNoHost, ErrDeviceGone},
		"failed to resolve host: 'x': nodename nor servname provided, or not known":                     {ErrNoHost, ErrDeviceGone},
		"failed to authenticate to 192.168.1.5:5555":                                                    {ErrUnauthorized},
		"device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set; try 'adb kill-server' if": {ErrUnauthorized},
	} {
		f := newFakeServer(t)
		f.answer("host:connect:192.168.1.5:5555", "OKAY"+hexed(text))
		serial, err := f.client().Reach(testContext(t), "192.168.1.5")
		if want == nil && (err != nil || serial != "192.168.1.5:5555") || want != nil && err == nil {
			t.Errorf("%q: %q, %v", text, serial, err)
		}
		for _, is := range want {
			wantIs(t, err, is)
		}
		forgotten := slices.Contains(f.requests(), "host:disconnect:192.168.1.5:5555")
		if forgotten != errors.Is(err, ErrUnreachable) {
			t.Errorf("%q: taken off the list: %v", text, forgotten)
		}
		f.noneOpen()
	}
	f := newFakeServer(t)
	if _, err := f.client().Reach(testContext(t), "two words"); !errors.Is(err, ErrNoHost) || len(f.requests()) != 0 {
		t.Errorf("%v, %q", err, f.requests())
	}
	f.answer("host:connect:[::1]:7", "OKAY"+hexed("connected to [::1]:7"))
	if serial, err := f.client().Reach(testContext(t), "[::1]:7"); serial != "[::1]:7" || err != nil {
		t.Errorf("%q, %v", serial, err)
	}
}

func TestReconnectOfflineAndKill(t *testing.T) {
	f := newFakeServer(t)
	f.answer("host:reconnect-offline", "OKAY001ereconnecting 10.255.255.1:5555")
	f.answer("host:kill", "OKAY")
	if err := f.client().ReconnectOffline(testContext(t)); err != nil {
		t.Error(err)
	}
	if err := f.client().Kill(testContext(t)); err != nil {
		t.Error(err)
	}
	f.answer("host:kill", "NONO")
	if err := f.client().Kill(testContext(t)); !errors.Is(err, ErrProtocol) {
		t.Error(err)
	}
	f.noneOpen()
	f.stop()
	if err := f.client().Kill(testContext(t)); err != nil {
		t.Errorf("no server to end: %v", err)
	}
	if err := f.client().ReconnectOffline(testContext(t)); !errors.Is(err, ErrNoServer) {
		t.Error(err)
	}
}

func TestTCPIP(t *testing.T) {
	for name, test := range map[string]struct {
		answer string
		is     error
	}{
		"said":        {"restarting in TCP mode port: 5555\n", nil},
		"cut short":   {"restart", nil},
		"cut at once": {"", nil},
		"something":   {"invalid port", &RefusedError{}},
	} {
		f := newFakeServer(t)
		f.service("tcpip:", func(c net.Conn) { io.WriteString(c, test.answer) })
		err := f.device().TCPIP(testContext(t), 5555)
		if _, refused := errors.AsType[*RefusedError](err); refused != (test.is != nil) || err != nil && !refused {
			t.Errorf("%s: %v", name, err)
		}
		if asked := f.requests(); asked[len(asked)-1] != "tcpip:5555" {
			t.Errorf("%s: asked %q", name, asked)
		}
		f.noneOpen()
	}
	f := newFakeServer(t)
	if _, refused := errors.AsType[*RefusedError](f.device().TCPIP(testContext(t), 5555)); !refused {
		t.Error("a phone without the service did not refuse")
	}
	for _, port := range []int{0, -1, 65536} {
		if err := f.device().TCPIP(testContext(t), port); err == nil {
			t.Errorf("port %d", port)
		}
	}
	f.service("tcpip:", func(c net.Conn) { c.Write(make([]byte, 1<<20)) })
	if err := f.device().TCPIP(testContext(t), 5555); err == nil || len(err.Error()) > 500 {
		t.Errorf("an endless answer: %.600v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	f.service("tcpip:", func(c net.Conn) { io.Copy(io.Discard, c) })
	if err := f.device().TCPIP(ctx, 5555); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a phone that says nothing: %v", err)
	}
}

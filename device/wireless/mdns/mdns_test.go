package mdns

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/net/ipv4"
)

const connect = "_adb-tls-connect._tcp"

// answerOf writes an answer the way a phone does. Each part is added by a function.
func answerOf(t testing.TB, parts ...func(*dnsmessage.Builder) error) []byte {
	t.Helper()
	b := dnsmessage.NewBuilder(nil, dnsmessage.Header{Response: true, Authoritative: true})
	b.EnableCompression()
	if err := b.StartAnswers(); err != nil {
		t.Fatal(err)
	}
	for _, add := range parts {
		if err := add(&b); err != nil {
			t.Fatal(err)
		}
	}
	packet, err := b.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return packet
}

func header(name string, ttl uint32) dnsmessage.ResourceHeader {
	return dnsmessage.ResourceHeader{Name: dnsmessage.MustNewName(name), Class: dnsmessage.ClassINET | cacheFlush, TTL: ttl}
}

func ptr(kind, name string, ttl uint32) func(*dnsmessage.Builder) error {
	return func(b *dnsmessage.Builder) error {
		return b.PTRResource(header(kind+".local.", ttl), dnsmessage.PTRResource{PTR: dnsmessage.MustNewName(name + "." + kind + ".local.")})
	}
}

func srv(kind, name, host string, port uint16, ttl uint32) func(*dnsmessage.Builder) error {
	return func(b *dnsmessage.Builder) error {
		return b.SRVResource(header(name+"."+kind+".local.", ttl), dnsmessage.SRVResource{Target: dnsmessage.MustNewName(host), Port: port})
	}
}

func address(host, ip string, ttl uint32) func(*dnsmessage.Builder) error {
	a := netip.MustParseAddr(ip)
	return func(b *dnsmessage.Builder) error {
		if a.Is4() {
			return b.AResource(header(host, ttl), dnsmessage.AResource{A: a.As4()})
		}
		return b.AAAAResource(header(host, ttl), dnsmessage.AAAAResource{AAAA: a.As16()})
	}
}

func text(name string) func(*dnsmessage.Builder) error {
	return func(b *dnsmessage.Builder) error {
		return b.TXTResource(header(name, 120), dnsmessage.TXTResource{TXT: []string{"v=ADB_SECURE_SERVICE_VERSION"}})
	}
}

var whole = []func(*dnsmessage.Builder) error{
	ptr(connect, "adb-1a2b-Xy", 120), text("adb-1a2b-Xy." + connect + ".local."), srv(connect, "adb-1a2b-Xy", "Android-2.local.", 37099, 120),
	address("Android-2.local.", "fe80::1", 120), address("Android-2.local.", "2001:db8::5", 120), address("Android-2.local.", "192.168.1.5", 120),
}

func addrs(all ...string) (list []netip.AddrPort) {
	for _, a := range all {
		list = append(list, netip.MustParseAddrPort(a))
	}
	return list
}

func TestAnswerBecomesAnInstance(t *testing.T) {
	c, now := newCache([]string{connect}), time.Unix(1e9, 0)
	c.add(parse(answerOf(t, whole...)), now, false)
	want := []Instance{{"adb-1a2b-Xy", connect, "android-2.local.", addrs("192.168.1.5:37099", "[2001:db8::5]:37099")}}
	if got := c.list(); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestRecordsMayComeInAnyOrderAndAlone(t *testing.T) {
	c, now := newCache([]string{connect}), time.Unix(1e9, 0)
	hear := func(parts ...func(*dnsmessage.Builder) error) { c.add(parse(answerOf(t, parts...)), now, false) }
	hear(srv(connect, "a", "h.local.", 1, 120), address("h.local.", "10.0.0.1", 120)) // nobody knows yet what for
	if len(c.list()) != 0 || len(c.hosts) != 0 {
		t.Fatal("kept what nobody asked for")
	}
	hear(ptr(connect, "A", 120))
	if got := c.missing(); !slices.Equal(got, []question{{"a." + connect + ".local.", dnsmessage.TypeSRV}}) {
		t.Fatalf("missing %v", got)
	}
	hear(srv(connect, "a", "H.local.", 7, 120))
	if got := c.missing(); !slices.Equal(got, []question{{"h.local.", dnsmessage.TypeA}, {"h.local.", dnsmessage.TypeAAAA}}) {
		t.Fatalf("missing %v", got)
	}
	hear(address("h.LOCAL.", "10.0.0.1", 120))
	if got := c.list(); len(got) != 1 || got[0].Name != "A" || got[0].Addrs[0] != addrs("10.0.0.1:7")[0] || len(c.missing()) != 0 {
		t.Fatalf("%+v, missing %v", got, c.missing())
	}
}

func TestWhatIsTakenBackOrExpiresIsForgotten(t *testing.T) {
	now := time.Unix(1e9, 0)
	for name, test := range map[string]struct {
		then  []func(*dnsmessage.Builder) error
		after time.Duration
		left  int
	}{
		"alive":                      {nil, 119 * time.Second, 1},
		"expired":                    {nil, 121 * time.Second, 0},
		"goodbye of the instance":    {[]func(*dnsmessage.Builder) error{ptr(connect, "adb-1a2b-Xy", 0)}, 2 * time.Second, 0},
		"goodbye, not yet in effect": {[]func(*dnsmessage.Builder) error{ptr(connect, "adb-1a2b-Xy", 0)}, time.Second / 2, 1},
		"goodbye of the host":        {[]func(*dnsmessage.Builder) error{srv(connect, "adb-1a2b-Xy", "Android-2.local.", 37099, 0)}, 2 * time.Second, 0},
		"goodbye of one address":     {[]func(*dnsmessage.Builder) error{address("Android-2.local.", "192.168.1.5", 0)}, 2 * time.Second, 1},
		"renewed":                    {whole, 121*time.Second + 60*time.Second, 0},
		"a shorter answer":           {[]func(*dnsmessage.Builder) error{ptr(connect, "adb-1a2b-Xy", 10)}, 60 * time.Second, 1},
	} {
		c := newCache([]string{connect})
		c.add(parse(answerOf(t, whole...)), now, false)
		if test.then != nil {
			c.add(parse(answerOf(t, test.then...)), now, false)
		}
		next := c.expire(now)
		if !next.After(now) {
			t.Errorf("%s: to be called again at once", name)
		}
		c.expire(now.Add(test.after))
		if got := c.list(); len(got) != test.left {
			t.Errorf("%s: %+v", name, got)
		}
		if test.left == 0 {
			c.expire(now.Add(2 * maxTTL))
			if len(c.instances)+len(c.hosts) != 0 {
				t.Errorf("%s: something stayed for ever", name)
			}
		}
	}
}

func TestHostileAnswersAreBounded(t *testing.T) {
	c, now := newCache([]string{connect}), time.Unix(1e9, 0)
	for i := range 3 * maxInstances {
		name := "x" + strings.Repeat("y", i%50) + string(rune('a'+i/50))
		c.add(parse(answerOf(t, ptr(connect, name, 1<<31), srv(connect, name, name+".local.", 5, 1<<31), address(name+".local.", "10.0.0.1", 1<<31))), now, false)
	}
	for i := range 100 {
		c.add(parse(answerOf(t, address("xa.local.", netip.AddrFrom4([4]byte{10, 0, 1, byte(i)}).String(), 120))), now, false)
	}
	if len(c.instances) > maxInstances || len(c.hosts) > maxHosts || len(c.hosts["xa.local."]) > maxAddresses {
		t.Errorf("%d instances, %d hosts, %d addresses", len(c.instances), len(c.hosts), len(c.hosts["xa.local."]))
	}
	c.expire(now.Add(maxTTL))
	if len(c.instances) != 0 {
		t.Error("a neighbour decides how long it is remembered")
	}
}

func TestUselessAddresses(t *testing.T) {
	for ip, want := range map[string][2]int{ // from elsewhere, from this computer
		"127.0.0.1": {0, 1}, "0.0.0.0": {0, 0}, "224.0.0.251": {0, 0}, "fe80::1": {0, 0}, "::1": {0, 1}, "192.168.1.5": {1, 1}, "169.254.3.4": {1, 1},
	} {
		for at, near := range []bool{false, true} {
			c := newCache([]string{connect})
			c.add(parse(answerOf(t, ptr(connect, "a", 120), srv(connect, "a", "h.local.", 1, 120), address("h.local.", ip, 120))), time.Unix(1e9, 0), near)
			if got := len(c.list()); got != want[at] {
				t.Errorf("%s, near %v: %d", ip, near, got)
			}
		}
	}
}

func TestOneUnreadableRecordHidesOnlyItself(t *testing.T) {
	good := answerOf(t, append([]func(*dnsmessage.Builder) error{text("xxx.local.")}, whole...)...)
	bad := []byte(strings.Replace(string(good), "\x03xxx", "\x03x.x", 1)) // a dot in a label
	c := newCache([]string{connect})
	c.add(parse(bad), time.Unix(1e9, 0), false)
	if len(c.list()) != 1 {
		t.Errorf("%+v", c.list())
	}
	c = newCache([]string{connect})
	senseless := []func(*dnsmessage.Builder) error{ptr(connect, "esc\x1b[2J", 120), srv(connect, "esc", "h.local.", 0, 120)}
	c.add(parse(answerOf(t, append(senseless, whole...)...)), time.Unix(1e9, 0), false)
	if len(c.list()) != 1 {
		t.Errorf("behind records that make no sense: %+v", c.list())
	}
	if parse(good[:len(good)-3]) == nil {
		t.Error("what is before a cut is lost")
	}
	query, err := ask([]question{{connect + ".local.", dnsmessage.TypePTR}})
	if err != nil || parse(query) != nil {
		t.Errorf("a question was taken for an answer, %v", err)
	}
	c = newCache([]string{connect})
	c.add(parse(answerOf(t, ptr(connect, "esc\x1b[2J", 120))), time.Unix(1e9, 0), false)
	if len(c.instances) != 0 {
		t.Error("a name that cannot be shown was taken")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(answerOf(f, whole...), false)
	f.Add(answerOf(f, ptr(connect, "a", 0)), true)
	query, err := ask([]question{{connect + ".local.", dnsmessage.TypePTR}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(query, true)
	f.Fuzz(func(t *testing.T, packet []byte, near bool) {
		c, now := newCache([]string{connect}), time.Unix(1e9, 0)
		records := parse(packet)
		if len(records) > maxRecords {
			t.Fatalf("%d records", len(records))
		}
		c.add(records, now, near)
		for _, i := range c.list() {
			if i.Name == "" || !isPlain(i.Name) || i.Type != connect || len(i.Addrs) == 0 || len(i.Addrs) > maxAddresses {
				t.Fatalf("%+v", i)
			}
			for _, a := range i.Addrs {
				if a.Port() == 0 || a.Addr().IsLoopback() && !near {
					t.Fatalf("%+v", i)
				}
			}
		}
		if _, err := ask(c.missing()); err != nil {
			t.Fatal(err)
		}
		c.expire(now.Add(2 * maxTTL))
		if len(c.list()) != 0 {
			t.Fatal("remembered for ever")
		}
	})
}

// responder answers for one phone on the loopback, at a port of its own.
func responder(t *testing.T, answers func(shared bool, asked []string) []byte) Browser {
	lo := loopback(t)
	free, err := net.ListenUDP("udp4", nil)
	if err != nil {
		t.Fatal(err)
	}
	port := free.LocalAddr().(*net.UDPAddr).Port
	free.Close()
	c, err := net.ListenUDP("udp4", group(false, port))
	if err != nil {
		t.Fatal(err)
	}
	p := ipv4.NewPacketConn(c)
	if err := p.JoinGroup(lo, group(false, port)); err != nil {
		t.Fatal(err)
	}
	if err := p.SetMulticastInterface(lo); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, maxPacket)
		for {
			n, from, err := c.ReadFromUDP(buf)
			if err != nil {
				return
			}
			var p dnsmessage.Parser
			if h, err := p.Start(buf[:n]); err != nil || h.Response {
				continue
			}
			var asked []string
			for {
				q, err := p.Question()
				if err != nil {
					break
				}
				asked = append(asked, q.Name.String()+" "+q.Type.String())
			}
			if a := answers(from.Port == port, asked); a != nil {
				to := group(false, port)
				if from.Port != port { // a searcher that does not listen to everybody
					to = from
				}
				c.WriteTo(a, to)
			}
		}
	}()
	t.Cleanup(func() { c.Close(); <-done })
	return Browser{port: port, only: lo.Name}
}

func loopback(t *testing.T) *net.Interface {
	all, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		if all[i].Flags&net.FlagLoopback != 0 {
			return &all[i]
		}
	}
	t.Fatal("no loopback")
	return nil
}

func TestBrowse(t *testing.T) {
	for name, only := range map[string]string{"to everybody": "shared", "to us alone": "own"} {
		t.Run(name, func(t *testing.T) {
			b := responder(t, func(shared bool, asked []string) []byte {
				if shared != (only == "shared") {
					return nil
				}
				// The rest has to be asked for.
				switch {
				case slices.Contains(asked, "h.local. TypeA"):
					return answerOf(t, address("h.local.", "127.0.0.1", 120))
				case slices.Contains(asked, "adb-1a2b-xy."+connect+".local. TypeSRV"):
					return answerOf(t, srv(connect, "adb-1a2b-Xy", "h.local.", 37099, 120))
				case slices.Contains(asked, connect+".local. TypePTR"):
					return answerOf(t, ptr(connect, "adb-1a2b-Xy", 120))
				}
				return nil
			})
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			var got []Instance
			calls := 0
			err := b.Browse(ctx, []string{connect}, func(list []Instance) {
				if calls++; len(list) > 0 {
					got = list
					cancel()
				}
			})
			want := []Instance{{"adb-1a2b-Xy", connect, "h.local.", addrs("127.0.0.1:37099")}}
			if !errors.Is(err, context.Canceled) || !reflect.DeepEqual(got, want) || calls != 2 {
				t.Errorf("%v, %+v after %d calls", err, got, calls)
			}
		})
	}
}

func TestBrowseWithoutANetwork(t *testing.T) {
	b := Browser{only: "no such interface"}
	if err := b.Browse(t.Context(), []string{connect}, func([]Instance) {}); !errors.Is(err, ErrNoNetwork) {
		t.Error(err)
	}
	broken := errors.New("no way out")
	err := search(t.Context(), []string{connect}, func([]byte) error { return broken }, nil, func([]Instance) {})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}

func TestOnlyTheOwnNetworkAnswers(t *testing.T) {
	s := &sockets{own: []netip.Prefix{netip.MustParsePrefix("192.168.1.2/24"), netip.MustParsePrefix("2001:db8::2/64")}}
	for from, want := range map[string][2]bool{
		"127.0.0.1": {true, true}, "192.168.1.2": {true, true}, "192.168.1.77": {false, true}, "8.8.8.8": {false, false},
		"fe80::5%eth0": {false, true}, "2001:db8::9": {false, true}, "2001:db8:1::9": {false, false},
	} {
		if near, local := s.place(netip.MustParseAddr(from)); near != want[0] || local != want[1] {
			t.Errorf("%s: %v %v", from, near, local)
		}
	}
}

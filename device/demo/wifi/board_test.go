package wifi

import (
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/net/ipv4"
)

var (
	one = Notice{"adb-d3m0c0de-AbCdEf", Connect, netip.MustParseAddrPort("127.0.0.1:40001")}
	two = Notice{"keepsake-123", Pairing, netip.MustParseAddrPort("127.0.0.1:40002")}
)

// question is a message that asks for one thing.
func question(t testing.TB, name string, kind dnsmessage.Type) []byte {
	t.Helper()
	n, err := dnsmessage.NewName(name)
	must(t, err)
	m := dnsmessage.Message{Header: dnsmessage.Header{ID: 7}, Questions: []dnsmessage.Question{{Name: n, Type: kind, Class: dnsmessage.ClassINET}}}
	b, err := m.Pack()
	must(t, err)
	return b
}

// told is what a message tells: "type name", the answers before a bar, the rest behind.
func told(t testing.TB, b []byte) string {
	t.Helper()
	if b == nil {
		return ""
	}
	var m dnsmessage.Message
	must(t, m.Unpack(b))
	var parts []string
	for i, section := range [][]dnsmessage.Resource{m.Answers, m.Additionals} {
		if i == 1 && len(section) > 0 {
			parts = append(parts, "|")
		}
		for _, r := range section {
			kind := strings.TrimPrefix(r.Header.Type.String(), "Type")
			switch body := r.Body.(type) {
			case *dnsmessage.PTRResource:
				parts = append(parts, kind, body.PTR.String())
			default:
				parts = append(parts, kind, r.Header.Name.String())
			}
		}
	}
	return strings.Join(parts, " ")
}

func TestAnswer(t *testing.T) {
	const itself = "SRV adb-d3m0c0de-AbCdEf._adb-tls-connect._tcp.local. TXT adb-d3m0c0de-AbCdEf._adb-tls-connect._tcp.local. A Android-adb-d3m0c0de-AbCdEf.local."
	for _, c := range []struct {
		name string
		kind dnsmessage.Type
		want string
	}{
		{"_adb-tls-connect._tcp.local.", dnsmessage.TypePTR, "PTR adb-d3m0c0de-AbCdEf._adb-tls-connect._tcp.local. | " + itself},
		{"_ADB-tls-connect._TCP.local.", dnsmessage.TypeALL, "PTR adb-d3m0c0de-AbCdEf._adb-tls-connect._tcp.local. | " + itself},
		{"adb-d3m0c0de-abcdef._adb-tls-connect._tcp.local.", dnsmessage.TypeSRV, itself},
		{"Android-adb-d3m0c0de-AbCdEf.local.", dnsmessage.TypeA, itself},
		{"_services._dns-sd._udp.local.", dnsmessage.TypePTR, "PTR _adb-tls-connect._tcp.local. PTR _adb-tls-pairing._tcp.local."},
		{"_adb-tls-connect._tcp.local.", dnsmessage.TypeA, ""},
		{"_ipp._tcp.local.", dnsmessage.TypePTR, ""},
	} {
		q, ok := readQuery(question(t, c.name, c.kind))
		if !ok {
			t.Fatalf("%s is no question", c.name)
		}
		for _, legacy := range []bool{false, true} {
			b, err := q.answer([]Notice{one, two}, legacy)
			if got := told(t, b); err != nil || got != c.want {
				t.Errorf("%s %v, legacy %v:\ngot  %s\nwant %s\n%v", c.name, c.kind, legacy, got, c.want, err)
			}
			if b == nil {
				continue
			}
			var m dnsmessage.Message
			must(t, m.Unpack(b))
			if !m.Response || !m.Authoritative || (m.ID == 7 && len(m.Questions) == 1) != legacy {
				t.Errorf("%s, legacy %v: %+v", c.name, legacy, m.Header)
			}
		}
	}
	b, err := two.announcement(0)
	must(t, err)
	if _, ok := readQuery(b); ok {
		t.Error("an announcement was read as a question")
	}
	var m dnsmessage.Message
	must(t, m.Unpack(b))
	for _, r := range m.Answers {
		if r.Header.TTL != 0 {
			t.Errorf("%v lasts after the end", r.Header)
		}
	}
}

func TestNoticeThatCannotBeAnnounced(t *testing.T) {
	for _, n := range []Notice{
		{"", Connect, one.Addr}, {"a.b", Connect, one.Addr}, {"a b", Connect, one.Addr}, {"ä", Connect, one.Addr}, {`a\b`, Connect, one.Addr},
		{strings.Repeat("x", 64), Connect, one.Addr}, {"a", Connect, netip.MustParseAddrPort("[fd00::1]:5")}, {"a", Connect, netip.AddrPort{}},
	} {
		if b, err := n.announcement(1); err == nil {
			t.Errorf("%v: %x", n, b)
		}
	}
}

// A question on this computer's network is answered: over its loopback
// interface, which is always there.
func TestBoardAnswersOnTheNetwork(t *testing.T) {
	if runtime.GOOS != "linux" { // others differ in what their loopback carries
		return
	}
	before := runtime.NumGoroutine()
	b, err := Announce(one.Addr.Addr())
	must(t, err)
	must(t, b.Put(two))
	must(t, b.Put(one))
	c, err := net.ListenPacket("udp4", "0.0.0.0:0")
	must(t, err)
	defer c.Close()
	lo, err := net.InterfaceByName("lo")
	must(t, err)
	must(t, ipv4.NewPacketConn(c).SetMulticastInterface(lo))
	// What is sent on a network may be lost, and other phones answer as well.
	const want = "PTR adb-d3m0c0de-AbCdEf._adb-tls-connect._tcp.local. |"
	answered := false
	for tries := 0; tries < 50 && !answered; tries++ {
		_, err := c.WriteTo(question(t, Connect+".local.", dnsmessage.TypePTR), &group)
		must(t, err)
		must(t, c.SetReadDeadline(time.Now().Add(200*time.Millisecond)))
		for !answered {
			buf := make([]byte, 9000)
			n, _, err := c.ReadFrom(buf)
			if os.IsTimeout(err) {
				break
			}
			must(t, err)
			answered = strings.HasPrefix(told(t, buf[:n]), want)
		}
	}
	if !answered {
		t.Error("no answer")
	}
	b.Take(two)
	b.Take(two)
	b.Close()
	b.Close()
	settled(t, before)
	if b, err := Announce(netip.MustParseAddr("203.0.113.77")); err == nil {
		b.Close()
		t.Error("announced at an address this computer does not have")
	}
}

func FuzzQuery(f *testing.F) {
	f.Add(question(f, "_adb-tls-connect._tcp.local.", dnsmessage.TypePTR))
	f.Add(question(f, one.instance(), dnsmessage.TypeALL))
	f.Fuzz(func(t *testing.T, b []byte) {
		q, ok := readQuery(b)
		if !ok {
			return
		}
		if len(q.questions) > questionsMax {
			t.Errorf("%d questions", len(q.questions))
		}
		for _, legacy := range []bool{false, true} {
			_, _ = q.answer([]Notice{one, two}, legacy) // some names cannot be said again
		}
	})
}

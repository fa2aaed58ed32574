package trouble

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
)

// pair is a connection of a wire and its other end.
func pair(t *testing.T, w *Wire, shared bool) (*Conn, net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	far, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	near, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	c := w.Wrap(near, shared)
	t.Cleanup(func() { c.Close(); far.Close() })
	return c, far
}

var hex = Packet{Name: "answer", Data: []byte("OKAY0003abc"), Length: Hex4, At: 4, Refuse: []byte("FAIL0001x")}
var little = Packet{Name: "DATA", Data: []byte("DATA\x05\x00\x00\x00hello"), Length: Little, At: 4}

func TestSpoil(t *testing.T) {
	for _, c := range []struct {
		p    Packet
		plan Plan
		want string
	}{
		{hex, Plan{1, Cut}, ""},
		{hex, Plan{1, Stall}, ""},
		{hex, Plan{1, Short}, "OKAY0"},
		{hex, Plan{1, Fail}, "FAIL0001x"},
		{little, Plan{1, Fail}, "DATA\x05\x00"}, // no refusal: cut short
		{hex, Plan{3, WrongLength}, "OKAY0004abc"},
		{hex, Plan{4, WrongLength}, "OKAY0002abc"},
		{hex, Plan{5, WrongLength}, "OKAYfff0abc"},
		{little, Plan{3, WrongLength}, "DATA\x06\x00\x00\x00hello"},
		{little, Plan{5, WrongLength}, "DATA\xf0\xff\xff\xffhello"},
		{Packet{Data: []byte("abc")}, Plan{3, WrongLength}, "abc\x00"},
		{Packet{Data: []byte("abc")}, Plan{4, WrongLength}, "ab"},
		{Packet{Data: []byte("abc")}, Plan{5, WrongLength}, "abcabc"},
		{little, Plan{1, Flip}, "DATA\x05\x00\x00\x00helln"},
	} {
		before := bytes.Clone(c.p.Data)
		if got := string(c.p.spoil(c.plan)); got != c.want {
			t.Errorf("%s of %q: %q, want %q", c.plan.Kind, c.p.Data, got, c.want)
		}
		if !bytes.Equal(before, c.p.Data) {
			t.Errorf("%s changed the sender's own bytes", c.plan.Kind)
		}
	}
	a, b := little.spoil(Plan{1, Garbage}), little.spoil(Plan{1, Garbage})
	if len(a) != len(little.Data) || !bytes.Equal(a, b) || bytes.Equal(a, little.Data) {
		t.Errorf("garbage %q, again %q", a, b)
	}
}

func TestCheck(t *testing.T) {
	for plan, ok := range map[Plan]bool{{1, Cut}: true, {0, Cut}: false, {-1, Flip}: false, {3, "nope"}: false, {}: false} {
		if (plan.Check() == nil) != ok {
			t.Errorf("%+v: %v", plan, plan.Check())
		}
	}
}

// Only the planned packet is spoiled, once, and what was gathered before it goes
// out first.
func TestOnePacket(t *testing.T) {
	for _, kind := range Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			var w Wire
			unplugged := 0
			w.Unplug = func() { unplugged++ }
			c, far := pair(t, &w, false)
			w.Arm(Plan{At: 3, Kind: kind})
			out := bufio.NewWriter(c)
			ended := make(chan error, 1)
			go func() {
				var err error
				for range 5 {
					if err = c.Send(out, hex); err != nil {
						break
					}
				}
				out.Flush()
				if err == nil || kind != Stall {
					c.CloseWrite()
				}
				ended <- err
			}()
			whole := bytes.Repeat(hex.Data, 2)
			got := make([]byte, len(whole))
			if _, err := io.ReadFull(far, got); err != nil || !bytes.Equal(got, whole) {
				t.Fatalf("before the packet: %q, %v", got, err)
			}
			if kind == Stall {
				far.Close() // what ends a stall
			}
			rest, _ := io.ReadAll(far)
			err := <-ended
			goesOn := kind == WrongLength || kind == Garbage || kind == Flip
			if (err == nil) != goesOn || err != nil && !errors.Is(err, ErrOver) {
				t.Errorf("Send: %v", err)
			}
			if kind != Stall {
				want := hex.spoil(Plan{3, kind})
				if goesOn {
					want = append(want, whole...)
				}
				if !bytes.Equal(rest, want) {
					t.Errorf("got %q, want %q", rest, want)
				}
			}
			if name, ok := w.Fired(); !ok || name != "answer" || (unplugged == 1) != (kind == Cut) {
				t.Errorf("fired %q %v, unplugged %d times", name, ok, unplugged)
			}
			if kind != Cut && c.Send(c, hex) == nil && !goesOn {
				t.Error("something is sent after the end")
			}
		})
	}
}

// On a connection of many services a refusal ends one of them only.
func TestSharedRefusal(t *testing.T) {
	var w Wire
	c, far := pair(t, &w, true)
	w.Arm(Plan{At: 1, Kind: Fail})
	for range 2 {
		if err := c.Send(c, hex); err != nil {
			t.Fatal(err)
		}
	}
	c.CloseWrite()
	if got, err := io.ReadAll(far); err != nil || string(got) != string(hex.Refuse)+string(hex.Data) {
		t.Errorf("%q, %v", got, err)
	}
}

// A stall ends with the other side, or with a Close, whether somebody else reads
// or nobody does.
func TestStallEnds(t *testing.T) {
	for _, shared := range []bool{false, true} {
		for _, reader := range []bool{false, true} {
			for _, local := range []bool{false, true} {
				var w Wire
				c, far := pair(t, &w, shared)
				w.Arm(Plan{At: 1, Kind: Stall})
				sent, read := make(chan error, 1), make(chan struct{})
				go func() { sent <- c.Send(c, hex) }()
				go func() {
					defer close(read)
					if reader {
						io.Copy(io.Discard, c)
					}
				}()
				far.Write([]byte("nobody cares"))
				if local {
					c.Close()
				} else {
					far.Close()
				}
				if err := <-sent; !errors.Is(err, ErrOver) {
					t.Error(err)
				}
				<-read
				if n, err := c.Read(make([]byte, 1)); n != 0 || err == nil {
					t.Errorf("the end is not the last word: %d, %v", n, err)
				}
			}
		}
	}
}

func TestNote(t *testing.T) {
	var w Wire
	c, far := pair(t, &w, false)
	go io.Copy(io.Discard, far)
	w.Note()
	for _, p := range []Packet{hex, little, hex} {
		if err := c.Send(c, p); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.Names(); !slices.Equal(got, []string{"answer", "DATA", "answer"}) || w.Open() != 1 {
		t.Errorf("%q, %d open", got, w.Open())
	}
	w.Arm(Plan{})
	if len(w.Names()) != 0 {
		t.Error("names of before")
	}
	c.Close()
	c.Close()
	if w.Open() != 0 {
		t.Errorf("%d open", w.Open())
	}
}

// What is no Sender is written to.
func TestOver(t *testing.T) {
	var b bytes.Buffer
	if err := Over(&b).Send(&b, hex); err != nil || b.String() != string(hex.Data) {
		t.Errorf("%q, %v", b.String(), err)
	}
	if c := (&Conn{}); Over(c) != Sender(c) {
		t.Error("a Sender is not used")
	}
}

func FuzzLength(f *testing.F) {
	f.Add([]byte("0003"), 1)
	f.Add([]byte("\xff\xff\xff\xff"), 2)
	f.Fuzz(func(t *testing.T, field []byte, turn int) {
		if len(field) != 4 || turn < 0 {
			return
		}
		for _, form := range []Form{None, Hex4, Little} {
			p := Packet{Data: field, Length: form}
			if b := p.lie(turn); form != None && len(b) != 4 {
				t.Fatalf("%q became %q", field, b)
			}
		}
	})
}

package wifi

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestFrame(t *testing.T) {
	var b bytes.Buffer
	must(t, writeFrame(&b, kindPeer, []byte("abc")))
	if got := b.String(); got != "\x01\x01\x00\x00\x00\x03abc" {
		t.Errorf("%q", got)
	}
	for text, want := range map[string]error{
		"\x01\x01\x00\x00\x00\x03abc":  nil,
		"\x01\x00\x00\x00\x00\x03abc":  errFrame, // another kind
		"\x02\x01\x00\x00\x00\x03abc":  errFrame,
		"\x01\x01\x00\x00\x00\x00":     errFrame,
		"\x01\x01\x00\x00\x40\x01":     errFrame, // one byte too many, none of which is waited for
		"\x01\x01\xff\xff\xff\xff":     errFrame,
		"\x01\x01\x00\x00\x00\x03ab":   io.ErrUnexpectedEOF,
		"\x01\x01\x00":                 io.ErrUnexpectedEOF,
		"":                             io.EOF,
		"\x01\x01\x00\x00\x00\x01a...": nil,
	} {
		if got, err := readFrame(strings.NewReader(text), kindPeer); !errors.Is(err, want) || err == nil && string(got) != text[6:6+text[5]] {
			t.Errorf("%q: %q, %v instead of %v", text, got, err, want)
		}
	}
}

func TestPeer(t *testing.T) {
	for _, p := range []peer{{peerKey, "QAAAA user@host"}, {peerGUID, ""}, {9, strings.Repeat("x", peerSize-2)}} {
		b, err := p.encode()
		must(t, err)
		if got, err := decodePeer(b); err != nil || len(b) != 8192 || got != p {
			t.Errorf("%d bytes, %.40q, %v", len(b), got.text, err)
		}
	}
	if _, err := (peer{peerKey, strings.Repeat("x", peerSize-1)}).encode(); err == nil {
		t.Error("a text too long was encoded")
	}
	for _, b := range [][]byte{nil, make([]byte, peerSize-1), make([]byte, peerSize+1), bytes.Repeat([]byte{1}, peerSize)} {
		if p, err := decodePeer(b); !errors.Is(err, errFrame) {
			t.Errorf("%d bytes: %.40q, %v", len(b), p.text, err)
		}
	}
}

func TestSealer(t *testing.T) {
	a, err := newSealer([]byte("key"))
	must(t, err)
	b, err := newSealer([]byte("key"))
	must(t, err)
	other, err := newSealer([]byte("another"))
	must(t, err)
	first, second := a.seal([]byte("one")), a.seal([]byte("one"))
	if bytes.Equal(first, second) {
		t.Error("two messages with one nonce")
	}
	if _, err := other.open(first); !errors.Is(err, errSeal) {
		t.Errorf("opened with another key: %v", err)
	}
	if _, err := b.open(second); !errors.Is(err, errSeal) {
		t.Errorf("opened out of turn: %v", err)
	}
	for _, sealed := range [][]byte{first, second} {
		if got, err := b.open(sealed); err != nil || string(got) != "one" {
			t.Errorf("%q, %v", got, err)
		}
	}
}

func FuzzFrame(f *testing.F) {
	f.Add([]byte("\x01\x01\x00\x00\x00\x03abc"))
	f.Add([]byte("\x01\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, kind := range []byte{kindSpake, kindPeer} {
			if got, err := readFrame(bytes.NewReader(b), kind); err == nil {
				var again bytes.Buffer
				must(t, writeFrame(&again, kind, got))
				if !bytes.HasPrefix(b, again.Bytes()) {
					t.Errorf("%q was read as %q", b, got)
				}
			}
		}
	})
}

func FuzzPeer(f *testing.F) {
	whole, err := peer{peerGUID, "adb-x-abcdef"}.encode()
	must(f, err)
	f.Add(whole)
	f.Add([]byte("short"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := decodePeer(b)
		if err != nil {
			return
		}
		if again, err := p.encode(); err != nil || !bytes.HasPrefix(b, again[:len(p.text)+2]) {
			t.Errorf("%.60q, %v", p.text, err)
		}
	})
}

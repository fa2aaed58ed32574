package adbserver

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
)

// A client that says anything at all neither crashes the server nor stays.
func FuzzConnection(f *testing.F) {
	f.Add([]byte("000chost:version"))
	f.Add([]byte("0010host:transport:A0005sync:STA2\x07\x00\x00\x00/sdcard"))
	f.Add([]byte("0010host:transport:A0012shell,v2,raw:echo x"))
	f.Add([]byte("ffff"))
	f.Add([]byte("+00chost:version"))
	s := New(newHandset("A"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if text := string(in); strings.Contains(text, "track-") || strings.Contains(text, "wait-for-") || strings.Contains(text, "pair") || strings.Contains(text, "connect") {
			return // these wait for something, as they should
		}
		near, far := net.Pipe()
		go func() {
			_, _ = near.Write(in)
			near.Close()
		}()
		go func() { _, _ = io.Copy(io.Discard, near) }()
		s.client(t.Context(), far)
	})
}

// Four digits are four digits.
func FuzzReadRequest(f *testing.F) {
	f.Add([]byte("000chost:version"))
	f.Add([]byte("-001x"))
	f.Fuzz(func(t *testing.T, in []byte) {
		near, far := net.Pipe()
		defer far.Close()
		go func() {
			_, _ = near.Write(in)
			near.Close()
		}()
		if text, err := readRequest(far); err == nil && !bytes.HasPrefix(in[4:], []byte(text)) {
			t.Fatalf("%q from %q", text, in)
		}
	})
}

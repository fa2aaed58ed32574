package adb

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// Whatever a server answers to a request: no more than one frame is taken, and
// what is taken was there.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte("OKAY00040029"))
	f.Add([]byte("FAIL0016unknown host service"))
	f.Add([]byte("OKAYffff"))
	f.Add([]byte("OKAY+001x"))
	f.Add([]byte("FAILzzzz"))
	f.Add([]byte("FAIL0006closed"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		l := &link{Conn: &cannedConn{Reader: bytes.NewReader(stream)}, acknowledge: func() {}}
		l.setPatience(time.Minute)
		if err := l.request("host:version"); err != nil {
			return
		}
		text, err := l.frame()
		if err != nil {
			return
		}
		if len(text) > maxRequest || !strings.HasPrefix(string(stream), "OKAY") || !strings.HasPrefix(string(stream[8:]), text) {
			t.Fatalf("%q from %q", text, stream)
		}
	})
}

// Whatever a phone answers to a file that is written to it: the call ends, and
// calls it written only after OKAY and the right size.
func FuzzPush(f *testing.F) {
	stat := unhex(f, capturedStat)
	f.Add([]byte("OKAY\x00\x00\x00\x00"+stat), true)
	f.Add([]byte("FAIL\x26\x00\x00\x00open failed: No such file or directory"), true)
	f.Add([]byte("FAIL\xff\xff\xff\xff"), false)
	f.Add([]byte("OKAY\x00\x00\x00\x00STAT\xb6\x81\x00\x00\x06\x00\x00\x00\x00\x10\x5e\x5f"), false)
	f.Fuzz(func(t *testing.T, stream []byte, v2 bool) {
		s := cannedSession(bytes.NewReader(stream), v2)
		err := s.Push(t.Context(), "/sdcard/a", strings.NewReader("hello\n"), 0o644, time.Unix(1600000000, 0))
		if err == nil && !bytes.HasPrefix(stream, []byte("OKAY")) {
			t.Fatalf("written, says %q", stream)
		}
	})
}

package adb

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"testing"
	"time"
)

// cannedConn is a connection on which the phone has already said everything.
type cannedConn struct {
	net.Conn // nil: what is not below is not called
	io.Reader
	written int
}

func (c *cannedConn) Read(p []byte) (int, error)       { return c.Reader.Read(p) }
func (c *cannedConn) Write(p []byte) (int, error)      { c.written += len(p); return len(p), nil }
func (c *cannedConn) Close() error                     { return nil }
func (c *cannedConn) SetDeadline(time.Time) error      { return nil }
func (c *cannedConn) SetReadDeadline(time.Time) error  { return nil }
func (c *cannedConn) SetWriteDeadline(time.Time) error { return nil }

// cannedSession reads from r; it cannot be opened again.
func cannedSession(r io.Reader, v2 bool) *Session {
	l := &link{Conn: &cannedConn{Reader: r}, acknowledge: func() {}}
	l.setPatience(time.Minute)
	s := &Session{
		device: NewServer(Options{Addr: "127.0.0.1:0", NoStart: true}).Device(Entry{TransportID: 1}),
		in:     newReader(l, 4<<10),
		can:    abilities{stat2: v2, list2: v2, transfer2: v2, zstd: v2},
	}
	s.link.Store(l)
	return s
}

// countingSink counts the calls and bytes.
type countingSink struct {
	begun, ended int
	bytes        int64
}

func (s *countingSink) Begin(Request) (io.Writer, error)           { s.begun++; return s, nil }
func (s *countingSink) Write(p []byte) (int, error)                { s.bytes += int64(len(p)); return len(p), nil }
func (s *countingSink) End(Request, io.Writer, int64, Stat, error) { s.ended++ }

// Whatever a phone says: every request ends once, and no more arrives than was sent.
func FuzzPull(f *testing.F) {
	file := "DATA\x06\x00\x00\x00hello\nDONE\x00\x00\x00\x00"
	f.Add([]byte(file+unhex(f, capturedStat)+file+unhex(f, capturedStat)), byte(1))
	f.Add([]byte(file+"STAT\xb6\x81\x00\x00\x06\x00\x00\x00\x00\x10\x5e\x5f"), byte(0))
	f.Add([]byte("FAIL\x26\x00\x00\x00open failed: No such file or directory"), byte(1))
	f.Add([]byte("DATA\xff\xff\xff\xff"), byte(1))
	f.Add([]byte(unhex(f, "44415441 0f000000 28b52ffd0048310000 68656c6c6f0a 444f4e45 00000000")+unhex(f, capturedStat)), byte(3))
	f.Fuzz(func(t *testing.T, stream []byte, how byte) {
		s := cannedSession(bytes.NewReader(stream), how&1 != 0)
		sink, taken := &countingSink{}, 0
		err := s.Pull(t.Context(), 3, func() (Request, bool) {
			if taken == 5 {
				return Request{}, false
			}
			taken++
			return Request{Path: "/x", Compress: how&2 != 0}, true
		}, sink)
		if sink.ended != taken || sink.begun > taken {
			t.Fatalf("%d taken, %d begun, %d ended", taken, sink.begun, sink.ended)
		}
		if how&2 == 0 && sink.bytes > int64(len(stream)) {
			t.Fatal("more out than in")
		}
		if err == nil && taken < 5 {
			t.Fatal("no error, but not everything was asked for")
		}
	})
}

func FuzzListAndStat(f *testing.F) {
	stat := unhex(f, capturedStat)
	entry := "DNT2" + stat[4:] + "\x01\x00\x00\x00a"
	folder := "STA2" + stat[4:24] + "\xff\x41\x00\x00" + stat[28:]
	f.Add([]byte(folder+entry+"DONE"+string(make([]byte, 72))), true)
	f.Add([]byte(stat+"DONE"+string(make([]byte, 72))), true)
	f.Add([]byte(folder+entry[:72]+"\xff\xff\xff\xff"), true)
	f.Add([]byte("STAT\xff\x41\x00\x00\x00\x10\x00\x00\x00\x10\x5e\x5fDENT\xb6\x81\x00\x00\x06\x00\x00\x00\x00\x10\x5e\x5f\x01\x00\x00\x00aDONE"+string(make([]byte, 16))), false)
	f.Fuzz(func(t *testing.T, stream []byte, v2 bool) {
		list, err := cannedSession(bytes.NewReader(stream), v2).List(t.Context(), "/d")
		if err != nil && len(list) > 0 {
			t.Fatal("entries with an error")
		}
		for _, e := range list {
			if e.Name == "" || e.Name == "." || e.Name == ".." || bytes.ContainsAny([]byte(e.Name), "/\x00") || e.Size < 0 {
				t.Fatalf("entry %+v", e)
			}
		}
		st, err := cannedSession(bytes.NewReader(stream), v2).Stat(t.Context(), "/d")
		if err == nil && (st.Size < 0 || st.Errno != 0) {
			t.Fatalf("%+v", st)
		}
	})
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("0123456789"), []byte{4, 130, 1})
	f.Fuzz(func(t *testing.T, stream, calls []byte) {
		r := newReader(bytes.NewReader(stream), 64)
		var got []byte
		for _, c := range calls {
			var p []byte
			var err error
			if n := int(c & 63); c&128 != 0 && n > 0 {
				p, err = r.some(int64(n))
			} else {
				p, err = r.next(n)
			}
			if err != nil {
				break
			}
			got = append(got, p...)
		}
		if !bytes.HasPrefix(stream, got) {
			t.Fatalf("%q is not how %q begins", got, stream)
		}
	})
}

// repeating gives the same bytes n times.
type repeating struct {
	data []byte
	at   int
	n    int
}

func (r *repeating) Read(p []byte) (int, error) {
	if r.n == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.data[r.at:])
	if r.at += n; r.at == len(r.data) {
		r.at = 0
		r.n--
	}
	return n, nil
}

// answer is what a phone answers to one request of Pull.
func answer(size int) []byte {
	b := appendWords(nil, idDATA, uint32(size))
	b = append(b, make([]byte, size)...)
	b = appendWords(b, idDONE, 0, idSTA2)
	b = append(b, make([]byte, 68)...)
	binary.LittleEndian.PutUint32(b[len(b)-48:], modeRegular|0o644)
	return b
}

func pullCanned(t testing.TB, files, size int) {
	s := cannedSession(&repeating{data: answer(size), n: files}, true)
	left, sink := files, &countingSink{}
	err := s.Pull(context.Background(), 16, func() (Request, bool) {
		left--
		return Request{Path: "/sdcard/DCIM/Camera/IMG_20260102_030405.jpg"}, left >= 0
	}, sink)
	if err != nil || sink.ended != files || sink.bytes != int64(files*size) {
		t.Fatalf("%v: %d files, %d bytes", err, sink.ended, sink.bytes)
	}
}

func TestPullAllocatesNothingPerFile(t *testing.T) {
	few := testing.AllocsPerRun(5, func() { pullCanned(t, 100, 100) })
	many := testing.AllocsPerRun(5, func() { pullCanned(t, 1100, 100) })
	if perFile := (many - few) / 1000; perFile > 0.01 {
		t.Errorf("%.2f allocations for each file", perFile)
	}
}

// BenchmarkPull is the client's own work, without a phone.
func BenchmarkPull(b *testing.B) {
	for name, size := range map[string]int{"2KB": 2000, "64KB": 64000} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			pullCanned(b, b.N, size)
		})
	}
}

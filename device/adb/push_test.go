package adb

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// > SEND ".../a.txt,33188" + DATA "hello\n" + DONE, as captured.
func TestCapturedPush(t *testing.T) {
	f := newFakeServer(t)
	f.setFeatures("")
	target := capturedPath + ",33188"
	f.service("sync:", script(t,
		step{"SEND\x1e\x00\x00\x00" + target + unhex(t, "44415441 06000000 68656c6c6f0a 444f4e45 00105e5f"), unhex(t, "4f4b4159 00000000")},
		step{"STAT\x18\x00\x00\x00" + capturedPath, "STAT" + unhex(t, "b6810000 06000000 00105e5f")},
	))
	s := openSession(t, f)
	err := s.Push(testContext(t), capturedPath, strings.NewReader("hello\n"), 0o644, time.Unix(1600000000, 0))
	if err != nil {
		t.Error(err)
	}
	s.Close()
	f.noneOpen()
}

func TestPush(t *testing.T) {
	for version, features := range versions {
		t.Run(version, func(t *testing.T) {
			f := newFakeServer(t)
			f.setFeatures(features)
			files := newFakeFiles(t, f)
			s, ctx := openSession(t, f), testContext(t)
			for i, size := range []int{0, 1, 64<<10 - 1, 64 << 10, 64<<10 + 1, 100_000, 1_000_000} {
				data := bytesOf(size, uint64(i))
				for name, r := range map[string]io.Reader{
					"/a":           bytes.NewReader(data),
					"/with, comma": iotest.DataErrReader(bytes.NewReader(data)), // where gadb drops the last block
					"/\xffhalves":  iotest.HalfReader(bytes.NewReader(data)),
				} {
					if err := s.Push(ctx, name, r, 0o100640, time.Unix(1234567890, 999)); err != nil {
						t.Fatalf("%q of %d bytes: %v", name, size, err)
					}
					got := files.files[name]
					if !bytes.Equal(got.data, data) || got.mode != 0o100640 || got.mtime != 1234567890 {
						t.Errorf("%q: %d bytes of %d, mode %o, time %d", name, len(got.data), size, got.mode, got.mtime)
					}
				}
			}
			if files.opened() != 1 {
				t.Errorf("%d sessions", files.opened())
			}
			s.Close()
			f.noneOpen()
		})
	}
}

// A source that fails must leave no file that looks whole.
func TestPushOfABrokenSource(t *testing.T) {
	for name, broken := range map[string]error{
		"an error of its own": errors.New("the disk is broken"),
		// A torn archive says this, and it is not the end of the file.
		"an unexpected end": io.ErrUnexpectedEOF,
		"a network's error": &net.OpError{Op: "read", Err: errors.New("reset")},
		"no data, no error": io.ErrNoProgress,
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			files := newFakeFiles(t, f)
			var r io.Reader = io.MultiReader(bytes.NewReader(bytesOf(100_000, 1)), iotest.ErrReader(broken))
			if broken == io.ErrNoProgress {
				r = emptyReader{}
			}
			s, ctx := openSession(t, f), testContext(t)
			err := s.Push(ctx, "/a", r, 0o644, time.Time{})
			wantIs(t, err, broken)
			if errors.Is(err, ErrDeviceGone) {
				t.Errorf("the phone is blamed: %v", err)
			}
			if _, exists := files.get("/a"); exists {
				t.Error("a part was stored as the whole")
			}
			if err := s.Push(ctx, "/b", strings.NewReader("b"), 0o644, time.Time{}); err != nil {
				t.Errorf("the next file: %v", err)
			}
			s.Close()
			f.noneOpen()
		})
	}
}

type emptyReader struct{}

func (emptyReader) Read([]byte) (int, error) { return 0, nil }

// countingReader is a source without end that counts what was taken.
type countingReader struct{ n int64 }

func (r *countingReader) Read(p []byte) (int, error) {
	r.n += int64(len(p))
	return len(p), nil
}

// The phone says at once that it cannot, and we stop sending.
func TestPushIsRefused(t *testing.T) {
	f := newFakeServer(t)
	files := newFakeFiles(t, f)
	files.tooFull = true
	s, ctx := openSession(t, f), testContext(t)
	source := &countingReader{}
	err := s.Push(ctx, "/video", source, 0o644, time.Time{})
	wantIs(t, err, ENOSPC)
	var refused *RefusedError
	if !errors.As(err, &refused) || refused.Path != "/video" {
		t.Errorf("%v does not say which file", err)
	}
	files.tooFull = false
	if err := s.Push(ctx, "/a", strings.NewReader("a"), 0o644, time.Time{}); err != nil {
		t.Errorf("the next file: %v", err)
	}
	s.Close()
	f.noneOpen()
}

func TestPushChecksFirst(t *testing.T) {
	f := newFakeServer(t)
	files := newFakeFiles(t, f)
	s, ctx := openSession(t, f), testContext(t)
	for _, c := range []struct {
		path string
		mode uint32
		want error
	}{
		{"", 0o644, fs.ErrInvalid},
		{"/a\x00b", 0o644, fs.ErrInvalid},
		{"/" + strings.Repeat("x", maxPath), 0o644, ENAMETOOLONG},
		{"/link", 0o120777, EINVAL},
		{"/dir", modeDir | 0o755, EINVAL},
	} {
		wantIs(t, s.Push(ctx, c.path, strings.NewReader("x"), c.mode, time.Time{}), c.want)
	}
	if err := s.Push(ctx, "/good", strings.NewReader("x"), 0o644, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if len(files.files) != 1 || files.opened() != 1 {
		t.Errorf("%d files, %d sessions", len(files.files), files.opened())
	}
	f.setFeatures("") // the mode needs room in the path there
	err := openSession(t, f).Push(ctx, "/"+strings.Repeat("x", maxPath-1), strings.NewReader("x"), 0o644, time.Time{})
	wantIs(t, err, ENAMETOOLONG)
}

// What the phone has afterwards is looked at.
func TestPushComparesTheSize(t *testing.T) {
	f := newFakeServer(t)
	sent := "SND2\x02\x00\x00\x00/aSND2\xa4\x81\x00\x00\x00\x00\x00\x00DATA\x06\x00\x00\x00hello\nDONE\x00\x10\x5e\x5f"
	asked := "STA2\x02\x00\x00\x00/a"
	for name, c := range map[string]struct {
		answer, status string
		want           error
	}{
		"shorter":    {"OKAY\x00\x00\x00\x00", "STA2" + strings.Repeat("\x00", 20) + "\xff\x81\x00\x00" + strings.Repeat("\x00", 44), io.ErrShortWrite},
		"not there":  {"OKAY\x00\x00\x00\x00", "STA2\x02\x00\x00\x00" + strings.Repeat("\x00", 64), fs.ErrNotExist},
		"cut off":    {"OKAY\x00\x00\x00\x00", "STA2", ErrDeviceGone},
		"no answer":  {"", "", ErrDeviceGone},
		"an odd one": {"DONE\x00\x00\x00\x00", "", ErrProtocol},
	} {
		t.Run(name, func(t *testing.T) {
			steps := []step{{sent, c.answer}}
			if c.status != "" {
				steps = append(steps, step{asked, c.status})
			}
			f.service("sync:", script(t, steps...))
			s := openSession(t, f)
			wantIs(t, s.Push(testContext(t), "/a", strings.NewReader("hello\n"), 0o644, time.Unix(1600000000, 0)), c.want)
			s.Close()
			f.noneOpen()
		})
	}
}

// OKAY for a file of which the end was not sent cannot be meant well.
func TestPushTakenTooEarly(t *testing.T) {
	f := newFakeServer(t)
	f.service("sync:", func(c net.Conn) {
		io.WriteString(c, "OKAY\x00\x00\x00\x00")
		hangUp(c)
	})
	err := openSession(t, f).Push(testContext(t), "/a", &countingReader{}, 0o644, time.Time{})
	wantIs(t, err, ErrProtocol)
	f.noneOpen()
}

func TestPushIsCancelled(t *testing.T) {
	f := newFakeServer(t)
	ctx, cancel := context.WithCancel(testContext(t))
	f.service("sync:", func(c net.Conn) {
		io.ReadFull(c, make([]byte, 1<<20))
		cancel()
		<-ctx.Done() // and does not read on
		io.Copy(io.Discard, c)
	})
	wantIs(t, openSession(t, f).Push(ctx, "/a", &countingReader{}, 0o644, time.Time{}), context.Canceled)
	f.noneOpen()
}

// A phone that stops reading is found out although it keeps the connection.
func TestPushToASilentPhone(t *testing.T) {
	f := newFakeServer(t)
	hold := make(chan bool)
	f.service("sync:", func(c net.Conn) { <-hold })
	wantIs(t, openSession(t, f, impatient).Push(testContext(t), "/a", &countingReader{}, 0o644, time.Time{}), ErrDeviceGone)
	close(hold)
	f.noneOpen()
}

func TestWireTime(t *testing.T) {
	for _, c := range []struct {
		t    time.Time
		want uint32
	}{
		{time.Unix(1600000000, 5), 1600000000},
		{time.Unix(-5, 0), 0},
		{time.Unix(1<<33, 0), 1<<32 - 1},
	} {
		if got := wireTime(c.t); got != c.want {
			t.Errorf("%v became %d", c.t, got)
		}
	}
	if wireTime(time.Time{}) < 1700000000 {
		t.Error("no time is not now")
	}
}

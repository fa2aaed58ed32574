package adb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"
)

// > RECV, as captured.
func TestCapturedPull(t *testing.T) {
	f := newFakeServer(t)
	recv := unhex(t, "52454356 18000000") + capturedPath
	sta2 := unhex(t, "53544132 18000000") + capturedPath
	rcv2 := unhex(t, "52435632 18000000") + capturedPath + unhex(t, "52435632 04000000")
	f.service("sync:", script(t,
		step{recv + sta2, unhex(t, "44415441 06000000 68656c6c6f0a 444f4e45 00000000") + unhex(t, capturedStat)},
		step{rcv2 + sta2, unhex(t, "44415441 0f000000 28b52ffd0048310000 68656c6c6f0a 444f4e45 00000000") + unhex(t, capturedStat)},
		step{recv, unhex(t, "4641494c 26000000") + "open failed: No such file or directory"},
	))
	s := openSession(t, f)
	for step, want := range []error{nil, nil, fs.ErrNotExist} {
		sink := newMemorySink(t)
		once := requests(capturedPath)
		err := s.Pull(testContext(t), 4, func() (Request, bool) {
			r, ok := once()
			r.Compress = step == 1
			return r, ok
		}, sink)
		got := sink.ended[capturedPath]
		if err != nil || !errors.Is(got.err, want) {
			t.Fatalf("step %d: %v, %+v", step, err, got)
		}
		if want == nil && (string(got.data) != "hello\n" || got.after.Size != 6 || got.after.MTime.Unix() != 1600000000) {
			t.Errorf("step %d: %+v", step, got)
		}
		if want != nil && got.begun {
			t.Error("Begin was called for a file the phone did not open")
		}
	}
}

func TestPull(t *testing.T) {
	for version, features := range versions {
		for _, window := range []int{0, 1, 2, 16, 1000} {
			t.Run(fmt.Sprintf("%s window %d", version, window), func(t *testing.T) {
				f := newFakeServer(t)
				f.setFeatures(features)
				files := newFakeFiles(t, f)
				var paths []string
				for i, size := range []int{0, 1, 7, 8, 9, 64<<10 - 1, 64 << 10, 64<<10 + 1, readBuffer - 8, readBuffer, 3_000_000} {
					for _, name := range []string{"/%d plain", "/%d-\xff\n'🌋"} {
						path := fmt.Sprintf(name, i)
						files.put(path, fakeFile{data: bytesOf(size, uint64(i)), mtime: int64(1000 + i)})
						paths = append(paths, path)
					}
				}
				s, sink := openSession(t, f), newMemorySink(t)
				if err := s.Pull(testContext(t), window, requests(paths...), sink); err != nil {
					t.Fatal(err)
				}
				for _, path := range paths {
					got, want := sink.ended[path], files.files[path]
					if got.err != nil || !bytes.Equal(got.data, want.data) || got.after.Size != int64(len(want.data)) || got.after.MTime.Unix() != want.mtime {
						t.Errorf("%q: %d bytes of %d, %+v, %v", path, len(got.data), len(want.data), got.after, got.err)
					}
				}
				if fmt.Sprint(sink.order) != fmt.Sprint(paths) {
					t.Errorf("order %q", sink.order)
				}
				if files.opened() != 1 {
					t.Errorf("%d sessions", files.opened())
				}
				s.Close()
				f.noneOpen()
			})
		}
	}
}

// A refusal ends the phone's session with all that was asked behind it: those
// are asked again, and the refused are not.
func TestPullSurvivesRefusals(t *testing.T) {
	f := newFakeServer(t)
	files := newFakeFiles(t, f)
	var paths []string
	refusals := 0
	for i := range 100 {
		path := fmt.Sprintf("/%d", i)
		file := fakeFile{data: bytesOf(1000+i, uint64(i))}
		switch {
		case i == 0 || i == 99 || i%10 == 4 || i%10 == 5: // also two in a row
			file.refuse = "open failed: Permission denied"
		case i == 33:
			file.fails = 500 // in mid-file
		case i == 66:
			file.refuse = "stat" // behind the file
		}
		if file.refuse != "" || file.fails != 0 {
			refusals++
		}
		files.put(path, file)
		paths = append(paths, path)
	}
	long := "/" + strings.Repeat("x", maxPath)
	paths = append(paths, long, "/missing")
	s, sink := openSession(t, f), newMemorySink(t)
	if err := s.Pull(testContext(t), 16, requests(paths...), sink); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		path := paths[i]
		got, file := sink.ended[path], files.files[path]
		switch {
		case i == 66:
			if !isRefusal(got.err) || len(got.data) != len(file.data) {
				t.Errorf("status refused: %+v", got)
			}
		case i == 33:
			wantIs(t, got.err, EIO)
			if got.n != 500 {
				t.Errorf("%d bytes before the error", got.n)
			}
		case file.refuse != "":
			wantIs(t, got.err, fs.ErrPermission)
			var refused *RefusedError
			if !errors.As(got.err, &refused) || refused.Path != path || got.begun {
				t.Errorf("refused: %+v", got)
			}
		case got.err != nil || !bytes.Equal(got.data, file.data):
			t.Errorf("%s: %d bytes, %v", path, len(got.data), got.err)
		}
		if file.refuse != "" && files.received[path] != 1 {
			t.Errorf("refused %s was asked for %d times", path, files.received[path])
		}
	}
	wantIs(t, sink.ended[long].err, ENAMETOOLONG)
	wantIs(t, sink.ended["/missing"].err, fs.ErrNotExist)
	if len(sink.ended) != len(paths) {
		t.Errorf("%d ends for %d files", len(sink.ended), len(paths))
	}
	if want := 1 + refusals; files.opened() != want { // the last refusal needs none
		t.Errorf("%d sessions, want %d", files.opened(), want)
	}
	if _, err := s.Stat(testContext(t), "/1"); err != nil {
		t.Errorf("the next call: %v", err)
	}
	s.Close()
	f.noneOpen()
}

func TestPullCutOff(t *testing.T) {
	for name, bad := range map[string]fakeFile{
		"in mid-file":      {data: bytesOf(200_000, 1), cut: 70_000},
		"at a block's end": {data: bytesOf(200_000, 1), cut: 64 << 10},
		"before a file":    {raw: "DA"},
		"by nonsense":      {raw: "XXXX\x00\x00\x00\x00"},
		"by a huge block":  {raw: "DATA\x01\x00\x10\x00"},
		"by 4 GiB":         {raw: "DATA\xff\xff\xff\xff"},
		"by a huge text":   {raw: "FAIL\x01\x00\x01\x00" + strings.Repeat("x", maxRefusal+1)},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			files := newFakeFiles(t, f)
			files.put("/1", fakeFile{data: []byte("one")})
			files.put("/2", bad)
			files.put("/3", fakeFile{data: []byte("three")})
			files.put("/4", fakeFile{data: []byte("four")})
			s, sink := openSession(t, f), newMemorySink(t)
			if bad.raw == "DA" { // and no more
				s.Close()
				f.service("sync:", script(t, step{"RECV\x02\x00\x00\x00/1STA2\x02\x00\x00\x00/1",
					"DATA\x03\x00\x00\x00oneDONE\x00\x00\x00\x00" + unhex(t, capturedStat) + "DA"}))
				s = openSession(t, f)
			}
			err := s.Pull(testContext(t), 3, requests("/1", "/2", "/3", "/4"), sink)
			want := ErrProtocol
			if bad.raw == "" || bad.raw == "DA" {
				want = ErrDeviceGone
			}
			wantIs(t, err, want)
			if got := sink.ended["/1"]; got.err != nil || string(got.data) != "one" {
				t.Errorf("the file before: %+v", got)
			}
			taken := 0
			for _, path := range []string{"/2", "/3", "/4"} {
				if got, ended := sink.ended[path]; ended {
					taken++
					wantIs(t, got.err, want)
				}
			}
			if taken < 2 {
				t.Errorf("End was called for %v only", sink.order)
			}
			s.Close()
			f.noneOpen()
		})
	}
}

func TestPullIsCancelled(t *testing.T) {
	f := newFakeServer(t)
	files := newFakeFiles(t, f)
	files.put("/1", fakeFile{data: []byte("one")})
	files.put("/stuck", fakeFile{data: bytesOf(1000, 1), hang: true})
	ctx, cancel := context.WithCancel(testContext(t))
	s, sink := openSession(t, f), newMemorySink(t)
	sink.begin = func(r Request) (io.Writer, error) {
		if r.Path == "/stuck" {
			cancel()
		}
		return nil, nil
	}
	err := s.Pull(ctx, 8, requests("/1", "/stuck", "/3", "/4"), sink)
	wantIs(t, err, context.Canceled)
	if len(sink.ended) != 4 || sink.ended["/1"].err != nil {
		t.Errorf("ends: %v", sink.order)
	}
	for _, path := range []string{"/stuck", "/3", "/4"} {
		wantIs(t, sink.ended[path].err, context.Canceled)
	}
	f.noneOpen()
}

func TestPullFromASilentPhone(t *testing.T) {
	f := newFakeServer(t)
	files := newFakeFiles(t, f)
	files.put("/stuck", fakeFile{data: bytesOf(1000, 1), hang: true})
	s, sink := openSession(t, f, impatient), newMemorySink(t)
	err := s.Pull(testContext(t), 8, requests("/stuck"), sink)
	wantIs(t, err, ErrDeviceGone)
	wantIs(t, sink.ended["/stuck"].err, ErrDeviceGone)
	f.noneOpen()
}

// The sink's own trouble with a file is that file's, whatever error it is, and a
// large one is not read to its end for nothing.
func TestPullIntoAFailingSink(t *testing.T) {
	full := errors.New("disk full")
	for _, c := range []struct {
		name     string
		size     int
		begin    func() (io.Writer, error)
		want     error
		sessions int
	}{
		{"Begin, small", 1000, func() (io.Writer, error) { return nil, full }, full, 1},
		{"Begin, empty", 0, func() (io.Writer, error) { return nil, full }, full, 1},
		{"Begin, large", 8 << 20, func() (io.Writer, error) { return nil, full }, full, 2},
		{"Write, small", 1000, func() (io.Writer, error) { return failingWriter{full}, nil }, full, 1},
		{"Write, large", 8 << 20, func() (io.Writer, error) { return failingWriter{io.EOF}, nil }, io.EOF, 2},
		{"a short write", 1000, func() (io.Writer, error) { return shortWriter{}, nil }, io.ErrShortWrite, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFakeServer(t)
			files := newFakeFiles(t, f)
			files.put("/bad", fakeFile{data: bytesOf(c.size, 1)})
			files.put("/good", fakeFile{data: []byte("good")})
			s, sink := openSession(t, f), newMemorySink(t)
			sink.begin = func(r Request) (io.Writer, error) {
				if r.Path == "/bad" {
					return c.begin()
				}
				return nil, nil
			}
			if err := s.Pull(testContext(t), 8, requests("/bad", "/good"), sink); err != nil {
				t.Fatal(err)
			}
			wantIs(t, sink.ended["/bad"].err, c.want)
			if errors.Is(sink.ended["/bad"].err, ErrDeviceGone) {
				t.Error("the phone is blamed")
			}
			if got := sink.ended["/good"]; got.err != nil || string(got.data) != "good" {
				t.Errorf("the file behind: %+v", got)
			}
			if files.opened() != c.sessions {
				t.Errorf("%d sessions, want %d", files.opened(), c.sessions)
			}
			s.Close()
			f.noneOpen()
		})
	}
	f := newFakeServer(t)
	newFakeFiles(t, f).put("/1", fakeFile{data: []byte("x")})
	sink := nilSink{newMemorySink(t)}
	if err := openSession(t, f).Pull(testContext(t), 1, requests("/1"), sink); err != nil {
		t.Fatal(err)
	}
	wantIs(t, sink.ended["/1"].err, fs.ErrInvalid)
}

// The status is of after reading: how a caller sees that a file grew.
func TestPullOfAChangingFile(t *testing.T) {
	f := newFakeServer(t)
	files := newFakeFiles(t, f)
	files.put("/grew", fakeFile{data: []byte("12345"), size: 9, mtime: 77})
	files.put("/left", fakeFile{data: []byte("12345"), errno: ENOENT})
	sink := newMemorySink(t)
	if err := openSession(t, f).Pull(testContext(t), 2, requests("/grew", "/left"), sink); err != nil {
		t.Fatal(err)
	}
	if got := sink.ended["/grew"]; got.err != nil || got.n != 5 || got.after.Size != 9 || !got.after.MTime.Equal(time.Unix(77, 0)) {
		t.Errorf("%+v", got)
	}
	wantIs(t, sink.ended["/left"].err, fs.ErrNotExist)
}

func TestWideSize(t *testing.T) {
	for _, c := range []struct{ size, n, want int64 }{
		{1 << 30, 5 << 30, 5 << 30}, // the status of 5 GiB in 32 bits
		{5, 5, 5},
		{6, 5, 6},
		{6, 5 << 30, 6}, // truly another size
	} {
		if got := wideSize(c.size, c.n); got != c.want {
			t.Errorf("wideSize(%d, %d) = %d, want %d", c.size, c.n, got, c.want)
		}
	}
}

// A window of requests is in flight: the phone is never left without work.
func TestPullKeepsRequestsInFlight(t *testing.T) {
	f := newFakeServer(t)
	files := newFakeFiles(t, f)
	var paths []string
	for i := range 40 {
		paths = append(paths, fmt.Sprintf("/%d", i))
		files.put(paths[i], fakeFile{data: []byte("x")})
	}
	next, taken, lead := requests(paths...), 0, 0
	sink := newMemorySink(t)
	sink.onEnd = func(Request) {
		lead = max(lead, taken-len(sink.ended))
		if rest := len(paths) - taken; rest > 0 && taken-len(sink.ended) < 3 {
			t.Errorf("only %d in flight with %d to go", taken-len(sink.ended), rest)
		}
	}
	err := openSession(t, f).Pull(testContext(t), 8, func() (Request, bool) {
		taken++
		r, ok := next()
		if !ok {
			taken--
		}
		return r, ok
	}, sink)
	if err != nil || lead > 8 || len(sink.ended) != 40 {
		t.Errorf("%v, at most %d in flight, %d files", err, lead, len(sink.ended))
	}
}

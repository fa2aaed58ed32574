package adb_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"keepsake/device/adb"
)

// realPhone returns the phone these tests may use, if there is one: its serial
// is in KEEPSAKE_REAL_PHONE, and the server is where adb's own environment
// variables say.
func realPhone(t testing.TB) (*adb.Server, *adb.Device) {
	serial := os.Getenv("KEEPSAKE_REAL_PHONE")
	if serial == "" {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	server := adb.NewServer(adb.Options{NoStart: true})
	entries, err := server.Devices(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Serial == serial && e.State == adb.StateDevice {
			return server, server.Device(e)
		}
	}
	t.Fatalf("no phone %s that is ready among %+v", serial, entries)
	return nil, nil
}

// folderSink writes each file under its base name, as adb pull does.
type folderSink struct {
	dir    string
	files  int
	bytes  int64
	failed error
}

func (s *folderSink) Begin(r adb.Request) (io.Writer, error) {
	return os.Create(filepath.Join(s.dir, path.Base(r.Path)))
}

func (s *folderSink) End(r adb.Request, w io.Writer, n int64, after adb.Stat, err error) {
	if f, ok := w.(*os.File); ok {
		f.Close()
		os.Chtimes(f.Name(), time.Time{}, after.MTime)
	}
	if err != nil && s.failed == nil {
		s.failed = err
	}
	s.files++
	s.bytes += n
}

// keepingSink keeps the small files of a test in memory.
type keepingSink struct {
	data  map[string]*bytes.Buffer
	after map[string]adb.Stat
	errs  map[string]error
}

func newKeepingSink() *keepingSink {
	return &keepingSink{map[string]*bytes.Buffer{}, map[string]adb.Stat{}, map[string]error{}}
}

func (s *keepingSink) Begin(r adb.Request) (io.Writer, error) {
	s.data[r.Path] = &bytes.Buffer{}
	return s.data[r.Path], nil
}

func (s *keepingSink) End(r adb.Request, _ io.Writer, _ int64, after adb.Stat, err error) {
	s.after[r.Path], s.errs[r.Path] = after, err
}

func all(paths []string, compress bool) func() (adb.Request, bool) {
	return func() (adb.Request, bool) {
		if len(paths) == 0 {
			return adb.Request{}, false
		}
		r := adb.Request{Path: paths[0], Compress: compress}
		paths = paths[1:]
		return r, true
	}
}

// TestRealPhone tries everything against a real adbd, in a folder of its own
// that it removes.
func TestRealPhone(t *testing.T) {
	_, device := realPhone(t)
	if device == nil {
		t.Log("no phone given: nothing to try")
		return
	}
	t.Run("now", func(t *testing.T) { tryPhone(t, device) })
	t.Run("first versions", func(t *testing.T) { tryPhone(t, device.AsOld()) })
}

func tryPhone(t *testing.T, device *adb.Device) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	features, err := device.Features(ctx)
	if err != nil {
		t.Fatal(err)
	}
	old := !features.Has("shell_v2")
	folder := fmt.Sprintf("/sdcard/Download/keepsake test %d", os.Getpid())
	defer func() {
		if r, err := device.Shell(ctx, "rm -rf "+adb.Quote(folder)); err != nil || r.Exit != 0 {
			t.Errorf("cleaning up: %+v, %v", r, err)
		}
	}()

	r, err := device.Shell(ctx, "echo out; echo err >&2; exit 5")
	if want := "out\n"; err != nil || r.Exit != 5 || !old && (string(r.Stdout) != want || string(r.Stderr) != "err\n") {
		t.Errorf("shell: %q %q %d, %v", r.Stdout, r.Stderr, r.Exit, err)
	}
	if r, err = device.Shell(ctx, "no-such-command"); err != nil || r.Exit != 127 {
		t.Errorf("an unknown command: %d, %v", r.Exit, err)
	}
	if r, err = device.Shell(ctx, "kill -9 $$"); !old && (err != nil || r.Exit != 128+9) {
		t.Errorf("a killed command: %d, %v", r.Exit, err)
	}
	if !old {
		input := bytes.Repeat([]byte("0123456789abcdef\x00\r\n\xff"), 50_000)
		var out bytes.Buffer
		exit, err := device.Run(ctx, "cat", bytes.NewReader(input), &out, nil)
		if exit != 0 || err != nil || !bytes.Equal(out.Bytes(), input) {
			t.Errorf("cat: exit %d, %v, %d bytes of %d", exit, err, out.Len(), len(input))
		}
		if exit, err = device.Run(ctx, "head -c 5", bytes.NewReader(input), nil, nil); exit != 0 || err != nil {
			t.Errorf("head: exit %d, %v", exit, err)
		}
	}

	session, err := device.Sync(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	want := map[string][]byte{}
	for i, name := range []string{
		"plain.jpg", "with space", "new\nline", "quote'\"", "a,b,c", "bad\xff\xfe", "emoji 🌋", "e\u0301", "back\\slash",
		strings.Repeat("深", 85), ".hidden", "-n", "$HOME", "*",
	} {
		data := bytes.Repeat([]byte{byte(i), 0, 1, '\r', '\n', 0xff}, i*i*2000)
		if err := session.Push(ctx, folder+"/"+name, iotest.DataErrReader(bytes.NewReader(data)), 0o644, time.Unix(1600000000+int64(i), 0)); err != nil {
			t.Fatal(err)
		}
		want[folder+"/"+name] = data
	}

	list, err := session.List(ctx, folder)
	if err != nil || len(list) != len(want) {
		t.Fatalf("%d entries, want %d; %v", len(list), len(want), err)
	}
	var paths []string
	for _, e := range list {
		path := folder + "/" + e.Name
		data, known := want[path]
		if !known || !e.IsRegular() || e.Size != int64(len(data)) || e.MTime.Unix() < 1600000000 || e.MTime.Unix() > 1600000013 {
			t.Errorf("entry %q: %+v", e.Name, e.Stat)
		}
		paths = append(paths, path, fmt.Sprintf("%s/missing %d", folder, len(paths))) // each second one ends the session
	}
	seen := 0
	err = session.Stats(ctx, paths, func(i int, st adb.Stat) {
		seen++
		if data, known := want[paths[i]]; known && (st.Errno != 0 || st.Size != int64(len(data))) || !known && st.Errno == 0 {
			t.Errorf("%q: %+v", paths[i], st)
		}
	})
	if err != nil || seen != len(paths) {
		t.Errorf("%d of %d, %v", seen, len(paths), err)
	}
	for _, compress := range []bool{false, true} {
		sink := newKeepingSink()
		if err := session.Pull(ctx, 8, all(paths, compress), sink); err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			data, known := want[path]
			switch {
			case !known && !errors.Is(sink.errs[path], fs.ErrNotExist):
				t.Errorf("%q: %v", path, sink.errs[path])
			case known && (sink.errs[path] != nil || !bytes.Equal(sink.data[path].Bytes(), data) || sink.after[path].Size != int64(len(data))):
				t.Errorf("%q: %d bytes of %d, %+v, %v", path, sink.data[path].Len(), len(data), sink.after[path], sink.errs[path])
			}
		}
	}

	sink := newKeepingSink()
	if err := session.Pull(ctx, 8, all([]string{folder, folder + "/plain.jpg"}, false), sink); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(sink.errs[folder], adb.EISDIR) || sink.errs[folder+"/plain.jpg"] != nil {
		t.Errorf("reading a folder: %v", sink.errs)
	}
	if _, err := session.List(ctx, folder+"/missing"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("listing a missing folder: %v", err)
	}
	if _, err := session.List(ctx, folder+"/plain.jpg"); !errors.Is(err, adb.ENOTDIR) && !(old && errors.Is(err, fs.ErrNotExist)) {
		t.Errorf("listing a file: %v", err)
	}
	if _, err := session.List(ctx, "/sdcard"); err != nil {
		t.Errorf("listing through a link: %v", err)
	}
	if err := session.Push(ctx, "/proc/keepsake", strings.NewReader("x"), 0o644, time.Time{}); !errors.As(err, new(*adb.RefusedError)) {
		t.Errorf("writing where nobody may: %v", err)
	}
	if err := session.Push(ctx, folder+"/torn", iotest.TimeoutReader(bytes.NewReader(make([]byte, 1<<20))), 0o644, time.Time{}); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("a broken source: %v", err)
	}
	if _, err := session.Stat(ctx, folder+"/torn"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what a broken source left: %v", err)
	}

	// 5 GiB that cost no disk; reading them takes a while, so only on request.
	big := folder + "/big.mp4"
	if r, err := device.Shell(ctx, "truncate -s 5G "+adb.Quote(big)); err != nil || r.Exit != 0 {
		t.Logf("no sparse file: %+v, %v", r, err)
		return
	}
	const size = 5 << 30
	if st, err := session.Stat(ctx, big); err != nil || st.Size != size && !(old && st.Size == size&0xffffffff) {
		t.Errorf("status of 5 GiB: %+v, %v", st, err)
	}
	if os.Getenv("KEEPSAKE_REAL_BIG") == "" {
		return
	}
	count := &countSink{}
	if err := session.Pull(ctx, 8, all([]string{big}, true), count); err != nil || count.n != size || count.after.Size != size || count.err != nil {
		t.Errorf("5 GiB: %+v, %v", count, err)
	}

	middle, stop := context.WithCancel(ctx)
	count = &countSink{stop: stop}
	if err := session.Pull(middle, 8, all([]string{big}, false), count); !errors.Is(err, context.Canceled) || !errors.Is(count.err, context.Canceled) {
		t.Errorf("cancelled in the middle: %v, %v", err, count.err)
	}
	if _, err := session.Stat(ctx, big); err != nil {
		t.Errorf("after that: %v", err)
	}
}

// countSink counts, and may call stop on the way.
type countSink struct {
	n     int64
	after adb.Stat
	err   error
	stop  func()
}

func (s *countSink) Begin(adb.Request) (io.Writer, error) { return s, nil }

func (s *countSink) Write(p []byte) (int, error) {
	s.n += int64(len(p))
	if s.stop != nil && s.n > 10<<20 {
		s.stop()
	}
	return len(p), nil
}

func (s *countSink) End(_ adb.Request, _ io.Writer, n int64, after adb.Stat, err error) {
	s.after, s.err = after, err
}

// BenchmarkRealPhonePull reads the files of the phone's folder
// KEEPSAKE_BENCH_FROM into the folder KEEPSAKE_BENCH_TO.
func BenchmarkRealPhonePull(b *testing.B) {
	from, to := os.Getenv("KEEPSAKE_BENCH_FROM"), os.Getenv("KEEPSAKE_BENCH_TO")
	_, device := realPhone(b)
	if device == nil || from == "" || to == "" {
		b.Log("no phone or no folders given")
		return
	}
	ctx := b.Context()
	for b.Loop() {
		if err := os.MkdirAll(to, 0o700); err != nil {
			b.Fatal(err)
		}
		session, err := device.Sync(ctx)
		if err != nil {
			b.Fatal(err)
		}
		list, err := session.List(ctx, from)
		if err != nil {
			b.Fatal(err)
		}
		at := 0
		sink := &folderSink{dir: to}
		err = session.Pull(ctx, 16, func() (adb.Request, bool) {
			if at == len(list) {
				return adb.Request{}, false
			}
			at++
			return adb.Request{Path: from + "/" + list[at-1].Name}, true
		}, sink)
		if err != nil || sink.failed != nil || sink.files != len(list) {
			b.Fatal(err, sink.failed, sink.files)
		}
		b.SetBytes(sink.bytes)
		session.Close()
	}
}

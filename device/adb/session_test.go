package adb

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"strings"
	"testing"
	"time"
)

func unhex(t testing.TB, s string) string {
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func openSession(t testing.TB, f *fakeServer, o ...func(*Options)) *Session {
	t.Helper()
	s, err := f.device(o...).Sync(testContext(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// versions are the phones of before and since Android 8.
var versions = map[string]string{"v2": allFeatures, "v1": "cmd"}

const capturedPath = "/sdcard/Download/g/a.txt"

const capturedStat = `53544132 00000000 00fe000000000000 93a09e0000000000 b6810000 01000000 d0070000 d0070000
  0600000000000000 00105e5f00000000 00105e5f00000000 2730036b00000000`

func TestCapturedStat(t *testing.T) {
	f := newFakeServer(t)
	f.service("sync:", script(t,
		step{unhex(t, "53544132 18000000") + capturedPath, unhex(t, capturedStat)},
		step{"STA2\x02\x00\x00\x00/x", "STA2\x02\x00\x00\x00" + strings.Repeat("\x00", 64)},
		step{"LST2\x02\x00\x00\x00/y", "LST2\x0d\x00\x00\x00" + strings.Repeat("\x00", 64)},
	))
	s, ctx := openSession(t, f), testContext(t)
	st, err := s.Stat(ctx, capturedPath)
	want := Stat{Mode: 0o100666, Size: 6, MTime: time.Unix(1600000000, 0)}
	if err != nil || st != want || !st.IsRegular() || st.IsDir() {
		t.Errorf("%+v, %v; want %+v", st, err, want)
	}
	_, err = s.Stat(ctx, "/x")
	wantIs(t, err, fs.ErrNotExist, ENOENT)
	st, err = s.Lstat(ctx, "/y")
	wantIs(t, err, fs.ErrPermission, EACCES)
	if st.Errno != EACCES {
		t.Errorf("%+v", st)
	}
}

func TestStats(t *testing.T) {
	for version, features := range versions {
		t.Run(version, func(t *testing.T) {
			f := newFakeServer(t)
			f.setFeatures(features)
			files := newFakeFiles(t, f)
			files.put("/big", fakeFile{size: 5<<30 + 1, mtime: 1})
			files.put("/refused", fakeFile{refuse: "stat"})
			paths := []string{"/big", "", "/missing", "/refused", "/nul\x00", "/" + strings.Repeat("l", maxPath)}
			for i := range 3000 { // far more than are in flight
				name := fmt.Sprintf("/%d", i)
				files.put(name, fakeFile{data: make([]byte, i%7), mtime: int64(i + 1)})
				paths = append(paths, name)
			}
			s := openSession(t, f)
			got := map[int]Stat{}
			err := s.Stats(testContext(t), paths, func(i int, st Stat) {
				if _, twice := got[i]; twice {
					t.Errorf("%d came twice", i)
				}
				got[i] = st
			})
			if err != nil || len(got) != len(paths) {
				t.Fatalf("%d of %d, %v", len(got), len(paths), err)
			}
			wantSize := int64(5<<30 + 1)
			if version == "v1" {
				wantSize &= 0xffffffff
			}
			if got[0].Size != wantSize {
				t.Errorf("5 GiB became %d", got[0].Size)
			}
			for i, want := range map[int]Errno{1: EINVAL, 2: ENOENT, 3: EIO, 4: EINVAL, 5: ENAMETOOLONG} {
				if got[i].Errno != want {
					t.Errorf("%.20q: %v, want %v", paths[i], got[i].Errno, want)
				}
			}
			for i := range 3000 {
				if st := got[i+6]; st.Size != int64(i%7) || st.MTime.Unix() != int64(i+1) || !st.IsRegular() {
					t.Fatalf("%s: %+v", paths[i+6], st)
				}
			}
			if files.opened() != 2 {
				t.Errorf("%d sessions for one refusal", files.opened())
			}
			s.Close()
			f.noneOpen()
		})
	}
}

// What is asked and not answered must fit into the buffers on the way, or both
// ends could wait for each other for ever.
func TestUnansweredRequestsAreBounded(t *testing.T) {
	f := newFakeServer(t)
	sent := make(chan int, 1)
	f.service("sync:", func(c net.Conn) {
		n := 0
		for b := make([]byte, 64<<10); ; {
			got, err := c.Read(b)
			if n += got; err != nil {
				break
			}
			c.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
		}
		c.SetReadDeadline(time.Time{})
		sent <- n
	})
	var paths []string
	for range 500 {
		paths = append(paths, "/"+strings.Repeat("x", maxPath-1))
	}
	err := openSession(t, f).Stats(testContext(t), paths, func(int, Stat) {})
	wantIs(t, err, ErrDeviceGone)
	if n := <-sent; n < maxInFlight/2 || n > maxInFlight+maxPath+8 {
		t.Errorf("%d bytes were sent without an answer", n)
	}
}

func TestHostileStatus(t *testing.T) {
	body := make([]byte, 68)
	for i := range body[4:] {
		body[4+i] = 0xff
	}
	if st := decodeStat2(body); st.Size < 0 || st.Errno == 0 {
		t.Errorf("a negative size is taken: %+v", st)
	}
	copy(body[36:], "\x01\x00\x00\x00\x00\x00\x00\x00")
	copy(body[52:], "\xff\xff\xff\xff\xff\xff\xff\x7f")
	if st := decodeStat2(body); !st.MTime.IsZero() || st.Size != 1 {
		t.Errorf("a date out of every calendar: %+v", st)
	}
	for id, want := range map[string]error{"XXXX": ErrProtocol, "DATA": ErrProtocol, "": ErrDeviceGone, "STA2\x00": ErrDeviceGone, "FAIL\xff\xff\xff\xff": ErrProtocol} {
		f := newFakeServer(t)
		f.service("sync:", script(t, step{"STA2\x02\x00\x00\x00/x", id}))
		_, err := openSession(t, f).Stat(testContext(t), "/x")
		wantIs(t, err, want)
		f.noneOpen()
	}
}

func TestList(t *testing.T) {
	odd := []string{"with space", "new\nline", "quote'\"", "bad\xff\xfe", "emoji 🌋", strings.Repeat("深", 85), ".hidden", "..."}
	for version, features := range versions {
		t.Run(version, func(t *testing.T) {
			f := newFakeServer(t)
			f.setFeatures(features)
			files := newFakeFiles(t, f)
			files.put("/d", fakeFile{mode: 0o040771})
			files.put("/file", fakeFile{})
			files.put("/empty", fakeFile{mode: 0o040771})
			files.put("/closed", fakeFile{mode: 0o040700, errno: EACCES})
			for _, name := range odd {
				files.put("/d/"+name, fakeFile{data: []byte(name)})
			}
			if version == "v2" { // version 1 leaves such entries out
				files.put("/d/unreadable", fakeFile{errno: EACCES})
			}
			s, ctx := openSession(t, f), testContext(t)
			list, err := s.List(ctx, "/d")
			got := map[string]Stat{}
			for _, e := range list {
				got[e.Name] = e.Stat
			}
			if err != nil || len(got) != len(files.files)-4 {
				t.Fatalf("%d entries, %v", len(got), err)
			}
			for _, name := range odd {
				if got[name].Size != int64(len(name)) || !got[name].IsRegular() {
					t.Errorf("%q: %+v", name, got[name])
				}
			}
			if version == "v2" && got["unreadable"].Errno != EACCES {
				t.Errorf("an entry out of reach: %+v", got["unreadable"])
			}
			for dir, want := range map[string]error{"/missing": fs.ErrNotExist, "/file": ENOTDIR, "": fs.ErrInvalid} {
				_, err := s.List(ctx, dir)
				wantIs(t, err, want)
			}
			if _, err = s.List(ctx, "/closed"); version == "v2" && !errors.Is(err, fs.ErrPermission) || err == nil {
				t.Errorf("a folder out of reach: %v", err)
			}
			if list, err := s.List(ctx, "/empty"); err != nil || len(list) != 0 {
				t.Errorf("an empty folder: %v, %v", list, err)
			}
			if files.opened() != 1 {
				t.Errorf("%d sessions: a missing folder costs one", files.opened())
			}
			s.Close()
			f.noneOpen()
		})
	}
}

func TestLists(t *testing.T) {
	f := newFakeServer(t)
	files := newFakeFiles(t, f)
	var dirs []string
	for i := range 200 {
		dir := fmt.Sprintf("/%d", i)
		dirs = append(dirs, dir)
		if i%10 == 3 {
			continue // missing
		}
		files.put(dir, fakeFile{mode: 0o040755, refuse: map[bool]string{true: "stat"}[i == 50]})
		files.put(dir+"/"+fmt.Sprint(i), fakeFile{})
	}
	s := openSession(t, f)
	seen := 0
	err := s.Lists(testContext(t), dirs, func(i int, entries []DirEntry, err error) {
		seen++
		switch {
		case i%10 == 3:
			wantIs(t, err, fs.ErrNotExist)
		case i == 50:
			if !isRefusal(err) {
				t.Errorf("a refused folder: %v", err)
			}
		case err != nil || len(entries) != 1 || entries[0].Name != fmt.Sprint(i):
			t.Errorf("%d: %v, %v", i, entries, err)
		}
	})
	if err != nil || seen != len(dirs) {
		t.Errorf("%d folders, %v", seen, err)
	}
}

func TestHostileList(t *testing.T) {
	entry := func(nameLength uint32, name string) string {
		b := append([]byte("DNT2"), make([]byte, 68)...)
		return string(appendWords(b, nameLength)) + name
	}
	folder := "STA2" + strings.Repeat("\x00", 20) + "\xff\x41\x00\x00" + strings.Repeat("\x00", 44)
	ask := "STA2\x02\x00\x00\x00/dLIS2\x02\x00\x00\x00/d"
	for name, c := range map[string]struct {
		answer string
		want   error
	}{
		"a way out":             {entry(9, "../../etc"), ErrProtocol},
		"a NUL":                 {entry(3, "a\x00b"), ErrProtocol},
		"no name":               {entry(0, ""), ErrProtocol},
		"a name of 4 GiB":       {entry(0xffffffff, "a"), ErrProtocol},
		"cut in a name":         {entry(5, "ab"), ErrDeviceGone},
		"cut behind an entry":   {entry(2, "ab"), ErrDeviceGone},
		"no end":                {strings.Repeat(entry(4096, strings.Repeat("n", 4096)), maxNames/4096+1), ErrProtocol},
		"the other version":     {"DENT" + strings.Repeat("\x00", 16), ErrProtocol},
		"something else":        {"DATA\x00\x00\x00\x00", ErrProtocol},
		"refused in the middle": {entry(2, "ab") + "FAIL\x11\x00\x00\x00Permission denied", fs.ErrPermission},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			f.service("sync:", script(t, step{ask, folder + c.answer}))
			list, err := openSession(t, f).List(testContext(t), "/d")
			wantIs(t, err, c.want)
			if len(list) != 0 {
				t.Errorf("a part of a folder is given for the whole: %v", list)
			}
			f.noneOpen()
		})
	}
}

func TestSessionLife(t *testing.T) {
	f := newFakeServer(t)
	files := newFakeFiles(t, f)
	files.put("/a", fakeFile{})
	s, ctx := openSession(t, f), testContext(t)

	// A call by a callback would wait for itself.
	var inner error
	if err := s.Stats(ctx, []string{"/a"}, func(int, Stat) { _, inner = s.Stat(ctx, "/a") }); err != nil {
		t.Error(err)
	}
	wantIs(t, inner, ErrBusy)

	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err := s.Stat(cancelled, "/a")
	wantIs(t, err, context.Canceled)
	if _, err = s.Stat(ctx, "/a"); err != nil {
		t.Errorf("after a cancelled call: %v", err)
	}

	late, cancel := context.WithCancel(ctx)
	sink := newMemorySink(t)
	sink.onEnd = func(Request) { cancel() }
	if err := s.Pull(late, 2, requests("/a"), sink); err != nil {
		t.Errorf("cancelled when all was done: %v", err)
	}
	if _, err = s.Stat(ctx, "/a"); err != nil {
		t.Errorf("after that: %v", err)
	}

	if err := s.Close(); err != nil {
		t.Error(err)
	}
	before := files.opened()
	_, err = s.Stat(ctx, "/a")
	wantIs(t, err, net.ErrClosed)
	if files.opened() != before {
		t.Error("a closed session was opened again")
	}
	if err := s.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	f.noneOpen()
}

// A call that is cancelled while it waits ends, and the next goes on over a new
// connection.
func TestSessionAfterACancelledWait(t *testing.T) {
	f := newFakeServer(t)
	ctx, cancel := context.WithCancel(testContext(t))
	first := true
	f.service("sync:", func(c net.Conn) {
		if first {
			first = false
			io.ReadFull(c, make([]byte, 10))
			cancel()
			io.Copy(io.Discard, c)
			return
		}
		script(t, step{"STA2\x02\x00\x00\x00/x", "STA2" + strings.Repeat("\x00", 68)})(c)
	})
	s := openSession(t, f)
	_, err := s.Stat(ctx, "/x")
	wantIs(t, err, context.Canceled)
	if _, err := s.Stat(testContext(t), "/x"); err != nil {
		t.Error(err)
	}
	s.Close()
	f.noneOpen()
}

// Closing from elsewhere ends a call that waits.
func TestCloseEndsACall(t *testing.T) {
	f := newFakeServer(t)
	waiting := make(chan bool, 1)
	f.service("sync:", func(c net.Conn) {
		io.ReadFull(c, make([]byte, 10))
		waiting <- true
		io.Copy(io.Discard, c)
	})
	s := openSession(t, f)
	go func() {
		<-waiting
		s.Close()
	}()
	_, err := s.Stat(testContext(t), "/x")
	wantIs(t, err, net.ErrClosed)
	f.noneOpen()
}

// A phone that keeps the connection but says nothing more.
func TestSilentPhone(t *testing.T) {
	f := newFakeServer(t)
	f.service("sync:", func(c net.Conn) { io.Copy(io.Discard, c) })
	_, err := openSession(t, f, impatient).Stat(testContext(t), "/x")
	wantIs(t, err, ErrDeviceGone)
	if !strings.Contains(err.Error(), "stopped answering") {
		t.Errorf("%v does not say what happened", err)
	}
	f.noneOpen()
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestCreateAndOpen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "library")
	if _, err := Open(dir); !errors.Is(err, ErrNotLibrary) {
		t.Errorf("open nothing: %v", err)
	}
	l, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.Dir() != dir || len(l.ID()) != 32 {
		t.Errorf("dir %q, id %q", l.Dir(), l.ID())
	}
	for _, open := range []func(string) (*Library, error){Open, Create} {
		again, err := open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if again.ID() != l.ID() {
			t.Error("another library")
		}
		again.Close()
	}
	b, err := os.ReadFile(filepath.Join(dir, readmeName))
	if err != nil || !strings.Contains(string(b), "byte for byte") {
		t.Errorf("READ ME.txt: %v", err)
	}
	for _, name := range []string{".keepsake/library.json", ".keepsake/staging", "Photos"} {
		st, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
		} else if runtime.GOOS != "windows" && st.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s may be read by others: %v", name, st.Mode())
		}
	}
}

func TestCreateRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		want  error
	}{
		{"somebody's folder", []string{"taxes.pdf"}, ErrNotEmpty},
		{"somebody's photos", []string{"Photos/me.jpg"}, ErrNotEmpty},
		{"a library without its name", []string{".keepsake/manifest/00000001.ndjson"}, ErrNotLibrary},
		{"what systems leave", []string{".DS_Store", "desktop.ini", "._x", ".Trash-1000/x"}, nil},
		{"an interrupted beginning", []string{"READ ME.txt", ".keepsake/staging/k-library.tmp"}, nil},
	} {
		dir := t.TempDir()
		for _, name := range c.files {
			os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700)
			if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		l, err := Create(dir)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if err == nil {
			l.Close()
		}
	}
	d, _ := newLibrary(t) // its name cannot be read just now
	d.trace = func(at int, op, name string) { d.failAt, d.failWith = at, syscall.EIO }
	if _, err := createLibrary(d, "lib"); !errors.Is(err, syscall.EIO) {
		t.Errorf("a library that cannot be read: %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	os.WriteFile(file, nil, 0o600)
	if _, err := Create(file); err == nil {
		t.Error("a file became a library")
	}
}

func TestIdentity(t *testing.T) {
	for _, c := range []struct {
		text string
		want error
	}{
		{`{"format":1,"id":"x"}`, nil},
		{`{"format":1,"id":"x","later":true}`, nil},
		{`{"format":2,"id":"x"}`, ErrNewerFormat},
		{`{"format":0,"id":"x"}`, ErrNotLibrary},
		{`{"format":1}`, ErrNotLibrary},
		{`{`, ErrNotLibrary},
		{``, ErrNotLibrary},
	} {
		d, _ := newLibrary(t)
		d.put(t, libraryName, []byte(c.text))
		if _, err := openLibrary(d, "lib"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.text, err, c.want)
		}
		if _, err := createLibrary(d, "lib"); c.want == ErrNewerFormat && !errors.Is(err, ErrNewerFormat) {
			t.Errorf("create over %s: %v", c.text, err)
		}
	}
}

func TestReadOnlyFolder(t *testing.T) {
	d, l, _ := libraryOf(t, 2)
	d.readOnly = true
	_, err := l.Begin(context.Background())
	if !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), "lib") {
		t.Errorf("%v", err)
	}
	if _, err := createLibrary(&memDisk{root: newFolder(), readOnly: true, locks: map[string]*memFile{}}, "lib"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("create: %v", err)
	}
	// Reading goes on.
	if n := len(replayAll(t, reopened(t, d))); n != 2 {
		t.Errorf("%d items", n)
	}
	wantClean(t, d, 2)
}

func TestErrorsSayWhatToDo(t *testing.T) {
	for _, c := range []struct {
		err  error
		is   error
		says []string
	}{
		{explain("/lib", &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}), ErrNoSpace, []string{"/lib", "full", "stays kept"}},
		{&SpaceError{Dir: "/lib", Need: 3_200_000_000, Free: 100_000_000}, ErrNoSpace, []string{"3.2 GB", "100.0 MB", "67.1 MB"}},
		{explain("/lib", &os.PathError{Op: "open", Path: "x", Err: syscall.EROFS}), ErrReadOnly, []string{"/lib", "choose a folder"}},
		{explain("/lib", &os.PathError{Op: "open", Path: "x", Err: syscall.EACCES}), ErrReadOnly, []string{"/lib"}},
		{&LockedError{Dir: "/lib", PID: 42, Host: "attic", Since: phoneTime}, ErrLocked, []string{"42", "attic", "/lib", "try again"}},
		{&LockedError{Dir: "/lib"}, ErrLocked, []string{"another program"}},
		{&LengthError{Name: "a.jpg", Want: 5, Got: 3}, ErrLength, []string{"a.jpg", "5", "3"}},
		{&MismatchError{Path: "Photos/a.jpg", Library: true}, ErrMismatch, []string{"damaged", "repair"}},
		{&MismatchError{Path: "/sdcard/a.jpg"}, ErrMismatch, []string{"changed on the phone"}},
	} {
		if !errors.Is(c.err, c.is) {
			t.Errorf("%v is not %v", c.err, c.is)
		}
		for _, part := range c.says {
			if !strings.Contains(c.err.Error(), part) {
				t.Errorf("%q does not say %q", c.err, part)
			}
		}
	}
	if err := explain("/lib", explain("/lib", syscall.ENOSPC)); strings.Count(err.Error(), "full") != 1 {
		t.Errorf("explained twice: %v", err)
	}
	if err := explain("/lib", errStop); err != errStop {
		t.Errorf("%v", err)
	}
}

func TestBytesText(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 999: "999 bytes", 1000: "1.0 kB", 67_108_864: "67.1 MB", 5_000_000_000_000: "5.0 TB", 1 << 62: "4611.7 PB"} {
		if got := bytesText(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}

func TestLocked(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	a, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	defer b.Close()
	w := begin(t, a)
	for _, l := range []*Library{a, b} {
		_, err := l.Begin(context.Background())
		var who *LockedError
		if !errors.As(err, &who) || who.PID != os.Getpid() || who.Host == "" || time.Since(who.Since) > time.Minute || who.Dir != dir {
			t.Errorf("%+v, %v", who, err)
		}
	}
	if _, err := Repair(context.Background(), dir, RepairOptions{}); !errors.Is(err, ErrLocked) {
		t.Errorf("repair beside a writer: %v", err)
	}
	closeWriter(t, w)
	closeWriter(t, begin(t, b))
}

// Without locks a file stands for one, and the owner is told.
func TestLockFileStandsIn(t *testing.T) {
	d, l := newLibrary(t)
	d.noLocks = true
	w := begin(t, l)
	if len(w.Warnings()) != 1 || !strings.Contains(w.Warnings()[0], "locks") {
		t.Errorf("warnings: %q", w.Warnings())
	}
	held := d.files()[heldName]
	var who *LockedError
	if _, err := l.Begin(context.Background()); !errors.As(err, &who) || who.PID != os.Getpid() {
		t.Errorf("%v", err)
	}
	closeWriter(t, w)
	if _, err := d.stat(heldName); err == nil {
		t.Error("the lock file is still there")
	}

	// Left behind: by a process of this computer that is gone, or untouched for
	// too long. Another computer's fresh one is respected.
	var me holder
	if err := json.Unmarshal([]byte(held), &me); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who   holder
		age   time.Duration
		stale bool
	}{
		{holder{PID: 1 << 30, Host: me.Host}, 0, true},
		{holder{PID: os.Getppid(), Host: me.Host}, 0, false},
		{holder{PID: 1 << 30, Host: "attic"}, 0, false},
		{holder{PID: 1, Host: "attic"}, lockStale + time.Minute, true},
		{holder{}, 0, false}, // not written yet
	} {
		b, _ := json.Marshal(c.who)
		d.put(t, heldName, b)
		d.setTime(heldName, time.Now().Add(-c.age))
		w, err := l.Begin(context.Background())
		if (err == nil) != c.stale || err != nil && !errors.Is(err, ErrLocked) {
			t.Errorf("%+v, %v old: %v", c.who, c.age, err)
		}
		if err == nil {
			closeWriter(t, w)
		}
	}
}

func TestNotDurableIsToldOf(t *testing.T) {
	d, l := newLibrary(t)
	d.unsynced = true
	w := begin(t, l)
	add(t, w, "DCIM/a.jpg", []byte("a"))
	closeWriter(t, w)
	if len(w.Warnings()) != 1 || !strings.Contains(w.Warnings()[0], "safe on the disk") {
		t.Errorf("warnings: %q", w.Warnings())
	}
	wantClean(t, d, 1)
}

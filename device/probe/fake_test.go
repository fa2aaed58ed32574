package probe

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
)

// fake is a phone whose answers are told beforehand.
type fake struct {
	info     device.Info
	features []string
	shell    func(ctx context.Context, command string) (adb.Result, error)
	open     func(service string) (string, error)
	dirs     map[string][]adb.DirEntry
	dirErr   map[string]error
	data     map[string][]byte

	mu    sync.Mutex
	asked []string // commands; guarded by mu
}

func (f *fake) Info() device.Info { return f.info }

func (f *fake) Shell(ctx context.Context, command string, most int) (adb.Result, error) {
	f.mu.Lock()
	f.asked = append(f.asked, command)
	f.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return adb.Result{}, err
	}
	if f.shell == nil {
		return adb.Result{Exit: 127, Stderr: []byte("/system/bin/sh: inaccessible or not found\n")}, nil
	}
	return f.shell(ctx, command)
}

func (f *fake) Features(context.Context) ([]string, error) { return f.features, nil }

func (f *fake) Open(_ context.Context, service string) (io.ReadCloser, error) {
	if f.open == nil {
		return nil, &adb.RefusedError{Path: "service", Text: "closed"}
	}
	said, err := f.open(service)
	return io.NopCloser(strings.NewReader(said)), err
}

func (f *fake) Files(context.Context) (files, error) { return fakeFiles{f}, nil }

type fakeFiles struct{ f *fake }

func (s fakeFiles) Close() error { return nil }

func (s fakeFiles) Stats(ctx context.Context, paths []string, each func(i int, st adb.Stat)) error {
	for i, p := range paths {
		st := adb.Stat{Errno: adb.ENOENT}
		if _, ok := s.f.dirs[p]; ok {
			st = adb.Stat{Mode: 0o040771}
		} else if b, ok := s.f.data[p]; ok {
			st = adb.Stat{Mode: 0o100660, Size: int64(len(b))}
		}
		each(i, st)
	}
	return ctx.Err()
}

func (s fakeFiles) Lists(ctx context.Context, dirs []string, each func(i int, entries []adb.DirEntry, err error)) error {
	for i, d := range dirs {
		entries, ok := s.f.dirs[d]
		err := s.f.dirErr[d]
		if !ok && err == nil {
			err = adb.ENOENT
		}
		each(i, entries, err)
	}
	return ctx.Err()
}

func (s fakeFiles) Pull(ctx context.Context, _ int, next func() (adb.Request, bool), sink adb.Sink) error {
	for {
		r, ok := next()
		if !ok {
			return ctx.Err()
		}
		w, err := sink.Begin(r)
		n := 0
		if err == nil {
			n, err = w.Write(s.f.data[r.Path])
		}
		sink.End(r, w, int64(n), adb.Stat{}, err)
	}
}

// put adds a file and the folders above it.
func (f *fake) put(path, data string, mtime time.Time) {
	if f.dirs == nil {
		f.dirs, f.data = map[string][]adb.DirEntry{}, map[string][]byte{}
	}
	f.data[path] = []byte(data)
	st := adb.Stat{Mode: 0o100660, Size: int64(len(data)), MTime: mtime}
	for {
		i := strings.LastIndexByte(path, '/')
		dir, name := path[:max(i, 1)], path[i+1:]
		if slices.ContainsFunc(f.dirs[dir], func(e adb.DirEntry) bool { return e.Name == name }) {
			return
		}
		f.dirs[dir] = append(f.dirs[dir], adb.DirEntry{Name: name, Stat: st})
		if dir == "/" {
			return
		}
		path, st = dir, adb.Stat{Mode: 0o040771}
	}
}

// says makes a shell of answers: the longest key that begins the command counts.
func says(answers map[string]string) func(context.Context, string) (adb.Result, error) {
	return func(_ context.Context, command string) (adb.Result, error) {
		best, found := "", false
		for k := range answers {
			if strings.HasPrefix(command, k) && len(k) >= len(best) {
				best, found = k, true
			}
		}
		if !found {
			return adb.Result{Exit: 127, Stderr: []byte("/system/bin/sh: inaccessible or not found\n")}, nil
		}
		if said, ok := strings.CutPrefix(answers[best], "stderr: "); ok {
			return adb.Result{Stderr: []byte(said)}, nil
		}
		return adb.Result{Stdout: []byte(answers[best])}, nil
	}
}

// byID returns one probe of the catalogue.
func byID(t testing.TB, id string) probe {
	t.Helper()
	for _, p := range catalogue() {
		if p.id == id {
			return p
		}
	}
	t.Fatalf("no probe %s", id)
	return probe{}
}

// settleOne asks a phone one question.
func settleOne(t testing.TB, p phone, id string) Point {
	t.Helper()
	r, err := visitPhone(t.Context(), p, []probe{byID(t, id)}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Points[0]
}

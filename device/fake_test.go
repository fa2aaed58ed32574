package device

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"keepsake/device/adb"
)

const (
	dirMode  = 0o040771
	fileMode = 0o100660
	linkMode = 0o120777
)

// tree is a phone in memory: folders, files, and a shell as told. It is a link,
// and its sessions share it.
type tree struct {
	mu    sync.Mutex
	nodes map[string]*node // by path, folders too; guarded by mu
	cut   bool             // the connection is broken; guarded by mu
	shell func(ctx context.Context, command string) (adb.Result, error)

	noDD   bool              // no program reads on; guarded by mu
	readOn []int64           // the offsets that were read on from; guarded by mu
	onPull func(path string) // before a file is read, without mu
	onRead func(path string) // while it is read, without mu
	opened int               // sessions; guarded by mu
	closed int               // guarded by mu
	asked  []string          // folders listed; guarded by mu
}

type node struct {
	mode  uint32
	data  []byte
	size  int64 // if it is not that of data
	mtime time.Time
	errno adb.Errno // of listing or reading it
	blind adb.Errno // of its entry in its folder
	looks bool      // like an empty folder to the file service, but not to the shell
}

func newTree() *tree {
	t := &tree{nodes: map[string]*node{}, shell: said(nil)}
	t.dir(primary)
	return t
}

func (t *tree) dir(p string) *node {
	if n := t.nodes[p]; n != nil {
		return n
	}
	if p != "/" {
		t.dir(path.Dir(p))
	}
	t.nodes[p] = &node{mode: dirMode}
	return t.nodes[p]
}

// file adds a file below the primary volume, or anywhere by an absolute path.
func (t *tree) file(p string, data string) *node {
	if !strings.HasPrefix(p, "/") {
		p = primary + "/" + p
	}
	t.dir(p[:strings.LastIndexByte(p, '/')])
	t.nodes[p] = &node{mode: fileMode, data: []byte(data), mtime: time.Unix(1_700_000_000, 0)}
	return t.nodes[p]
}

func (t *tree) unplug() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cut = true
}

func (t *tree) Shell(ctx context.Context, command string) (adb.Result, error) {
	if err := ctx.Err(); err != nil {
		return adb.Result{}, err
	}
	return t.shell(ctx, command)
}

func (t *tree) Sync(ctx context.Context) (session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cut {
		return nil, fmt.Errorf("opening sync: %w", adb.ErrDeviceGone)
	}
	t.opened++
	return &treeSession{t: t}, nil
}

func (t *tree) stat(p string) adb.Stat {
	n := t.nodes[p]
	switch {
	case n == nil:
		return adb.Stat{Errno: adb.ENOENT}
	case n.blind != 0:
		return adb.Stat{Errno: n.blind}
	}
	size := n.size
	if size == 0 {
		size = int64(len(n.data))
	}
	return adb.Stat{Mode: n.mode, Size: size, MTime: n.mtime}
}

type treeSession struct {
	t    *tree
	busy sync.Mutex
}

func (s *treeSession) Close() error {
	s.t.mu.Lock()
	defer s.t.mu.Unlock()
	s.t.closed++
	return nil
}

func (s *treeSession) Stat(ctx context.Context, path string) (adb.Stat, error) {
	if !s.busy.TryLock() {
		return adb.Stat{}, adb.ErrBusy
	}
	defer s.busy.Unlock()
	if ctx.Err() != nil {
		return adb.Stat{}, ctx.Err()
	}
	s.t.mu.Lock()
	defer s.t.mu.Unlock()
	if s.t.cut {
		return adb.Stat{}, adb.ErrDeviceGone
	}
	st := s.t.stat(path)
	return st, st.Err()
}

func (t *tree) ReadFrom(ctx context.Context, path string, offset int64, w io.Writer) (n int64, err error) {
	data, refused, err := t.open(ctx, path)
	if err = cmp.Or(err, refused); err != nil {
		return 0, err
	}
	t.mu.Lock()
	t.readOn = append(t.readOn, offset)
	no := t.noDD
	t.mu.Unlock()
	if no {
		return 0, errors.ErrUnsupported
	}
	for rest := data[min(offset, int64(len(data))):]; len(rest) > 0; {
		k, err := w.Write(rest[:min(8, len(rest))])
		if n += int64(k); err != nil {
			return n, err
		}
		if rest = rest[k:]; t.onRead != nil {
			t.onRead(path)
		}
		if _, _, err := t.open(ctx, path); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (s *treeSession) Lists(ctx context.Context, dirs []string, each func(i int, entries []adb.DirEntry, err error)) error {
	if !s.busy.TryLock() {
		return adb.ErrBusy
	}
	defer s.busy.Unlock()
	for i, dir := range dirs {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		entries, err := s.t.list(dir)
		if err == adb.ErrDeviceGone {
			return fmt.Errorf("listing: %w", err)
		}
		each(i, entries, err)
	}
	return nil
}

func (t *tree) list(dir string) ([]adb.DirEntry, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asked = append(t.asked, dir)
	n := t.nodes[dir]
	switch {
	case t.cut:
		return nil, adb.ErrDeviceGone
	case n == nil:
		return nil, adb.ENOENT
	case n.errno != 0:
		return nil, n.errno
	case n.mode != dirMode:
		return nil, adb.ENOTDIR
	}
	var entries []adb.DirEntry
	if n.looks {
		return nil, nil
	}
	for p := range t.nodes {
		if rest, ok := strings.CutPrefix(p, strings.TrimSuffix(dir, "/")+"/"); ok && rest != "" && !strings.Contains(rest, "/") {
			entries = append(entries, adb.DirEntry{Name: rest, Stat: t.stat(p)})
		}
	}
	slices.SortFunc(entries, func(a, b adb.DirEntry) int { return strings.Compare(b.Name, a.Name) })
	return entries, nil
}

func (s *treeSession) Pull(ctx context.Context, window int, next func() (adb.Request, bool), sink adb.Sink) error {
	if !s.busy.TryLock() {
		return adb.ErrBusy
	}
	defer s.busy.Unlock()
	var flight []adb.Request
	for more := true; ; {
		for more && len(flight) < window {
			var r adb.Request
			if r, more = next(); more {
				flight = append(flight, r)
			}
		}
		if len(flight) == 0 {
			return nil
		}
		r := flight[0]
		flight = flight[1:]
		if err := s.read(ctx, r, sink); err != nil {
			for _, r := range flight {
				sink.End(r, nil, 0, adb.Stat{}, err)
			}
			return fmt.Errorf("reading files: %w", err)
		}
	}
}

// PushAll takes everything it is given.
func (s *treeSession) PushAll(ctx context.Context, _ int, next func() (adb.Upload, bool), origin adb.Origin) error {
	for u, ok := next(); ok; u, ok = next() {
		r, err := origin.Open(u)
		var data []byte
		if err == nil {
			data, err = io.ReadAll(r)
		}
		s.t.mu.Lock()
		if err == nil && s.t.cut {
			err = adb.ErrDeviceGone
		}
		if err == nil {
			s.t.file(u.Path, string(data)).mtime = u.MTime
		}
		s.t.mu.Unlock()
		origin.End(u, int64(len(data)), err)
		if errors.Is(err, adb.ErrDeviceGone) {
			return err
		}
	}
	return ctx.Err()
}

// read reads one file in small steps; the error is the connection's.
func (s *treeSession) read(ctx context.Context, r adb.Request, sink adb.Sink) error {
	t := s.t
	if t.onPull != nil {
		t.onPull(r.Path)
	}
	data, refused, err := t.open(ctx, r.Path)
	if err != nil || refused != nil {
		if refused == nil {
			refused = err
		}
		sink.End(r, nil, 0, adb.Stat{}, refused)
		return err
	}
	w, bad := sink.Begin(r)
	n := 0
	for bad == nil && n < len(data) {
		var k int
		k, bad = w.Write(data[n : n+min(8, len(data)-n)])
		n += k
		if t.onRead != nil {
			t.onRead(r.Path)
		}
		if _, _, err := t.open(ctx, r.Path); err != nil {
			sink.End(r, w, int64(n), adb.Stat{}, err)
			return err
		}
	}
	t.mu.Lock()
	after := t.stat(r.Path)
	t.mu.Unlock()
	if bad == nil && after.Errno != 0 {
		bad = fmt.Errorf("%q, after it was read: %w", r.Path, after.Errno)
	}
	sink.End(r, w, int64(n), after, bad)
	return nil
}

// open returns a file's bytes; refused is the phone's word on this file, err
// that of the connection.
func (t *tree) open(ctx context.Context, p string) (data []byte, refused, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.nodes[p]
	switch {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case t.cut:
		return nil, nil, adb.ErrDeviceGone
	case n == nil:
		return nil, &adb.RefusedError{Path: p, Text: "open failed: No such file or directory"}, nil
	case n.errno != 0:
		return nil, &adb.RefusedError{Path: p, Text: "open failed: Permission denied"}, nil
	}
	return n.data, nil, nil
}

// phoneOf makes a Phone of a link, with no questions asked.
func phoneOf(l link) *Phone {
	return &Phone{link: l, info: Info{ID: "1", Name: "Test phone", Serial: "test", SDK: 35, State: Ready}}
}

// said makes a shell of answers: the longest key that begins the command counts.
func said(answers map[string]string) func(context.Context, string) (adb.Result, error) {
	return func(_ context.Context, command string) (adb.Result, error) {
		best, found := "", false
		for k := range answers {
			if strings.HasPrefix(command, k) && len(k) >= len(best) {
				best, found = k, true
			}
		}
		if !found {
			name, _, _ := strings.Cut(command, " ")
			return adb.Result{Exit: 127, Stderr: []byte("/system/bin/sh: " + name + ": inaccessible or not found\n")}, nil
		}
		return adb.Result{Stdout: []byte(answers[best])}, nil
	}
}

var (
	quoted   = regexp.MustCompile(`(?s)'(?:[^']|'\\'')*'`)
	eachLine = regexp.MustCompile(`(?s)\{ ([^']*)('(?:[^']|'\\'')*'); \} 2>&1; e=\$\?; echo; echo (\S+ \d+) \$e\n`)
)

func unquote(q string) string { return strings.ReplaceAll(q[1:len(q)-1], `'\''`, "'") }

// eachAnswer plays a shell that runs one of askEach's scripts.
func eachAnswer(script string, run func(program, path string) (said string, exit int)) string {
	var out strings.Builder
	for _, m := range eachLine.FindAllStringSubmatch(script, -1) {
		said, exit := run(m[1], unquote(m[2]))
		fmt.Fprintf(&out, "%s\n\n%s %d\n", said, m[3], exit)
	}
	return out.String()
}

func paths(files []File) []string {
	var list []string
	for _, f := range files {
		list = append(list, f.Path)
	}
	return list
}

// equalSets compares two lists without their order and says what differs.
func equalSets(t testing.TB, what string, got, want []string) {
	t.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if slices.Equal(got, want) {
		return
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("%s: %q is too much", what, g)
		}
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%s: %q is missing", what, w)
		}
	}
	t.Errorf("%s: got %q\nwant %q", what, got, want)
}

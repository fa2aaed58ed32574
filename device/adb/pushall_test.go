package adb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
)

// cargo is an Origin over a map, with the outcomes by path.
type cargo struct {
	t     testing.TB
	data  map[string][]byte
	order []string
	open  func(path string) (io.Reader, error) // in place of data; nil reader: data

	mu     sync.Mutex
	at     int
	opened map[string]int
	ended  map[string]error
	sizes  map[string]int64
}

func newCargo(t testing.TB, n int, size func(i int) int) *cargo {
	c := &cargo{t: t, data: map[string][]byte{}, opened: map[string]int{}, ended: map[string]error{}, sizes: map[string]int64{}}
	for i := range n {
		path := fmt.Sprintf("/dir/file %04d, or so", i)
		c.order = append(c.order, path)
		c.data[path] = bytesOf(size(i), uint64(i))
	}
	return c
}

func (c *cargo) next() (Upload, bool) {
	if c.at == len(c.order) {
		return Upload{}, false
	}
	c.at++
	return Upload{Path: c.order[c.at-1], Mode: 0o644, MTime: time.Unix(1600000000+int64(c.at), 0), Tag: c.at}, true
}

func (c *cargo) Open(u Upload) (io.Reader, error) {
	c.mu.Lock()
	c.opened[u.Path]++
	c.mu.Unlock()
	if c.open != nil {
		if r, err := c.open(u.Path); r != nil || err != nil {
			return r, err
		}
	}
	return bytes.NewReader(c.data[u.Path]), nil
}

func (c *cargo) End(u Upload, n int64, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, twice := c.ended[u.Path]; twice {
		c.t.Errorf("%s ended twice", u.Path)
	}
	c.ended[u.Path], c.sizes[u.Path] = err, n
}

// check compares the phone with what was sent; failed names what must not be there.
func (c *cargo) check(files *fakeFiles, failed map[string]error) {
	c.t.Helper()
	for _, path := range c.order {
		err, ended := c.ended[path]
		if want := failed[path]; !ended || !errors.Is(err, want) || want == nil && err != nil {
			c.t.Errorf("%s: ended %v with %v, want %v", path, ended, err, want)
		}
		if failed[path] != nil {
			continue
		}
		if got, ok := files.get(path); !ok || !bytes.Equal(got.data, c.data[path]) || c.sizes[path] != int64(len(got.data)) || got.mtime == 0 {
			c.t.Errorf("%s: the phone has %d bytes of %d", path, len(got.data), len(c.data[path]))
		}
	}
}

func TestPushAll(t *testing.T) {
	sizes := []int{0, 1, 2048, sendBlock - 1, sendBlock, sendBlock + 1, 3*sendBlock + 7, pushAhead, 700_000}
	for version, features := range versions {
		for _, window := range []int{1, 2, 32} {
			t.Run(fmt.Sprint(version, " ", window), func(t *testing.T) {
				f := newFakeServer(t)
				f.setFeatures(features)
				files := newFakeFiles(t, f)
				c := newCargo(t, 100, func(i int) int { return sizes[i%len(sizes)] })
				s := openSession(t, f)
				if err := s.PushAll(testContext(t), window, c.next, c); err != nil {
					t.Fatal(err)
				}
				c.check(files, nil)
				if files.opened() != 1 {
					t.Errorf("%d sessions", files.opened())
				}
				s.Close()
				f.noneOpen()
			})
		}
	}
}

// One refused file costs a session and nothing else: what was sent behind it is
// sent again, what was before it stays.
func TestPushAllGoesOnAfterRefusals(t *testing.T) {
	for _, window := range []int{1, 3, 32} {
		t.Run(fmt.Sprint(window), func(t *testing.T) {
			f := newFakeServer(t)
			files := newFakeFiles(t, f)
			c := newCargo(t, 60, func(i int) int { return i * 3000 })
			failed := map[string]error{}
			for _, i := range []int{0, 7, 8, 40, 59} {
				files.put(c.order[i], fakeFile{refuse: "store"})
				failed[c.order[i]] = fs.ErrPermission
			}
			c.order = append(c.order, "/dir/"+strings.Repeat("x", maxPath))
			failed[c.order[60]] = ENAMETOOLONG
			s := openSession(t, f)
			if err := s.PushAll(testContext(t), window, c.next, c); err != nil {
				t.Fatal(err)
			}
			c.check(files, failed)
			s.Close()
			f.noneOpen()
		})
	}
}

// Of a phone of the first version the mode must fit behind the path.
func TestPushAllOfALongPath(t *testing.T) {
	f := newFakeServer(t)
	f.setFeatures("")
	files := newFakeFiles(t, f)
	c := newCargo(t, 3, func(int) int { return 10 })
	long := "/dir/" + strings.Repeat("x", maxPath-6)
	c.order = slices.Insert(c.order, 1, long)
	s := openSession(t, f)
	if err := s.PushAll(testContext(t), 8, c.next, c); err != nil {
		t.Fatal(err)
	}
	c.check(files, map[string]error{long: ENAMETOOLONG})
	if files.opened() != 1 {
		t.Errorf("%d sessions", files.opened())
	}
}

// A source that cannot be opened, or ends too early, costs only its own file; no
// part of it is left.
func TestPushAllWithBrokenSources(t *testing.T) {
	broken := errors.New("the disk is broken")
	f := newFakeServer(t)
	files := newFakeFiles(t, f)
	c := newCargo(t, 40, func(i int) int { return 1 + i*5000 })
	failed := map[string]error{c.order[3]: broken, c.order[20]: broken, c.order[39]: io.ErrUnexpectedEOF}
	c.open = func(path string) (io.Reader, error) {
		switch path {
		case c.order[3]:
			return nil, broken
		case c.order[20]:
			return io.MultiReader(bytes.NewReader(bytesOf(300_000, 1)), iotest.ErrReader(broken)), nil
		case c.order[39]:
			return iotest.ErrReader(io.ErrUnexpectedEOF), nil
		}
		return nil, nil
	}
	s := openSession(t, f)
	if err := s.PushAll(testContext(t), 8, c.next, c); err != nil {
		t.Fatal(err)
	}
	c.check(files, failed)
	for path := range failed {
		if _, there := files.get(path); there {
			t.Errorf("a part of %s was stored as the whole", path)
		}
	}
	s.Close()
	f.noneOpen()
}

// A size that differs afterwards is the file's trouble, and the session goes on.
func TestPushAllComparesSizes(t *testing.T) {
	f := newFakeServer(t)
	status := "STA2" + strings.Repeat("\x00", 20) + "\xff\x81\x00\x00" + strings.Repeat("\x00", 44)
	sent := func(name string) string {
		return "SND2\x02\x00\x00\x00" + name + "SND2\xa4\x81\x00\x00\x00\x00\x00\x00DATA\x02\x00\x00\x00hiDONE\x00\x10\x5e\x5fSTA2\x02\x00\x00\x00" + name
	}
	f.service("sync:", script(t, step{sent("/a") + sent("/b"), "OKAY\x00\x00\x00\x00" + status + "OKAY\x00\x00\x00\x00" + status}))
	s := openSession(t, f)
	c := newCargo(t, 0, nil)
	c.order = []string{"/a", "/b"}
	c.data = map[string][]byte{"/a": []byte("hi"), "/b": []byte("hi")}
	next := func() (Upload, bool) { u, ok := c.next(); u.MTime = time.Unix(1600000000, 0); return u, ok }
	if err := s.PushAll(testContext(t), 8, next, c); err != nil {
		t.Fatal(err)
	}
	wantIs(t, c.ended["/a"], io.ErrShortWrite)
	wantIs(t, c.ended["/b"], io.ErrShortWrite)
}

// However the connection ends, everything taken is told, once, and PushAll says it.
func TestPushAllOverABrokenConnection(t *testing.T) {
	for name, serve := range map[string]func(net.Conn){
		"closed at once":     hangUp,
		"closed later":       func(c net.Conn) { io.ReadFull(c, make([]byte, 200_000)); hangUp(c) },
		"taken too early":    func(c net.Conn) { io.WriteString(c, "OKAY\x00\x00\x00\x00"); io.Copy(io.Discard, c) },
		"garbage":            func(c net.Conn) { io.WriteString(c, strings.Repeat("\xa5", 100)); io.Copy(io.Discard, c) },
		"silent":             func(c net.Conn) { io.Copy(io.Discard, c) },
		"reads, says little": func(c net.Conn) { io.WriteString(c, "OKA"); io.Copy(io.Discard, c) },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			f.service("sync:", serve)
			c := newCargo(t, 50, func(i int) int { return i * 10_000 })
			s := openSession(t, f, impatient)
			err := s.PushAll(testContext(t), 8, c.next, c)
			if err == nil {
				t.Fatal("no error")
			}
			for path, e := range c.ended {
				if e == nil {
					t.Errorf("%s was called whole", path)
				}
			}
			if len(c.ended) != c.at {
				t.Errorf("%d taken, %d ended", c.at, len(c.ended))
			}
			s.Close()
		})
	}
}

func TestPushAllIsCancelled(t *testing.T) {
	f := newFakeServer(t)
	ctx, cancel := context.WithCancel(testContext(t))
	f.service("sync:", func(c net.Conn) {
		io.ReadFull(c, make([]byte, 1<<20))
		cancel()
		io.Copy(io.Discard, c)
	})
	c := newCargo(t, 50, func(int) int { return 100_000 })
	wantIs(t, openSession(t, f).PushAll(ctx, 32, c.next, c), context.Canceled)
	if len(c.ended) != c.at {
		t.Errorf("%d taken, %d ended", c.at, len(c.ended))
	}
	for _, err := range c.ended {
		wantIs(t, err, context.Canceled)
	}
	f.noneOpen()
}

// The session is usable afterwards, for anything.
func TestPushAllLeavesTheSessionUsable(t *testing.T) {
	f := newFakeServer(t)
	newFakeFiles(t, f)
	s, ctx := openSession(t, f), testContext(t)
	for range 3 {
		c := newCargo(t, 5, func(i int) int { return i })
		if err := s.PushAll(ctx, 4, c.next, c); err != nil {
			t.Fatal(err)
		}
		if st, err := s.Stat(ctx, c.order[4]); err != nil || st.Size != 4 {
			t.Errorf("%+v, %v", st, err)
		}
	}
}

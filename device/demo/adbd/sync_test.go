package adbd

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"keepsake/device/demo/disk"
)

// syncClient is the other side of a sync session, as plain as can be.
type syncClient struct {
	t testing.TB
	w io.Writer
	r *bufio.Reader
}

func newSyncClient(t testing.TB, d *Daemon) *syncClient {
	in, out, _ := service(t, d, "sync:")
	return &syncClient{t, in, bufio.NewReader(out)}
}

func request(id, path string) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte(id), uint32(len(path))), path...)
}

func number(id string, ns ...uint32) []byte {
	b := []byte(id)
	for _, n := range ns {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}

func (c *syncClient) send(parts ...[]byte) {
	c.t.Helper()
	_, err := c.w.Write(bytes.Join(parts, nil))
	must(c.t, err)
}

func (c *syncClient) read(n int) []byte {
	c.t.Helper()
	b := make([]byte, n)
	if _, err := io.ReadFull(c.r, b); err != nil {
		c.t.Fatalf("the session ended: %v", err)
	}
	return b
}

// file reads DATA blocks up to DONE.
func (c *syncClient) file() []byte {
	c.t.Helper()
	var all []byte
	for {
		h := c.read(8)
		n := int(binary.LittleEndian.Uint32(h[4:]))
		switch string(h[:4]) {
		case "DATA":
			if n > 64<<10 {
				c.t.Fatalf("block of %d bytes", n)
			}
			all = append(all, c.read(n)...)
		case "DONE":
			return all
		default:
			c.t.Fatalf("%q: %s", h, c.read(n))
		}
	}
}

// data cuts a file into DATA blocks and adds DONE.
func data(b []byte, mtime uint32) []byte {
	var out []byte
	for len(b) > 0 {
		n := min(len(b), 64<<10)
		out = append(append(out, number("DATA", uint32(n))...), b[:n]...)
		b = b[n:]
	}
	return append(out, number("DONE", mtime)...)
}

func packZstd(b []byte) []byte {
	e, _ := zstd.NewWriter(nil, zstd.WithZeroFrames(true))
	return e.EncodeAll(b, nil)
}

// What is pushed in any way can be described, listed and pulled in any other,
// on one session with requests sent ahead of the answers.
func TestSyncAgainstModel(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	d := newDaemon(t)
	c := newSyncClient(t, d)
	model := map[string][]byte{}
	times := map[string]uint32{}
	odd := []string{"a b", "it's", `q"uote`, "new\nline", "\xff\xfe bytes", "emoji 🌊", "comma, 1", strings.Repeat("長", 85), "-dash", "*?[x]", "back\\slash"}
	for i := range 60 {
		name := odd[rng.IntN(len(odd))]
		if rng.IntN(2) == 0 {
			name = fmt.Sprintf("dir %d/%s", rng.IntN(4), name)
		}
		path := "/sdcard/m/" + name
		body := make([]byte, []int{0, 1, 100, 65536, 65537, 200_000}[rng.IntN(6)])
		for j := range body {
			body[j] = byte(rng.IntN(3) * i)
		}
		mtime := uint32(1_500_000_000 + rng.IntN(1e8))
		switch i % 3 {
		case 0:
			c.send(request("SEND", path+",33188"), data(body, mtime))
		case 1:
			c.send(request("SND2", path), number("SND2", 0100600, 0), data(body, mtime))
		case 2:
			c.send(request("SND2", path), number("SND2", 0100600, flagZstd), data(packZstd(body), mtime))
		}
		if got := string(c.read(8)); got != "OKAY\x00\x00\x00\x00" {
			t.Fatalf("push of %q: %q %s", path, got, c.read(int(got[4])))
		}
		model[path], times[path] = body, mtime
	}
	// All questions first, then all answers.
	var paths []string
	for p := range model {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	go func() {
		for _, p := range paths {
			c.send(request("STA2", p), request("RECV", p), request("RCV2", p), number("RCV2", flagZstd), request("STAT", p))
		}
	}()
	unpack, err := zstd.NewReader(nil)
	must(t, err)
	defer unpack.Close()
	for _, p := range paths {
		want := model[p]
		st := c.read(72)
		if size := binary.LittleEndian.Uint64(st[40:]); string(st[:4]) != "STA2" || size != uint64(len(want)) {
			t.Fatalf("%q: %q, size %d, want %d", p, st[:4], size, len(want))
		}
		if mtime := binary.LittleEndian.Uint64(st[56:]); mtime != uint64(times[p]) {
			t.Errorf("%q: mtime %d, want %d", p, mtime, times[p])
		}
		if got := c.file(); !bytes.Equal(got, want) {
			t.Fatalf("%q: RECV gave %d bytes, want %d", p, len(got), len(want))
		}
		if got, err := unpack.DecodeAll(c.file(), nil); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%q: RCV2 gave %d bytes, want %d (%v)", p, len(got), len(want), err)
		}
		if st := c.read(16); string(st[:4]) != "STAT" || binary.LittleEndian.Uint32(st[8:]) != uint32(len(want)) {
			t.Fatalf("%q: %q", p, st)
		}
		if sum, err := d.Disk.Sum(p); err != nil || sum != sha256.Sum256(want) {
			t.Errorf("%q: sum %x, %v", p, sum, err)
		}
	}
	listed := map[string]bool{}
	for _, dir := range []string{"/sdcard/m", "/sdcard/m/dir 0", "/sdcard/m/dir 1", "/sdcard/m/dir 2", "/sdcard/m/dir 3"} {
		old, now := c.list("LIST", dir), c.list("LIS2", dir)
		if !slices.Equal(old, now) {
			t.Errorf("LIST %q, LIS2 %q", old, now)
		}
		for _, n := range now {
			listed[dir+"/"+n] = true
		}
	}
	for _, p := range paths {
		if !listed[p] {
			t.Errorf("%q is not listed", p)
		}
	}
}

// list returns the names of a listing, "." and ".." included.
func (c *syncClient) list(id, dir string) []string {
	c.t.Helper()
	c.send(request(id, dir))
	body := map[string]int{"LIST": 16, "LIS2": 72}[id]
	var names []string
	for {
		h := c.read(4)
		b := c.read(body)
		if string(h) == "DONE" {
			return names
		}
		names = append(names, string(c.read(int(binary.LittleEndian.Uint32(b[body-4:])))))
	}
}

// Sizes beyond 32 bits are whole in version 2 and cut in version 1, and such a
// file costs no memory.
func TestSyncHugeFile(t *testing.T) {
	d := newDaemon(t)
	const size = 5 << 30
	must(t, d.Disk.Put("/sdcard/big", disk.Zeros(size), disk.Attr{Mode: 0666}))
	c := newSyncClient(t, d)
	c.send(request("STA2", "/sdcard/big"), request("STAT", "/sdcard/big"))
	if got := binary.LittleEndian.Uint64(c.read(72)[40:]); got != size {
		t.Errorf("STA2: %d", got)
	}
	if got := binary.LittleEndian.Uint32(c.read(16)[8:]); got != size%(1<<32) {
		t.Errorf("STAT: %d", got)
	}
}

// Troubles of a push: the answer comes at once, the rest of the file is
// swallowed, nothing stays, and the session is over.
func TestPushTroubles(t *testing.T) {
	for name, c := range map[string]struct {
		path  string
		mode  uint32
		flags uint32
		body  []byte
		want  string
	}{
		"a folder is in the way": {"/sdcard/Download", 0100644, 0, data([]byte("x"), 1), "couldn't create file: Is a directory"},
		"no permission":          {"/system/x", 0100644, 0, data(make([]byte, 300_000), 1), "couldn't create file: Permission denied"},
		"below a file":           {"/sdcard/Download/g/a.txt/x", 0100644, 0, data([]byte("x"), 1), "couldn't create file: Not a directory"},
		"no space":               {"/sdcard/new", 0100644, 0, data(make([]byte, 3<<20), 1), "write failed: No space left on device"},
		"a link":                 {"/sdcard/new", 0120777, 0, data([]byte("/x"), 1), "symlink failed: Operation not permitted"},
		"not a frame":            {"/sdcard/new", 0100644, flagZstd, data([]byte("not zstd at all"), 1), "decompress failed: I/O error"},
		"no data message":        {"/sdcard/new", 0100644, 0, append(number("DATA", 1), "xNOPE\x00\x00\x00\x00"...), "invalid data message"},
		"oversize block":         {"/sdcard/new", 0100644, 0, number("DATA", 2<<20), "oversize data message"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDaemon(t)
			must(t, d.Disk.MkdirAll("/system", disk.Attr{Mode: 0755}))
			d.Disk.SetFree(1 << 20)
			s := newSyncClient(t, d)
			go func() {
				_, _ = s.w.Write(bytes.Join([][]byte{request("SND2", c.path), number("SND2", c.mode, c.flags), c.body, request("STAT", "/")}, nil))
			}()
			h := s.read(8)
			if got := string(s.read(int(h[4]))); string(h[:4]) != "FAIL" || got != c.want {
				t.Errorf("got %q %q, want %q", h[:4], got, c.want)
			}
			if _, err := s.r.ReadByte(); err != io.EOF {
				t.Errorf("the session goes on: %v", err)
			}
			if _, err := d.Disk.Stat("/sdcard/new"); err == nil {
				t.Error("a part of the file stayed")
			}
		})
	}
}

// A packed push of nothing needs an empty frame; without one the phone never answers.
func TestPackedPushOfNothing(t *testing.T) {
	c := newSyncClient(t, newDaemon(t))
	c.send(request("SND2", "/sdcard/e"), number("SND2", 0100644, flagZstd), data(packZstd(nil), 9))
	if got := c.read(8); string(got[:4]) != "OKAY" {
		t.Errorf("with a frame: %q", got)
	}
	c.send(request("SND2", "/sdcard/e"), number("SND2", 0100644, flagZstd), data(nil, 9), request("STAT", "/"))
	answered := make(chan byte, 1)
	go func() {
		if b, err := c.r.ReadByte(); err == nil {
			answered <- b
		}
	}()
	select {
	case b := <-answered:
		t.Errorf("without a frame: %q", b)
	case <-time.After(50 * time.Millisecond): // a late answer would go unnoticed, never the other way round
	}
}

// A dry run takes the file and keeps nothing.
func TestDryRun(t *testing.T) {
	d := newDaemon(t)
	c := newSyncClient(t, d)
	c.send(request("SND2", "/sdcard/dry"), number("SND2", 0100644, flagDry), data([]byte("x"), 9))
	if got := c.read(8); string(got[:4]) != "OKAY" {
		t.Errorf("got %q", got)
	}
	if _, err := d.Disk.Stat("/sdcard/dry"); err == nil {
		t.Error("the file is there")
	}
}

// Entries of a folder that can be read but not entered: version 1 leaves them
// out, version 2 says why.
func TestListWithoutEntering(t *testing.T) {
	d := newDaemon(t)
	must(t, d.Disk.Chmod("/sdcard/Download/g", 0444))
	c := newSyncClient(t, d)
	if got := c.list("LIST", "/sdcard/Download/g"); got != nil {
		t.Errorf("LIST: %q", got)
	}
	c.send(request("LIS2", "/sdcard/Download/g"))
	b := c.read(76)
	if errno := binary.LittleEndian.Uint32(b[4:]); string(b[:4]) != "DNT2" || errno != uint32(disk.EACCES) {
		t.Errorf("LIS2: %q errno %d", b[:4], errno)
	}
}

// A file that fails while it is read: its first half comes, then FAIL.
func TestReadFailure(t *testing.T) {
	d := newDaemon(t)
	must(t, d.Disk.Put("/sdcard/bad", disk.Failing(disk.Zeros(100_000), 70_000, disk.EIO), disk.Attr{Mode: 0666}))
	got := exchange(t, d, "sync:", string(request("RECV", "/sdcard/bad")), false)
	if !strings.HasSuffix(got, "FAIL\x16\x00\x00\x00read failed: I/O error") {
		t.Errorf("%d bytes that end in %q", len(got), got[max(0, len(got)-40):])
	}
}

func FuzzSync(f *testing.F) {
	f.Add([]byte(request("STA2", "/sdcard")))
	f.Add(bytes.Join([][]byte{request("SND2", "/sdcard/f"), number("SND2", 0100644, 4), data(packZstd([]byte("abc")), 1), request("LIST", "/")}, nil))
	f.Add(bytes.Join([][]byte{request("SEND", "/sdcard/f,33188"), data([]byte("abc"), 1), request("RCV2", "/sdcard/f"), number("RCV2", 4)}, nil))
	f.Fuzz(func(t *testing.T, in []byte) {
		exchange(t, newDaemon(t), "sync:", string(in), true)
	})
}

// Package contract is the one suite that every target of package cloud passes:
// what is said to be there is there, whole, and what is not is not.
//
// Begin with Run, given a Case that opens the target and can look behind it.
package contract

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"slices"
	"testing"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/cloud"
)

// Case is one target under test.
type Case struct {
	// Open opens the target; every call reaches the same place.
	Open func(t *testing.T) cloud.Target
	// Behind changes what the target holds of a Ref behind its back, as a disk that
	// rots; nil where that cannot be done. nil bytes remove it.
	Behind func(t *testing.T, ref string, data []byte)
	// Data makes contents that the target takes; nil: any bytes.
	Data func(n int) []byte
	Ext  string // of their names; empty: ".jpg"
}

// Run checks a target.
func Run(t *testing.T, c Case) {
	if c.Data == nil {
		c.Data = func(n int) []byte {
			b := make([]byte, n)
			rand.Read(b)
			return b
		}
	}
	if c.Ext == "" {
		c.Ext = ".jpg"
	}
	t.Run("test", c.test)
	t.Run("put", c.put)
	t.Run("duplicate", c.duplicate)
	t.Run("damaged here", c.damaged)
	t.Run("cancelled", c.cancelled)
	if c.Behind != nil {
		t.Run("behind", c.behind)
	}
	t.Run("files", c.files)
	t.Run("albums", c.albums)
}

// Object makes a content to upload.
func Object(path string, data []byte) cloud.Object {
	return cloud.Object{Path: path, Title: path[lastSlash(path)+1:], Size: int64(len(data)), Hash: gallery.Hash(sha256.Sum256(data)),
		ModTime: time.Date(2025, 6, 7, 8, 9, 10, 0, time.UTC), Taken: time.Date(2024, 6, 7, 8, 9, 10, 0, time.UTC), MIME: "image/jpeg",
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

func lastSlash(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '/' {
			return i
		}
	}
	return -1
}

// Put puts one content, all the way.
func Put(ctx context.Context, target cloud.Target, o cloud.Object) (cloud.Stored, error) {
	s, err := target.Put(ctx, o)
	if err != nil || s.Token == "" {
		return s, err
	}
	done, err := target.(cloud.Committer).Commit(ctx, []cloud.Sent{{Object: o, Token: s.Token}})
	if err != nil {
		return s, err
	}
	return done[0].Stored, done[0].Err
}

func (c Case) open(t *testing.T) cloud.Target {
	target := c.Open(t)
	t.Cleanup(func() {
		if err := target.Close(); err != nil {
			t.Error(err)
		}
	})
	return target
}

func (c Case) test(t *testing.T) {
	target := c.open(t)
	who, err := target.Test(t.Context())
	if err != nil || who.Name == "" {
		t.Fatalf("%+v, %v", who, err)
	}
	if tr := target.Traits(); tr.Kind == "" || tr.Workers < 1 {
		t.Errorf("traits %+v", tr)
	}
	if f, ok := target.(cloud.Files); ok {
		if names := listed(t, f, ""); len(names) != 0 {
			t.Errorf("the test left %q behind", names)
		}
	}
	if s, err := target.Space(t.Context()); err == nil && s.Used < 0 && s.Free < 0 && s.Total < 0 {
		t.Errorf("a space that says nothing: %+v", s)
	} else if err != nil && !errors.Is(err, cloud.ErrUnknown) {
		t.Error(err)
	}
}

func (c Case) put(t *testing.T) {
	target := c.open(t)
	for _, size := range []int{1, 4096, 300_000} {
		for _, name := range []string{"Photos/Mi 11/Camera/IMG_" + string(rune('a'+size%26)), "Photos/相机/फ़ोटो صورة & 100% #1 (2)+", "Photos/deep/er/and/deeper/x"} {
			data := c.Data(size)
			o := Object(name+c.Ext, data)
			if _, err := target.Find(t.Context(), o, true); !errors.Is(err, fs.ErrNotExist) {
				t.Fatalf("found before it was put: %v", err)
			}
			s, err := Put(t.Context(), target, o)
			if err != nil {
				t.Fatalf("%s of %d bytes: %v", name, size, err)
			}
			if s.Ref == "" || s.Duplicate || s.Proof == cloud.ByHash && !target.Traits().Hashes {
				t.Errorf("%s: %+v", name, s)
			}
			if s.Proof != cloud.Unproven && s.Size != -1 && s.Size != o.Size {
				t.Errorf("%s: proven with %d bytes of %d", name, s.Size, o.Size)
			}
			c.back(t, target, s.Ref, data)
		}
	}
}

// back reads a content again.
func (c Case) back(t *testing.T, target cloud.Target, ref string, data []byte) {
	t.Helper()
	if !target.Traits().Originals {
		return
	}
	in, err := target.Get(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(in)
	if err = errors.Join(err, in.Close()); err != nil || !bytes.Equal(got, data) {
		t.Fatalf("%s: %d bytes came back of %d, %v", ref, len(got), len(data), err)
	}
}

// duplicate: what is there is found, and putting it again changes nothing.
func (c Case) duplicate(t *testing.T) {
	target := c.open(t)
	data := c.Data(5000)
	o := Object("Photos/twice/a"+c.Ext, data)
	first, err := Put(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Put(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	if again.Ref != first.Ref {
		t.Errorf("the same content is there twice: %q and %q", first.Ref, again.Ref)
	}
	found, err := target.Find(t.Context(), o, true)
	if _, files := target.(cloud.Files); err != nil && (files || !errors.Is(err, fs.ErrNotExist)) {
		t.Fatal(err)
	}
	if err == nil && (found.Ref != first.Ref || !found.Duplicate) {
		t.Errorf("found %+v, put %+v", found, first)
	}
	c.back(t, target, first.Ref, data)
}

// damaged: a file of the library that is not what the manifest says never arrives.
func (c Case) damaged(t *testing.T) {
	target := c.open(t)
	data := c.Data(70_000)
	o := Object("Photos/damaged/a"+c.Ext, data)
	bad := bytes.Clone(data)
	bad[35_000] ^= 1
	o.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(bad)), nil }
	s, err := Put(t.Context(), target, o)
	if !errors.Is(err, cloud.ErrDamaged) {
		t.Fatalf("a damaged file was sent: %+v, %v", s, err)
	}
	if _, err := target.Find(t.Context(), Object(o.Path, bad), false); err == nil {
		t.Error("it is there all the same")
	}
}

func (c Case) cancelled(t *testing.T) {
	target := c.open(t)
	ctx, cancel := context.WithCancel(t.Context())
	data := c.Data(2 << 20)
	o := Object("Photos/cancelled/a"+c.Ext, data)
	o.Open = func() (io.ReadCloser, error) {
		return io.NopCloser(&cutting{r: bytes.NewReader(data), after: 1 << 20, cut: cancel}), nil
	}
	if _, err := Put(ctx, target, o); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	if s, err := target.Find(t.Context(), Object(o.Path, data), false); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is said to be there: %+v, %v", s, err)
	}
	if f, ok := target.(cloud.Files); ok {
		if err := f.List(t.Context(), "Photos/cancelled", func(e cloud.Entry) error {
			if e.Size == o.Size {
				t.Errorf("%s is listed as if it were whole", e.Path)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
		if _, err := f.Sweep(t.Context(), time.Now().Add(time.Hour)); err != nil {
			t.Error(err)
		}
	}
	if _, err := Put(t.Context(), target, Object(o.Path, data)); err != nil {
		t.Errorf("after that: %v", err)
	}
}

type cutting struct {
	r     io.Reader
	after int
	cut   func()
}

func (c *cutting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p[:min(len(p), 32<<10)])
	if c.after -= n; c.after <= 0 {
		c.cut()
		time.Sleep(10 * time.Millisecond)
	}
	return n, err
}

// behind: what was cut short or removed there is not called there.
func (c Case) behind(t *testing.T) {
	target := c.open(t)
	data := c.Data(9000)
	o := Object("Photos/behind/a"+c.Ext, data)
	s, err := Put(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{"cut short": data[:4000], "removed": nil} {
		c.Behind(t, s.Ref, bad)
		if _, err := target.Find(t.Context(), o, false); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
		if s, err = Put(t.Context(), target, o); err != nil {
			t.Fatalf("%s, put again: %v", name, err)
		}
		c.back(t, target, s.Ref, data)
	}
	if target.Traits().Hashes {
		rotten := bytes.Clone(data)
		rotten[1] ^= 1
		c.Behind(t, s.Ref, rotten)
		if s, err := target.Find(t.Context(), o, true); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("other bytes of the same length: %+v, %v", s, err)
		}
	}
}

// files: a target of files lists what it has, and takes a new state of a file.
func (c Case) files(t *testing.T) {
	target, ok := c.open(t).(cloud.Files)
	if !ok {
		return
	}
	for n, data := range [][]byte{[]byte("one"), []byte("another, longer state"), []byte("2")} {
		o := Object(".keepsake/manifest/00000001.ndjson", data)
		o.ModTime = o.ModTime.Add(time.Duration(n) * time.Hour)
		if _, err := target.Put(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		c.back(t, target, o.Path, data)
	}
	if _, err := target.Put(t.Context(), Object("Photos/list/b.jpg", []byte("12345"))); err != nil {
		t.Fatal(err)
	}
	if got := listed(t, target, "Photos/list"); !slices.Equal(got, []string{"Photos/list/b.jpg"}) {
		t.Errorf("listed %q", got)
	}
	if all := listed(t, target, ""); !slices.Contains(all, "Photos/list/b.jpg") || !slices.Contains(all, ".keepsake/manifest/00000001.ndjson") {
		t.Errorf("listed %q", all)
	}
	if got := listed(t, target, "Nowhere"); len(got) != 0 {
		t.Errorf("listed %q in a folder that is not there", got)
	}
	if _, err := target.Get(t.Context(), "Photos/list/nothing.jpg"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there: %v", err)
	}
}

func listed(t *testing.T, target cloud.Files, folder string) []string {
	t.Helper()
	var names []string
	if err := target.List(t.Context(), folder, func(e cloud.Entry) error {
		names = append(names, e.Path)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}

// albums: an album is made once, and takes contents that are in it already.
func (c Case) albums(t *testing.T) {
	target := c.open(t)
	albums, ok := target.(cloud.Albums)
	if !ok {
		return
	}
	var refs []string
	for n := range 3 {
		s, err := Put(t.Context(), target, Object("Photos/albums/"+string(rune('a'+n))+c.Ext, c.Data(3000+n)))
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, s.Ref)
	}
	for _, some := range [][]string{refs[:2], refs, nil} {
		if err := albums.AddToAlbum(t.Context(), "Urlaub 相机 2025", some); err != nil {
			t.Fatal(err)
		}
	}
}

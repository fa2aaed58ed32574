package restore

import (
	"crypto/sha256"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

type cupboard map[gallery.Hash]string

func (c cupboard) want(p, data string) Want {
	h := gallery.Hash(sha256.Sum256([]byte(data)))
	c[h] = data
	return Want{Hash: h, Size: int64(len(data)), Path: root + "/" + p, Title: filepath.Base(p), Category: job.Photos, MTime: old2020}
}

func (c cupboard) open(s Source) (io.ReadCloser, error) {
	data, ok := c[s.Hash]
	if !ok {
		return nil, store.ErrMissing
	}
	return io.NopCloser(strings.NewReader(data)), nil
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	m := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		m[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestFolder(t *testing.T) {
	for _, c := range []struct {
		conflict Conflict
		want     map[string]string
		copied   int
	}{
		{KeepBoth, map[string]string{"DCIM/Camera/a.jpg": "a", "DCIM/Camera/b.jpg": "other", "DCIM/Camera/b (1).jpg": "b", "DCIM/Camera/c.jpg": "c", "DCIM/Camera/a_b.jpg": "odd", "DCIM/Camera/A (1).jpg": "big"}, 4},
		{Skip, map[string]string{"DCIM/Camera/a.jpg": "a", "DCIM/Camera/b.jpg": "other", "DCIM/Camera/c.jpg": "c", "DCIM/Camera/a_b.jpg": "odd", "DCIM/Camera/A (1).jpg": "big"}, 3},
		{Override, map[string]string{"DCIM/Camera/a.jpg": "a", "DCIM/Camera/b.jpg": "b", "DCIM/Camera/c.jpg": "c", "DCIM/Camera/a_b.jpg": "odd", "DCIM/Camera/A (1).jpg": "big"}, 4},
	} {
		dir, lib := t.TempDir(), cupboard{}
		f := &Folder{Dir: dir, Open: lib.open, Wants: []Want{
			lib.want("DCIM/Camera/a.jpg", "a"), lib.want("DCIM/Camera/b.jpg", "b"), lib.want("DCIM/Camera/c.jpg", "c"),
			lib.want("DCIM/Camera/a:b.jpg", "odd"), lib.want("DCIM/Camera/A.jpg", "big"), lib.want("DCIM/Camera/damaged.jpg", "x"), lib.want("../../../etc/y.jpg", "y"),
		}}
		lib[f.Wants[5].Hash] = "z"
		f.Wants[6].Cannot = "it is locked"
		for name, data := range map[string]string{"a.jpg": "a", "b.jpg": "other"} {
			p := filepath.Join(dir, "DCIM", "Camera", name)
			if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(p, []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		before := tree(t, dir)
		p, err := Make(t.Context(), job.NewTracker(time.Now), Options{Conflict: c.conflict, Target: Target{Folder: dir}}, f)
		if err != nil {
			t.Fatal(err)
		}
		j, err := NewBook(t.TempDir()).Begin(p)
		if err != nil {
			t.Fatal(err)
		}
		r, err := work(p, j, f).Run(t.Context())
		if err != nil || r.Copied != c.copied || r.Verified != c.copied || r.Failed != 1 {
			t.Errorf("%s: %+v, %v: %+v", c.conflict, r.Counts, err, r.Problems)
		}
		got := tree(t, dir)
		for name := range got {
			if strings.HasPrefix(name, ".keepsake/") {
				delete(got, name)
			}
		}
		same(t, string(c.conflict), got, c.want)
		if st, err := os.Stat(filepath.Join(dir, "DCIM", "Camera", "c.jpg")); err != nil || !st.ModTime().Equal(old2020) {
			t.Errorf("c.jpg: %v, %v", st, err)
		}
		u, err := work(p, j, f).Undo(t.Context())
		if err != nil || u.Copied != c.copied {
			t.Errorf("%s: undo: %+v, %v: %+v", c.conflict, u.Counts, err, u.Problems)
		}
		same(t, string(c.conflict)+", undone", tree(t, dir), before)
		j.Close()
	}
}

func TestPlaceInFolder(t *testing.T) {
	for from, want := range map[string]string{
		"/storage/emulated/0/DCIM/Camera/a.jpg": "DCIM/Camera/a.jpg",
		"/storage/1A2B-3C4D/DCIM/a.jpg":         "DCIM/a.jpg",
		"/storage/emulated/0/../../x.jpg":       "x.jpg",
		"relative/b.jpg":                        "relative/b.jpg",
	} {
		if got := placeInFolder(from); got != want {
			t.Errorf("%s: %q, want %q", from, got, want)
		}
	}
}

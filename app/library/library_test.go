package library

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/gallery/index"
)

// backedUp is a library with a small demo phone backed up into it.
func backedUp(t *testing.T) (*Library, job.Receipt) {
	t.Helper()
	addr, stop, err := demo.Start(t.Context(), demo.Options{Items: 12, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	p, err := device.Find(t.Context(), adb.NewServer(adb.Options{Addr: addr, NoStart: true}), "")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := Open(t.Context(), filepath.Join(t.TempDir(), "library"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := lib.Close(); err != nil {
			t.Error(err)
		}
	})
	r, err := lib.Backup(t.Context(), p, BackupOptions{Records: filesOnly, Tracker: job.NewTracker(time.Now)})
	if err != nil {
		t.Fatal(err)
	}
	if r.Copied == 0 || r.Failed != 0 || r.Verified != r.Copied {
		t.Fatalf("receipt %+v", r)
	}
	return lib, r
}

func timeline(t *testing.T, l *Library) []int64 {
	t.Helper()
	tl, err := l.Index.Timeline(t.Context(), index.Filter{IncludeTrashed: true})
	if err != nil {
		t.Fatal(err)
	}
	return tl.IDs
}

func TestBackupShowsInTheIndex(t *testing.T) {
	lib, r := backedUp(t)
	if n := len(timeline(t, lib)); n == 0 || n > r.Copied {
		t.Errorf("%d items in the timeline after %d were copied", n, r.Copied)
	}
	missing, err := lib.Previews().Missing(t.Context(), 100)
	if err != nil || len(missing) != 0 {
		t.Errorf("%d items were left without thumbnails, %v", len(missing), err)
	}
	receipts, err := lib.Receipts(0)
	if err != nil || len(receipts) != 1 || receipts[0].Counts != r.Counts {
		t.Errorf("receipts %+v, %v", receipts, err)
	}
	phones, err := lib.Phones(t.Context())
	if err != nil || len(phones) != 1 || phones[0].Name != demo.Name || phones[0].LastBackup.IsZero() || phones[0].Stats.Items == 0 {
		t.Errorf("phones %+v, %v", phones, err)
	}
}

// TestIndexIsACache: thrown away, it comes back the same from the manifest.
func TestIndexIsACache(t *testing.T) {
	lib, _ := backedUp(t)
	before := len(timeline(t, lib))
	if err := lib.Index.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(timeline(t, lib)); n != 0 {
		t.Fatalf("%d items after the reset", n)
	}
	if err := lib.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(timeline(t, lib)); n != before {
		t.Errorf("%d items after the rebuild, %d before", n, before)
	}
}

func TestFoldersTellPhonesApart(t *testing.T) {
	a := FolderFor(device.Info{Name: "Redmi Note 13", ID: "aaaa1111"})
	b := FolderFor(device.Info{Name: "Redmi Note 13", ID: "bbbb2222"})
	if a == b || FolderFor(device.Info{}) == "" {
		t.Errorf("folders %q and %q", a, b)
	}
}

func TestDefaultDir(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Setenv("KEEPSAKE_LIBRARY", "")
	for _, c := range []struct {
		pictures, demo bool
		want           string
	}{{false, false, "Keepsake"}, {false, true, "Keepsake Demo"}, {true, false, "Pictures/Keepsake"}, {true, true, "Pictures/Keepsake Demo"}} {
		if c.pictures {
			if err := os.MkdirAll(filepath.Join(home, "Pictures"), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := DefaultDir(c.demo); err != nil || got != filepath.Join(home, filepath.FromSlash(c.want)) {
			t.Errorf("pictures folder %v, demo %v: %q, %v", c.pictures, c.demo, got, err)
		}
	}
	t.Setenv("KEEPSAKE_LIBRARY", "/srv/photos")
	if got, _ := DefaultDir(true); got != "/srv/photos" {
		t.Errorf("with KEEPSAKE_LIBRARY: %q", got)
	}
}

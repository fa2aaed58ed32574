package library

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/device/demo"
)

// TestPush: files of this computer arrive in a new album, told by their content; the
// same again is there already; undo takes them away, and the album.
func TestPush(t *testing.T) {
	sim, err := demo.New(demo.Options{Items: 4, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	lib, p := opened(t, "library"), phoneOf(t, sim)
	from := t.TempDir()
	put := func(name string, data []byte) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(from, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(from, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var pic bytes.Buffer
	if err := jpeg.Encode(&pic, image.NewRGBA(image.Rect(0, 0, 16, 16)), nil); err != nil {
		t.Fatal(err)
	}
	put("a.jpg", pic.Bytes())
	put("more/a.jpg", append(pic.Bytes(), 0))
	put("no name at all", append(pic.Bytes(), 0, 0))
	put("half.zip", []byte("PK\x03\x04"))
	put("locked.ab", []byte("ANDROID BACKUP\n5\n1\nAES-256\n"+strings.Repeat("00", 64)+"\n"+strings.Repeat("00", 64)+"\n10000\n"+strings.Repeat("00", 16)+"\n"+strings.Repeat("00", 96)+"\n"))
	put("list.txt", []byte("milk"))
	put(".hidden.jpg", pic.Bytes())
	before, err := sim.Media()
	if err != nil {
		t.Fatal(err)
	}
	plan := func() *Restore {
		t.Helper()
		r, err := lib.PlanPush(t.Context(), p, PushOptions{Paths: []string{from}, Album: "Hochzeit 婚礼", Tracker: job.NewTracker(time.Now)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = r.Close() })
		return r
	}
	r := plan()
	if n := r.Plan.Totals(); n.New != 3 || n.Cannot != 3 {
		t.Fatalf("%+v: %+v", n, r.Plan.Steps)
	}
	for _, s := range r.Plan.Steps {
		if s.State == restore.New && !strings.HasPrefix(string(s.Target), "/storage/emulated/0/Pictures/Hochzeit 婚礼/") {
			t.Errorf("%s goes to %s", s.Title, s.Target)
		}
	}
	got, err := r.Run(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)})
	if err != nil || got.Copied != 3 || got.Verified != 3 {
		t.Fatalf("%+v, %v: %v", got.Counts, err, got.Problems)
	}
	again := plan()
	if n := again.Plan.Totals(); n.Same != 3 || n.Change != 0 {
		t.Errorf("again: %+v", n)
	}
	undone, err := r.Undo(t.Context(), RunOptions{Tracker: job.NewTracker(time.Now)})
	if err != nil || undone.Copied != 3 {
		t.Fatalf("%+v, %v", undone.Counts, err)
	}
	after, err := sim.Media()
	if err != nil || len(after) != len(before) {
		t.Errorf("%d files, were %d, %v", len(after), len(before), err)
	}
}

func TestAlbumFolder(t *testing.T) {
	card := device.Info{Spaces: []device.Space{{Kind: device.Shared, Path: device.OwnStorage, Readable: true}, {Kind: device.Card, Path: "/storage/1A2B-3C4D", Readable: true},
		{Kind: device.Drive, Path: "/storage/USB", Readable: false}}}
	for in, want := range map[string]string{
		"Trip": "/storage/emulated/0/Pictures/Trip", "DCIM/Camera": "/storage/emulated/0/DCIM/Camera", "/DCIM/Camera/": "/storage/emulated/0/DCIM/Camera",
		"SD card/DCIM/Camera": "/storage/1A2B-3C4D/DCIM/Camera", "SD card/Trip": "/storage/1A2B-3C4D/Pictures/Trip", "SD card": "/storage/emulated/0/Pictures/SD card",
		"USB drive/Trip": "/storage/emulated/0/USB drive/Trip",
		"../../data":     "", "": "", "DCIM/..": "", " ": "",
	} {
		got, err := albumFolder(in, card)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	if _, _, err := localWants(t.Context(), []string{filepath.Join(t.TempDir(), "none")}, "/x", job.NewTracker(time.Now).Counter()); err == nil {
		t.Error("what is not there was looked at")
	}
	if w := localWant(t.Context(), t.TempDir(), "/x"); w.Cannot == "" {
		t.Error("a folder is a file")
	}
}

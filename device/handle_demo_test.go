package device_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
)

// goods are what a test writes to a phone, by path.
type goods struct {
	data  map[string]string
	times map[string]time.Time
	order []string
	mu    sync.Mutex
	errs  map[string]error // guarded by mu
}

func (g *goods) next() (device.Upload, bool) {
	if len(g.order) == 0 {
		return device.Upload{}, false
	}
	p := g.order[0]
	g.order = g.order[1:]
	return device.Upload{Path: p, Size: int64(len(g.data[p])), MTime: g.times[p]}, true
}

func (g *goods) Open(u device.Upload) (io.ReadCloser, error) {
	if g.data[u.Path] == "unreadable" {
		return nil, fs.ErrPermission
	}
	return io.NopCloser(strings.NewReader(g.data[u.Path])), nil
}

func (g *goods) Done(u device.Upload, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.errs[u.Path] = err
}

// put writes files with Push, one session after the other.
func put(t *testing.T, p *device.Phone, files map[string]string, when time.Time) map[string]error {
	t.Helper()
	g := &goods{data: files, times: map[string]time.Time{}, errs: map[string]error{}}
	for f := range files {
		g.order = append(g.order, f)
		g.times[f] = when
	}
	if err := p.Push(t.Context(), g.next, g); err != nil {
		t.Fatal(err)
	}
	return g.errs
}

func sumOf(s string) *[32]byte { h := sha256.Sum256([]byte(s)); return &h }

// TestHandling tries what is done to single files, on the demo phone, and on a real
// adbd where there is one: names no file system likes, names that are taken, bytes
// that are others by now.
func TestHandling(t *testing.T) {
	_, server := connect(t, demo.Options{})
	t.Run("demo", func(t *testing.T) { handling(t, server, "") })
	if serial := os.Getenv("KEEPSAKE_REAL_PHONE"); serial != "" {
		t.Run("real", func(t *testing.T) { handling(t, adb.NewServer(adb.Options{NoStart: true}), serial) })
	}
}

func handling(t *testing.T, server *adb.Server, serial string) {
	p, err := device.Find(t.Context(), server, serial)
	if err != nil {
		t.Fatal(err)
	}
	root := "/storage/emulated/0/DCIM/Handled " + fmt.Sprint(os.Getpid())
	when := time.Date(2021, 2, 3, 4, 5, 6, 0, time.UTC)
	names := []string{"plain.jpg", "with space.jpg", "quote'\"$(rm -rf)`x`.jpg", "line\nbreak.jpg", "bad\xff\xfe.jpg", "-rf.jpg", "日本 🌄.jpg", `back\slash.jpg`}
	files := map[string]string{}
	for i, n := range names {
		files[device.TempName(path.Join(root, n), "run", i)] = "content of " + n
	}
	files[path.Join(root, "none.jpg")] = "unreadable"
	for f, err := range put(t, p, files, when) {
		if (err != nil) != (files[f] == "unreadable") {
			t.Fatalf("%q: %v", f, err)
		}
	}
	// Renamed, each only if it is what it should be.
	var moves []device.Move
	for i, n := range names {
		moves = append(moves, device.Move{From: device.TempName(path.Join(root, n), "run", i), To: path.Join(root, "album", n), Sum: sumOf("content of " + n)})
	}
	errs := each2(t, func(each func(int, error)) error { return p.Moves(t.Context(), moves, each) })
	for i, err := range errs {
		if err != nil {
			t.Errorf("move %q: %v", names[i], err)
		}
	}
	times := map[string]time.Time{}
	sizes := map[string]int64{}
	err = p.Folders(t.Context(), []string{path.Join(root, "album"), path.Join(root, "nowhere")}, func(i int, got []device.Name, there bool, err error) {
		if err != nil || there != (i == 0) {
			t.Errorf("folder %d: %t, %v", i, there, err)
		}
		for _, n := range got {
			times[n.Name], sizes[n.Name] = n.MTime, n.Size
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if sizes[n] != int64(len("content of "+n)) || !times[n].Equal(when) {
			t.Errorf("%q has %d bytes, of %v", n, sizes[n], times[n])
		}
	}
	one, two := path.Join(root, "album", names[0]), path.Join(root, "album", names[1])
	for _, c := range []struct {
		what string
		m    device.Move
		want error
	}{
		{"taken", device.Move{From: one, To: two}, device.ErrTaken},
		{"a folder has the name", device.Move{From: one, To: path.Join(root, "album")}, device.ErrTaken},
		{"not there", device.Move{From: path.Join(root, "album", "nothing"), To: path.Join(root, "x.jpg")}, fs.ErrNotExist},
		{"other bytes", device.Move{From: one, To: path.Join(root, "x.jpg"), Sum: sumOf("other")}, device.ErrDiffers},
	} {
		if errs := each2(t, func(each func(int, error)) error { return p.Moves(t.Context(), []device.Move{c.m}, each) }); !errors.Is(errs[0], c.want) {
			t.Errorf("%s: %v", c.what, errs[0])
		}
	}
	errs = each2(t, func(each func(int, error)) error {
		return p.Deletes(t.Context(), []device.Deletion{{one, *sumOf("other")}, {one, *sumOf("content of " + names[0])}, {one, *sumOf("x")}}, each)
	})
	if !errors.Is(errs[0], device.ErrDiffers) || errs[1] != nil || !errors.Is(errs[2], fs.ErrNotExist) {
		t.Errorf("deletes: %v", errs)
	}
	later := when.Add(48 * time.Hour)
	errs = each2(t, func(each func(int, error)) error {
		return p.SetTimes(t.Context(), []device.Stamp{{two, later}, {path.Join(root, "album", names[2]), later}}, each)
	})
	if errs[0] != nil || errs[1] != nil {
		t.Errorf("times: %v", errs)
	}
	// Discard takes only what is ours to take.
	put(t, p, map[string]string{device.TempName(two, "run", 99): "half"}, when)
	if err := p.Discard(t.Context(), []string{device.TempName(two, "run", 99), two}); err != nil {
		t.Fatal(err)
	}
	left := map[string]bool{}
	err = p.Folders(t.Context(), []string{path.Join(root, "album")}, func(_ int, got []device.Name, _ bool, err error) {
		for _, n := range got {
			left[n.Name] = true
			if n.Name == names[1] && !n.MTime.Equal(later) {
				t.Errorf("%q is of %v", n.Name, n.MTime)
			}
		}
	})
	if err != nil || len(left) != len(names)-1 || !left[names[1]] {
		t.Errorf("left: %v, %v", left, err)
	}
	// An empty folder goes, a full one stays.
	var all []device.Deletion
	for _, n := range names[1:] {
		all = append(all, device.Deletion{Path: path.Join(root, "album", n), Sum: *sumOf("content of " + n)})
	}
	if err := p.RemoveFolders(t.Context(), []string{path.Join(root, "album"), root}); err != nil {
		t.Error(err)
	}
	for i, err := range each2(t, func(each func(int, error)) error { return p.Deletes(t.Context(), all, each) }) {
		if err != nil {
			t.Errorf("delete %q: %v", all[i].Path, err)
		}
	}
	if err := p.RemoveFolders(t.Context(), []string{path.Join(root, "album"), root}); err != nil {
		t.Error(err)
	}
	err = p.Folders(t.Context(), []string{root}, func(_ int, _ []device.Name, there bool, err error) {
		if there || err != nil {
			t.Errorf("the folder is left: %v", err)
		}
	})
	if err != nil {
		t.Error(err)
	}
}

// each2 collects what a call says of each file, and wants them in order.
func each2(t *testing.T, call func(func(int, error)) error) []error {
	t.Helper()
	var errs []error
	err := call(func(i int, err error) {
		if i != len(errs) {
			t.Errorf("answer %d came as number %d", i, len(errs))
		}
		errs = append(errs, err)
	})
	if err != nil {
		t.Fatal(err)
	}
	return errs
}

// TestScanned: what a command writes is not in the media database until it is
// scanned, and then with the date it was taken, never with today's.
func TestScanned(t *testing.T) {
	sim, server := connect(t, demo.Options{})
	p, err := device.Find(t.Context(), server, "")
	if err != nil {
		t.Fatal(err)
	}
	media, err := p.Media(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var shot device.File
	for _, f := range media.Files {
		if f.MIME == "image/jpeg" && !f.Hidden && strings.Contains(f.Path, "/DCIM/Camera/IMG_") {
			shot = f
		}
	}
	data, err := sim.ReadFile(shot.Path)
	if err != nil {
		t.Fatal(err)
	}
	when := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	copied, bare := "/storage/emulated/0/DCIM/It's new/copy.jpg", "/storage/emulated/0/DCIM/It's new/bare.png"
	put(t, p, map[string]string{copied: string(data), bare: "no date in it"}, when)
	rows := func() map[string]device.Indexed {
		got := map[string]device.Indexed{}
		if err := p.Indexed(t.Context(), []string{copied, bare, shot.Path}, func(x device.Indexed) { got[x.Path] = x }); err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := rows(); len(got) != 1 || !got[shot.Path].Taken.Equal(shot.Taken) {
		t.Errorf("before the scan: %+v", got)
	}
	if err := p.Scan(t.Context(), []string{copied, bare}); err != nil {
		t.Fatal(err)
	}
	got := rows()
	if !got[copied].Taken.Equal(shot.Taken) || !got[copied].Modified.Equal(when) || !got[bare].Taken.Equal(when) {
		t.Errorf("after the scan: %+v, want %v", got, shot.Taken)
	}
	sim.SetScannerAstray(true)
	late := "/storage/emulated/0/DCIM/It's new/late.png"
	put(t, p, map[string]string{late: "x"}, when)
	if err := p.Scan(t.Context(), []string{late}); err != nil {
		t.Fatal(err)
	}
	err = p.Indexed(t.Context(), []string{late}, func(x device.Indexed) {
		if x.Taken.Before(when.AddDate(5, 0, 0)) {
			t.Errorf("a scanner astray says %v", x.Taken)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPushToAFullPhone(t *testing.T) {
	faults, err := demo.ParseFaults("free=1k")
	if err != nil {
		t.Fatal(err)
	}
	_, server := connect(t, demo.Options{Faults: faults})
	p, err := device.Find(t.Context(), server, "")
	if err != nil {
		t.Fatal(err)
	}
	f := "/storage/emulated/0/DCIM/big.jpg"
	if errs := put(t, p, map[string]string{f: strings.Repeat("x", 100_000)}, time.Now()); !errors.Is(errs[f], device.ErrFull) {
		t.Errorf("%v", errs[f])
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	g := &goods{data: map[string]string{f: "x"}, order: []string{f}, errs: map[string]error{}}
	if err := p.Push(ctx, g.next, g); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestPlace(t *testing.T) {
	i := device.Info{Spaces: []device.Space{{Kind: device.Shared, Path: "/storage/emulated/0", Readable: true}, {Kind: device.Card, Path: "/storage/1A2B-3C4D", Readable: true},
		{Kind: device.DualApps, Path: "/storage/emulated/999", User: 999, Readable: true}}}
	for _, c := range []struct{ from, volume, want string }{
		{"/storage/emulated/0/DCIM/Camera/a.jpg", "", "/storage/emulated/0/DCIM/Camera/a.jpg"},
		{"/sdcard/DCIM/Camera/a.jpg", "", "/storage/emulated/0/DCIM/Camera/a.jpg"},
		{"/storage/1A2B-3C4D/DCIM/Camera/a.jpg", "", "/storage/1A2B-3C4D/DCIM/Camera/a.jpg"},
		{"/storage/9999-0000/DCIM/Camera/a.jpg", "", "/storage/emulated/0/DCIM/Camera/a.jpg"},
		{"/storage/emulated/999/DCIM/a.jpg", "", "/storage/emulated/0/DCIM/a.jpg"},
		{"/storage/emulated/0/DCIM/Camera/a.jpg", "/storage/1A2B-3C4D", "/storage/1A2B-3C4D/DCIM/Camera/a.jpg"},
		{"/storage/emulated/0/DCIM/Camera/.trashed-1700000000-a.jpg", "", "/storage/emulated/0/DCIM/Camera/a.jpg"},
		{"/storage/emulated/0/MIUI/Gallery/cloud/owner/trip/a.jpg", "", "/storage/emulated/0/MIUI/Gallery/cloud/owner/trip/a.jpg"},
		{"/storage/emulated/0/Android/media/com.whatsapp/WhatsApp/Media/a.jpg", "", "/storage/emulated/0/Android/media/com.whatsapp/WhatsApp/Media/a.jpg"},
		{"/storage/emulated/0/My Album/a.jpg", "", "/storage/emulated/0/My Album/a.jpg"},
		{"/storage/emulated/0/DCIM/a.jpg", "/storage/0000-0000", ""},
		{"/storage/emulated/0/Android/data/com.x/files/a.jpg", "", ""},
		{"/storage/emulated/0/Android/obb/a.jpg", "", ""},
		{"/storage/emulated/0/MIUI/backup/AllBackup/a.jpg", "", ""},
		{"/storage/emulated/0/a.jpg", "", ""},
		{"/storage/emulated/0/DCIM/../../../data/a.jpg", "", ""},
		{"/storage/emulated/0/DCIM/.hidden.jpg", "", ""},
		{"/storage/emulated/0/DCIM/.globalTrash/.a.jpg", "", ""},
		{"/data/local/tmp/a.jpg", "", ""},
		{"DCIM/a.jpg", "", ""},
	} {
		got, err := i.Place(c.from, c.volume)
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s on %q goes to %q (%v), want %q", c.from, c.volume, got, err, c.want)
		}
	}
}

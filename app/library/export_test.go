package library

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/private"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/device/miui/secret"
	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/media"
)

func export(t *testing.T, l *Library, ids []int64, dir string, o job.ExportOptions) job.Receipt {
	t.Helper()
	r, err := l.Export(t.Context(), ids, dir, o, job.NewTracker(time.Now))
	if err != nil || r.Status != job.Done || !r.AddsUp() {
		t.Fatalf("%+v, %v", r, err)
	}
	return r
}

// listing is the files below a folder, by their path.
func listing(t *testing.T, dir string) map[string]int64 {
	t.Helper()
	all := map[string]int64{}
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		st, err := d.Info()
		rel, _ := filepath.Rel(dir, p)
		all[filepath.ToSlash(rel)] = st.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestExport(t *testing.T) {
	lib, _ := backedUp(t)
	ids := timeline(t, lib)[:3]
	dir := t.TempDir()
	for range 2 { // the second time every name is taken
		if r := export(t, lib, ids, dir, job.ExportOptions{}); r.Copied != 3 || r.Found != 3 || r.Bytes == 0 {
			t.Fatalf("%+v", r)
		}
	}
	if all := listing(t, dir); len(all) != 6 {
		t.Fatalf("after two exports of 3: %v", all)
	}
	it, err := lib.Index.Item(t.Context(), ids[0])
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(lib.File(it.Path))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, filepath.Base(it.Path))
	got, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the exported bytes differ: %v", err)
	}
	st, err := os.Stat(name)
	if err != nil || !st.ModTime().Equal(it.Origins[0].MTime) {
		t.Errorf("the exported file's time is %v, %v", st.ModTime(), err)
	}
}

// TestExportFolders keeps albums apart, and a damaged original is named and left
// out, not handed on.
func TestExportFolders(t *testing.T) {
	lib, _ := backedUp(t)
	ids := timeline(t, lib)
	bad, err := lib.Index.Item(t.Context(), ids[1])
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(lib.File(bad.Path), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = f.WriteAt([]byte("!"), bad.Size/2); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	r := export(t, lib, ids, dir, job.ExportOptions{Folders: true})
	if r.Failed != 1 || r.Copied != len(ids)-1 || len(r.Problems) != 1 || !strings.Contains(r.Problems[0].Reason, "damaged") {
		t.Errorf("%+v: %+v", r.Counts, r.Problems)
	}
	folders := map[string]bool{}
	for name := range listing(t, dir) {
		folders[strings.Split(name, "/")[0]] = true
		if strings.HasSuffix(name, ".part") {
			t.Errorf("%s was left", name)
		}
	}
	if !folders["Camera"] || !folders["Screenshots"] || len(folders) < 4 {
		t.Errorf("folders %v", folders)
	}
	if len(listing(t, dir)) != r.Copied {
		t.Errorf("%d files of %d", len(listing(t, dir)), r.Copied)
	}
}

func TestExportMadeSmaller(t *testing.T) {
	lib, _ := backedUp(t)
	dir := t.TempDir()
	ids := timeline(t, lib)
	r := export(t, lib, ids, dir, job.ExportOptions{Size: 100, JPEG: true, Motion: true})
	if r.Failed != 0 {
		t.Fatalf("%+v", r.Problems)
	}
	upright, dated, clips := 0, 0, 0
	for _, id := range ids {
		it, err := lib.Index.Item(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		stem := strings.TrimSuffix(it.Title(), filepath.Ext(it.Title()))
		if it.Info.Motion != nil {
			data, err := os.ReadFile(filepath.Join(dir, stem+".mp4"))
			if err != nil || int64(len(data)) != it.Info.Motion.Length || !bytes.Contains(data[:12], []byte("ftyp")) {
				t.Errorf("the clip of %s: %d bytes, %v", it.Path, len(data), err)
			}
			clips++
		}
		if it.Info.Kind != gallery.Photo {
			continue
		}
		if strings.HasSuffix(it.Path, ".heic") {
			continue // whether it can be shown depends on what is installed
		}
		data, err := os.ReadFile(filepath.Join(dir, stem+".jpg"))
		if err != nil {
			t.Errorf("%s: %v", it.Path, err)
			continue
		}
		m, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", it.Path, err)
			continue
		}
		w, h := m.Bounds().Dx(), m.Bounds().Dy()
		if max(w, h) > 100 || (w > h) != (it.Info.Width > it.Info.Height) {
			t.Errorf("%s of %d x %d is %d x %d", it.Path, it.Info.Width, it.Info.Height, w, h)
		}
		info := media.Probe(t.Context(), bytes.NewReader(data), int64(len(data)), media.Hint{Name: "x.jpg"})
		if it.Info.Orientation > 1 && info.Orientation <= 1 {
			upright++
		}
		if it.Info.Taken.Source == gallery.TakenEXIF {
			dated++
			if !info.Taken.Time.Equal(it.Info.Taken.Time) {
				t.Errorf("%s was taken %v, the export says %v", it.Path, it.Info.Taken.Time, info.Taken.Time)
			}
		}
	}
	if upright == 0 || dated == 0 || clips == 0 {
		t.Errorf("%d were turned, %d dated, %d clips: too few to tell anything", upright, dated, clips)
	}
}

func TestExportCancelled(t *testing.T) {
	lib, _ := backedUp(t)
	ids := timeline(t, lib)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	r, err := lib.Export(ctx, ids, dir, job.ExportOptions{}, job.NewTracker(time.Now))
	if !errors.Is(err, context.Canceled) || r.Status != job.Cancelled || r.Skipped != len(ids) || !r.AddsUp() {
		t.Errorf("%+v, %v", r, err)
	}
	if all := listing(t, dir); len(all) != 0 {
		t.Errorf("left of a cancelled export: %v", all)
	}
	r, err = lib.Export(t.Context(), ids, filepath.Join(dir, "no such folder"), job.ExportOptions{}, job.NewTracker(time.Now))
	if err == nil || r.Status != job.Failed || r.Skipped != len(ids) {
		t.Errorf("no folder: %+v, %v", r, err)
	}
}

// TestPrivateAlbum goes the whole way of the private album: from the phone, kept
// encrypted and proven, to the picture its owner sees and exports.
func TestPrivateAlbum(t *testing.T) {
	addr, stop, err := demo.Start(t.Context(), demo.Options{Items: 3, Small: true, Private: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	p, err := device.Find(t.Context(), adb.NewServer(adb.Options{Addr: addr, NoStart: true}), "")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := Open(t.Context(), filepath.Join(t.TempDir(), "library"))
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	r, err := lib.Backup(t.Context(), p, BackupOptions{Records: filesOnly, Tracker: job.NewTracker(time.Now), Private: true})
	if err != nil || r.Copied != 11 || r.Verified != 11 {
		t.Fatalf("%+v, %v, %+v", r.Counts, err, r.Problems)
	}
	var items []gallery.Item
	if _, _, err := lib.Store.Replay(t.Context(), "", func(it gallery.Item) { items = append(items, it) }, nil); err != nil {
		t.Fatal(err)
	}
	shown, err := lib.Index.Timeline(t.Context(), index.Filter{IncludeTrashed: true})
	if err != nil || len(shown.IDs) != 3 {
		t.Errorf("%d items are shown, %v", len(shown.IDs), err)
	}
	hidden, err := lib.Index.Timeline(t.Context(), index.Filter{View: index.Private})
	if err != nil || len(hidden.IDs) != 8 {
		t.Errorf("%d items are in the private view, %v", len(hidden.IDs), err)
	}
	rows, err := lib.Index.Rows(t.Context(), hidden.IDs)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Private == "" || r.Thumb != index.ThumbMissing || strings.Contains(r.Name, ".lsa") || strings.Contains(r.Name, "{") {
			t.Errorf("%+v", r)
		}
		_, kept := lib.Index.Thumb(t.Context(), r.Hash, media.Grid.Pixels)
		if b, err := lib.Thumb(t.Context(), r.Hash, media.Grid); r.MIME == "image/jpeg" && (err != nil || len(b) == 0) || kept == nil {
			t.Errorf("thumbnail of %s: %d bytes, %v; one is kept: %v", r.Name, len(b), err, kept == nil)
		}
	}
	x := job.Export{Open: lib.Original, Maker: lib.Maker, Dir: t.TempDir(), Tracker: job.NewTracker(time.Now)}
	locked := 0
	for _, it := range items {
		switch it.Private() {
		case gallery.PrivateLocked:
			locked++
			if _, err := lib.Original(it); !errors.Is(err, private.ErrLocked) {
				t.Errorf("%s was opened: %v", it.Path, err)
			}
		case gallery.PrivateOpen:
			x.Items = append(x.Items, it)
			kept, err := os.ReadFile(lib.File(it.Path))
			if err != nil || gallery.Hash(sha256.Sum256(kept)) != it.Hash {
				t.Errorf("%s is not as on the phone: %v", it.Path, err)
			}
			o, err := lib.Original(it)
			if err != nil {
				t.Fatal(err)
			}
			if it.Info.MIME == "image/jpeg" {
				m, err := lib.Maker.Fit(t.Context(), o.Picture(), o.Size(), it.Info, 100, 100)
				if err != nil || m.Rect.Empty() {
					t.Errorf("%s cannot be shown: %v", it.Title(), err)
				}
			}
			if err := errors.Join(o.Whole(t.Context()), o.Close()); err != nil {
				t.Error(err)
			}
		}
	}
	if locked != 2 || len(x.Items) != 6 {
		t.Fatalf("%d are locked, %d open", locked, len(x.Items))
	}
	r, err = x.Run(t.Context())
	if err != nil || r.Copied != 6 {
		t.Fatalf("%+v, %v, %+v", r.Counts, err, r.Problems)
	}
	r = export(t, lib, hidden.IDs, t.TempDir(), job.ExportOptions{})
	if r.Copied != 6 || r.Skipped != 2 || r.Failed != 0 {
		t.Errorf("the whole view: %+v, %+v", r.Counts, r.Problems)
	}
	for name := range listing(t, x.Dir) {
		data, err := os.ReadFile(filepath.Join(x.Dir, name))
		if err != nil || secret.Extension(data) != filepath.Ext(name) {
			t.Errorf("%s is a %q, %v", name, secret.Extension(data), err)
		}
	}
}

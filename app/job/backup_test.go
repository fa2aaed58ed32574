package job

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/gallery/store"
)

// bench is a library and one phone to back up into it.
type bench struct {
	t     *testing.T
	dir   string
	phone *fakePhone
	again func(context.Context) (Source, error)

	private bool // asked for
}

func (b *bench) run(ctx context.Context) (Receipt, error) {
	b.t.Helper()
	lib, err := store.Create(b.dir)
	if err != nil {
		b.t.Fatal(err)
	}
	w, err := lib.Begin(ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	tracker := NewTracker(time.Now)
	job := Backup{Source: b.phone, Shelf: w, Tracker: tracker, Library: b.dir, Folder: "Test phone", Verify: true, Again: b.again, Local: time.UTC, Private: b.private}
	r, err := job.Run(ctx)
	if cerr := w.Close(); cerr != nil {
		b.t.Error(cerr)
	}
	if cerr := r.Check(); cerr != nil {
		b.t.Error(cerr)
	}
	if s := tracker.Snapshot(); !s.Status.Ended() {
		b.t.Errorf("the job ended and its status is %s", s.Status)
	}
	return r, err
}

func (b *bench) clean() {
	b.t.Helper()
	rep, err := store.Check(context.Background(), b.dir, store.CheckOptions{Read: "all"})
	if err != nil {
		b.t.Fatal(err)
	}
	if rep.Exit() != 0 {
		b.t.Errorf("check says %d: %v", rep.Exit(), rep.Problems)
	}
}

func newBench(t *testing.T, files int) *bench {
	return &bench{t: t, dir: filepath.Join(t.TempDir(), "library"), phone: newPhone(files)}
}

func counts(found, copied, already, skipped, failed, verified int) Counts {
	return Counts{Found: found, Copied: copied, Already: already, Skipped: skipped, Failed: failed, Verified: verified}
}

func TestBackupTwice(t *testing.T) {
	b := newBench(t, 40)
	r, err := b.run(context.Background())
	if err != nil || r.Counts != counts(40, 40, 0, 0, 0, 40) || r.Status != Done {
		t.Fatalf("first run: %+v, %v", r.Counts, err)
	}
	first := b.phone.pulled[0]
	if !strings.Contains(first, "IMG_") || !b.phone.files[first].mtime.After(b.phone.files[b.phone.pulled[39]].mtime) {
		t.Error("the newest file was not read first")
	}
	b.phone.pulled = nil
	r, err = b.run(context.Background())
	if err != nil || r.Counts != counts(40, 0, 40, 0, 0, 40) {
		t.Errorf("second run: %+v, %v", r.Counts, err)
	}
	if len(b.phone.pulled) != 0 {
		t.Errorf("the second run read %d files again", len(b.phone.pulled))
	}
	b.clean()
}

func TestOriginalsAndTimes(t *testing.T) {
	b := newBench(t, 1)
	if _, err := b.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(b.dir, "Photos", "Test phone", "DCIM", "Camera", "IMG_0000.jpg")
	data, err := os.ReadFile(path)
	if err != nil || string(data) != "picture 0" {
		t.Fatalf("original: %q, %v", data, err)
	}
	st, err := os.Stat(path)
	if err != nil || !st.ModTime().Equal(b.phone.files["/storage/emulated/0/DCIM/Camera/IMG_0000.jpg"].mtime) {
		t.Errorf("modification time %v, %v", st.ModTime(), err)
	}
}

func TestOneBadFileNeverStopsTheRest(t *testing.T) {
	b := newBench(t, 20)
	const dir = "/storage/emulated/0/DCIM/Camera/"
	b.phone.failPull[dir+"IMG_0003.jpg"] = fs.ErrPermission
	b.phone.failPull[dir+"IMG_0007.jpg"] = device.ErrChanged
	b.phone.failPull[dir+"IMG_0009.jpg"] = fs.ErrNotExist
	b.phone.problems = []device.Problem{
		{Path: "/storage/emulated/0/DCIM/Camera/writing.jpg", Err: device.ErrPending, Files: 1},
		{Path: "/storage/emulated/0/DCIM/locked", Err: fs.ErrPermission},
	}
	r, err := b.run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if want := counts(22, 17, 0, 1, 4, 17); r.Counts != want {
		t.Errorf("counts %+v, want %+v", r.Counts, want)
	}
	if len(r.Problems) != 5 {
		t.Errorf("%d problems: %+v", len(r.Problems), r.Problems)
	}
	for _, p := range r.Problems {
		if p.Reason == "" || p.Path == "" {
			t.Errorf("a problem without a reason or a path: %+v", p)
		}
	}
	b.clean()
}

func TestEqualContentsAreKeptOnce(t *testing.T) {
	b := newBench(t, 3)
	b.phone.put("/storage/emulated/0/Pictures/copy.jpg", []byte("picture 1"), time.Date(2025, 5, 5, 5, 5, 5, 0, time.UTC))
	r, err := b.run(context.Background())
	if err != nil || r.Counts != counts(4, 4, 0, 0, 0, 4) {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	files := 0
	err = filepath.WalkDir(filepath.Join(b.dir, "Photos"), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return err
	})
	if err != nil || files != 3 {
		t.Errorf("%d originals on disk, %v; want 3", files, err)
	}
	if r, err = b.run(context.Background()); err != nil || r.Counts != counts(4, 0, 4, 0, 0, 4) {
		t.Errorf("second run: %+v, %v", r.Counts, err)
	}
}

func TestUnpluggedAndNobodyWaits(t *testing.T) {
	b := newBench(t, 30)
	b.phone.cutAfter = 10
	r, err := b.run(context.Background())
	if !errors.Is(err, device.ErrGone) || r.Status != Failed {
		t.Fatalf("status %s, %v; want failed, ErrGone", r.Status, err)
	}
	if r.Found != 30 || r.Copied != 10 || r.Failed != 20 {
		t.Errorf("counts %+v", r.Counts)
	}
	b.clean()
	b.phone.cutAfter = 0
	if r, err = b.run(context.Background()); err != nil || r.Counts != counts(30, 20, 10, 0, 0, 30) {
		t.Errorf("the run after: %+v, %v", r.Counts, err)
	}
}

func TestUnpluggedAndPluggedInAgain(t *testing.T) {
	b := newBench(t, 30)
	b.phone.cutAfter = 10
	waits := 0
	b.again = func(context.Context) (Source, error) {
		waits++
		return b.phone, nil
	}
	r, err := b.run(context.Background())
	if err != nil || r.Counts != counts(30, 30, 0, 0, 0, 30) {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	if waits != 2 { // cut after 10, 20; the last ten end just before the third cut
		t.Errorf("waited %d times", waits)
	}
	b.clean()
}

func TestCancelIsSafe(t *testing.T) {
	b := newBench(t, 50)
	ctx, cancel := context.WithCancel(context.Background())
	b.phone.onFile = func(n int) {
		if n == 20 {
			cancel()
		}
	}
	r, err := b.run(ctx)
	if !errors.Is(err, context.Canceled) || r.Status != Cancelled {
		t.Fatalf("status %s, %v", r.Status, err)
	}
	if r.Found != 50 || r.Copied == 0 || r.Skipped == 0 || r.Failed != 0 {
		t.Errorf("counts %+v: what was not reached is skipped, not failed", r.Counts)
	}
	b.clean()
	b.phone.onFile = nil
	kept := r.Copied
	if r, err = b.run(context.Background()); err != nil || r.Counts != counts(50, 50-kept, kept, 0, 0, 50) {
		t.Errorf("the run after: %+v, %v", r.Counts, err)
	}
}

func TestNotVerifiedIsSaid(t *testing.T) {
	b := newBench(t, 5)
	b.phone.noHash = true
	r, err := b.run(context.Background())
	if err != nil || r.Counts != counts(5, 5, 0, 0, 0, 0) {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	if len(r.Problems) != 1 || !strings.Contains(r.Problems[0].Reason, "not verified") {
		t.Errorf("problems %+v", r.Problems)
	}
	// A later run proves what was not proven.
	b.phone.noHash = false
	if r, err = b.run(context.Background()); err != nil || r.Counts != counts(5, 0, 5, 0, 0, 5) {
		t.Errorf("later run: %+v, %v", r.Counts, err)
	}
}

// TestOtherBytesAreNeverVerified is the negative control of verification.
func TestOtherBytesAreNeverVerified(t *testing.T) {
	b := newBench(t, 5)
	b.phone.lieHash["/storage/emulated/0/DCIM/Camera/IMG_0002.jpg"] = true
	r, err := b.run(context.Background())
	if err != nil || r.Counts != counts(5, 5, 0, 0, 0, 4) {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	if len(r.Problems) != 1 || !strings.Contains(r.Problems[0].Path, "IMG_0002") {
		t.Errorf("problems %+v", r.Problems)
	}
}

func TestDamagedLibraryBytesAreNeverVerified(t *testing.T) {
	b := newBench(t, 3)
	b.phone.noHash = true
	if _, err := b.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(b.dir, "Photos", "Test phone", "DCIM", "Camera", "IMG_0001.jpg")
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("picture X"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, st.ModTime(), st.ModTime()); err != nil {
		t.Fatal(err)
	}
	b.phone.noHash = false
	r, err := b.run(context.Background())
	if err != nil || r.Verified != 2 {
		t.Errorf("verified %d of 3 with one damaged, %v", r.Verified, err)
	}
}

func TestChangedFileIsReadAgain(t *testing.T) {
	b := newBench(t, 3)
	if _, err := b.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	b.phone.put("/storage/emulated/0/DCIM/Camera/IMG_0001.jpg", []byte("edited!!!"), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	r, err := b.run(context.Background())
	if err != nil || r.Counts != counts(3, 1, 2, 0, 0, 3) {
		t.Errorf("%+v, %v", r.Counts, err)
	}
	b.clean() // both versions are kept
}

func TestWant(t *testing.T) {
	b := newBench(t, 4)
	lib, err := store.Create(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	w, err := lib.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	job := Backup{Source: b.phone, Shelf: w, Tracker: NewTracker(time.Now), Folder: "x", Verify: true,
		Want: func(f device.File) bool { return strings.HasSuffix(f.Path, "2.jpg") }}
	if r, err := job.Run(context.Background()); err != nil || r.Counts != counts(1, 1, 0, 0, 0, 1) {
		t.Errorf("%+v, %v", r.Counts, err)
	}
}

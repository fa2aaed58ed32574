package restore

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

const root = demo.Storage

var (
	old2020 = time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	new2025 = time.Date(2025, 6, 7, 8, 9, 10, 0, time.UTC)
)

// bench is a simulated phone and a library of a few files.
type bench struct {
	t     *testing.T
	sim   *demo.Phone
	hub   *device.Hub
	line  *Line[Phone]
	files *Files
	store map[gallery.Hash]string
	opens atomic.Int64
}

func newBench(t *testing.T, o demo.Options) *bench {
	t.Helper()
	o.Small, o.Now = true, time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	if o.Items == 0 {
		o.Items = 5
	}
	sim, err := demo.New(o)
	if err != nil {
		t.Fatal(err)
	}
	addr, stop, err := sim.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	hub := device.NewHub(adb.NewServer(adb.Options{Addr: addr, NoStart: true, Patience: 5 * time.Second}))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- hub.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	b := &bench{t: t, sim: sim, hub: hub, store: map[gallery.Hash]string{}}
	b.line = NewLine[Phone](nil)
	if err := b.again(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.files = &Files{Line: b.line, Open: b.open}
	return b
}

func (b *bench) again(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	p, err := b.hub.Await(ctx, "", nil)
	if err != nil {
		return err
	}
	b.line.Set(p)
	return nil
}

func (b *bench) open(s Source) (io.ReadCloser, error) {
	b.opens.Add(1)
	data, ok := b.store[s.Hash]
	if !ok {
		return nil, store.ErrMissing
	}
	return io.NopCloser(strings.NewReader(data)), nil
}

// want adds a file to the library and to what shall come back.
func (b *bench) want(p, data string) Want {
	h := gallery.Hash(sha256.Sum256([]byte(data)))
	b.store[h] = data
	w := Want{Hash: h, Size: int64(len(data)), Path: absolute(p), Title: path.Base(p), Category: job.Photos, MTime: old2020, Taken: old2020}
	b.files.Wants = append(b.files.Wants, w)
	return w
}

func absolute(p string) string {
	if strings.HasPrefix(p, "/") {
		return p
	}
	return root + "/" + p
}

// state is everything on the phone's storage: path → hash and time.
func (b *bench) state() map[string]string {
	b.t.Helper()
	all, err := b.sim.Files("")
	if err != nil {
		b.t.Fatal(err)
	}
	m := map[string]string{}
	for _, e := range all {
		sum, err := b.sim.Sum(e.Path)
		if err != nil {
			b.t.Fatal(err)
		}
		m[e.Path] = fmt.Sprintf("%x of %v", sum[:6], e.MTime.UTC())
	}
	return m
}

func (b *bench) plan(c Conflict) *Plan {
	b.t.Helper()
	p, err := Make(b.t.Context(), job.NewTracker(time.Now), Options{Conflict: c, Target: Target{Serial: demo.DefaultSerial}}, b.files)
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

func (b *bench) begin(book Book, p *Plan) *Work {
	b.t.Helper()
	j, err := book.Begin(p)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { j.Close() })
	w := work(p, j, b.files)
	w.Again = b.again
	return w
}

// reopen is the run as another process finds it.
func (b *bench) reopen(book Book, id string) *Work {
	b.t.Helper()
	p, j, err := book.Open(id)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { j.Close() })
	w := work(p, j, &Files{Line: b.line, Open: b.open})
	w.Again = b.again
	return w
}

func (b *bench) run(c Conflict) (*Work, job.Receipt) {
	b.t.Helper()
	w := b.begin(NewBook(b.t.TempDir()), b.plan(c))
	r, err := w.Run(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return w, r
}

// undo is another job: it counts for itself.
func (b *bench) undo(w *Work) (job.Receipt, error) {
	w.Tracker = job.NewTracker(time.Now)
	return w.Undo(b.t.Context())
}

// same compares two states and says what differs.
func same(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for _, p := range slices.Sorted(maps.Keys(got)) {
		if want[p] != got[p] {
			t.Errorf("%s: %q is %q, want %q", what, p, got[p], want[p])
		}
	}
	for p := range want {
		if _, ok := got[p]; !ok {
			t.Errorf("%s: %q is missing", what, p)
		}
	}
}

func (b *bench) add(p, data string, when time.Time) {
	b.t.Helper()
	if err := b.sim.AddFile(p, []byte(data), when); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) read(p string) string {
	data, err := b.sim.ReadFile(p)
	if err != nil {
		return "(" + err.Error() + ")"
	}
	return string(data)
}

// TestFiles is the table of what becomes of a file, by what is there already.
func TestFiles(t *testing.T) {
	const target = "DCIM/Camera/IMG_1.jpg"
	other := "DCIM/Camera/IMG_1 (1).jpg"
	for _, c := range []struct {
		name     string
		conflict Conflict
		there    map[string]string // on the phone before, of the middle of 2022
		oldest   bool              // what is there is older
		state    State
		after    map[string]string
		copied   int
	}{
		{"nothing there", KeepBoth, nil, false, New, map[string]string{target: "mine"}, 1},
		{"the same", KeepBoth, map[string]string{target: "mine"}, false, Same, map[string]string{target: "mine"}, 0},
		{"the same elsewhere", KeepBoth, map[string]string{"Pictures/moved.jpg": "mine"}, false, Same, map[string]string{"Pictures/moved.jpg": "mine"}, 0},
		{"another, keep both", KeepBoth, map[string]string{target: "theirs"}, false, Differs, map[string]string{target: "theirs", other: "mine"}, 1},
		{"another of the same length", KeepBoth, map[string]string{target: "yhtr"}, false, Differs, map[string]string{target: "yhtr", other: "mine"}, 1},
		{"another in other letters", KeepBoth, map[string]string{"DCIM/Camera/img_1.JPG": "theirs"}, false, Differs, map[string]string{"DCIM/Camera/img_1.JPG": "theirs", other: "mine"}, 1},
		{"both names taken", KeepBoth, map[string]string{target: "theirs", other: "more"}, false, Differs, map[string]string{target: "theirs", other: "more", "DCIM/Camera/IMG_1 (2).jpg": "mine"}, 1},
		{"another, skip", Skip, map[string]string{target: "theirs"}, false, Differs, map[string]string{target: "theirs"}, 0},
		{"another, newer there", Newest, map[string]string{target: "theirs"}, false, Differs, map[string]string{target: "theirs"}, 0},
		{"another, older there", Newest, map[string]string{target: "theirs"}, true, Differs, map[string]string{target: "mine"}, 1},
		{"another, replace", Override, map[string]string{target: "theirs"}, false, Differs, map[string]string{target: "mine"}, 1},
		{"a folder has the name", Override, map[string]string{target + "/x.txt": "theirs"}, false, Differs, map[string]string{target + "/x.txt": "theirs", other: "mine"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, demo.Options{})
			for p, data := range c.there {
				when := new2025
				if c.oldest {
					when = old2020.AddDate(-1, 0, 0)
				}
				b.add(p, data, when)
			}
			b.want(target, "mine")
			before := b.state()
			p := b.plan(c.conflict)
			if len(p.Steps) != 1 || p.Steps[0].State != c.state {
				t.Fatalf("planned %+v", p.Steps)
			}
			same(t, "planning", b.state(), before)
			w := b.begin(NewBook(t.TempDir()), p)
			r, err := w.Run(t.Context())
			if err != nil || r.Copied != c.copied || r.Verified != c.copied || r.Failed != 0 || p.Totals().Change != r.Copied {
				t.Fatalf("%+v, %v: %+v", r.Counts, err, r.Problems)
			}
			for p, data := range c.after {
				if got := b.read(p); got != data {
					t.Errorf("%s holds %q, want %q", p, got, data)
				}
			}
			for p := range b.state() {
				if strings.Contains(p, ".keepsake-") {
					t.Errorf("left on the phone: %s", p)
				}
			}
			u, err := b.undo(w)
			if err != nil || u.Copied != c.copied || u.Failed+u.Skipped != 0 {
				t.Errorf("undo: %+v, %v: %+v", u.Counts, err, u.Problems)
			}
			same(t, "after undo", b.state(), before)
		})
	}
}

// TestAgainIsNothing: what was restored is there, so that restoring it again, whole
// or in part, changes nothing.
func TestAgainIsNothing(t *testing.T) {
	b := newBench(t, demo.Options{})
	for i := range 70 { // more than a batch
		b.want(fmt.Sprintf("DCIM/Trip %d/Day/IMG_%d.jpg", i%3, i), strings.Repeat("x", i))
	}
	b.want("MIUI/Gallery/cloud/owner/trip/quote'\"$(rm).jpg", "odd name")
	b.want("DCIM/Camera/bad\xff\xfe.jpg", "no UTF-8")
	before := b.state()
	w, r := b.run(KeepBoth)
	if r.Copied != 72 || r.Verified != 72 || len(r.Problems) != 0 {
		t.Fatalf("%+v: %+v", r.Counts, r.Problems)
	}
	after := b.state()
	_, again := b.run(KeepBoth)
	if again.Copied != 0 || again.Already != 72 {
		t.Errorf("the second time: %+v", again.Counts)
	}
	same(t, "the second time", b.state(), after)
	for _, want := range b.files.Wants {
		if got := after[want.Path]; !strings.HasSuffix(got, fmt.Sprint(old2020)) {
			t.Errorf("%q: %s", want.Path, got)
		}
	}
	if _, err := b.undo(w); err != nil {
		t.Fatal(err)
	}
	same(t, "after undo", b.state(), before)
	err := b.line.Phone().Folders(t.Context(), []string{root + "/DCIM/Trip 1"}, func(_ int, _ []device.Name, there bool, err error) {
		if there || err != nil {
			t.Errorf("its folder is left (%v)", err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCopiesCount: two copies in the backup are two copies on the phone.
func TestCopiesCount(t *testing.T) {
	b := newBench(t, demo.Options{})
	b.want("DCIM/Camera/a.jpg", "twin")
	b.want("Pictures/b.jpg", "twin")
	b.add("Pictures/b.jpg", "twin", old2020)
	_, r := b.run(KeepBoth)
	if r.Copied != 1 || r.Already != 1 || b.read("DCIM/Camera/a.jpg") != "twin" {
		t.Errorf("%+v", r.Counts)
	}
}

// TestUndoLeavesWhatChanged: what its owner did since is the owner's.
func TestUndoLeavesWhatChanged(t *testing.T) {
	b := newBench(t, demo.Options{})
	b.add("DCIM/Camera/c.jpg", "before", new2025)
	for _, n := range []string{"a", "b", "c", "d"} {
		b.want("DCIM/Camera/"+n+".jpg", "mine "+n)
	}
	w, r := b.run(Override)
	if r.Copied != 4 {
		t.Fatalf("%+v", r.Counts)
	}
	b.add("DCIM/Camera/a.jpg", "edited", new2025)
	b.add("DCIM/Camera/c.jpg", "edited too", new2025)
	if err := b.sim.Remove("DCIM/Camera/d.jpg"); err != nil {
		t.Fatal(err)
	}
	u, err := b.undo(w)
	if err != nil || u.Copied != 1 || u.Skipped != 2 || u.Already != 1 {
		t.Errorf("%+v, %v: %+v", u.Counts, err, u.Problems)
	}
	if b.read("DCIM/Camera/a.jpg") != "edited" || b.read("DCIM/Camera/c.jpg") != "edited too" {
		t.Error("what was edited is gone")
	}
	kept := false
	for p := range b.state() {
		kept = kept || strings.Contains(p, "/.keepsake/") && b.read(p) == "before"
	}
	if !kept {
		t.Error("what was replaced is gone")
	}
}

// TestDates: a phone that dates what it scans with today is told of.
func TestDates(t *testing.T) {
	for _, astray := range []bool{false, true} {
		b := newBench(t, demo.Options{})
		b.sim.SetScannerAstray(astray)
		b.want("DCIM/Camera/a.jpg", "mine")
		_, r := b.run(KeepBoth)
		told := len(r.Problems) == 1 && strings.Contains(r.Problems[0].Reason, "4 May 2026 instead of 2 January 2020")
		if r.Copied != 1 || r.Verified != 1 || told != astray || !astray && len(r.Problems) > 0 {
			t.Errorf("astray %t: %+v, %+v", astray, r.Counts, r.Problems)
		}
	}
}

// TestDamagedLibrary: a flipped bit never reaches a phone.
func TestDamagedLibrary(t *testing.T) {
	b := newBench(t, demo.Options{})
	w := b.want("DCIM/Camera/a.jpg", "mine")
	b.want("DCIM/Camera/b.jpg", "fine")
	gone := b.want("DCIM/Camera/c.jpg", "gone")
	b.store[w.Hash] = "mime"
	delete(b.store, gone.Hash)
	before := b.state()
	run, r := b.run(KeepBoth)
	if r.Copied != 1 || r.Failed != 2 || len(r.Problems) != 2 {
		t.Errorf("%+v: %+v", r.Counts, r.Problems)
	}
	if _, err := b.undo(run); err != nil {
		t.Fatal(err)
	}
	same(t, "after undo", b.state(), before)
}

func TestFullPhone(t *testing.T) {
	faults, err := demo.ParseFaults("free=1k")
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, demo.Options{Faults: faults})
	b.want("DCIM/Camera/a.jpg", strings.Repeat("x", 5000))
	p := b.plan(KeepBoth)
	before := b.state()
	r, err := b.begin(NewBook(t.TempDir()), p).Run(t.Context())
	if !errors.Is(err, ErrNoRoom) || r.Copied != 0 || r.Skipped != 1 {
		t.Errorf("%+v, %v", r.Counts, err)
	}
	// It fills up in the middle: what is whole stays, and nothing half is left.
	p.Spaces = nil
	r, err = b.begin(NewBook(t.TempDir()), p).Run(t.Context())
	if !errors.Is(err, device.ErrFull) || r.Failed != 1 {
		t.Errorf("%+v, %v", r.Counts, err)
	}
	same(t, "a full phone", b.state(), before)
}

// TestMeanwhile: a file of the same name appears between the preview and the run.
func TestMeanwhile(t *testing.T) {
	for _, c := range []Conflict{KeepBoth, Override} {
		b := newBench(t, demo.Options{})
		b.want("DCIM/Camera/a.jpg", "mine")
		p := b.plan(c)
		b.add("DCIM/Camera/a.jpg", "just taken", new2025)
		before := b.state()
		w := b.begin(NewBook(t.TempDir()), p)
		r, err := w.Run(t.Context())
		if err != nil || r.Copied != 1 || b.read("DCIM/Camera/a.jpg") != "just taken" || b.read("DCIM/Camera/a (1).jpg") != "mine" {
			t.Errorf("%s: %+v, %v", c, r.Counts, err)
		}
		if _, err := b.undo(w); err != nil {
			t.Fatal(err)
		}
		same(t, "after undo", b.state(), before)
	}
}

func TestNoPlace(t *testing.T) {
	b := newBench(t, demo.Options{})
	b.want("Android/data/com.x/files/a.jpg", "a")
	b.want("/data/local/tmp/b.jpg", "b")
	w := b.want("DCIM/Camera/c.jpg", "c")
	b.files.Wants[2].Cannot = "it is locked"
	_, r := b.run(KeepBoth)
	if r.Skipped != 3 || len(r.Problems) != 3 || b.read(w.Path) == "c" {
		t.Errorf("%+v: %+v", r.Counts, r.Problems)
	}
}

// TestCard: what was on a card goes to a card, or where it is sent.
func TestCard(t *testing.T) {
	b := newBench(t, demo.Options{Card: true})
	var card string
	for _, s := range b.line.Phone().Info().Spaces {
		if s.Kind == device.Card {
			card = s.Path
		}
	}
	if card == "" {
		t.Fatal("no card")
	}
	b.want(card+"/DCIM/Camera/on-card.jpg", "one")
	b.want("DCIM/Camera/on-phone.jpg", "two")
	b.want("/storage/0000-FFFF/DCIM/Camera/elsewhere.jpg", "three")
	if _, r := b.run(KeepBoth); r.Copied != 3 {
		t.Fatalf("%+v: %+v", r.Counts, r.Problems)
	}
	if b.read(card+"/DCIM/Camera/on-card.jpg") != "one" || b.read("DCIM/Camera/on-phone.jpg") != "two" || b.read("DCIM/Camera/elsewhere.jpg") != "three" {
		t.Error("they went elsewhere")
	}
	b.files.Wants = nil
	b.files.Volume = card
	b.want("DCIM/Camera/sent.jpg", "four")
	if _, r := b.run(KeepBoth); r.Copied != 1 || b.read(card+"/DCIM/Camera/sent.jpg") != "four" {
		t.Errorf("%+v: %+v", r.Counts, r.Problems)
	}
}

// altering is a phone behind a cable that changes a bit of each file, a number of
// times.
type altering struct {
	Phone
	times *int
}

func (a altering) Hashes(ctx context.Context, paths []string, each func(string, [32]byte, error)) error {
	return a.Phone.Hashes(ctx, paths, func(p string, sum [32]byte, err error) {
		if strings.HasSuffix(p, ".part") && *a.times > 0 {
			*a.times--
			sum[0] ^= 1
		}
		each(p, sum, err)
	})
}

// TestAltered: what arrives with other bytes is sent once more, and never gets its
// name before the phone's own hash is right.
func TestAltered(t *testing.T) {
	for _, c := range []struct{ times, copied int }{{1, 2}, {2, 2}, {4, 0}} {
		b := newBench(t, demo.Options{})
		b.want("DCIM/Camera/a.jpg", "mine")
		b.want("DCIM/Camera/b.jpg", "mine too")
		before := b.state()
		times := c.times
		b.line.Set(altering{b.line.Phone(), &times})
		w, r := b.run(KeepBoth)
		if r.Copied != c.copied || r.Failed != 2-c.copied || r.Verified != c.copied {
			t.Errorf("altered %d times: %+v: %+v", c.times, r.Counts, r.Problems)
		}
		if c.copied == 0 {
			same(t, "all altered", b.state(), before)
		}
		if _, err := b.undo(w); err != nil {
			t.Fatal(err)
		}
		same(t, "undone", b.state(), before)
	}
}

// TestCancelled: what is whole stays, nothing half is left, and it can be gone on with.
func TestCancelled(t *testing.T) {
	b := newBench(t, demo.Options{Rate: 2 << 20})
	for i := range 100 {
		b.want(fmt.Sprintf("DCIM/Camera/IMG_%d.jpg", i), strings.Repeat(fmt.Sprint(i, " "), 5000))
	}
	book := NewBook(t.TempDir())
	p := b.plan(KeepBoth)
	w := b.begin(book, p)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for w.Tracker.Snapshot().Counts.Copied == 0 && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	r, err := w.Run(ctx)
	cancel()
	<-done
	if !errors.Is(err, context.Canceled) || r.Status != job.Cancelled || r.Copied == 0 || r.Copied+r.Skipped != 100 {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	for p := range b.state() {
		if strings.HasSuffix(p, ".part") {
			t.Errorf("left half: %s", p)
		}
	}
	w.Journal.Close()
	r, err = b.reopen(book, p.ID).Run(t.Context())
	if err != nil || r.Copied != 100 || r.Verified != 100 {
		t.Errorf("%+v, %v", r.Counts, err)
	}
}

// TestTwoThousand is the size of a real phone's gallery; `go test -v` tells how long
// it takes on the simulated one.
func TestTwoThousand(t *testing.T) {
	b := newBench(t, demo.Options{})
	const n = 2000
	for i := range n {
		b.want(fmt.Sprintf("DCIM/Album %d/IMG_%d.jpg", i%20, i), fmt.Sprintf("picture %d ", i)+strings.Repeat("x", i%4000))
	}
	began := time.Now()
	p := b.plan(KeepBoth)
	planned := time.Since(began)
	r, err := b.begin(NewBook(t.TempDir()), p).Run(t.Context())
	if err != nil || r.Copied != n || r.Verified != n {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	t.Logf("%d files: compared in %v, restored, verified and read back in %v", n, planned, time.Since(began)-planned)
}

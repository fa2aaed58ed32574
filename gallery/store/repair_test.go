package store

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
)

// mend repairs, first dry: that must announce the same and touch nothing.
func mend(t *testing.T, d *memDisk, o RepairOptions) RepairReport {
	t.Helper()
	before := d.files()
	dryOptions := o
	dryOptions.DryRun = true
	dry, err := repair(context.Background(), d, "lib", dryOptions)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(before, d.files()) {
		t.Error("a dry run changed something")
	}
	r, err := repair(context.Background(), d, "lib", o)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(dry.Actions, r.Actions) {
		t.Errorf("announced\n%v\ndone\n%v", dry.Actions, r.Actions)
	}
	// Nothing is ever lost: every byte there was is still somewhere.
	after := d.files()
	for name, data := range before {
		if strings.HasPrefix(name, photosDir) && !slices.Contains(slices.Collect(maps.Values(after)), data) {
			t.Errorf("%s is gone", name)
		}
	}
	return r
}

func kinds(r RepairReport) string {
	var all []string
	for _, a := range r.Actions {
		all = append(all, string(a.Kind))
	}
	return strings.Join(all, " ")
}

func TestRepairOfASoundLibrary(t *testing.T) {
	d, _, _ := libraryOf(t, 3)
	if r := mend(t, d, RepairOptions{}); len(r.Actions) != 0 || r.Items != 3 {
		t.Errorf("%+v", r)
	}
	wantClean(t, d, 3)
}

// Damaged and lost originals are noted, and the next backup fetches them.
func TestRepairDamagedAndMissing(t *testing.T) {
	d, l, hashes := libraryOf(t, 5)
	cameraOf(d)["1.jpg"].data[0] ^= 1
	cameraOf(d)["2.jpg"].data = []byte("short")
	delete(cameraOf(d), "3.jpg")
	r := mend(t, d, RepairOptions{})
	if got := kinds(r); got != "quarantine quarantine missing missing missing" || r.Items != 2 {
		t.Errorf("%s, %d items", got, r.Items)
	}
	found := 0
	for name := range d.files() {
		if strings.HasPrefix(name, quarantineDir) && strings.HasSuffix(name, "/DCIM/Camera/1.jpg") {
			found++
		}
	}
	if found != 1 {
		t.Error("the damaged original is not in the quarantine")
	}
	if rep := checkAll(t, d); rep.Exit() != 2 || len(rep.Problems) != 3 {
		t.Errorf("check: %v", rep.Problems)
	}
	if r := mend(t, d, RepairOptions{}); len(r.Actions) != 0 {
		t.Errorf("a second repair: %v", r.Actions)
	}
	w := begin(t, l)
	for i, h := range hashes {
		_, known := w.Known("p1", fmt.Sprintf("/storage/emulated/0/DCIM/Camera/%d.jpg", i))
		if lost := i >= 1 && i <= 3; known == lost || w.Has(h) == lost {
			t.Errorf("%d: known %v", i, known)
		}
	}
	for i := 1; i <= 3; i++ {
		add(t, w, fmt.Sprintf("DCIM/Camera/%d.jpg", i), fmt.Appendf(nil, "content %d", i))
	}
	closeWriter(t, w)
	wantClean(t, d, 5)
}

// What an owner moved about is found again, with all that was known of it.
func TestRepairFindsWhatWasMoved(t *testing.T) {
	d, _, hashes := libraryOf(t, 4)
	in := cameraOf(d)
	d.put(t, "Photos/Holidays/Best of.jpg", in["1.jpg"].data)
	delete(in, "1.jpg")
	in["renamed.jpg"] = in["2.jpg"]
	delete(in, "2.jpg")
	in["copy.jpg"] = in["3.jpg"]
	r := mend(t, d, RepairOptions{})
	if got := kinds(r); got != "found copy found" || r.Items != 4 {
		t.Errorf("%s, %d items: %v", got, r.Items, r.Actions)
	}
	delete(in, "copy.jpg")
	wantClean(t, d, 4)
	it := replayAll(t, reopened(t, d))[hashes[1]]
	if it.Path != "Photos/Holidays/Best of.jpg" || it.Info.Width != 4000 || len(it.Origins) != 1 || it.Origins[0].Path != "/storage/emulated/0/DCIM/Camera/1.jpg" {
		t.Errorf("%+v", it)
	}
}

// A line that was damaged is taken out, and its original taken in again.
func TestRepairBrokenManifest(t *testing.T) {
	d, l, hashes := libraryOf(t, 5)
	_, pos := tailOf(t, l, "")
	b := *segmentBytes(d, 1)
	lines := bytes.SplitAfter(b, []byte("\n"))
	lines[2][30] ^= 1
	broken := string(lines[2])
	*segmentBytes(d, 1) = append(b, `{"torn`...)
	d.put(t, stagingDir+"/k-old-1.part", []byte("half"))
	d.put(t, stagingDir+"/somebody's", []byte("x"))

	probed := ""
	r := mend(t, d, RepairOptions{Probe: func(_ context.Context, r io.ReaderAt, size int64, name string, mtime time.Time) gallery.Info {
		b := make([]byte, size)
		r.ReadAt(b, 0)
		probed = name + " " + string(b)
		return gallery.Info{Kind: gallery.Video}
	}})
	if got := kinds(r); got != "manifest finish finish adopt" || r.Items != 5 {
		t.Errorf("%s, %d items: %v", got, r.Items, r.Actions)
	}
	if probed != "1.jpg content 1" {
		t.Errorf("probed %q", probed)
	}
	kept := false
	for name, data := range d.files() {
		kept = kept || strings.HasPrefix(name, quarantineDir) && data == broken
	}
	if !kept {
		t.Error("the broken line is not in the quarantine")
	}
	if d.files()[stagingDir+"/somebody's"] != "x" {
		t.Error("somebody's file was swept")
	}
	rep := checkAll(t, d)
	if rep.Exit() != 0 || rep.Items != 5 || len(rep.Problems) != 1 || rep.Problems[0].Kind != ProblemLeftover {
		t.Errorf("check: %v", rep.Problems)
	}
	it := replayAll(t, reopened(t, d))[hashes[1]]
	if len(it.Origins) != 1 || it.Origins[0].Phone != "p1" || it.Origins[0].Album != "DCIM/Camera" || it.Origins[0].Path != "" || it.Info.Kind != gallery.Video {
		t.Errorf("%+v", it)
	}
	if _, _, err := reopened(t, d).Replay(context.Background(), pos, func(gallery.Item) {}, nil); err == nil {
		t.Error("an index's position outlived the rewriting")
	}
	// The phone is seen again: one origin, now with its path.
	w := begin(t, reopened(t, d))
	add(t, w, "DCIM/Camera/1.jpg", []byte("content 1"))
	closeWriter(t, w)
	it, _ = w.Item(hashes[1])
	if len(it.Origins) != 1 || it.Origins[0].Path != "/storage/emulated/0/DCIM/Camera/1.jpg" {
		t.Errorf("%+v", it.Origins)
	}
}

// Without any manifest the originals are taken in, and named by what they tell.
func TestRepairWithoutManifest(t *testing.T) {
	d, l, _ := libraryOf(t, 3)
	id := l.ID()
	cameraOf(d)["clip.MP4"] = &node{data: []byte("clip"), mtime: phoneTime}
	b := segmentBytes(d, 1)
	*b = (*b)[:bytes.IndexByte(*b, '\n')+1]
	delete(d.root.names[insideDir].names, "library.json")
	delete(d.root.names, readmeName)
	d.put(t, insideDir+"/index.db", []byte("cache"))
	d.put(t, insideDir+"/thumbs.db-wal", []byte("cache"))
	r := mend(t, d, RepairOptions{})
	if got := kinds(r); got != "identity adopt adopt adopt adopt cache cache readme" || r.Items != 4 {
		t.Errorf("%s, %d items: %v", got, r.Items, r.Actions)
	}
	l = reopened(t, d)
	if l.ID() != id {
		t.Errorf("the library is called %s, was %s", l.ID(), id)
	}
	for _, it := range replayAll(t, l) {
		want := gallery.Photo
		if strings.HasSuffix(it.Path, ".MP4") {
			want = gallery.Video
		}
		if it.Info.Kind != want || it.Info.Taken.Source != gallery.TakenMTime || len(it.Origins) != 0 {
			t.Errorf("%+v", it)
		}
	}
	wantClean(t, d, 4)
	if _, ok := d.files()[insideDir+"/index.db"]; ok {
		t.Error("the index is still there")
	}
}

func TestRepairStandsInForALostSegment(t *testing.T) {
	d, l := newLibrary(t)
	w := begin(t, l)
	for i := range 3 {
		w.journal.size = rotateAt
		add(t, w, fmt.Sprintf("DCIM/%d.jpg", i), fmt.Append(nil, i))
		flush(t, w)
	}
	closeWriter(t, w)
	delete(d.root.names[insideDir].names["manifest"].names, "00000002.ndjson")
	if rep := checkAll(t, d); rep.Exit() != 1 {
		t.Errorf("check: %v", rep.Problems)
	}
	if got := kinds(mend(t, d, RepairOptions{})); got != "manifest adopt" {
		t.Error(got)
	}
	wantClean(t, d, 3)
}

// A repair that is stopped at any call leaves what another repair completes.
func TestRepairStoppedAtEveryCall(t *testing.T) {
	harmed := func() *memDisk {
		d, _, _ := libraryOf(t, 5)
		cameraOf(d)["1.jpg"].data[0] ^= 1
		cameraOf(d)["moved.jpg"] = cameraOf(d)["2.jpg"]
		delete(cameraOf(d), "2.jpg")
		(*segmentBytes(d, 1))[250] ^= 1
		d = d.killed()
		d.calls = 0
		return d
	}
	d := harmed()
	if _, err := repair(context.Background(), d, "lib", RepairOptions{}); err != nil {
		t.Fatal(err)
	}
	calls := d.calls
	for n := 1; n <= calls; n++ {
		d := harmed()
		d.dieAt = n
		repair(context.Background(), d, "lib", RepairOptions{}) // its error is the point
		d = d.killed()
		if _, err := repair(context.Background(), d, "lib", RepairOptions{}); err != nil {
			t.Errorf("stopped at %d: %v", n, err)
			continue
		}
		rep := checkAll(t, d)
		var missing int
		for _, p := range rep.Problems {
			if p.Kind == ProblemMissing {
				missing++
			} else {
				t.Errorf("stopped at %d: %v", n, p)
			}
		}
		if missing != 1 || rep.Read != 4 {
			t.Errorf("stopped at %d: %d missing, %d read", n, missing, rep.Read)
		}
	}
}

package library

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/device/demo"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

// TestAgainstPhone: all that can differ between a phone and a library is named
// as what it is, and an honest library agrees.
func TestAgainstPhone(t *testing.T) {
	sim, err := demo.New(demo.Options{Items: 14, Small: true, Private: true})
	if err != nil {
		t.Fatal(err)
	}
	p, err := device.Find(t.Context(), plugged(t, sim), "")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := Open(t.Context(), filepath.Join(t.TempDir(), "library"))
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	compare := func() job.Comparison {
		t.Helper()
		c, err := lib.AgainstPhone(t.Context(), p, nil, job.NewTracker(time.Now))
		if err != nil {
			t.Fatal(err)
		}
		if c.Files != c.Agree+c.Missing+c.Damaged+c.Changed+c.Unread {
			t.Errorf("it does not add up: %+v", c)
		}
		return c
	}
	if c := compare(); c.Exit() != 2 || c.Missing == 0 || c.Missing != c.Files {
		t.Errorf("an empty library: %+v", c)
	}
	if _, err := lib.Backup(t.Context(), p, BackupOptions{Records: filesOnly, Tracker: job.NewTracker(time.Now), Private: true}); err != nil {
		t.Fatal(err)
	}
	c := compare()
	if c.Exit() != 0 || c.Agree != c.Files || c.Agree < 14+8 || c.Bytes == 0 || c.Gone != 0 {
		t.Errorf("after a backup, the private album too: %+v", c)
	}
	all := c.Agree

	byPhone := map[string]gallery.Item{}
	if _, _, err := lib.Store.Replay(t.Context(), "", func(it gallery.Item) { byPhone[it.Origins[0].Path] = it }, nil); err != nil {
		t.Fatal(err)
	}
	media, err := sim.Media()
	if err != nil {
		t.Fatal(err)
	}
	damaged, lost, changed, gone := media[0].Path, media[1].Path, media[2].Path, media[3].Path
	f, err := os.OpenFile(lib.File(byPhone[damaged].Path), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte{0xee}, 100); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(lib.File(byPhone[lost].Path)); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		sim.AddFile(changed, []byte("edited on the phone"), time.Now()), sim.Remove(gone),
		sim.AddFile("DCIM/Camera/IMG_new.jpg", []byte("new"), time.Now()),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	c = compare()
	if c.Exit() != 1 || c.Damaged != 1 || c.Missing != 2 || c.Changed != 1 || c.Gone != 1 || c.Agree != all-4 {
		t.Errorf("%+v", c)
	}
	kinds := map[store.ProblemKind]int{}
	for _, p := range c.Problems {
		kinds[p.Kind]++
	}
	if len(c.Problems) != 4 || kinds[store.ProblemDamaged] != 1 || kinds[store.ProblemMissing] != 1 || kinds[job.ProblemNotKept] != 1 || kinds[job.ProblemChanged] != 1 {
		t.Errorf("%+v", c.Problems)
	}

	sim.Unplug()
	if _, err := lib.AgainstPhone(context.Background(), p, nil, job.NewTracker(time.Now)); err == nil {
		t.Error("a phone that is not there was compared with")
	}
}

// TestProbe: what a repair takes in of the private album stays private.
func TestProbe(t *testing.T) {
	dir := "../../device/miui/secret/testdata/"
	name := "IMG_20231114_221320.3e751332435bfad27569ca4efed1b602.lsa"
	f, err := os.Open(dir + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if i := Probe(t.Context(), f, st.Size(), name, st.ModTime()); i.Private != gallery.PrivateOpen || i.MIME != "image/jpeg" {
		t.Errorf("%+v", i)
	}
	if i := Probe(t.Context(), f, st.Size(), "a.jpg", st.ModTime()); i.Private != "" {
		t.Errorf("%+v", i)
	}
}

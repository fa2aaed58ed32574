package restoring_test

import (
	"errors"
	"os"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/restoring"
	"keepsake/app/ui/uitest"
)

// TestSend: files wait for their album, pictures of the library need none.
func TestSend(t *testing.T) {
	r := uitest.NewRestores()
	b := uitest.NewBench(t, look.Light)
	m := restoring.NewSend(b.Kit, r, uitest.Mum(), []string{"/home/anna/Hochzeit"}, nil)
	b.Settle()
	if m.Album != "Hochzeit" || len(m.Albums) != 3 || len(r.Asked) > 0 {
		t.Fatalf("album %q of %v, asked %v", m.Album, m.Albums, r.Asked)
	}
	m.Choose("  ")
	m.Compare()
	if m.CanCompare() || len(r.Asked) > 0 {
		t.Error("files go to an album without a name")
	}
	m.Choose(" DCIM/Camera ")
	m.Compare()
	b.Settle()
	if o := r.Asked[0]; o.Album != "DCIM/Camera" || o.Phone != "4f2a" || !slices.Equal(o.Files, []string{"/home/anna/Hochzeit"}) {
		t.Errorf("asked %+v", o)
	}
	m.Flow.Run()
	m.Flow.Close()
	if len(r.Started) != 1 || r.Forgot != 0 {
		t.Errorf("started %d, forgot %d", len(r.Started), r.Forgot)
	}
	r.Now = nil
	n := restoring.NewSend(b.Kit, r, uitest.Mum(), nil, []int64{7})
	b.Settle()
	if o := r.Asked[1]; n.Flow.Step != restoring.Ready || !slices.Equal(o.Items, []int64{7}) || o.Album != "" {
		t.Errorf("step %d, asked %+v", n.Flow.Step, o)
	}
	n.Flow.Close() // what was prepared is let go of
	if r.Forgot != 1 {
		t.Errorf("forgot %d", r.Forgot)
	}
}

// TestFreeUp: what is kept is kept, and the age is counted from today.
func TestFreeUp(t *testing.T) {
	r := uitest.NewRestores()
	r.Made = uitest.FreePlan()
	b := uitest.NewBench(t, look.Light)
	m := restoring.NewFreeUp(b.Kit, r, "nobody's")
	b.Settle()
	if m.Phone != "4f2a" {
		t.Fatalf("phone %q", m.Phone)
	}
	m.Change(func() { m.Keep["DCIM/Camera"] = true })
	m.Compare()
	b.Settle()
	o := r.Asked[0]
	if o.Task != restoring.Free || o.TakeFavorites || o.Erase || !slices.Equal(o.KeepAlbums, []string{"DCIM/Camera"}) || !o.Before.Equal(uitest.Now.AddDate(0, 0, -30)) {
		t.Errorf("asked %+v", o)
	}
	m.Flow.Back()
	m.Change(func() { m.Age, m.Erase, m.Favorites = 3, true, true })
	m.Compare()
	b.Settle()
	if o := r.Asked[1]; !o.Before.IsZero() || !o.Erase || !o.TakeFavorites {
		t.Errorf("asked %+v", o)
	}
	r.Seen = nil
	if none := restoring.NewFreeUp(b.Kit, r, ""); none.Phone != "" {
		t.Error("a phone that is not there can be freed")
	} else if none.Compare(); len(r.Asked) != 2 {
		t.Error("it was compared with nothing")
	}
}

// TestDrills: green only for all of it, not long ago, without a failure.
func TestDrills(t *testing.T) {
	now := uitest.Now
	for _, tt := range []struct {
		past []restoring.Proof
		tone fyne.ThemeColorName
		text string
	}{
		{nil, "", "Not proven yet that it can be restored."},
		{[]restoring.Proof{{When: now.AddDate(0, 0, -1), Files: 5310}}, look.Verified, "Last proven restorable yesterday at 19:30: all 5,310 items."},
		{[]restoring.Proof{{When: now.AddDate(0, 0, -1), Files: 100, Sample: true}}, look.Verified, "Last proven restorable yesterday at 19:30: 100 items, chosen by chance."},
		{[]restoring.Proof{{When: now.AddDate(0, 0, -1), Files: 99, Failed: 1}}, look.Failed, "1 item could not be restored in the drill yesterday at 19:30."},
		{[]restoring.Proof{{When: now.AddDate(0, -2, 0), Files: 5310}}, "", "Last proven restorable on 22 September 2026: all 5,310 items."},
	} {
		if l := restoring.ProofLine(tt.past, now); l.Tone != tt.tone || l.Text != tt.text {
			t.Errorf("%+v: %q (%s)", tt.past, l.Text, l.Tone)
		}
	}
	r := uitest.NewRestores()
	b := uitest.NewBench(t, look.Light)
	m := restoring.NewDrills(b.Kit, r)
	m.Choose(1)
	m.Run()
	if o := r.Asked[0]; o.Task != restoring.Prove || o.Sample != 1000 || m.Flow.Step != restoring.Running {
		t.Errorf("asked %+v", o)
	}
	again := restoring.NewDrills(b.Kit, r)
	if again.Flow.Step != restoring.Running {
		t.Error("the drill under way is not shown")
	}
}

func TestSheetLooks(t *testing.T) {
	dir := os.Getenv("LOOKS")
	drill := job.Receipt{Job: job.DrillName, Started: uitest.Now, Seconds: 60, Status: job.Done, Counts: job.Counts{Found: 5310, Copied: 5310, Verified: 5310}, Bytes: 41e9}
	freed := job.Receipt{Job: job.FreeName, ID: "free-1", Name: "Mum's phone", Started: uitest.Now, Seconds: 60, Status: job.Done, Counts: job.Counts{Found: 2100, Copied: 2079, Skipped: 21, Verified: 2079}, Bytes: 8_900_000_000}
	states := map[string]func(*uitest.Bench, *uitest.Restores){
		"send": func(b *uitest.Bench, r *uitest.Restores) {
			restoring.OpenSend(b.Kit, restoring.NewSend(b.Kit, r, uitest.Mum(), []string{"/home/anna/一个非常长的文件夹", "/a.jpg", "/b.mp4", "/c.heic"}, nil), func() {})
		},
		"send_items": func(b *uitest.Bench, r *uitest.Restores) {
			restoring.OpenSend(b.Kit, restoring.NewSend(b.Kit, r, uitest.Mum(), nil, []int64{1, 2, 3}), func() {})
		},
		"send_failed": func(b *uitest.Bench, r *uitest.Restores) {
			r.Fail = errors.New("Mum's phone was unplugged.")
			restoring.OpenSend(b.Kit, restoring.NewSend(b.Kit, r, uitest.Mum(), nil, []int64{1}), func() {})
		},
		"free": func(b *uitest.Bench, r *uitest.Restores) {
			restoring.OpenFree(b.Kit, restoring.NewFreeUp(b.Kit, r, ""), func() {})
		},
		"free_none": func(b *uitest.Bench, r *uitest.Restores) {
			r.Seen = nil
			restoring.OpenFree(b.Kit, restoring.NewFreeUp(b.Kit, r, ""), func() {})
		},
		"free_preview": func(b *uitest.Bench, r *uitest.Restores) {
			r.Made = uitest.FreePlan()
			m := restoring.NewFreeUp(b.Kit, r, "")
			restoring.OpenFree(b.Kit, m, func() {})
			m.Compare()
		},
		"free_receipt": func(b *uitest.Bench, r *uitest.Restores) {
			m := restoring.NewFreeUp(b.Kit, r, "")
			restoring.OpenFree(b.Kit, m, func() {})
			m.Flow.Finish("x")
			r.End(freed)
			m.Flow.Look()
		},
		"drill": func(b *uitest.Bench, r *uitest.Restores) {
			r.Proven = []restoring.Proof{{When: uitest.Now.AddDate(0, -2, 0), Files: 5310, Bytes: 41e9}, {When: uitest.Now.AddDate(0, -3, 0), Files: 98, Failed: 2, Bytes: 1e9, Sample: true}}
			restoring.OpenDrill(b.Kit, restoring.NewDrills(b.Kit, r), func() {})
		},
		"drill_receipt": func(b *uitest.Bench, r *uitest.Restores) {
			m := restoring.NewDrills(b.Kit, r)
			restoring.OpenDrill(b.Kit, m, func() {})
			m.Run()
			r.End(drill)
			m.Flow.Look()
		},
	}
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		for name, open := range states {
			if dir == "" && mode == look.Dark {
				continue
			}
			b := uitest.NewBench(t, mode)
			r := uitest.NewRestores()
			b.Open(t, part.NewFill(look.Background, 0), 860, 720)
			open(b, r)
			b.Settle()
			b.Window.Canvas().Capture()
			if dir != "" {
				b.Save(t, dir, "restore_"+name+"_"+string(mode))
			}
		}
	}
}

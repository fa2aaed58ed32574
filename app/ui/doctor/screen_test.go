package doctor_test

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	ui "keepsake/app/ui/doctor"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/uitest"
	"keepsake/device/doctor"
)

// TestEveryStateIsDrawn shows each finding and each step of the guide once, in
// both systems.
func TestEveryStateIsDrawn(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w := uitest.NewWorld()
	s := ui.New(b.Kit, ui.Deps{Clinic: w, Supply: &uitest.Supply{}, Demo: func() {}, Wifi: func() {}}, nil)
	b.Open(t, part.NewPage(1000, 24, s.Content()), 1100, 700)
	b.Window.Canvas().(interface{ SetScale(float32) }).SetScale(0.15)
	show := func(f doctor.Finding) {
		w.Found = []doctor.Finding{f}
		s.Model.Refresh()
		b.Settle()
		for _, system := range []ui.System{ui.MIUI, ui.HyperOS} {
			s.Model.SetSystem(system)
		}
		if len(f.Detail) > 0 {
			s.Model.Unfold(0)
		}
		b.Picture()
	}
	for _, f := range doctor.All() {
		show(f)
	}
	s.Model.SetUp()
	for range ui.Steps {
		b.Picture()
		if !s.Key(fyne.KeyRight) {
			t.Error("the guide does not take the arrow key")
		}
	}
	if s.Key(fyne.KeyA) {
		t.Error("the guide takes keys it has no use for")
	}
}

func TestNothingIsFetchedOrInstalledUnasked(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	s := &uitest.Supply{Archive: ui.Archive{Path: "x.zip", Size: 8e6, SHA256: "abc"}}
	o := ui.NewOrder(s, b.Hop)
	var stages []ui.Stage
	o.OnChange = func() {
		if len(stages) == 0 || stages[len(stages)-1] != o.Stage {
			stages = append(stages, o.Stage)
		}
	}
	if o.Stage != ui.Asking || o.Source != s.Source() {
		t.Fatalf("it begins at %d, from %q", o.Stage, o.Source)
	}
	s.Err = errors.New("no network")
	o.Go()
	b.Settle()
	if o.Stage != ui.Asking || o.Err == nil {
		t.Errorf("a failed download leads to %d, %v", o.Stage, o.Err)
	}
	s.Err = nil
	o.Go()
	b.Settle()
	if o.Stage != ui.Fetched || o.Archive.SHA256 != "abc" || len(s.Installed) != 0 || o.Total == 0 {
		t.Errorf("fetched: %+v, installed %v", o, s.Installed)
	}
	s.Err = errors.New("the disk is full")
	o.Go()
	b.Settle()
	if o.Stage != ui.Fetched || o.Err == nil {
		t.Errorf("a failed installation leads to %d, %v", o.Stage, o.Err)
	}
	s.Err = nil
	o.Go()
	b.Settle()
	if o.Stage != ui.Installed || o.Err != nil {
		t.Errorf("installed: %d, %v", o.Stage, o.Err)
	}
	o.Go()
	b.Settle()
	if len(s.Installed) != 2 {
		t.Errorf("installed %d times", len(s.Installed))
	}
}

func TestTheSheetClosedEndsTheDownload(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	b.Open(t, part.Body("page"), 900, 700)
	s := &uitest.Supply{Half: make(chan struct{})}
	done := 0
	ui.OpenSupply(b.Kit, s, func() { done++ })
	c := b.Window.Canvas()
	test.TapCanvas(c, fyne.NewPos(655, 531)) // Download
	<-s.Half
	b.Queue.Drain()
	c.Overlays().Top().(*part.Sheet).Close()
	b.Settle() // which it does only when the download has ended
	if done != 0 {
		t.Error("told of a program that never came")
	}
}

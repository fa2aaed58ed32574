package ui_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"keepsake/app/job/restore"
	"keepsake/app/ui"
	"keepsake/app/ui/restoring"
	"keepsake/app/ui/uitest"
)

// TestDropOnAPhone: what is dropped on a phone of the rail goes to that phone, by way
// of a sheet; elsewhere it is imported. The end is told, with the way back.
func TestDropOnAPhone(t *testing.T) {
	r := ready(t, full)
	at := r.shell.PhoneSpot("4f2a")
	if at.IsZero() {
		t.Fatal("the phone is not in the rail")
	}
	r.shell.Dropped(at, []fyne.URI{storage.NewFileURI("/home/anna/Trip")})
	r.Settle()
	if r.shell.Import() != nil || r.shell.Flow() == nil {
		t.Fatal("it is imported, or nothing opened")
	}
	r.shell.Dropped(fyne.NewPos(700, 400), []fyne.URI{storage.NewFileURI("/home/anna/a.jpg")})
	r.Settle()
	if r.shell.Import() == nil {
		t.Error("beside the phones it is not imported")
	}
}

// TestCarriedToAPhone: pictures that are let go over a phone go there, each to its
// album; over anything else nothing happens.
func TestCarriedToAPhone(t *testing.T) {
	r := ready(t, full)
	r.shell.Go(ui.AtPhotos)
	r.shell.Photos().Carry(2, fyne.NewPos(600, 300))
	r.shell.Photos().Carried([]int64{3, 5}, fyne.NewPos(600, 300))
	if r.shell.Flow() != nil {
		t.Error("they went nowhere, and a sheet opened")
	}
	at := r.shell.PhoneSpot("4f2a")
	r.shell.Photos().Carry(2, at)
	r.shell.Photos().Carried([]int64{3, 5}, at)
	r.Settle()
	if o := r.back.Asked; len(o) != 1 || !slices.Equal(o[0].Items, []int64{3, 5}) || o[0].Phone != "4f2a" {
		t.Fatalf("asked %+v", o)
	}
	f := r.shell.Flow()
	if f.Step != restoring.Ready {
		t.Fatalf("%+v", f)
	}
	f.Run()
	r.shell.Key(fyne.KeyEscape)
	now := uitest.Copying()
	now.Phase = restore.Restoring
	r.back.Now = &now
	r.shell.Tick()
	r.Settle()
	if r.shell.Flow() != nil || !r.shell.StripShown() {
		t.Error("the sheet is open still, or there is no strip")
	}
	r.shell.Go(ui.AtRestore)
	r.Settle()
	if r.shell.StripShown() {
		t.Error("the strip says what the page says")
	}
	r.shell.Go(ui.AtPhotos)
	r.back.End(uitest.Restored())
	r.shell.Tick()
	r.Settle()
	if told := strings.Join(r.shell.Told(), "\n"); !strings.Contains(told, "1,850 items were restored.") {
		t.Errorf("the end was told as %q", told)
	}
}

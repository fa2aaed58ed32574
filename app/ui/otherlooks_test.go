package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"keepsake/app/ui"
	"keepsake/app/ui/look"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/uitest"
)

// withOthers gives the library notes, events, networks, apps and recordings.
func withOthers(r *rig) {
	full(r)
	r.kept = others(60)
}

func others(n int) ui.Kept {
	nets := uitest.NewNetworks(10)
	return ui.Kept{Notes: uitest.NewNotes(n), Events: uitest.NewEvents(13), Networks: nets, Vault: nets, Apps: uitest.NewApps(n), Recordings: uitest.NewRecordings(9), SelfBackups: &uitest.SelfBackups{}}
}

// withStorage gives the window its Storage page.
func withStorage(r *rig) {
	withOthers(r)
	r.space = uitest.NewStorage(nil)
}

// TestAShareOpensWhatItIsOf: an album, a year, the trash; and the largest open in
// the viewer.
func TestAShareOpensWhatItIsOf(t *testing.T) {
	r := newRig(t, look.Light, 60, 1280, 800)
	withStorage(r)
	rows, err := r.lib.Rows(t.Context(), []int64{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	r.space = uitest.NewStorage(rows)
	r.open(t)
	s := r.shell.StoragePage()
	r.shell.Go(ui.AtStorage)
	r.Settle()
	s.Album(shelf.Album{Key: shelf.AlbumKey{Phone: "4f2a", Path: "DCIM/Camera"}, Name: "Camera"})
	r.Settle()
	if a := r.shell.PhotosPage().Model.Album(); r.shell.Place() != ui.AtPhotos || a == nil || a.Name != "Camera" {
		t.Errorf("an album opened %+v", a)
	}
	s.Aside(shelf.Trash)
	r.Settle()
	if v := r.shell.PhotosPage().Model.View(); v != shelf.Trash {
		t.Errorf("the trash opened view %d", v)
	}
	s.Year(2024)
	r.Settle()
	if m := r.shell.PhotosPage().Model; m.Search != "2024" || m.Inside != nil {
		t.Errorf("a year looks for %q", m.Search)
	}
	r.shell.Go(ui.AtStorage)
	s.View(rows, 1)
	r.Settle()
	if !r.shell.Viewing() {
		t.Error("one of the largest does not open")
	}
}

func otherStates() []state {
	at := func(p ui.Place) func(r *rig) {
		return func(r *rig) { r.shell.Go(p); r.Settle() }
	}
	return []state{
		{"page_notes", 0, withOthers, at(ui.AtNotes)},
		{"page_calendar", 0, withOthers, at(ui.AtCalendar)},
		{"page_wifi", 0, withOthers, at(ui.AtWifi)},
		{"page_apps", 0, withOthers, at(ui.AtApps)},
		{"page_recordings", 0, withOthers, at(ui.AtRecordings)},
		{"page_storage", 60, withStorage, at(ui.AtStorage)},
		{"large_text_storage", 60, func(r *rig) { withStorage(r); r.world.Floats["look.zoom"] = 1.6 }, at(ui.AtStorage)},
		{"keys", 0, withStorage, func(r *rig) { r.shell.Key(fyne.KeyF1); r.Settle() }},
		{"page_selfbackup", 0, withOthers, at(ui.AtSelfBackup)},
		{"large_text_notes", 0, func(r *rig) { withOthers(r); r.world.Floats["look.zoom"] = 1.6 }, at(ui.AtNotes)},
		{"large_text_calendar", 0, func(r *rig) { withOthers(r); r.world.Floats["look.zoom"] = 1.6 }, at(ui.AtCalendar)},
	}
}

func TestOtherPagesAnswerTheKeyboard(t *testing.T) {
	r := newRig(t, look.Light, 0, 1280, 800)
	withOthers(r)
	r.open(t)
	for _, p := range []ui.Place{ui.AtNotes, ui.AtCalendar, ui.AtWifi, ui.AtApps, ui.AtRecordings, ui.AtSelfBackup} {
		r.shell.Go(p)
		r.Settle()
		if r.shell.Place() != p {
			t.Errorf("page %d does not open", p)
		}
		if !r.shell.Key(fyne.KeyDown) {
			t.Errorf("on page %d the arrows mean nothing", p)
		}
		if p == ui.AtSelfBackup {
			continue // it has nothing to find
		}
		r.ctrl(fyne.KeyF)
		if r.shell.Place() != p || r.Window.Canvas().Focused() == nil {
			t.Errorf("on page %d Ctrl+F does not find", p)
		}
		r.Window.Canvas().Unfocus()
		r.shell.Notify(ui.LibraryChanged)
		r.Settle()
	}
}

func TestPagesThatAreNotThereStayAway(t *testing.T) {
	r := newRig(t, look.Light, 0, 1280, 800)
	r.open(t)
	r.shell.Go(ui.AtNotes)
	if r.shell.Place() == ui.AtNotes {
		t.Error("the window has no notes, and shows them")
	}
}

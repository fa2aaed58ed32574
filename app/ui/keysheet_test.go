package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"keepsake/app/ui"
	"keepsake/app/ui/look"
	"keepsake/app/ui/uitest"
)

// TestTheListOfKeys: F1 opens it on every page, and Escape closes it; each page with
// a number is in it under that number.
func TestTheListOfKeys(t *testing.T) {
	r := newRig(t, look.Light, 0, 1280, 800)
	withStorage(r)
	r.open(t)
	for _, p := range []ui.Place{ui.AtHome, ui.AtPhotos, ui.AtContacts, ui.AtCalendar, ui.AtRestore, ui.AtStorage, ui.AtActivity, ui.AtSettings} {
		r.shell.Go(p)
		r.Settle()
		if !r.shell.Key(fyne.KeyF1) || r.Window.Canvas().Overlays().Top() == nil {
			t.Errorf("on page %d F1 opens nothing", p)
		}
		if !r.shell.Key(fyne.KeyEscape) || r.Window.Canvas().Overlays().Top() != nil {
			t.Errorf("on page %d it does not close", p)
		}
	}
	keys := map[string]string{}
	for _, g := range r.shell.Keys() {
		for _, k := range g {
			keys[k[0]] = k[1]
		}
	}
	for key, name := range map[string]string{"Ctrl+1": "Home", "Ctrl+2": "Photos", "Ctrl+3": "Contacts"} {
		if keys[key] != name {
			t.Errorf("%s is said to be %q", key, keys[key])
		}
	}
}

// TestAReportIsSaved where the owner wants it, and said so.
func TestAReportIsSaved(t *testing.T) {
	r := newRig(t, look.Light, 0, 1280, 800)
	full(r)
	r.open(t)
	r.shell.SaveReport()
	r.Settle()
	if r.reports.Folder != "" {
		t.Error("saved although no folder was picked")
	}
	r.world.Picked = "/home/anna/Desktop"
	r.shell.SaveReport()
	r.Settle()
	if r.reports.Folder != "/home/anna/Desktop" || len(r.shell.Said()) != 1 {
		t.Errorf("saved in %q, said %q", r.reports.Folder, r.shell.Said())
	}
}

var _ ui.Reports = (*uitest.Reports)(nil)

package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	ui "keepsake/app/ui/doctor"
	"keepsake/device"
	"keepsake/device/doctor"
)

// TestCheckTellsOfTheOwnersPhones by their names, and not of the demo phone.
func TestCheckTellsOfTheOwnersPhones(t *testing.T) {
	b := newBench(t, simulated(t, "mine", 0))
	mine := b.ready(t, "mine")
	if err := b.phones.connectDemo(); err != nil {
		t.Fatal(err)
	}
	b.until(t, "the demo phone is there", func() bool { return len(b.phones.all()) == 2 })
	if err := b.board.Rename(mine, "Mum"); err != nil {
		t.Fatal(err)
	}
	phones := 0
	for _, f := range (clinic{b.house}).Check(t.Context()) {
		if f.Phone == "" {
			continue
		}
		phones++
		if f.Phone != mine || f.ID == doctor.Ready && f.What.String() != "Mum is connected." {
			t.Errorf("%s of %s: %s", f.ID, f.Phone, f.What)
		}
	}
	if phones == 0 {
		t.Error("the phone is not in the list")
	}
}

func TestWhatTheClinicCannotDo(t *testing.T) {
	b := newBench(t)
	c := clinic{b.house}
	if err := c.Do(t.Context(), doctor.StartPhone, "nobody"); !errors.Is(err, device.ErrGone) {
		t.Errorf("restart of a phone that is not there: %v", err)
	}
	if err := c.Do(t.Context(), "dance", ""); err == nil {
		t.Error("it can dance")
	}
	file := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(file, []byte("not a program"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.useAdb(t.Context(), file); err == nil || b.settings.Get().Adb != "" {
		t.Errorf("a text is an adb program: %v, %q", err, b.settings.Get().Adb)
	}
}

// TestSupplyInstallsWhatItFetched and nothing else.
func TestSupplyInstallsWhatItFetched(t *testing.T) {
	s := &supply{}
	if err := s.Install(t.Context(), ui.Archive{SHA256: "00"}); err == nil {
		t.Error("installed what was never fetched")
	}
}

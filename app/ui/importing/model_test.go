package importing_test

import (
	"errors"
	"slices"
	"testing"

	"keepsake/app/ui/importing"
	"keepsake/app/ui/look"
	"keepsake/app/ui/uitest"
)

func newModel(t *testing.T, goods *uitest.Imports) (*importing.Model, *uitest.Bench) {
	t.Helper()
	b := uitest.NewBench(t, look.Light)
	return importing.NewModel(goods, b.Hop), b
}

// TestLooking: while it looks it counts, and nothing can be done that needs an
// outcome; the newest request alone is shown.
func TestLooking(t *testing.T) {
	goods := &uitest.Imports{Parts: []importing.Part{{Kind: importing.Archive, Title: "a.zip", Files: 3}}}
	m, b := newModel(t, goods)
	var counted []int
	m.OnChange = func() {
		if m.Step == importing.Looking {
			counted = append(counted, m.Found)
		}
	}
	m.Add(nil)
	if m.Step != importing.Asking {
		t.Error("nothing was looked at")
	}
	m.Add([]string{"/a.zip"})
	m.Start()
	m.Unlock("x")
	if m.CanStart() || len(goods.Started) > 0 {
		t.Error("it began before it knew what")
	}
	b.Settle()
	if m.Step != importing.Ready || !m.CanStart() || !slices.Equal(counted, []int{0, 1204}) {
		t.Errorf("%+v, counted %v", m, counted)
	}
	m.Unlock("") // nothing typed
	if m.Trying {
		t.Error("an empty password was tried")
	}
}

// TestNothingInIt cannot be imported.
func TestNothingInIt(t *testing.T) {
	m, b := newModel(t, &uitest.Imports{Parts: []importing.Part{{Kind: importing.Folder, Title: "empty"}}})
	m.Add([]string{"/empty"})
	b.Settle()
	if m.Step != importing.Ready || m.CanStart() {
		t.Errorf("%+v", m)
	}
}

// TestStop lets go of what was recognised, and an outcome that comes later
// changes nothing.
func TestStop(t *testing.T) {
	goods := &uitest.Imports{Fail: errors.New("half")}
	m, b := newModel(t, goods)
	m.Add([]string{"/a"})
	m.Stop()
	b.Settle()
	if m.Step != importing.Looking || m.Err != nil || goods.Dropped != 1 {
		t.Errorf("%+v, let go %d times", m, goods.Dropped)
	}
}

func TestParts(t *testing.T) {
	for want, p := range map[string]importing.Part{
		"Folder · 1 file · 12 B":                          {Kind: importing.Folder, Files: 1, Bytes: 12, Pieces: 1},
		"Single files · 2 files · 12 B":                   {Kind: importing.Folder, Files: 2, Bytes: 12, Pieces: 2},
		"ZIP archive · 5,310 files · 1.2 GB · in 4 parts": {Kind: importing.Archive, Files: 5310, Bytes: 1_200_000_000, Pieces: 4},
		"Google Takeout · 0 files · 0 B":                  {Kind: importing.Takeout, Pieces: 1},
		"Keepsake library · 9 files · 1 KB":               {Kind: importing.Library, Files: 9, Bytes: 1000, Pieces: 1},
	} {
		if got := p.Says(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestOneOfSeveralBackups: the newest stands until another is chosen, and nothing
// begins while one is being looked at.
func TestOneOfSeveralBackups(t *testing.T) {
	goods := &uitest.Imports{Parts: []importing.Part{{Kind: importing.Folder, Title: "AllBackup", Files: 3}},
		Own: []importing.Backup{{Name: "20260101_000000"}, {Name: "20250101_000000"}}}
	m, b := newModel(t, goods)
	m.Add([]string{"/AllBackup"})
	b.Settle()
	if len(m.Backups) != 2 || m.Backup != "" || goods.Used != "" {
		t.Errorf("%+v", m)
	}
	m.UseBackup("20250101_000000")
	if m.CanStart() {
		t.Error("it can begin with neither")
	}
	b.Settle()
	if m.Backup != "20250101_000000" || goods.Used != m.Backup || !m.CanStart() {
		t.Errorf("%+v, used %q", m, goods.Used)
	}
	m.UseBackup(importing.AllBackups)
	b.Settle()
	if m.Backup != importing.AllBackups || goods.Used != "all" {
		t.Errorf("%+v, used %q", m, goods.Used)
	}
}

package settings_test

import (
	"errors"
	"testing"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/settings"
	"keepsake/app/ui/uitest"
)

// store is the world with a look.
type store struct {
	*uitest.World
	mode look.Mode
	zoom float32
}

func (s *store) Look() (look.Mode, float32)        { return s.mode, s.zoom }
func (s *store) SetLook(mode look.Mode, z float32) { s.mode, s.zoom = mode, z }

func TestChoosingAFolder(t *testing.T) {
	tests := []struct {
		name   string
		picked string
		fail   error
		busy   bool
		dir    string
		errs   int
	}{
		{"another", "/media/disk/Keepsake", nil, false, "/media/disk/Keepsake", 0},
		{"none", "", nil, false, "/home/anna/Pictures/Keepsake", 0},
		{"one that cannot be used", "/proc", errors.New("read-only"), false, "/home/anna/Pictures/Keepsake", 1},
		{"while a backup runs", "/media/disk/Keepsake", nil, true, "/home/anna/Pictures/Keepsake", 0},
	}
	for _, tt := range tests {
		b := uitest.NewBench(t, look.Light)
		w := &store{World: uitest.NewWorld(), mode: look.System, zoom: 1}
		w.Picked, w.Fail = tt.picked, tt.fail
		if tt.busy {
			w.Running["x"] = job.Snapshot{Status: job.Running}
		}
		m := settings.NewModel(w, w, b.Hop)
		errs, opened := 0, ""
		m.OnError = func(error) { errs++ }
		m.OnLibrary = func(dir string) { opened = dir }
		m.Load()
		b.Settle()
		m.Choose("Choose")
		b.Settle()
		if m.Library.Dir != tt.dir || errs != tt.errs || m.Choosing || m.Busy != tt.busy {
			t.Errorf("%s: %+v, %d errors", tt.name, m, errs)
		}
		if (opened != "") != (tt.dir == tt.picked) {
			t.Errorf("%s: told of %q", tt.name, opened)
		}
	}
}

func TestTheLookAppliesAtOnce(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w := &store{World: uitest.NewWorld(), mode: look.Light, zoom: 1}
	m := settings.NewModel(w, w, b.Hop)
	changes := 0
	m.OnChange = func() { changes++ }
	m.SetMode(look.Dark)
	m.SetZoom(1.3)
	m.SetZoom(1.3)
	if w.mode != look.Dark || w.zoom != 1.3 || changes != 2 {
		t.Errorf("look %s at %v after %d changes", w.mode, w.zoom, changes)
	}
}

func TestZoomIndex(t *testing.T) {
	for zoom, want := range map[float32]int{0: 0, 0.9: 0, 1: 1, 1.1: 2, 1.31: 3, 5: 5} {
		if got := settings.ZoomIndex(zoom); got != want {
			t.Errorf("%v is %d, want %d", zoom, got, want)
		}
	}
}

func TestThePageDrawsInEveryTextSize(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w := &store{World: uitest.NewWorld(), mode: look.Light, zoom: 1}
	s := settings.New(b.Kit, w, w, settings.About{Version: "1.0", License: "MIT"})
	s.Show()
	b.Open(t, s.Content(), 900, 700)
	for _, z := range settings.Zooms {
		b.App.Settings().SetTheme(look.New(look.Light, z))
		b.Settle()
		b.Picture()
	}
}

var _ settings.Store = (*store)(nil)

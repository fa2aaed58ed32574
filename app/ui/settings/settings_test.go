package settings_test

import (
	"errors"
	"os"
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

	language string
}

func (s *store) Look() (look.Mode, float32)        { return s.mode, s.zoom }
func (s *store) SetLook(mode look.Mode, z float32) { s.mode, s.zoom = mode, z }

func (s *store) Language() string       { return s.language }
func (s *store) SetLanguage(tag string) { s.language = tag }

func TestALanguageIsSpokenFromTheNextStart(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w := &store{World: uitest.NewWorld(), zoom: 1, language: "en"}
	m := settings.NewModel(w, w, b.Hop)
	for _, tt := range []struct {
		tag     string
		restart bool
	}{{"en", false}, {"zh-Hans", true}, {"", true}, {"en", false}} {
		if m.SetLanguage(tt.tag); w.language != tt.tag || m.Language != tt.tag || m.Restart != tt.restart {
			t.Errorf("after choosing %q: %q is remembered, restart %v", tt.tag, w.language, m.Restart)
		}
	}
}

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

// albums are private albums whose keeping fails when fail is set.
type albums struct {
	all  []settings.PrivateAlbum
	fail error
}

func (a *albums) PrivateAlbums() []settings.PrivateAlbum { return a.all }

func (a *albums) KeepPrivate(phone string, keep bool) error {
	for i := range a.all {
		if a.all[i].Phone == phone && a.fail == nil {
			a.all[i].Keep = keep
		}
	}
	return a.fail
}

// TestPrivateAlbumsAreChosen: off until pressed, each phone by itself.
func TestPrivateAlbumsAreChosen(t *testing.T) {
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		b := uitest.NewBench(t, mode)
		w := &store{World: uitest.NewWorld(), mode: mode, zoom: 1}
		s := settings.New(b.Kit, w, w, settings.About{Version: "1.0"})
		s.Show()
		a := &albums{all: []settings.PrivateAlbum{{Phone: "4f2a", Name: "Mum's phone"}, {Phone: "77aa", Name: "Dad"}}}
		s.OfferPrivate(a)
		b.Open(t, s.Content(), 900, 1100)
		if n := s.Switches(); n != 2 {
			t.Fatalf("%d switches", n)
		}
		s.Press(1)
		if a.all[0].Keep || !a.all[1].Keep {
			t.Errorf("%+v", a.all)
		}
		b.Settle()
		if dir := os.Getenv("LOOKS"); dir != "" {
			b.Save(t, dir, "settings_private_"+string(mode))
		}
		s.Press(1)
		if a.all[1].Keep {
			t.Error("still on")
		}
		errs := 0
		s.Model.OnError = func(error) { errs++ }
		a.fail = errors.New("the settings cannot be written")
		if s.Press(0); errs != 1 || a.all[0].Keep {
			t.Errorf("%d errors, %+v", errs, a.all)
		}
		s.OfferPrivate(nil)
		if n := s.Switches(); n != 0 {
			t.Errorf("%d switches where there is nothing to choose", n)
		}
	}
}

var _ settings.Store = (*store)(nil)

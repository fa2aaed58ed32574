package networks_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"keepsake/app/ui/look"
	"keepsake/app/ui/networks"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/uitest"
	"keepsake/gallery/records"
)

func model(b *uitest.Bench, lib *uitest.Networks) *networks.Model {
	m := networks.NewModel(lib, lib, b.Hop, b.Clock.After)
	m.Load()
	m.Unlock("")
	b.Settle()
	return m
}

func named(t *testing.T, m *networks.Model, name string) networks.Network {
	t.Helper()
	for _, n := range m.Shown {
		if n.Wifi.SSID == name {
			return n
		}
	}
	t.Fatalf("there is no network %s", name)
	return networks.Network{}
}

// read is what a phone's camera sees in a code.
func read(t *testing.T, code [][]bool) string {
	t.Helper()
	im := part.QRPicture(code, 4)
	bits, err := gozxing.NewBinaryBitmapFromImage(im)
	if err != nil {
		t.Fatal(err)
	}
	got, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
	if err != nil {
		t.Fatal(err)
	}
	return got.GetText()
}

func TestCodesSayHowToJoin(t *testing.T) {
	m := model(uitest.NewBench(t, look.Light), uitest.NewNetworks(10))
	for name, want := range map[string]string{
		"Harbour house":       `WIFI:T:WPA;S:Harbour house;P:lantern-Rope-19;;`,
		"Harbour house 5 GHz": `WIFI:T:SAE;S:Harbour house 5 GHz;P:semi\;colon\,comma\:\"quote\"\\slash;;`,
		"Café am Meer":        `WIFI:T:nopass;S:Café am Meer;;`,
		"图书馆":                 `WIFI:T:WPA;S:图书馆;P:一二三四五六七八;;`,
		"hidden one":          `WIFI:T:WPA;S:hidden one;P:12345678;H:true;;`,
	} {
		if got := read(t, m.Code(named(t, m, name))); got != want {
			t.Errorf("%s: the code says %s, want %s", name, got, want)
		}
	}
	for _, name := range []string{"eduroam", "Aunt Nell"} {
		if m.Code(named(t, m, name)) != nil {
			t.Errorf("%s has a code, and nobody can join with it", name)
		}
	}
}

func TestPassphrase(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	lib := uitest.NewNetworks(10)
	lib.Passphrase = "open sesame"
	m := model(b, lib)
	home := named(t, m, "Harbour house")
	if _, ok := m.Password(home); m.Lock != networks.Locked || m.Wrong || ok || m.Code(home) != nil || m.Missing(home) == "" {
		t.Errorf("before the passphrase: %+v", m.Lock)
	}
	m.Unlock("wrong")
	b.Settle()
	if m.Lock != networks.Locked || !m.Wrong {
		t.Error("a wrong passphrase is not said to be wrong")
	}
	m.Unlock("open sesame")
	b.Settle()
	if p, ok := m.Password(home); m.Lock != networks.Open || !ok || p.Reveal() != "lantern-Rope-19" {
		t.Errorf("after the passphrase: %v, %v", m.Lock, ok)
	}
	if s := fmt.Sprintf("%+v", m); strings.Contains(s, "lantern") {
		t.Error("the model prints a password")
	}
	m.Choose(0)
	m.Reveal()
	m.Step(1)
	if m.Revealed {
		t.Error("another network's password is shown without asking")
	}
	m.Forget()
	if _, ok := m.Password(home); ok || m.Lock != networks.Unknown {
		t.Error("the passwords are still there")
	}
}

func TestWhyThereIsNoPassword(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	lib := uitest.NewNetworks(10)
	m := model(b, lib)
	if m.Missing(named(t, m, "Aunt Nell")) == "" || m.Missing(named(t, m, "Train")) != "" || m.Missing(named(t, m, "Harbour house")) != "" {
		t.Error("the wrong networks say why they have no password")
	}
	lib.Empty = true
	m.Unlock("")
	b.Settle()
	if m.Lock != networks.None || m.Missing(named(t, m, "Harbour house")) == "" {
		t.Errorf("without a file it is %v", m.Lock)
	}
	none := networks.NewModel(lib, nil, b.Hop, b.Clock.After)
	none.Unlock("")
	if none.Lock != networks.None {
		t.Error("without a vault there are passwords")
	}
}

func screen(b *uitest.Bench, lib *uitest.Networks) *networks.Screen {
	s := networks.New(b.Kit, lib, lib)
	s.Guide = func() {}
	return s
}

func TestACopiedPasswordIsForgotten(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	s := screen(b, uitest.NewNetworks(3))
	b.Open(t, s.Content(), 1072, 800)
	s.Show()
	b.Settle()
	s.CopyPassword()
	if got := b.App.Clipboard().Content(); got != "lantern-Rope-19" {
		t.Errorf("copied %q", got)
	}
	b.Clock.Advance(2 * time.Minute)
	if got := b.App.Clipboard().Content(); got != "" {
		t.Errorf("two minutes later the clipboard has %q", got)
	}
	s.CopyPassword()
	part.Copy("something else")
	b.Clock.Advance(2 * time.Minute)
	if got := b.App.Clipboard().Content(); got != "something else" {
		t.Errorf("what was copied since is %q", got)
	}
}

func TestLeavingForgets(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	lib := uitest.NewNetworks(3)
	lib.Passphrase = "x"
	s := screen(b, lib)
	b.Open(t, s.Content(), 1072, 800)
	s.Show()
	b.Settle()
	s.Model.Unlock("x")
	b.Settle()
	s.Hide()
	s.Show()
	b.Settle()
	if s.Model.Lock != networks.Locked {
		t.Errorf("after coming back it is %v", s.Model.Lock)
	}
	var got shelf.RecordQuery
	s.Export = func(q shelf.RecordQuery, _ int, _ string) { got = q }
	s.ExportAll()
	if got.Category != records.Wifi {
		t.Errorf("exported %+v", got)
	}
}

// TestLooks draws every state; with LOOKS set, to be looked at.
func TestLooks(t *testing.T) {
	dir := os.Getenv("LOOKS")
	states := []struct {
		name string
		n    int
		set  func(lib *uitest.Networks)
		then func(s *networks.Screen, b *uitest.Bench)
	}{
		{"networks", 10, nil, nil},
		{"networks_code", 10, nil, func(s *networks.Screen, b *uitest.Bench) { s.Model.Choose(1); s.Model.Reveal(); s.Model.ShowCode() }},
		{"networks_locked", 10, func(l *uitest.Networks) { l.Passphrase = "x"; l.Phones = []string{"Mum's phone", "爸爸的手机"} }, func(s *networks.Screen, b *uitest.Bench) { s.Model.Unlock("wrong") }},
		{"networks_unkept", 10, func(l *uitest.Networks) { l.Empty = true }, nil},
		{"networks_one", 1, nil, nil},
		{"networks_none", 0, nil, nil},
		{"networks_many", 500, nil, nil},
		{"networks_error", 1, func(l *uitest.Networks) { l.Err = errors.New("The library cannot be read.") }, nil},
	}
	for _, st := range states {
		for _, mode := range []look.Mode{look.Light, look.Dark} {
			sizes := []fyne.Size{fyne.NewSize(1072, 800)}
			if dir != "" && mode == look.Light {
				sizes = append(sizes, fyne.NewSize(1712, 1080), fyne.NewSize(756, 560))
			}
			for i, size := range sizes {
				b := uitest.NewBench(t, mode)
				lib := uitest.NewNetworks(st.n)
				if st.set != nil {
					st.set(lib)
				}
				s := screen(b, lib)
				b.Open(t, part.Layers(part.NewFill(look.Background, 0), s.Content()), size.Width, size.Height)
				s.Show()
				b.Settle()
				if st.then != nil {
					st.then(s, b)
					b.Settle()
				}
				if dir != "" {
					b.Save(t, dir, st.name+"_"+string(mode)+[]string{"", "_large", "_small"}[i])
				}
			}
		}
	}
}

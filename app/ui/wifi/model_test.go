package wifi_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/uitest"
	"keepsake/app/ui/wifi"
)

func model(t *testing.T, r *uitest.Radio) (*wifi.Model, *uitest.Bench) {
	b := uitest.NewBench(t, look.Light)
	m := wifi.NewModel(r, b.Hop, []wifi.Plugged{{ID: "4f2a", Name: "Mum"}})
	m.Start()
	b.Settle()
	return m, b
}

func TestScanning(t *testing.T) {
	tests := []struct {
		name  string
		radio uitest.Radio
		state wifi.State
		says  string
	}{
		{"nobody yet", uitest.Radio{}, wifi.Scanning, "Waiting for the phone to scan it"},
		{"scanned", uitest.Radio{Steps: []wifi.Step{{State: wifi.Pairing}}}, wifi.Pairing, "The phone and this computer are getting to know each other…"},
		{"all the way", uitest.Radio{Steps: []wifi.Step{{State: wifi.Pairing}, {State: wifi.Connecting}, {State: wifi.Connected, Phone: "Mum\n"}}}, wifi.Connected, "Mum  is connected."},
		{"in vain", uitest.Radio{Steps: []wifi.Step{{State: wifi.Failed, Err: errors.New("late")}}}, wifi.Failed, ""},
		{"no code", uitest.Radio{Err: errors.New("no network")}, wifi.Failed, ""},
	}
	for _, tt := range tests {
		m, _ := model(t, &tt.radio)
		if m.State != tt.state || m.Says() != tt.says || (m.State == wifi.Failed) != (m.Err != nil) {
			t.Errorf("%s: %d, %q, %v", tt.name, m.State, m.Says(), m.Err)
		}
		if tt.state == wifi.Scanning && len(m.Code) == 0 {
			t.Errorf("%s: there is no code to scan", tt.name)
		}
	}
}

func TestTheOtherWays(t *testing.T) {
	r := &uitest.Radio{Around: []wifi.Service{{Addr: "10.0.0.2:4000", Pairing: true}, {Addr: "10.0.0.3:5555"}}}
	m, b := model(t, r)
	if len(m.Nearby) != 2 {
		t.Fatalf("nearby %v", m.Nearby)
	}
	m.Pair() // nothing typed
	m.Connect()
	m.Take(m.Nearby[0]) // shows digits: they are to be typed
	if m.Tab != wifi.ByCode || m.Addr != "10.0.0.2:4000" || m.CanPair() {
		t.Errorf("%+v", m)
	}
	m.TypeDigits(" 482-913 ")
	m.Pair()
	m.Pair() // under way already
	b.Settle()
	if m.State != wifi.Connected {
		t.Errorf("paired: %d", m.State)
	}
	m.Take(m.Nearby[1])
	b.Settle()
	m.Choose(wifi.ByCable)
	m.LetGo(m.Plugged[0])
	m.LetGo(m.Plugged[0])
	b.Settle()
	want := []string{"pair 10.0.0.2:4000 482913", "connect 10.0.0.3:5555", "usb 4f2a"}
	if !slices.Equal(r.Asked, want) || m.Says() != "Mum is connected." {
		t.Errorf("asked %q, says %q", r.Asked, m.Says())
	}
	r.Err = fmt.Errorf("pair: %w", &wifi.OldError{Have: "29", Need: "30"})
	m.Choose(wifi.ByScan)
	b.Settle()
	if old, ok := m.Old(); !ok || old.Need != "30" || old.Error() == "" {
		t.Errorf("an old server: %v", m.Err)
	}
	m.Choose(wifi.ByAddress)
	if _, ok := m.Old(); ok || m.State != wifi.Idle {
		t.Error("another way keeps the trouble of the one before")
	}
	m.Stop()
}

func TestWhatIsTypedOrPasted(t *testing.T) {
	addresses := map[string]bool{
		"192.168.1.20:37099": true, "[fe80::1]:5555": true, "phone.local:5555": true, "телефон.local:1": true,
		"": false, ":5": false, "192.168.1.20": false, "192.168.1.20:0": false, "192.168.1.20:70000": false, "192.168.1:5": false,
		"a b:5": false, "[fe80]:5": false, "x:": false, "a;rm:5": false, "-:x": false,
	}
	for s, want := range addresses {
		if wifi.Address(s) != want {
			t.Errorf("%q is an address: %v", s, !want)
		}
	}
	for s, want := range map[string]string{"482 913": "482913", "4829135": "482913", "４8a2": "82", "": ""} {
		if got := wifi.Only(s); got != want {
			t.Errorf("digits of %q: %q, want %q", s, got, want)
		}
	}
	splits := []struct{ in, addr, code string }{
		{"192.168.1.20:37099 482913", "192.168.1.20:37099", "482913"},
		{" 482913;10.0.0.1:1\n", "10.0.0.1:1", "482913"},
		{"10.0.0.1:1", "10.0.0.1:1", ""},
		{" 192.168. ", "192.168.", ""},
		{"482913", "482913", ""},
	}
	for _, s := range splits {
		if addr, code := wifi.Split(s.in); addr != s.addr || code != s.code {
			t.Errorf("%q: %q, %q", s.in, addr, code)
		}
	}
}

func TestTheSheet(t *testing.T) {
	b := uitest.NewBench(t, look.Dark)
	b.Open(t, part.Body("page"), 1000, 800)
	r := &uitest.Radio{Around: []wifi.Service{{Name: "Mum", Addr: "10.0.0.2:1", Known: true}}}
	s := wifi.Open(b.Kit, r, []wifi.Plugged{{ID: "4f2a", Name: "Mum"}}, func() {})
	b.Settle()
	c := b.Window.Canvas()
	for _, tab := range []wifi.Tab{wifi.ByCode, wifi.ByAddress, wifi.ByCable, wifi.ByScan} {
		s.Model.Choose(tab)
		b.Settle()
		b.Picture()
	}
	s.Model.Choose(wifi.ByCode)
	s.Model.Type("10.0.0.2:4000")
	d := s.Digits()
	c.Focus(d)
	test.Type(d, "4829")
	b.App.Clipboard().SetContent("48 29 13")
	d.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if s.Model.Digits != "482" {
		t.Errorf("typed: %q", s.Model.Digits)
	}
	d.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: b.App.Clipboard()})
	d.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Settle()
	if want := []string{"pair 10.0.0.2:4000 482913"}; !slices.Equal(r.Asked, want) {
		t.Errorf("asked %q", r.Asked)
	}
	c.Overlays().Top().(*part.Sheet).Close()
	b.Settle()
}

func TestACodeIsDrawnAsItIs(t *testing.T) {
	code := uitest.Pattern(21)
	for _, zoom := range []int{1, 5} {
		im := wifi.Picture(code, zoom)
		if w := im.Bounds().Dx(); w != (21+8)*zoom {
			t.Fatalf("%d pixels wide", w)
		}
		for y := range im.Bounds().Dy() {
			for x := range im.Bounds().Dx() {
				cx, cy := x/zoom-4, y/zoom-4
				want := cx >= 0 && cy >= 0 && cx < 21 && cy < 21 && code[cy][cx]
				if got := im.RGBAAt(x, y).R < 0x80; got != want {
					t.Fatalf("pixel %d, %d is dark: %v", x, y, got)
				}
			}
		}
	}
}

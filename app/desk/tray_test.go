package desk

import (
	"bytes"
	"image/png"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/assets"
)

// trayApp is an application with a tray that remembers.
type trayApp struct {
	fyne.App
	menus []*fyne.Menu
	icons []string
}

func (a *trayApp) SetSystemTrayMenu(m *fyne.Menu)    { a.menus = append(a.menus, m) }
func (a *trayApp) SetSystemTrayIcon(r fyne.Resource) { a.icons = append(a.icons, r.Name()) }
func (a *trayApp) SetSystemTrayWindow(fyne.Window)   {}

func TestTray(t *testing.T) {
	a := &trayApp{App: test.NewTempApp(t)}
	var did []string
	deed := func(what string) func() { return func() { did = append(did, what) } }
	tray, ok := NewTray(a, assets.Icon, TrayDeeds{Open: deed("open"), BackUp: deed("back up"), Pause: deed("pause"), Quit: deed("quit")})
	if !ok {
		t.Fatal("no tray")
	}
	m := TrayMenu{State: []string{"Mum's phone: tonight at 21:00"}, Open: "Open Keepsake", BackUp: "Back up now", Pause: "Pause until tomorrow", Quit: "Quit", CanBackUp: true}
	tray.Show(m)
	tray.Show(m) // nothing new: menus that are open stay open
	m.Alert, m.CanBackUp = true, false
	tray.Show(m)
	m.State = []string{"Mum's phone: overdue"}
	tray.Show(m)
	if len(a.menus) != 3 || len(a.icons) != 2 || a.icons[1] != "tray-alert.png" {
		t.Fatalf("%d menus, icons %v", len(a.menus), a.icons)
	}
	for i, item := range a.menus[0].Items {
		if i == 0 && !item.Disabled {
			t.Error("the state can be pressed")
		}
		if item.Action != nil {
			item.Action()
		}
	}
	if got := len(did); got != 4 || did[3] != "quit" {
		t.Errorf("it did %v", did)
	}
	for _, item := range a.menus[1].Items {
		if item.Label == m.BackUp && !item.Disabled {
			t.Error("a backup can be started where none can be made")
		}
	}
	if _, ok := NewTray(test.NewTempApp(t), assets.Icon, TrayDeeds{}); ok {
		t.Error("an application without a tray has one")
	}
}

func TestDotted(t *testing.T) {
	data, err := dotted(assets.Icon)
	if err != nil {
		t.Fatal(err)
	}
	im, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	r, g, _, alpha := im.At(98, 98).RGBA()
	if alpha != 0xffff || r <= g {
		t.Errorf("the dot is %v", im.At(98, 98))
	}
	if _, err := dotted([]byte("no picture")); err == nil {
		t.Error("that is no icon")
	}
}

package desk

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"golang.org/x/image/draw"
)

// TrayMenu is what the tray says and offers. Words come from whoever shows it.
type TrayMenu struct {
	State              []string // lines that cannot be pressed
	Alert              bool     // the icon has a dot: somebody should look
	Open, BackUp, Quit string
	Pause              string // or what ends the pause
	CanBackUp          bool
}

// TrayDeeds is what the menu's entries do, on the window's goroutine.
type TrayDeeds struct{ Open, BackUp, Pause, Quit func() }

// Tray is the program's icon beside the desktop's clock. It belongs to the
// window's goroutine.
type Tray struct {
	app         desktop.App
	do          TrayDeeds
	calm, alert fyne.Resource
	shown       *TrayMenu
}

// NewTray returns the tray of an application with an icon (PNG); false where it
// has none.
func NewTray(a fyne.App, icon []byte, do TrayDeeds) (*Tray, bool) {
	d, ok := a.(desktop.App)
	if !ok {
		return nil, false
	}
	t := &Tray{app: d, do: do, calm: fyne.NewStaticResource("tray.png", icon)}
	t.alert = t.calm
	if dotted, err := dotted(icon); err == nil {
		t.alert = fyne.NewStaticResource("tray-alert.png", dotted)
	}
	return t, true
}

// Show brings the tray up to date.
func (t *Tray) Show(m TrayMenu) {
	if t.shown != nil && t.shown.same(m) {
		return
	}
	if t.shown == nil || t.shown.Alert != m.Alert {
		icon := t.calm
		if m.Alert {
			icon = t.alert
		}
		t.app.SetSystemTrayIcon(icon)
	}
	t.app.SetSystemTrayMenu(t.menu(m))
	t.shown = &m
}

func (m TrayMenu) same(o TrayMenu) bool { return reflect.DeepEqual(m, o) }

func (t *Tray) menu(m TrayMenu) *fyne.Menu {
	menu := fyne.NewMenu("")
	for _, line := range m.State {
		said := fyne.NewMenuItem(line, nil)
		said.Disabled = true
		menu.Items = append(menu.Items, said)
	}
	backUp := fyne.NewMenuItem(m.BackUp, t.do.BackUp)
	backUp.Disabled = !m.CanBackUp
	quit := fyne.NewMenuItem(m.Quit, t.do.Quit)
	quit.IsQuit = true
	menu.Items = append(menu.Items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(m.Open, t.do.Open), backUp)
	if m.Pause != "" {
		menu.Items = append(menu.Items, fyne.NewMenuItem(m.Pause, t.do.Pause))
	}
	menu.Items = append(menu.Items, fyne.NewMenuItemSeparator(), quit)
	return menu
}

// dotted is an icon with a dot at its lower right, for the size of a tray.
func dotted(icon []byte) ([]byte, error) {
	src, err := png.Decode(bytes.NewReader(icon))
	if err != nil {
		return nil, err
	}
	const side = 128
	out := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.CatmullRom.Scale(out, out.Bounds(), src, src.Bounds(), draw.Src, nil)
	const middle, radius, rim = 98.0, 26.0, 5.0
	for y := range side {
		for x := range side {
			switch d := math.Hypot(float64(x)-middle, float64(y)-middle); {
			case d <= radius:
				out.Set(x, y, color.NRGBA{R: 0xE0, G: 0x52, B: 0x3A, A: 0xFF})
			case d <= radius+rim:
				out.Set(x, y, color.White)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, out); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Package handset draws the fronts of phones with pages of their settings on them, as
// Xiaomi's look: for guides that say what to press.
//
// Begin with Front and List.
package handset

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Size of a drawn phone.
const (
	Width  float32 = 232
	Height float32 = 384
)

// Front draws a phone's front with something on its screen.
func Front(content fyne.CanvasObject) fyne.CanvasObject {
	return part.Fixed(Width, Height, part.Layers(
		part.NewFill(look.PhoneFrame, 30),
		part.Pad(7, part.Layers(
			part.NewFill(look.Surface, 24),
			part.Inset(14, 12, 14, 14, part.Column(look.S2, statusBar(), part.Tall(content))),
		)),
	))
}

func statusBar() fyne.CanvasObject {
	b := part.NewBattery()
	b.Set(80, false)
	return part.Row(0, part.Small("9:41"), part.NewSpring(), part.Fixed(10, 10, part.NewFill(look.PhoneFrame, 5)), part.NewSpring(), b)
}

// Entry is one line of a drawn settings page.
type Entry struct {
	Name, Value string
	Toggle      int // 0 none, 1 off, 2 on
	Marked      bool
	Bubble      string
}

// List draws a page of the settings.
func List(title string, entries ...Entry) fyne.CanvasObject {
	col := part.Column(look.S1+2, part.Space(0, 2), part.Strong(title), part.Space(0, 2))
	for _, e := range entries {
		name := part.Small(e.Name).In(look.Foreground).Wrapped()
		row := part.Row(look.S2, name)
		if e.Value != "" {
			row.Add(part.Small(e.Value))
		}
		switch e.Toggle {
		case 1:
			row.Add(toggle(false))
		case 2:
			row.Add(toggle(true))
		}
		ground := part.NewFill(look.RailBg, look.Radius)
		if e.Marked {
			ground = part.NewFill(look.Tint, look.Radius).Stroked(look.Accent, 2)
		}
		line := part.Layers(ground, part.Inset(look.S3, 9, look.S2, 9, row))
		col.Add(line)
		if e.Bubble != "" {
			col.Add(part.Row(0, part.NewSpring(), bubble(e.Bubble)))
		}
	}
	return col
}

func bubble(s string) fyne.CanvasObject {
	return part.Layers(part.NewFill(look.Accent, 12), part.Inset(look.S3, 4, look.S3, 4, part.Small(s).Bold().In(look.OnAccent)))
}

func toggle(on bool) fyne.CanvasObject {
	track, side := look.Border, part.Row(0, part.Fixed(14, 14, part.NewFill(look.Surface, 7)), part.NewSpring())
	if on {
		track, side = look.Accent, part.Row(0, part.NewSpring(), part.Fixed(14, 14, part.NewFill(look.Surface, 7)))
	}
	return part.Fixed(32, 18, part.Layers(part.NewFill(track, 9), part.Pad(2, side)))
}

// Keyed draws the power key beside a phone, with a finger's mark on it.
func Keyed(phone fyne.CanvasObject) fyne.CanvasObject {
	key := part.Column(0,
		part.Space(0, 118),
		part.Row(look.S1+2, part.Fixed(5, 46, part.NewFill(look.Accent, 2.5)), bubble(words.T("Hold"))),
		part.NewSpring())
	return part.Row(0, part.Space(46, 0), phone, part.Least(72, part.Fixed(72, Height, key)))
}

// Button draws one of a dialog's buttons.
func Button(s string, ground, text fyne.ThemeColorName) fyne.CanvasObject {
	return part.Layers(part.NewFill(ground, 16), part.Inset(0, 7, 0, 7, part.Small(s).Bold().In(text).Aligned(fyne.TextAlignCenter)))
}

// Question draws a dialog at the foot of a phone's screen, as Xiaomi's are.
func Question(objects ...fyne.CanvasObject) fyne.CanvasObject {
	dialog := part.Layers(part.NewFill(look.Surface, 16).Stroked(look.Border, 1), part.Pad(look.S3+2, part.Column(look.S2, objects...)))
	return Front(part.Layers(part.NewFill(look.Track, 12), part.Pad(look.S2, part.Column(0, part.NewSpring(), dialog))))
}

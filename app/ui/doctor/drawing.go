package doctor

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Frame of a drawn phone.
const (
	frameWidth  float32 = 232
	frameHeight float32 = 384
)

// front draws a phone's front with something on its screen.
func front(content fyne.CanvasObject) fyne.CanvasObject {
	return part.Fixed(frameWidth, frameHeight, part.Layers(
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

// entry is one line of a drawn settings page.
type entry struct {
	name, value string
	toggle      int // 0 none, 1 off, 2 on
	marked      bool
	bubble      string
}

func list(title string, entries ...entry) fyne.CanvasObject {
	col := part.Column(look.S1+2, part.Space(0, 2), part.Strong(title), part.Space(0, 2))
	for _, e := range entries {
		name := part.Small(e.name).In(look.Foreground).Wrapped()
		row := part.Row(look.S2, name)
		if e.value != "" {
			row.Add(part.Small(e.value))
		}
		switch e.toggle {
		case 1:
			row.Add(toggle(false))
		case 2:
			row.Add(toggle(true))
		}
		ground := part.NewFill(look.RailBg, look.Radius)
		if e.marked {
			ground = part.NewFill(look.Tint, look.Radius).Stroked(look.Accent, 2)
		}
		line := part.Layers(ground, part.Inset(look.S3, 9, look.S2, 9, row))
		col.Add(line)
		if e.bubble != "" {
			col.Add(part.Row(0, part.NewSpring(), bubble(e.bubble)))
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

// keyed draws the power key beside a phone, with a finger's mark on it.
func keyed(phone fyne.CanvasObject) fyne.CanvasObject {
	key := part.Column(0,
		part.Space(0, 118),
		part.Row(look.S1+2, part.Fixed(5, 46, part.NewFill(look.Accent, 2.5)), bubble(words.T("Hold"))),
		part.NewSpring())
	return part.Row(0, part.Space(46, 0), phone, part.Least(72, part.Fixed(72, frameHeight, key)))
}

package doctor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// System is which of Xiaomi's systems a drawing shows; they name things
// differently.
type System int

// The systems.
const (
	HyperOS System = iota
	MIUI
)

// Frame of a drawn phone.
const (
	frameWidth  float32 = 232
	frameHeight float32 = 384
)

// screen draws a phone's front with something on its screen.
func screen(content fyne.CanvasObject) fyne.CanvasObject {
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
		name := part.Small(e.name).In(look.Foreground).Middle()
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

func aboutPhone(s System) fyne.CanvasObject {
	version := entry{name: words.T("OS version"), value: "2.0.6", marked: true, bubble: words.T("Tap seven times")}
	if s == MIUI {
		version.name, version.value = words.T("MIUI version"), "14.0.8"
	}
	return screen(list(words.T("About phone"),
		entry{name: words.T("Device name"), value: "Redmi"},
		entry{name: words.T("Storage"), value: "128 GB"},
		version,
		entry{name: words.T("Android version"), value: "15"},
	))
}

func developerOptions() fyne.CanvasObject {
	return screen(list(words.T("Developer options"),
		entry{name: words.T("Developer options"), toggle: 2},
		entry{name: words.T("Stay awake"), toggle: 1},
		entry{name: words.T("USB debugging"), toggle: 2, marked: true},
		entry{name: words.T("Install via USB"), toggle: 1},
	))
}

func allowQuestion() fyne.CanvasObject {
	button := func(s string, ground, text fyne.ThemeColorName) fyne.CanvasObject {
		return part.Layers(part.NewFill(ground, 16), part.Inset(0, 7, 0, 7, part.Small(s).Bold().In(text).Aligned(fyne.TextAlignCenter)))
	}
	dialog := part.Layers(part.NewFill(look.Surface, 16).Stroked(look.Border, 1), part.Pad(look.S3+2, part.Column(look.S2,
		part.Strong(words.T("Allow USB debugging?")).Wrapped(),
		part.Small(words.T("The computer’s key is 5C:1F:A0:…")).Wrapped(),
		part.Row(look.S2,
			part.Fixed(16, 16, part.Layers(part.NewFill(look.Accent, 4), part.NewIcon(look.IconCheck, look.OnAccent, 12))),
			part.Small(words.T("Always allow from this computer")).In(look.Foreground).Wrapped()),
		part.Space(0, 2),
		part.Cells(60, 2, look.S2, button(words.T("Cancel"), look.RailBg, look.Foreground), button(words.T("Allow"), look.Accent, look.OnAccent)),
	)))
	return screen(part.Layers(part.NewFill(look.Track, 12), part.Pad(look.S2, part.Column(0, part.NewSpring(), dialog))))
}

// emblem is a large icon in a circle, where a screen would not explain more.
func emblem(icon look.Icon, color fyne.ThemeColorName) fyne.CanvasObject {
	return part.Fixed(176, 176, part.Layers(part.NewFill(look.Track, 88), container.NewCenter(part.NewIcon(icon, color, 72))))
}

// page is one leaf beside the checklist: a drawing and what to do.
type page struct {
	draw    func(System) fyne.CanvasObject
	says    string
	systems bool // HyperOS and MIUI differ
}

// pages returns what there is to leaf through for a picture.
func pages(p Picture, s System) []page {
	switch p {
	case Allow:
		return []page{{func(System) fyne.CanvasObject { return allowQuestion() }, words.T("Unlock the phone. It asks this once; tick the box and tap Allow."), false}}
	case Wait:
		return []page{{func(System) fyne.CanvasObject { return emblem(look.IconRefresh, look.Accent) }, words.T("The phone and this computer are getting to know each other."), false}}
	case Replug:
		return []page{{func(System) fyne.CanvasObject { return cable() }, words.T("Unplug the cable at the phone, wait a moment and plug it in again."), false}}
	case Fix:
		return []page{{func(System) fyne.CanvasObject { return emblem(look.IconMonitor, look.Failed) }, words.T("Something on this computer is in the way. The step on the left says what."), false}}
	case AllDone:
		return []page{{func(System) fyne.CanvasObject { return emblem(look.IconDone, look.Accent) }, words.T("The phone is ready."), false}}
	}
	tap := words.T("Open Settings › About phone and tap “OS version” seven times. The phone then says that you are a developer.")
	if s == MIUI {
		tap = words.T("Open Settings › About phone and tap “MIUI version” seven times. The phone then says that you are a developer.")
	}
	return []page{
		{func(System) fyne.CanvasObject { return cable() }, words.T("Plug the phone into this computer with a cable that carries data. Many that only charge look the same."), false},
		{aboutPhone, tap, true},
		{func(System) fyne.CanvasObject { return developerOptions() }, words.T("Open Settings › Additional settings › Developer options and switch on “USB debugging”."), true},
	}
}

// cable draws a phone plugged into a computer.
func cable() fyne.CanvasObject { return newCable() }

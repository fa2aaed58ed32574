package doctor

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// The pages of a phone's settings.

func aboutPhone(s System) fyne.CanvasObject {
	version := entry{name: words.T("OS version"), value: "2.0.6", marked: true, bubble: words.T("Tap seven times")}
	if s == MIUI {
		version.name, version.value = words.T("MIUI version"), "14.0.8"
	}
	return front(list(words.T("About phone"),
		entry{name: words.T("Device name"), value: "Redmi"},
		entry{name: words.T("Storage"), value: "128 GB"},
		version,
		entry{name: words.T("Android version"), value: "15"},
	))
}

func additionalSettings(s System) fyne.CanvasObject {
	first := entry{name: words.T("Date & time")}
	if s == MIUI {
		first = entry{name: words.T("Region")}
	}
	return front(list(words.T("Additional settings"),
		first,
		entry{name: words.T("Languages & input")},
		entry{name: words.T("Accessibility")},
		entry{name: words.T("Developer options"), marked: true, bubble: words.T("Tap here")},
	))
}

// developerOptions has one of its switches marked.
func developerOptions(s System, marked string) fyne.CanvasObject {
	entries := []entry{
		{name: words.T("USB debugging"), toggle: 2},
		{name: words.T("Install via USB"), toggle: 1},
		{name: words.T("USB debugging (Security settings)"), toggle: 1},
		{name: words.T("Wireless debugging"), toggle: 1},
	}
	if s == MIUI { // has them in another order, with the switch for all of them above
		entries = append([]entry{{name: words.T("Developer options"), toggle: 2}}, entries...)
	}
	for i := range entries {
		if entries[i].name == marked {
			entries[i].toggle, entries[i].marked = 2, true
		}
	}
	return front(list(words.T("Developer options"), entries...))
}

func button(s string, ground, text fyne.ThemeColorName) fyne.CanvasObject {
	return part.Layers(part.NewFill(ground, 16), part.Inset(0, 7, 0, 7, part.Small(s).Bold().In(text).Aligned(fyne.TextAlignCenter)))
}

// question draws a dialog at the foot of a phone's screen, as Xiaomi's are.
func question(objects ...fyne.CanvasObject) fyne.CanvasObject {
	dialog := part.Layers(part.NewFill(look.Surface, 16).Stroked(look.Border, 1), part.Pad(look.S3+2, part.Column(look.S2, objects...)))
	return front(part.Layers(part.NewFill(look.Track, 12), part.Pad(look.S2, part.Column(0, part.NewSpring(), dialog))))
}

func allowQuestion() fyne.CanvasObject {
	return question(
		part.Strong(words.T("Allow USB debugging?")).Wrapped(),
		part.Small(words.T("The computer’s key is 5C:1F:A0:…")).Wrapped(),
		part.Row(look.S2,
			part.Fixed(16, 16, part.Layers(part.NewFill(look.Accent, 4), part.NewIcon(look.IconCheck, look.OnAccent, 12))),
			part.Small(words.T("Always allow from this computer")).In(look.Foreground).Wrapped()),
		part.Space(0, 2),
		part.Cells(60, 2, look.S2, button(words.T("Cancel"), look.RailBg, look.Foreground), button(words.T("Allow"), look.Accent, look.OnAccent)))
}

// usbMode is the question what to use the cable for; MIUI asks in a list of
// words, HyperOS with circles to choose from.
func usbMode(s System) fyne.CanvasObject {
	option := func(name string, on bool) fyne.CanvasObject {
		ground := part.NewFill(look.RailBg, look.Radius)
		mark := part.Fixed(14, 14, part.NewFill(look.Surface, 7).Stroked(look.Border, 2))
		if on {
			ground = part.NewFill(look.Tint, look.Radius).Stroked(look.Accent, 2)
			mark = part.Fixed(14, 14, part.Layers(part.NewFill(look.Accent, 7), part.Pad(4, part.NewFill(look.Surface, 3))))
		}
		row := part.Row(look.S2, part.Small(name).In(look.Foreground).Wrapped())
		if s == HyperOS || on {
			row.Add(mark)
		}
		return part.Layers(ground, part.Inset(look.S3, 8, look.S3, 8, row))
	}
	return question(
		part.Strong(words.T("Use USB for")).Wrapped(),
		option(words.T("No data transfer"), false),
		option(words.T("File transfer"), true),
		option(words.T("Photo transfer (PTP)"), false),
		button(words.T("Cancel"), look.RailBg, look.Foreground))
}

// lockScreen is a phone that waits for its code.
func lockScreen() fyne.CanvasObject {
	keys := part.Cells(30, 3, look.S3)
	for _, k := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"} {
		keys.Add(part.Fixed(36, 36, part.Layers(part.NewFill(look.RailBg, 18), centred(part.Strong(k)))))
	}
	dots := part.Row(look.S2, part.NewSpring(), part.NewDot(look.Accent), part.NewDot(look.Accent), part.NewDot(look.Border), part.NewDot(look.Border), part.NewSpring())
	return front(part.Column(look.S3,
		part.Space(0, look.S2),
		centred(part.NewIcon(look.IconLock, look.Accent, 28)),
		part.Strong(words.T("Enter the code")).Aligned(fyne.TextAlignCenter),
		dots,
		part.Inset(20, look.S2, 20, 0, keys)))
}

// powerMenu is what shows when the power key is held: MIUI's buttons are round,
// HyperOS has a slider.
func powerMenu(s System) fyne.CanvasObject {
	round := func(icon look.Icon, name string, on bool) fyne.CanvasObject {
		ground, ink := look.RailBg, look.Foreground
		if on {
			ground, ink = look.Accent, look.OnAccent
		}
		return part.Column(look.S1+2,
			centred(part.Fixed(56, 56, part.Layers(part.NewFill(ground, 28), part.NewIcon(icon, ink, 24)))),
			part.Small(name).In(look.Foreground).Aligned(fyne.TextAlignCenter))
	}
	restart, off := round(look.IconRefresh, words.T("Reboot"), true), round(look.IconPower, words.T("Power off"), false)
	var menu fyne.CanvasObject = part.Cells(70, 2, look.S2, off, restart)
	if s == HyperOS {
		menu = centred(part.Layers(part.NewFill(look.RailBg, 36), part.Inset(18, 20, 18, 20, part.Column(look.S6, restart, off))))
	}
	return keyed(front(part.Column(0, part.NewSpring(), menu, part.NewSpring())))
}

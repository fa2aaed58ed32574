package doctor

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/handset"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// The pages of a phone's settings.

func aboutPhone(s System) fyne.CanvasObject {
	version := handset.Entry{Name: words.T("OS version"), Value: "2.0.6", Marked: true, Bubble: words.T("Tap seven times")}
	if s == MIUI {
		version.Name, version.Value = words.T("MIUI version"), "14.0.8"
	}
	return handset.Front(handset.List(words.T("About phone"),
		handset.Entry{Name: words.T("Device name"), Value: "Redmi"},
		handset.Entry{Name: words.T("Storage"), Value: "128 GB"},
		version,
		handset.Entry{Name: words.T("Android version"), Value: "15"},
	))
}

func additionalSettings(s System) fyne.CanvasObject {
	first := handset.Entry{Name: words.T("Date & time")}
	if s == MIUI {
		first = handset.Entry{Name: words.T("Region")}
	}
	return handset.Front(handset.List(words.T("Additional settings"),
		first,
		handset.Entry{Name: words.T("Languages & input")},
		handset.Entry{Name: words.T("Accessibility")},
		handset.Entry{Name: words.T("Developer options"), Marked: true, Bubble: words.T("Tap here")},
	))
}

// developerOptions has one of its switches marked.
func developerOptions(s System, marked string) fyne.CanvasObject {
	entries := []handset.Entry{
		{Name: words.T("USB debugging"), Toggle: 2},
		{Name: words.T("Install via USB"), Toggle: 1},
		{Name: words.T("USB debugging (Security settings)"), Toggle: 1},
		{Name: words.T("Wireless debugging"), Toggle: 1},
	}
	if s == MIUI { // has them in another order, with the switch for all of them above
		entries = append([]handset.Entry{{Name: words.T("Developer options"), Toggle: 2}}, entries...)
	}
	for i := range entries {
		if entries[i].Name == marked {
			entries[i].Toggle, entries[i].Marked = 2, true
		}
	}
	return handset.Front(handset.List(words.T("Developer options"), entries...))
}

func allowQuestion() fyne.CanvasObject {
	return handset.Question(
		part.Strong(words.T("Allow USB debugging?")).Wrapped(),
		part.Small(words.T("The computer’s key is 5C:1F:A0:…")).Wrapped(),
		part.Row(look.S2,
			part.Fixed(16, 16, part.Layers(part.NewFill(look.Accent, 4), part.NewIcon(look.IconCheck, look.OnAccent, 12))),
			part.Small(words.T("Always allow from this computer")).In(look.Foreground).Wrapped()),
		part.Space(0, 2),
		part.Cells(60, 2, look.S2, handset.Button(words.T("Cancel"), look.RailBg, look.Foreground), handset.Button(words.T("Allow"), look.Accent, look.OnAccent)))
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
	return handset.Question(
		part.Strong(words.T("Use USB for")).Wrapped(),
		option(words.T("No data transfer"), false),
		option(words.T("File transfer"), true),
		option(words.T("Photo transfer (PTP)"), false),
		handset.Button(words.T("Cancel"), look.RailBg, look.Foreground))
}

// lockScreen is a phone that waits for its code.
func lockScreen() fyne.CanvasObject {
	keys := part.Cells(30, 3, look.S3)
	for _, k := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"} {
		keys.Add(part.Fixed(36, 36, part.Layers(part.NewFill(look.RailBg, 18), centred(part.Strong(k)))))
	}
	dots := part.Row(look.S2, part.NewSpring(), part.NewDot(look.Accent), part.NewDot(look.Accent), part.NewDot(look.Border), part.NewDot(look.Border), part.NewSpring())
	return handset.Front(part.Column(look.S3,
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
	return handset.Keyed(handset.Front(part.Column(0, part.NewSpring(), menu, part.NewSpring())))
}

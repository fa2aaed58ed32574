package selfbackup

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/handset"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// step is one drawing, and what to do.
type step struct {
	draw func(System) fyne.CanvasObject
	name string
	says string
}

// steps lead from the phone's settings to a backup.
func steps() [Steps]step {
	return [Steps]step{
		{about, words.T("Open the backup"), words.T("On the phone, open Settings › About phone › Back up and restore. Or search the settings for “back up”. Older phones have it under Additional settings › Local backups.")},
		{where, words.T("Choose “Mobile device”"), words.T("Choose “Mobile device”, not the cloud: the backup stays on the phone.")},
		{what, words.T("Tick what to take"), words.T("Under “System”, tick Notes and WLAN settings; Messages and Call log too, if Keepsake could not read them over the cable.")},
		{press, words.T("Press “Back up”"), words.T("Press “Back up” and wait until the phone is done. A password is not needed; if you set one, Keepsake asks for it.")},
	}
}

func about(s System) fyne.CanvasObject {
	version := handset.Entry{Name: words.T("OS version"), Value: "2.0.6"}
	if s == MIUI {
		version.Name, version.Value = words.T("MIUI version"), "14.0.8"
	}
	return handset.Front(handset.List(words.T("About phone"),
		handset.Entry{Name: words.T("Device name"), Value: "Redmi"}, handset.Entry{Name: words.T("Storage"), Value: "128 GB"}, version,
		handset.Entry{Name: words.T("Back up and restore"), Marked: true, Bubble: words.T("Tap here")}))
}

func where(s System) fyne.CanvasObject {
	cloud := handset.Entry{Name: words.T("Xiaomi Cloud backup")}
	if s == MIUI {
		cloud.Name = words.T("Mi Cloud backup")
	}
	return handset.Front(handset.List(words.T("Back up and restore"),
		handset.Entry{Name: words.T("Mobile device"), Marked: true, Bubble: words.T("Tap here")}, handset.Entry{Name: words.T("Computer")}, cloud))
}

// ticked is a line with a box.
func ticked(name string, on bool) fyne.CanvasObject {
	var box fyne.CanvasObject = part.Fixed(16, 16, part.NewFill(look.Surface, 4).Stroked(look.Border, 1.5))
	ground := part.NewFill(look.RailBg, look.Radius)
	if on {
		box = part.Fixed(16, 16, part.Layers(part.NewFill(look.Accent, 4), part.NewIcon(look.IconCheck, look.OnAccent, 12)))
		ground = part.NewFill(look.Tint, look.Radius).Stroked(look.Accent, 2)
	}
	return part.Layers(ground, part.Inset(look.S3, 8, look.S2, 8, part.Row(look.S2, part.Grow(part.Small(name).In(look.Foreground)), box)))
}

func what(System) fyne.CanvasObject {
	return handset.Front(part.Column(look.S1+2, part.Space(0, 2), part.Strong(words.T("New backup")), part.Small(words.T("System")),
		ticked(words.T("Notes"), true), ticked(words.T("WLAN settings"), true), ticked(words.T("Messages"), true), ticked(words.T("Call log"), true), ticked(words.T("Apps"), false)))
}

func press(System) fyne.CanvasObject {
	return handset.Front(part.Column(look.S2, part.NewSpring(),
		container.NewCenter(part.Fixed(104, 104, part.Layers(part.NewFill(look.Track, 52), container.NewCenter(part.NewIcon(look.IconBackup, look.Accent, 44))))),
		part.Strong(words.T("4 items")).Aligned(fyne.TextAlignCenter), part.Small("38 MB").Aligned(fyne.TextAlignCenter),
		part.NewSpring(), handset.Button(words.T("Back up"), look.Accent, look.OnAccent)))
}

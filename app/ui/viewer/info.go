package viewer

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// Fact is one line of the info panel.
type Fact struct {
	Icon       look.Icon
	Tone       fyne.ThemeColorName // look.Verified for what is proven, else ""
	Text, More string
}

// Facts says what is known of an item: when, with what, how large, where. Then
// every copy, and when it was proven.
func Facts(it gallery.Item, name string, phoneName func(string) string, now time.Time) (about, copies []Fact) {
	add := func(icon look.Icon, text, more string) {
		about = append(about, Fact{Icon: icon, Text: text, More: more})
	}
	i := it.Info
	if t := i.Taken.Time; !t.IsZero() {
		clock := words.F("{{.Date}} at {{.Time}}", "Date", words.LongDate(t), "Time", words.Clock(t))
		source := sourceOf(i.Taken.Source)
		if i.Taken.Zoned {
			source = words.F("{{.Source}}, {{.Zone}}", "Source", source, "Zone", t.Format("UTC-07:00"))
		}
		add(look.IconCalendar, clock, source)
	}
	if i.Width > 0 && i.Height > 0 {
		size := words.F("{{.W}} × {{.H}}", "W", strconv.Itoa(i.Width), "H", strconv.Itoa(i.Height))
		more := words.Size(it.Size)
		if mp := float64(i.Width) * float64(i.Height) / 1e6; mp >= 1 && i.Kind == gallery.Photo {
			more = words.F("{{.Megapixels}} megapixels, {{.Size}}", "Megapixels", words.Count(int(mp+0.5)), "Size", more)
		}
		if i.Duration > 0 {
			more = words.F("{{.Length}}, {{.Size}}", "Length", words.Length(i.Duration), "Size", more)
		}
		add(look.IconPhotos, size, more)
	} else {
		add(look.IconFile, words.Size(it.Size), i.MIME)
	}
	if i.Camera != "" {
		add(look.IconCamera, words.Name(i.Camera), "")
	}
	if i.Motion != nil {
		add(look.IconMotion, words.T("Motion photo"), words.T("A short clip is part of the file."))
	}
	if p := i.Place; p != nil {
		add(look.IconPlace, words.Place(p.Lat, p.Lon), "")
	}
	if i.Broken != "" {
		add(look.IconBroken, words.T("This file could not be understood"), words.Name(i.Broken))
	}
	add(look.IconLibrary, words.Name(name), words.Name(it.Path))

	for _, o := range it.Origins {
		c := Fact{Icon: look.IconShieldDots, Text: words.Name(phoneName(o.Phone)), More: words.T("Not verified yet")}
		if c.Text == "" {
			c.Text = words.T("A phone")
		}
		if o.Album != "" {
			c.Text = words.F("{{.Phone}} · {{.Album}}", "Phone", c.Text, "Album", words.Name(o.Album))
		}
		if !o.Verified.IsZero() {
			c.Icon, c.Tone = look.IconShieldCheck, look.Verified
			c.More = words.F("Verified {{.When}}", "When", words.When(o.Verified, now))
		}
		if o.Trashed {
			c.More = words.F("{{.Proof}}; in the phone’s trash", "Proof", c.More)
		}
		copies = append(copies, c)
	}
	return about, copies
}

func sourceOf(s gallery.TakenSource) string {
	switch s {
	case gallery.TakenEXIF:
		return words.T("From the camera")
	case gallery.TakenVideo:
		return words.T("From the video")
	case gallery.TakenName:
		return words.T("From the file’s name")
	case gallery.TakenMediaStore:
		return words.T("From the phone’s media list")
	}
	return words.T("From the file’s date")
}

// draw makes the panel's lines.
func draw(heading string, facts []Fact) fyne.CanvasObject {
	col := part.Column(look.S3, part.Small(heading).In(look.Dim))
	for _, f := range facts {
		tint := look.Dim
		if f.Tone != "" {
			tint = look.ProvenOnStage
		}
		text := part.Column(1, part.Body(f.Text).In(look.OnStage).Wrapped())
		if f.More != "" {
			text.Add(part.Small(f.More).In(tint).Wrapped())
		}
		col.Add(part.RowTop(look.S3, part.Inset(0, 1, 0, 0, part.NewIcon(f.Icon, tint, 20)), part.Grow(text)))
	}
	return col
}

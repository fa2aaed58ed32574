package viewer

import (
	"math"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
	"keepsake/gallery"
	"keepsake/gallery/media"
)

// Fact is one line of the info panel.
type Fact struct {
	Icon       look.Icon
	Tone       fyne.ThemeColorName // look.Verified for what is proven, else ""
	Text, More string
}

// Names says what phones and places are called; Images does.
type Names interface {
	PhoneName(id string) string
	PlaceName(lat, lon float64) string
}

// Facts says what is known of an item: when, with what, how large, where. Then
// every copy, and when it was proven.
func Facts(it gallery.Item, d media.Details, name string, names Names, now time.Time) (about, copies []Fact) {
	add := func(icon look.Icon, text, more string) {
		about = append(about, Fact{Icon: icon, Text: text, More: more})
	}
	i := it.Info
	if taken := it.Taken(); !taken.Time.IsZero() {
		source := sourceOf(taken)
		if c := it.Edit.Taken; c != nil {
			source = words.T("Corrected by you")
			if was := i.Taken; !was.Time.IsZero() {
				source = words.F("Corrected by you. {{.Source}}: {{.When}}", "Source", sourceOf(was), "When", moment(was.Time))
			}
		}
		add(look.IconCalendar, moment(taken.Time), source)
	}
	if i.Width > 0 && i.Height > 0 {
		w, h := i.Width, i.Height
		if it.Edit.Turn&1 != 0 {
			w, h = h, w
		}
		size := words.F("{{.W}} × {{.H}}", "W", strconv.Itoa(w), "H", strconv.Itoa(h))
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
	if shot := exposure(d); i.Camera != "" || shot != "" {
		if i.Camera == "" {
			add(look.IconCamera, shot, words.Name(d.Lens))
		} else {
			add(look.IconCamera, words.Name(i.Camera), shot)
		}
	}
	if len(it.Edit.Albums) > 0 {
		add(look.IconAlbums, words.Name(strings.Join(it.Edit.Albums, ", ")), words.T("Albums of your own"))
	}
	if i.Motion != nil {
		add(look.IconMotion, words.T("Motion photo"), words.T("A short clip is part of the file. Hold the picture, or press M, to play it."))
	}
	if p := it.Place(); p != nil {
		at, named := words.Place(p.Lat, p.Lon), names.PlaceName(p.Lat, p.Lon)
		if named != "" {
			at, named = words.Name(named), at
		}
		add(look.IconPlace, at, named)
	}
	if i.Broken != "" {
		add(look.IconBroken, words.T("This file could not be understood"), words.Name(i.Broken))
	}
	add(look.IconLibrary, words.Name(name), words.Name(it.Path))

	for _, o := range it.Origins {
		c := Fact{Icon: look.IconShieldDots, Text: words.Name(names.PhoneName(o.Phone)), More: words.T("Not verified yet")}
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

// moment is a date and a time of day.
func moment(t time.Time) string {
	return words.F("{{.Date}} at {{.Time}}", "Date", words.LongDate(t), "Time", words.Clock(t))
}

// sourceOf says where a capture time comes from, and its zone where that is known.
func sourceOf(t gallery.Taken) string {
	source := sourceName(t.Source)
	if t.Zoned {
		source = words.F("{{.Source}}, {{.Zone}}", "Source", source, "Zone", t.Time.Format("UTC-07:00"))
	}
	return source
}

func sourceName(s gallery.TakenSource) string {
	switch s {
	case gallery.TakenOwner:
		return words.T("Corrected by you")
	case gallery.TakenXMP:
		return words.T("From the picture’s description (XMP)")
	case gallery.TakenSidecar:
		return words.T("From the file beside it in the import")
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

// exposure says how a picture was taken, in a photographer's notation.
func exposure(d media.Details) string {
	var parts []string
	switch t := d.Exposure; {
	case t >= time.Second:
		parts = append(parts, words.F("{{.N}} s", "N", strconv.FormatFloat(t.Seconds(), 'g', 3, 64)))
	case t > 0:
		parts = append(parts, words.F("{{.N}} s", "N", "1/"+strconv.Itoa(int(math.Round(1/t.Seconds())))))
	}
	if d.Aperture > 0 {
		parts = append(parts, "f/"+strconv.FormatFloat(d.Aperture, 'g', 3, 64))
	}
	if d.ISO > 0 {
		parts = append(parts, "ISO "+strconv.Itoa(d.ISO))
	}
	if d.Focal35 > 0 {
		parts = append(parts, words.F("{{.N}} mm", "N", strconv.Itoa(d.Focal35)))
	} else if d.Focal > 0 {
		parts = append(parts, words.F("{{.N}} mm", "N", strconv.FormatFloat(d.Focal, 'g', 3, 64)))
	}
	if d.Flash {
		parts = append(parts, words.T("flash"))
	}
	return strings.Join(parts, " · ")
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

package media

import (
	"time"

	"keepsake/gallery"
)

// clues are the times that a file's bytes tell.
type clues struct {
	camera   time.Time // when the picture was taken, by EXIF
	zoned    bool      // and EXIF told the zone
	modified time.Time // when EXIF was last changed: better than nothing
	xmp      time.Time // when the picture was taken, by XMP
	xmpZoned bool      // and XMP told the zone
	shown    time.Time // a film's date with its zone, as some write it beside mvhd
	video    time.Time // mvhd, UTC
	length   time.Duration
}

// exif keeps the times of a photo.
func (c *clues) exif(e exif, local *time.Location) {
	c.camera, c.zoned = e.original.time(local)
	if !credible(c.camera, time.Time{}) {
		c.camera, c.zoned = e.digitized.time(local)
	}
	c.modified, _ = e.modified.time(local)
}

// firstYear is before the first digital cameras that mattered.
const firstYear = 1990

// credible reports whether a picture can have been taken at t. Clocks run ahead
// by up to a day, for the zones' sake; the zero now means no upper bound.
func credible(t, now time.Time) bool {
	return t.Year() >= firstYear && (now.IsZero() || !t.After(now.Add(24*time.Hour)))
}

// resolve decides when a file was taken, by the best source that is credible:
// EXIF, XMP, a video's own time, the file name, Android's database, and the file's
// modification time, which is taken as it is where there is nothing else.
func (c *clues) resolve(h Hint, now time.Time) gallery.Taken {
	name, named := parseName(h.Name, h.Local)
	named = named && credible(name.time, now)
	switch {
	case credible(c.camera, now):
		return gallery.Taken{Time: c.camera, Zoned: c.zoned, Source: gallery.TakenEXIF}
	case credible(c.xmp, now):
		return gallery.Taken{Time: c.xmp, Zoned: c.xmpZoned, Source: gallery.TakenXMP}
	case credible(c.shown, now):
		return gallery.Taken{Time: c.shown, Zoned: true, Source: gallery.TakenVideo}
	case credible(c.video, now):
		if named && !name.dateOnly {
			if t, ok := c.agree(name); ok {
				return t
			}
		}
		return gallery.Taken{Time: c.video.In(h.Local), Source: gallery.TakenVideo}
	case named:
		if name.dateOnly {
			return dateOnly(name.time, h, now)
		}
		return gallery.Taken{Time: name.time, Source: gallery.TakenName}
	case credible(c.modified, now):
		return gallery.Taken{Time: c.modified, Source: gallery.TakenEXIF}
	case credible(h.MediaStore, now):
		return gallery.Taken{Time: h.MediaStore.In(h.Local), Source: gallery.TakenMediaStore}
	case !h.MTime.IsZero() && !h.MTime.After(now.Add(24*time.Hour)):
		return gallery.Taken{Time: h.MTime.In(h.Local), Source: gallery.TakenMTime}
	}
	return gallery.Taken{}
}

// agree puts a video's two times together: its index has UTC, its name has what
// the phone's clock showed. Where they differ by whole quarters of an hour, as
// zones do, that difference is the zone. Some cameras write the clock's time
// into the index, too: no difference, then, tells nothing of the zone. A phone
// may note the beginning or the end of the recording.
func (c *clues) agree(name nameTime) (gallery.Taken, bool) {
	const quarter, slack = 15 * time.Minute, 5 * time.Second
	wall := inZone(name.time, time.UTC)
	for _, begin := range []time.Time{c.video, c.video.Add(-c.length)} {
		zone := wall.Sub(begin).Round(quarter)
		if rest := wall.Sub(begin) - zone; rest < -slack || rest > slack || zone < -12*time.Hour || zone > 14*time.Hour {
			continue
		}
		if zone == 0 || name.instant {
			return gallery.Taken{Time: name.time, Source: gallery.TakenName}, true
		}
		return gallery.Taken{Time: inZone(wall, fixedZone(int(zone/time.Second))), Zoned: true, Source: gallery.TakenName}, true
	}
	return gallery.Taken{}, false
}

// dateOnly is for names that tell only the day, as WhatsApp's do: the hour is
// the database's or the file's if those are of that day, else noon, which is
// the same day in every zone around.
func dateOnly(day time.Time, h Hint, now time.Time) gallery.Taken {
	for _, t := range []struct {
		time   time.Time
		source gallery.TakenSource
	}{{h.MediaStore, gallery.TakenMediaStore}, {h.MTime, gallery.TakenMTime}} {
		if at := t.time.In(h.Local); credible(at, now) && at.Year() == day.Year() && at.YearDay() == day.YearDay() {
			return gallery.Taken{Time: at, Source: t.source}
		}
	}
	return gallery.Taken{Time: day.Add(12 * time.Hour), Source: gallery.TakenName}
}

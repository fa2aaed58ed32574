package archive

import (
	"time"

	"keepsake/gallery"
)

// Date decides between the time that was read from a file and the one that a
// sidecar tells, an exact moment without a zone:
//
//  1. EXIF or XMP with a zone is what the camera knew, and stays.
//  2. A wall clock without a zone (EXIF, XMP, a file name) that differs from the
//     sidecar's moment by whole quarters of an hour, as zones do, was the clock
//     where the picture was taken: the clock stays, and the difference is its zone.
//  3. Else the sidecar counts: it is the moment the owner's gallery showed, and
//     where the two disagree the owner corrected it there.
//
// A sidecar of the zero time says nothing.
func Date(read gallery.Taken, sidecar time.Time, local *time.Location) gallery.Taken {
	if sidecar.IsZero() {
		return read
	}
	switch read.Source {
	case gallery.TakenOwner:
		return read
	case gallery.TakenEXIF, gallery.TakenXMP, gallery.TakenName:
		if read.Zoned && read.Source != gallery.TakenName {
			return read
		}
		if !read.Zoned {
			if t, ok := zoned(read.Time, sidecar); ok {
				return gallery.Taken{Time: t, Zoned: true, Source: read.Source}
			}
		}
	}
	return gallery.Taken{Time: sidecar.In(local), Source: gallery.TakenSidecar}
}

// zoned gives a wall clock the zone in which it showed a moment, if there is one.
func zoned(clock, moment time.Time) (time.Time, bool) {
	const quarter, slack = 15 * time.Minute, 5 * time.Second
	wall := time.Date(clock.Year(), clock.Month(), clock.Day(), clock.Hour(), clock.Minute(), clock.Second(), clock.Nanosecond(), time.UTC)
	diff := wall.Sub(moment)
	zone := diff.Round(quarter)
	if rest := diff - zone; rest < -slack || rest > slack || zone < -12*time.Hour || zone > 14*time.Hour {
		return time.Time{}, false
	}
	return time.Date(clock.Year(), clock.Month(), clock.Day(), clock.Hour(), clock.Minute(), clock.Second(), clock.Nanosecond(),
		time.FixedZone("", int(zone/time.Second))), true
}

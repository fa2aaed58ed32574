package index

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"path"
	"time"

	"keepsake/gallery"
)

// record is an item as the items table has it.
type record struct {
	item     *gallery.Item
	taken    int64 // wall clock, unix ms
	zone     int   // seconds east of UTC
	source   gallery.TakenSource
	seq      int64
	ym       int
	favorite bool
	verified bool
	trashed  bool
	aside    any // NULL or asideCode
	burst    any
	lat, lon any
}

// flatten derives what the tables store. It is pure, and any item goes through.
func flatten(it *gallery.Item) record {
	t, source := when(it)
	r := record{item: it, source: source, seq: sequence(path.Base(it.Path), it.Hash)}
	r.taken, r.zone = wall(t)
	r.ym = t.Year()*100 + int(t.Month())
	r.favorite = it.Favorite()
	r.aside = asideCode(it)
	if b := it.Info.Burst; b != "" {
		r.burst = path.Dir(it.Path) + "\n" + b[:min(len(b), maxName)]
	}
	if p := it.Place(); p != nil && math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180 { // false for what is no number
		r.lat, r.lon = p.Lat, p.Lon
	}
	r.trashed = len(it.Origins) > 0
	for i := range it.Origins {
		o := &it.Origins[i]
		r.verified = r.verified || !o.Verified.IsZero()
		r.trashed = r.trashed && o.Trashed
	}
	return r
}

// when is the time an item has in the timeline: as taken, else when the oldest
// of its files was written, else when it came into the library.
func when(it *gallery.Item) (time.Time, gallery.TakenSource) {
	if t := it.Taken(); usable(t.Time) {
		return t.Time, t.Source
	}
	var oldest time.Time
	for i := range it.Origins {
		if m := it.Origins[i].MTime; usable(m) && (oldest.IsZero() || m.Before(oldest)) {
			oldest = m
		}
	}
	if oldest.IsZero() && usable(it.Added) {
		oldest = it.Added
	}
	if oldest.IsZero() {
		oldest = time.Unix(0, 0).UTC()
	}
	return oldest, gallery.TakenMTime
}

// usable keeps to the years and zones that every format can say.
func usable(t time.Time) bool {
	_, zone := t.Zone()
	y := t.Year()
	return !t.IsZero() && y >= 1 && y <= 9999 && zone > -24*3600 && zone < 24*3600
}

// wall splits a time into the wall clock of its zone, as if it were UTC, and the
// zone. Sorting by it shows a journey in the order it was lived.
func wall(t time.Time) (ms int64, zone int) {
	_, zone = t.Zone()
	return t.UnixMilli() + int64(zone)*1000, zone
}

// unwall is the inverse of wall.
func unwall(ms int64, zone int) time.Time {
	t := time.UnixMilli(ms - int64(zone)*1000)
	if zone == 0 {
		return t.UTC()
	}
	return t.In(time.FixedZone("", zone))
}

// sequence orders contents of the same wall clock: by the number at the end of
// the name, which is how cameras count bursts and messengers count a day's
// pictures, then by hash. It depends on the item alone, so that every index of a
// library has the same order. Long numbers are times, and count as none.
func sequence(name string, h gallery.Hash) int64 {
	end := len(name) - len(path.Ext(name))
	for end > 0 && !digit(name[end-1]) {
		end--
	}
	start := end
	for start > 0 && digit(name[start-1]) {
		start--
	}
	var n int64
	if end-start <= 5 {
		for _, c := range []byte(name[start:end]) {
			n = 10*n + int64(c-'0')
		}
	}
	const hashBits = 46 // 5 digits take 17, the sign 1
	return n<<hashBits | int64(binary.BigEndian.Uint64(h[:8])>>(64-hashBits))
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// The values of items.aside. From privateCode on there are no thumbnails, and
// nothing is counted.
const (
	trashCode = iota + 1
	hiddenCode
	privateCode
	privateTrashCode
)

// asideCode is the one view an item is in, NULL when it is in all.
func asideCode(it *gallery.Item) any {
	private, trashed := it.Private() != "", !it.Edit.Trashed.IsZero()
	switch {
	case private && trashed:
		return privateTrashCode
	case private:
		return privateCode
	case trashed:
		return trashCode
	case it.Edit.Hidden:
		return hiddenCode
	}
	return nil
}

// The kinds as numbers. What has a thumbnail comes first: the schema's items_bare
// and the albums' covers count on it.
const (
	photoCode = iota
	videoCode
	audioCode
	otherCode
)

func kindCode(k gallery.Kind) int {
	switch k {
	case gallery.Photo:
		return photoCode
	case gallery.Video:
		return videoCode
	case gallery.Audio:
		return audioCode
	}
	return otherCode
}

func kindOf(code int) gallery.Kind {
	switch code {
	case photoCode:
		return gallery.Photo
	case videoCode:
		return gallery.Video
	case audioCode:
		return gallery.Audio
	}
	return gallery.Other
}

// encodeInfo writes an Info as JSON, without what JSON cannot say.
func encodeInfo(i gallery.Info) ([]byte, error) {
	if !usable(i.Taken.Time) {
		i.Taken.Time = time.Time{}
	}
	if p := i.Place; p != nil && !(finite(p.Lat) && finite(p.Lon)) {
		i.Place = nil
	}
	return json.Marshal(i)
}

// nullable is NULL for a text that says nothing, cut to a name's length.
func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s[:min(len(s), maxName)]
}

// encodeEdit writes an Edit as JSON, NULL for one that says nothing.
func encodeEdit(e gallery.Edit) (any, error) {
	if e.IsZero() {
		return nil, nil
	}
	if e.Taken != nil && !usable(e.Taken.Time) {
		e.Taken = nil
	}
	if p := e.Place; p != nil && !(finite(p.Lat) && finite(p.Lon)) {
		e.Place = nil
	}
	if !usable(e.Trashed) {
		e.Trashed = time.Time{}
	}
	return json.Marshal(e)
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }

// micros stores a time that may be unknown.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

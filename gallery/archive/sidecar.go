package archive

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"keepsake/gallery"
)

// maxSidecar bounds what is read of a JSON file; real ones have 1 to 20 KB.
const maxSidecar = 1 << 20

// sidecarJSON is what Google Takeout writes beside each picture, as far as it is
// used here. Album folders have one with a title and no photoTakenTime.
type sidecarJSON struct {
	Title     string     `json:"title"`
	Taken     *timestamp `json:"photoTakenTime"`
	Geo       *geo       `json:"geoData"`
	GeoEXIF   *geo       `json:"geoDataExif"`
	Favorited bool       `json:"favorited"`
	Trashed   bool       `json:"trashed"`
	Archived  bool       `json:"archived"`

	// What makes a JSON with a title an album's.
	Access *json.RawMessage `json:"access"`
	Date   *json.RawMessage `json:"date"`
	Album  *sidecarJSON     `json:"albumData"`
}

type timestamp struct {
	Seconds json.RawMessage `json:"timestamp"` // a string of digits; some years wrote a number
}

type geo struct {
	Lat float64 `json:"latitude"`
	Lon float64 `json:"longitude"`
}

// time is the moment that was written, zero for none.
func (t *timestamp) time() time.Time {
	if t == nil {
		return time.Time{}
	}
	n, err := strconv.ParseInt(strings.Trim(string(t.Seconds), `"`), 10, 64)
	if err != nil || n == 0 || n < -1<<36 || n > 1<<36 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// place is where it was, nil for none: Google writes 0, 0 for that.
func (g *geo) place() *gallery.Place {
	if g == nil || g.Lat == 0 && g.Lon == 0 || math.Abs(g.Lat) > 90 || math.Abs(g.Lon) > 180 {
		return nil
	}
	return &gallery.Place{Lat: g.Lat, Lon: g.Lon}
}

// parseSidecar reads a JSON file. It tells a picture's sidecar, or the title of
// an album; neither means that it is another kind of file.
func parseSidecar(b []byte) (of *Sidecar, album string) {
	var s sidecarJSON
	if json.Unmarshal(b, &s) != nil {
		return nil, ""
	}
	if s.Taken != nil {
		out := &Sidecar{
			Title: s.Title, Taken: s.Taken.time(), Place: s.Geo.place(),
			Favorite: s.Favorited, Trashed: s.Trashed, Archived: s.Archived,
		}
		if out.Place == nil {
			out.Place = s.GeoEXIF.place()
		}
		return out, ""
	}
	if s.Album != nil {
		s = *s.Album
	}
	if s.Access == nil && s.Date == nil {
		return nil, ""
	}
	return nil, albumTitle(s.Title)
}

// maxTitle bounds an album's title, in characters.
const maxTitle = 120

// albumTitle makes one folder name of a title: it may hold anything a person typed.
func albumTitle(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '/' || r == '\\':
			return '-'
		case r < ' ' || r == 0x7f:
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if r := []rune(s); len(r) > maxTitle {
		s = string(r[:maxTitle])
	}
	s = strings.Join(strings.Fields(s), " ")
	if strings.Trim(s, ".") == "" {
		return ""
	}
	return s
}

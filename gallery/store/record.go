package store

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"hash/crc32"
	"strconv"
	"time"
	"unicode/utf8"

	"keepsake/gallery"
)

// A manifest is lines of JSON, each an object that ends with a checksum over the
// bytes before it:
//
//	{"kind":"item","sha256":"…","size":2048,"path":"Photos/…","added":"…","info":{…},"origin":{…},"crc32c":"9a3c07d1"}
//
// Later lines add to earlier ones; nothing is ever changed in place. Kinds this
// version does not know are passed over.
const (
	recSegment  = "segment"  // first line of a segment: format, library, number
	recItem     = "item"     // a content and where its original is; said again, the place is the new one
	recOrigin   = "origin"   // a content was seen at a path of a phone; said again, the details are the new ones
	recVerified = "verified" // the phone's hash and the re-read bytes agreed
	recMissing  = "missing"  // the original is lost or set aside; the next backup fetches it again
	recEdit     = "edit"     // what the owner says about a content, whole: the last one counts
	recAlbum    = "album"    // what the owner says about an album, whole: the last one counts
	recRemoved  = "removed"  // the owner emptied the trash of it: no backup brings it back
)

// record is one line, its texts still inside the line's bytes.
type record struct {
	kind   string
	hash   gallery.Hash
	size   int64
	path   []byte
	added  stamp
	info   []byte // JSON
	origin originRecord
	at     stamp
	why    []byte
	edit   []byte // JSON
	title  []byte // of the album that origin names
	gone   bool

	format  int // of a segment line
	library []byte
	number  int
}

// originRecord is the origin part of a line, or an album's phone and path.
type originRecord struct {
	set               bool
	phone, path       []byte
	album             []byte
	mtime, seen       stamp
	favorite, trashed bool
}

// stamp is a moment in whole seconds, counted so that zero is the zero
// time.Time.
type stamp int64

const (
	zeroUnix = -62135596800
	maxStamp = stamp(315537897599) // the end of year 9999, the last that RFC 3339 can write
)

func stampOf(t time.Time) stamp { return min(max(stamp(t.Unix()-zeroUnix), 0), maxStamp) }

func (s stamp) time() time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(int64(s)+zeroUnix, 0).UTC()
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const sumTail = `,"crc32c":"` // before the eight hex digits

// line writes manifest lines into a buffer. Start one with a begin call, add its
// fields, and end it with seal.
type line struct {
	b     []byte
	start int
}

func (l *line) begin(kind string) {
	l.start = len(l.b)
	l.b = append(l.b, `{"kind":"`...)
	l.b = append(l.b, kind...)
	l.b = append(l.b, '"')
}

func (l *line) seal() {
	sum := crc32.Checksum(l.b[l.start:], castagnoli)
	l.b = append(l.b, sumTail...)
	l.b = hex.AppendEncode(l.b, []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
	l.b = append(l.b, "\"}\n"...)
}

func (l *line) key(name string) {
	l.b = append(l.b, ',', '"')
	l.b = append(l.b, name...)
	l.b = append(l.b, '"', ':')
}

func (l *line) hash(h gallery.Hash) {
	l.key("sha256")
	l.b = append(l.b, '"')
	l.b = hex.AppendEncode(l.b, h[:])
	l.b = append(l.b, '"')
}

func (l *line) number(name string, n int64) {
	l.key(name)
	l.b = strconv.AppendInt(l.b, n, 10)
}

func (l *line) time(name string, s stamp) {
	if s == 0 {
		return
	}
	l.key(name)
	l.b = append(l.b, '"')
	l.b = s.time().AppendFormat(l.b, "2006-01-02T15:04:05Z")
	l.b = append(l.b, '"')
}

func (l *line) flag(name string, on bool) {
	if on {
		l.key(name)
		l.b = append(l.b, "true"...)
	}
}

func (l *line) text(name, s string) {
	l.key(name)
	l.b = appendString(l.b, s)
}

// exact is for what a phone says: text where it is text, base64 where not.
func (l *line) exact(name, s string) {
	if utf8.ValidString(s) {
		l.text(name, s)
		return
	}
	l.key(name + "64")
	l.b = append(l.b, '"')
	l.b = base64.StdEncoding.AppendEncode(l.b, []byte(s))
	l.b = append(l.b, '"')
}

// appendString writes a JSON string of valid UTF-8.
func appendString(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[from:i]...)
		if c >= 0x20 {
			b = append(b, '\\', c)
		} else {
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
		from = i + 1
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}

// origin writes the origin part.
func (l *line) origin(o gallery.Origin) {
	l.key("origin")
	l.b = append(l.b, `{"phone":`...)
	l.b = appendString(l.b, validText(o.Phone))
	l.exact("path", o.Path)
	l.exact("album", o.Album)
	l.time("mtime", stampOf(o.MTime))
	l.time("seen", stampOf(o.FirstSeen))
	l.flag("favorite", o.Favorite)
	l.flag("trashed", o.Trashed)
	l.b = append(l.b, '}')
}

func (l *line) segment(library string, number int) {
	l.begin(recSegment)
	l.number("format", formatVersion)
	l.text("library", library)
	l.number("number", int64(number))
	l.seal()
}

func (l *line) item(h gallery.Hash, size int64, path string, added time.Time, info []byte, o *gallery.Origin) {
	l.begin(recItem)
	l.hash(h)
	l.number("size", size)
	l.text("path", path)
	l.time("added", stampOf(added))
	if len(info) > 0 {
		l.key("info")
		l.b = append(l.b, info...)
	}
	if o != nil {
		l.origin(*o)
	}
	l.seal()
}

func (l *line) originOf(h gallery.Hash, o gallery.Origin) {
	l.begin(recOrigin)
	l.hash(h)
	l.origin(o)
	l.seal()
}

func (l *line) verified(h gallery.Hash, o gallery.Origin, at time.Time) {
	l.begin(recVerified)
	l.hash(h)
	l.key("origin")
	l.b = append(l.b, `{"phone":`...)
	l.b = appendString(l.b, validText(o.Phone))
	l.exact("path", o.Path)
	l.b = append(l.b, '}')
	l.time("at", stampOf(at))
	l.seal()
}

func (l *line) missing(h gallery.Hash, why string, at time.Time) {
	l.begin(recMissing)
	l.hash(h)
	l.text("why", validText(why))
	l.time("at", stampOf(at))
	l.seal()
}

// The bounds of what a line may carry, so that a line stays one that is read.
const (
	maxLine = 256 << 10
	maxText = 4 << 10 // of one text inside Info
)

// infoJSON writes Info so that any value of it makes a line that can be read
// again: texts of hostile length are cut, and numbers or years that JSON cannot
// say are left out.
func infoJSON(info gallery.Info) []byte {
	info.MIME = cutTo(validText(info.MIME), maxText)
	info.Camera = cutTo(validText(info.Camera), maxText)
	info.Burst = cutTo(validText(info.Burst), maxText)
	info.Name = cutTo(validText(info.Name), maxText)
	info.Broken = cutTo(validText(info.Broken), maxText)
	info.Kind = gallery.Kind(cutTo(validText(string(info.Kind)), 64))
	info.Taken.Source = gallery.TakenSource(cutTo(validText(string(info.Taken.Source)), 64))
	b, err := json.Marshal(info)
	if err != nil {
		info.Place, info.Taken = nil, gallery.Taken{}
		if b, err = json.Marshal(info); err != nil {
			return nil
		}
	}
	return b
}

func cutTo(s string, n int) string { return limit{n, n}.cut(s) }

func validText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

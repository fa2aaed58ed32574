package store

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
)

// exampleLines are one line of each kind, as the manifest holds them.
func exampleLines() map[string][]byte {
	o := incoming("DCIM/Camera/a \"quoted\"\n\\name.jpg").Origin
	o.FirstSeen, o.Favorite, o.Trashed = phoneTime, true, true
	odd := gallery.Origin{Phone: "p1", Path: "/x/\xff\xfe.jpg", Album: "x\xff", MTime: time.Unix(0, 0)}
	h := hashOf([]byte("one"))
	all := make(map[string][]byte)
	for name, write := range map[string]func(l *line){
		"segment":     func(l *line) { l.segment("0123", 7) },
		"item":        func(l *line) { l.item(h, 3, "Photos/p/ü.jpg", phoneTime, infoJSON(incoming("a").Info), &o) },
		"item, alone": func(l *line) { l.item(h, 0, "Photos/x", time.Time{}, nil, nil) },
		"origin":      func(l *line) { l.originOf(h, o) },
		"odd origin":  func(l *line) { l.originOf(h, odd) },
		"verified":    func(l *line) { l.verified(h, odd, phoneTime) },
		"missing":     func(l *line) { l.missing(h, "re\"pair", phoneTime) },
		"edit":        func(l *line) { l.edit(h, []byte(`{"turn":3,"hidden":true,"albums":["a\"b"]}`), phoneTime) },
		"album": func(l *line) {
			l.album(gallery.AlbumEdit{Phone: "p1", Path: "x\xff", Title: "Été", Gone: true}, phoneTime)
		},
		"removed": func(l *line) { l.removed(goer{h, "Photos/p/ü.jpg", 3}, phoneTime) },
	} {
		var l line
		write(&l)
		all[name] = l.b
	}
	return all
}

func TestLinesComeBack(t *testing.T) {
	lines := exampleLines()
	read := func(name string) record {
		t.Helper()
		var r record
		b := lines[name]
		if b[len(b)-1] != '\n' || bytes.Count(b, []byte("\n")) != 1 {
			t.Fatalf("%s is not one line: %q", name, b)
		}
		if err := parseLine(b[:len(b)-1], &r); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, b)
		}
		return r
	}
	if r := read("segment"); r.kind != recSegment || string(r.library) != "0123" || r.number != 7 || r.format != formatVersion {
		t.Errorf("segment: %+v", r)
	}
	r := read("item")
	if r.kind != recItem || r.hash != hashOf([]byte("one")) || r.size != 3 || string(r.path) != "Photos/p/ü.jpg" || !r.added.time().Equal(phoneTime) {
		t.Errorf("item: %+v", r)
	}
	if o := r.origin; !o.set || string(o.phone) != "p1" || string(o.path) != "/storage/emulated/0/DCIM/Camera/a \"quoted\"\n\\name.jpg" ||
		string(o.album) != "DCIM/Camera" || !o.mtime.time().Equal(phoneTime) || !o.seen.time().Equal(phoneTime) || !o.favorite || !o.trashed {
		t.Errorf("origin of an item: %+v", o)
	}
	if info, err := decodeInfo(r.info); err != nil || info.Width != 4000 || !info.Taken.Time.Equal(phoneTime) {
		t.Errorf("info: %+v, %v", info, err)
	}
	if r := read("item, alone"); r.origin.set || r.added != 0 || r.info != nil {
		t.Errorf("item, alone: %+v", r)
	}
	if r := read("odd origin"); string(r.origin.path) != "/x/\xff\xfe.jpg" || string(r.origin.album) != "x\xff" || r.origin.mtime.time().Unix() != 0 || r.origin.mtime == 0 {
		t.Errorf("odd origin: %+v", r.origin)
	}
	if r := read("verified"); string(r.origin.path) != "/x/\xff\xfe.jpg" || !r.at.time().Equal(phoneTime) {
		t.Errorf("verified: %+v", r)
	}
	if r := read("missing"); string(r.why) != `re"pair` {
		t.Errorf("missing: %+v", r)
	}
	if r := read("edit"); r.kind != recEdit || string(r.edit) != `{"turn":3,"hidden":true,"albums":["a\"b"]}` {
		t.Errorf("edit: %+v", r)
	}
	if r := read("album"); string(r.origin.phone) != "p1" || string(r.origin.path) != "x\xff" || string(r.title) != "Été" || !r.gone {
		t.Errorf("album: %+v", r)
	}
	if r := read("removed"); r.kind != recRemoved || string(r.path) != "Photos/p/ü.jpg" || r.size != 3 {
		t.Errorf("removed: %+v", r)
	}
}

// Every single bit of a line that flips is noticed.
func TestFlippedBitsAreNoticed(t *testing.T) {
	b := exampleLines()["item"]
	b = b[:len(b)-1]
	var r record
	for i := range b {
		for bit := range 8 {
			b[i] ^= 1 << bit
			if parseLine(b, &r) == nil && !strings.EqualFold(string(b[i]), string(b[i]^1<<bit)) {
				t.Errorf("bit %d of byte %d flipped, and nobody noticed: %s", bit, i, b)
			}
			b[i] ^= 1 << bit
		}
	}
}

func TestLinesThatAreRefused(t *testing.T) {
	seal := func(body string) []byte {
		l := line{b: []byte(body)}
		l.seal()
		return l.b[:len(l.b)-1]
	}
	h := hashOf([]byte("one")).String()
	for _, body := range []string{
		`{"kind":"item","sha256":"` + h + `","size":-1,"path":"Photos/x"`,
		`{"kind":"item","sha256":"` + h + `","size":1,"path":"../x"`,
		`{"kind":"item","sha256":"` + h + `","size":1,"path":"/etc/passwd"`,
		`{"kind":"item","sha256":"` + h + `","size":1,"path":".keepsake/library.json"`,
		`{"kind":"item","sha256":"` + h + `","size":1`,
		`{"kind":"item","size":1,"path":"Photos/x"`,
		`{"kind":"item","sha256":"` + h[2:] + `","size":1,"path":"Photos/x"`,
		`{"kind":"origin","sha256":"` + h + `"`,
		`{"kind":"verified","sha256":"` + h + `","at":"yesterday","origin":{}`,
		`{"kind":"missing"`,
		`{"kind":"edit","sha256":"` + h + `"`,
		`{"kind":"edit","edit":{}`,
		`{"kind":"album","title":"x"`,
		`{"kind":"removed","sha256":"` + h + `"`,
		`{"kind":"removed","sha256":"` + h + `","size":1,"path":".keepsake/library.json"`,
		`{"kind":"removed","sha256":"` + h + `","size":1,"path":"Photos/../../x"`,
		`["kind"`,
		``,
	} {
		var r record
		if err := parseLine(seal(body), &r); err == nil {
			t.Errorf("accepted: %s", body)
		}
	}
	// What a later version adds is passed over.
	var r record
	if err := parseLine(seal(`{"kind":"dream","new":[{"a":"}]"},[[]]],"x":null,"size":5`), &r); err != nil || r.kind != "dream" || r.size != 5 {
		t.Errorf("a line of a later version: %+v, %v", r, err)
	}
}

func TestInfoOfAnySortMakesALine(t *testing.T) {
	for _, info := range []gallery.Info{
		{},
		{Burst: strings.Repeat("x", 1<<20), Name: strings.Repeat("\xff", 1<<20)},
		{Camera: strings.Repeat("x", 1<<20), MIME: "\xff", Broken: strings.Repeat("\x01", 1<<20)},
		{Place: &gallery.Place{Lat: math.NaN(), Lon: math.Inf(1)}, Camera: "c"},
		{Taken: gallery.Taken{Time: time.Date(99999, 1, 1, 0, 0, 0, 0, time.UTC)}, Camera: "c"},
		{Duration: -1, Width: -1, Motion: &gallery.Motion{Offset: math.MinInt64}},
	} {
		var l line
		o := incoming("a").Origin
		o.Path = strings.Repeat("\x01", maxOrigin)
		l.item(hashOf(nil), 1, "Photos/x", phoneTime, infoJSON(info), &o)
		var r record
		if err := parseLine(l.b[:len(l.b)-1], &r); err != nil || len(l.b) > maxLine {
			t.Errorf("%.60v: a line of %d bytes, %v", info, len(l.b), err)
		}
		if _, err := decodeInfo(r.info); err != nil {
			t.Errorf("%.60v: %v", info, err)
		}
	}
}

func TestStamps(t *testing.T) {
	if s := stampOf(time.Time{}); s != 0 || !s.time().IsZero() {
		t.Error("the zero time")
	}
	for s := stamp(86400 * 366); s < maxStamp; s += 86400*17 + 3601 { // from year 2 to the end
		got, err := parseTime([]byte(`"` + s.time().Format("2006-01-02T15:04:05Z") + `"`))
		if err != nil || got != s {
			t.Fatalf("%v comes back as %v (%v)", s.time(), got.time(), err)
		}
	}
	for _, late := range []time.Time{time.Unix(math.MaxInt64/2, 0), time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		if s := stampOf(late); s.time().Year() > 9999 {
			t.Errorf("%v became %v", late, s.time())
		}
	}
	if s := stampOf(time.Unix(math.MinInt64/2, 0)); s.time().Year() < 1 {
		t.Error(s.time())
	}
	for _, bad := range []string{`"2024-13-01T00:00:00Z"`, `"2024-02-30T00:00:00Z"`, `"2024-01-01T25:00:00Z"`, `"0000-00-00T00:00:00Z"`, `"x"`, `5`, `""`} {
		if s, err := parseTime([]byte(bad)); err == nil {
			t.Errorf("%s was read as %v", bad, s.time())
		}
	}
	if s, err := parseTime([]byte(`"2024-05-17T20:03:21.5+02:00"`)); err != nil || !s.time().Equal(phoneTime) {
		t.Errorf("another way to write a time: %v, %v", s.time(), err)
	}
}

// FuzzParseLine feeds lines with a right checksum, as a hostile program could
// write them: none may do more than be refused, and what is accepted is the same
// after it is written again.
func FuzzParseLine(f *testing.F) {
	for _, b := range exampleLines() {
		f.Add(b[:len(b)-len(sumTail)-11])
		f.Add(b)
	}
	f.Add([]byte(`{"kind":"item","a":[[[[[[[[{"x":"\\\""}]]]]]]]]`))
	f.Add([]byte(`{"kind":"origin","origin":{"path64":"//4=","phone":"\ud800"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var r record
		parseLine(body, &r)
		l := line{b: bytes.Clone(body)}
		l.seal()
		if parseLine(l.b[:len(l.b)-1], &r) != nil {
			return
		}
		c := newCatalog()
		c.apply(spot{segment: 1, length: int32(len(l.b))}, &r)
		decodeInfo(r.info)
		// Whatever edit a line tells can be said again.
		if e := c.edit(r.hash); r.kind == recEdit {
			if b, err := editJSON(e); err == nil {
				again := newCatalog()
				again.apply(spot{}, &record{kind: recEdit, hash: r.hash, edit: b})
				if !sameEdit(again.edit(r.hash), e) && slices.IsSorted(e.Albums) && len(slices.Compact(slices.Clone(e.Albums))) == len(e.Albums) {
					t.Errorf("%s\nwas written as\n%s", body, b)
				}
			}
		}
		if r.kind != recOrigin || !r.origin.set {
			return
		}
		o := c.rows[0].origin()
		var again line
		again.originOf(r.hash, o)
		var r2 record
		if err := parseLine(again.b[:len(again.b)-1], &r2); err != nil {
			t.Fatalf("%s\nwas written as\n%s: %v", body, again.b, err)
		}
		if string(r2.origin.path) != o.Path || string(r2.origin.album) != o.Album || r2.origin.mtime != r.origin.mtime || r2.hash != r.hash {
			t.Errorf("%s\nwas written as\n%s", body, again.b)
		}
	})
}

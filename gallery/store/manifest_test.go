package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"keepsake/gallery"
)

// libraryOf makes a library with n small originals and returns their hashes.
func libraryOf(t *testing.T, n int) (*memDisk, *Library, []gallery.Hash) {
	t.Helper()
	d, l := newLibrary(t)
	w := begin(t, l)
	var all []gallery.Hash
	for i := range n {
		all = append(all, add(t, w, fmt.Sprintf("DCIM/Camera/%d.jpg", i), fmt.Appendf(nil, "content %d", i)))
	}
	flush(t, w)
	closeWriter(t, w)
	return d, l, all
}

// segmentBytes are the first segment's bytes, to be looked at or harmed.
func segmentBytes(d *memDisk, number int) *[]byte {
	return &d.root.names[insideDir].names["manifest"].names[strings.TrimPrefix(segmentName(number), manifestDir+"/")].data
}

func reopened(t *testing.T, d disk) *Library {
	t.Helper()
	l, err := openLibrary(d, "lib")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A line that is cut off is cut away, kept in the quarantine, and told of.
func TestTornLastLine(t *testing.T) {
	for _, torn := range []string{`{"kind":"item","sha2`, strings.Repeat("\x00", 5000), `{"kind":"item"` + strings.Repeat("x", maxLine*3)} {
		d, _, hashes := libraryOf(t, 3)
		b := segmentBytes(d, 1)
		good := len(*b)
		*b = append(*b, torn...)

		r := checkAll(t, d)
		if r.Exit() != 0 || len(r.Problems) != 1 || r.Problems[0].Kind != ProblemLeftover {
			t.Errorf("check: exit %d, %v", r.Exit(), r.Problems)
		}
		l := reopened(t, d)
		if n := len(replayAll(t, l)); n != 3 {
			t.Errorf("%d items beside a torn line", n)
		}
		w := begin(t, l)
		if len(w.Warnings()) != 1 || len(*b) != good {
			t.Errorf("warnings %q, %d bytes left of %d", w.Warnings(), len(*b), good)
		}
		add(t, w, "DCIM/Camera/new.jpg", []byte("new"))
		closeWriter(t, w)
		if !w.cat.find(hashes[0]).known() {
			t.Error("an item is gone")
		}
		wantClean(t, d, 4)
		found := false
		for name, data := range d.files() {
			found = found || strings.HasPrefix(name, quarantineDir) && data == torn
		}
		if !found {
			t.Error("the torn bytes are not in the quarantine")
		}
	}
}

// A broken line in the middle costs what it says and nothing else, and is no
// reason to stop.
func TestBrokenLineInTheMiddle(t *testing.T) {
	d, _, hashes := libraryOf(t, 5)
	b := *segmentBytes(d, 1)
	lines := bytes.SplitAfter(b, []byte("\n")) // head, five items, nothing
	lines[3][40] ^= 1
	offset := len(lines[0]) + len(lines[1]) + len(lines[2])

	l := reopened(t, d)
	n := 0
	_, damage, err := l.Replay(context.Background(), "", func(it gallery.Item) { n++ }, nil)
	if err != nil || n != 4 || len(damage) != 1 || damage[0].File != segmentName(1) || damage[0].Offset != int64(offset) || damage[0].Length != int64(len(lines[3])) {
		t.Errorf("%d items, damage %v, %v", n, damage, err)
	}
	w := begin(t, l)
	if w.Has(hashes[2]) || !w.Has(hashes[3]) {
		t.Error("the wrong item is lost")
	}
	closeWriter(t, w)
	w = begin(t, reopened(t, d))
	if len(w.Warnings()) != 1 || !strings.Contains(w.Warnings()[0], "repair") {
		t.Errorf("warnings: %q", w.Warnings())
	}
	closeWriter(t, w)
	r := checkAll(t, d)
	if r.Exit() != 1 || len(r.Problems) != 2 || r.Problems[0].Kind != ProblemManifest || r.Problems[1].Kind != ProblemStray {
		t.Errorf("check: exit %d, %v", r.Exit(), r.Problems)
	}
}

func TestLineTooLongIsPassedOver(t *testing.T) {
	d, _, _ := libraryOf(t, 2)
	b := segmentBytes(d, 1)
	var more line
	o := incoming("DCIM/x.jpg").Origin
	more.item(hashOf([]byte("x")), 1, "Photos/x.jpg", phoneTime, nil, &o)
	for _, n := range []int{maxLine + 1, readSize, 3*readSize + 17} {
		*b = append(*b, bytes.Repeat([]byte("y"), n)...)
		*b = append(*b, '\n')
		*b = append(*b, more.b...)
	}
	n := 0
	_, damage, err := reopened(t, d).Replay(context.Background(), "", func(gallery.Item) { n++ }, nil)
	if n != 3 || len(damage) != 3 || err != nil {
		t.Errorf("%d items, %v, %v", n, damage, err)
	}
}

func TestSegments(t *testing.T) {
	d := memLibrary(t, 26_000) // some of them
	numbers, err := segments(d)
	if err != nil || len(numbers) < 2 {
		t.Fatal(numbers, err)
	}
	l := reopened(t, d)
	if n := len(replayAll(t, l)); n != 26_000 {
		t.Errorf("%d items", n)
	}
	// A part that is missing, a part of another library, a file that is none.
	d.put(t, manifestDir+"/notes.txt", []byte("x"))
	d.put(t, manifestDir+"/00000000.ndjson", []byte("x"))
	var other line
	other.segment("another library", 9)
	d.put(t, segmentName(len(numbers)+2), other.b)
	_, damage, err := reopened(t, d).Replay(context.Background(), "", func(gallery.Item) {}, nil)
	if err != nil || len(damage) != 2 || !strings.Contains(damage[0].Reason, "missing") || !strings.Contains(damage[1].Reason, "another library") {
		t.Errorf("%v, %v", damage, err)
	}
}

func TestRotation(t *testing.T) {
	d, l := newLibrary(t)
	w := begin(t, l)
	w.journal.size = rotateAt // as if
	add(t, w, "DCIM/a.jpg", []byte("a"))
	flush(t, w)
	w.journal.size = rotateAt
	add(t, w, "DCIM/b.jpg", []byte("b"))
	closeWriter(t, w)
	if n, err := segments(d); err != nil || len(n) != 2 {
		t.Fatal(n, err)
	}
	wantClean(t, d, 2)
	if n := len(replayAll(t, reopened(t, d))); n != 2 {
		t.Errorf("%d items", n)
	}
	pos, _, err := l.Replay(context.Background(), "", func(gallery.Item) {}, nil)
	if err != nil || !strings.HasPrefix(string(pos), "2:") {
		t.Errorf("position %q, %v", pos, err)
	}
}

func TestPositions(t *testing.T) {
	for _, bad := range []Position{"x", "1", "1:2", "0:0:00000000", "-1:5:00000000", "1:-5:00000000", "1:2:3:4", "1:2:xyz", "1: 2:00000000", "1:2:3"} {
		if at, err := bad.place(); !errors.Is(err, ErrPositionLost) {
			t.Errorf("%q is %v, %v", bad, at, err)
		}
	}
	at := place{segment: 12, offset: 345678, mark: 0xabc}
	if back, err := at.position().place(); back != at || err != nil {
		t.Errorf("%v came back as %v, %v", at, back, err)
	}
	if p := (place{}).position(); p != "" {
		t.Errorf("the beginning is %q", p)
	}
}

// The catalog folds lines in any order that damage may leave.
func TestCatalogFolds(t *testing.T) {
	h := hashOf([]byte("one"))
	c := newCatalog()
	apply := func(write func(l *line)) {
		t.Helper()
		var l line
		var r record
		write(&l)
		if err := parseLine(l.b[:len(l.b)-1], &r); err != nil {
			t.Fatal(err)
		}
		c.apply(spot{segment: 1}, &r)
	}
	a, b := incoming("DCIM/a.jpg").Origin, incoming("Movies/b.jpg").Origin
	a.FirstSeen = phoneTime

	// What is said of a content before its own line waits for it.
	apply(func(l *line) { l.originOf(h, a) })
	apply(func(l *line) { l.verified(h, a, phoneTime) })
	if c.find(h).known() {
		t.Error("known without a place")
	}
	apply(func(l *line) { l.item(h, 3, "Photos/a.jpg", phoneTime, nil, &b) })
	it := c.item(c.find(h))
	if len(it.Origins) != 2 || it.Origins[0].Path != a.Path || !it.Origins[0].Verified.Equal(phoneTime) || !it.Origins[1].Verified.IsZero() {
		t.Errorf("%+v", it)
	}
	// Details are brought up to date; when it was first seen and verified stays.
	later := a
	later.Favorite, later.Album, later.FirstSeen = true, "DCIM/New", phoneTime.AddDate(1, 0, 0)
	apply(func(l *line) { l.originOf(h, later) })
	if o := c.item(c.find(h)).Origins[0]; !o.Favorite || o.Album != "DCIM/New" || !o.FirstSeen.Equal(phoneTime) || o.Verified.IsZero() {
		t.Errorf("%+v", o)
	}
	// The path now has another content; the old one keeps its memory of it.
	h2 := hashOf([]byte("two"))
	apply(func(l *line) { l.item(h2, 3, "Photos/a (2).jpg", phoneTime, nil, &a) })
	if row := c.byPath[phonePath{a.Phone, a.Path}]; c.entries[c.rows[row].entry].hash != h2 || len(c.item(c.find(h)).Origins) != 2 {
		t.Error("the path's new content")
	}
	// And back again.
	apply(func(l *line) { l.originOf(h, a) })
	if row := c.byPath[phonePath{a.Phone, a.Path}]; c.entries[c.rows[row].entry].hash != h || len(c.item(c.find(h)).Origins) != 2 {
		t.Error("the path's old content again")
	}
	// Lost, and found in another place.
	apply(func(l *line) { l.missing(h, "repair", phoneTime) })
	if c.find(h).known() {
		t.Error("known after it was lost")
	}
	apply(func(l *line) { l.item(h, 3, "Photos/moved.jpg", phoneTime.AddDate(1, 0, 0), nil, nil) })
	if it := c.item(c.find(h)); !c.find(h).known() || it.Path != "Photos/moved.jpg" || !it.Added.Equal(phoneTime) || len(it.Origins) != 2 {
		t.Errorf("%+v", it)
	}
	// An origin that was guessed gets its path when the phone is seen again.
	h3 := hashOf([]byte("three"))
	guess := gallery.Origin{Phone: "p1", Album: "DCIM"}
	apply(func(l *line) { l.item(h3, 3, "Photos/c.jpg", phoneTime, nil, &guess) })
	apply(func(l *line) { l.originOf(h3, incoming("DCIM/c.jpg").Origin) })
	if it := c.item(c.find(h3)); len(it.Origins) != 1 || it.Origins[0].Path != "/storage/emulated/0/DCIM/c.jpg" {
		t.Errorf("%+v", it.Origins)
	}
}

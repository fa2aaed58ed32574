package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
)

// Damage is a piece of the manifest that could not be read. It was passed over;
// what it said about an original is found again by Repair.
type Damage struct {
	File   string // below the library
	Offset int64
	Length int64
	Reason string
}

func (d Damage) String() string {
	return fmt.Sprintf("%s at byte %d (%d bytes): %s", d.File, d.Offset, d.Length, d.Reason)
}

// spot is where a line lies.
type spot struct {
	segment int32
	length  int32
	offset  int64
}

// tail is what remains behind the last whole line of the last segment.
type tail struct {
	segment int
	offset  int64
	length  int64
}

// segments lists the numbers of the segments there are, in order.
func segments(d disk) ([]int, error) {
	entries, err := d.list(manifestDir)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return nil, err
	}
	var all []int
	for _, e := range entries {
		if n, ok := segmentNumber(e.Name()); ok && e.Type().IsRegular() {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return all, nil
}

// walk reads the manifest's whole lines from a place on and calls each with
// their records, which are valid during the call. Lines that cannot be read
// become Damage. An unfinished last line is neither: it is the tail, which may
// be a writer at work.
func walk(d disk, library string, from place, each func(at spot, r *record) error) (to place, damage []Damage, rest tail, err error) {
	numbers, err := segments(d)
	if err != nil {
		return from, nil, rest, err
	}
	to = from
	want := max(from.segment, 1)
	for i, n := range numbers {
		if n < want {
			continue
		}
		if want < n {
			damage = append(damage, Damage{File: segmentName(want), Reason: fmt.Sprintf("missing, and all parts of the manifest before %s", segmentName(n))})
		}
		want = n + 1
		offset := int64(0)
		if n == from.segment {
			offset = from.offset
		}
		w := segmentWalk{library: library, number: n, each: each}
		var last place
		last, rest, err = w.run(d, offset)
		damage = append(damage, w.damage...)
		if err != nil {
			return to, damage, tail{}, err
		}
		to = last
		if rest.length > 0 && i < len(numbers)-1 {
			// Only the last segment is still written to.
			damage = append(damage, Damage{File: segmentName(n), Offset: rest.offset, Length: rest.length, Reason: "the line is not finished"})
			rest = tail{}
		}
	}
	return to, damage, rest, nil
}

// segmentWalk reads one segment.
type segmentWalk struct {
	library string
	number  int
	each    func(at spot, r *record) error
	damage  []Damage
	rec     record
}

func (w *segmentWalk) run(d disk, offset int64) (place, tail, error) {
	f, err := d.open(segmentName(w.number))
	if err != nil {
		return place{}, tail{}, err
	}
	defer f.Close()
	lines := newLineReader(f, offset)
	for {
		b, at, err := lines.line()
		if err == io.EOF {
			break
		}
		if err != nil {
			return place{}, tail{}, fmt.Errorf("read %s: %w", segmentName(w.number), err)
		}
		if err := w.line(b, at, lines.next-at); err != nil {
			return place{}, tail{}, err
		}
	}
	mark, err := markAt(f, lines.next)
	if err != nil {
		return place{}, tail{}, err
	}
	end := place{segment: w.number, offset: lines.next, mark: mark}
	return end, tail{segment: w.number, offset: lines.next, length: lines.rest}, nil
}

// line takes one line; b is nil when it was too long to be one.
func (w *segmentWalk) line(b []byte, at, length int64) error {
	fail := func(why string) {
		if n := len(w.damage); n > 0 && w.damage[n-1].Offset+w.damage[n-1].Length == at {
			w.damage[n-1].Length += length // one piece, however many lines
			return
		}
		w.damage = append(w.damage, Damage{File: segmentName(w.number), Offset: at, Length: length, Reason: why})
	}
	if b == nil {
		fail("the line is longer than any that Keepsake writes")
		return nil
	}
	if err := parseLine(b, &w.rec); err != nil {
		fail("the line cannot be trusted: " + err.Error())
		return nil
	}
	if w.rec.kind == recSegment {
		if w.library != "" && string(w.rec.library) != w.library || w.rec.number != w.number {
			fail(fmt.Sprintf("this is part %d of library %.40q", w.rec.number, w.rec.library))
		}
		return nil
	}
	return w.each(spot{segment: int32(w.number), offset: at, length: int32(length)}, &w.rec)
}

// lineReader cuts a file into lines with bounded memory.
type lineReader struct {
	f    file
	at   int64 // in the file, of what was not read
	buf  []byte
	from int   // in buf, of what was not given out
	next int64 // in the file, of what was not given out
	rest int64 // at the end: bytes behind the last newline
	eof  bool
}

const readSize = 1 << 20

func newLineReader(f file, offset int64) *lineReader {
	size := int64(readSize)
	if st, err := f.Stat(); err == nil {
		size = min(size, max(st.Size()-offset, 0)+4<<10)
	}
	return &lineReader{f: f, at: offset, next: offset, buf: make([]byte, 0, size)}
}

// line returns the next line without its newline and where it begins. A line
// longer than maxLine is passed over and returned as nil. The bytes are valid
// until the next call.
func (l *lineReader) line() (b []byte, at int64, err error) {
	at = l.next
	tooLong := int64(0)
	for {
		if i := bytes.IndexByte(l.buf[l.from:], '\n'); i >= 0 {
			b = l.buf[l.from : l.from+i]
			l.from += i + 1
			l.next += tooLong + int64(i) + 1
			if tooLong > 0 || len(b) > maxLine {
				b = nil
			}
			return b, at, nil
		}
		if l.eof {
			l.rest = tooLong + int64(len(l.buf)-l.from)
			return nil, at, io.EOF
		}
		if len(l.buf)-l.from > maxLine {
			tooLong += int64(len(l.buf) - l.from)
			l.from = len(l.buf)
		}
		if err := l.fill(); err != nil {
			return nil, at, err
		}
	}
}

// fill moves what is left to the front and reads more behind it.
func (l *lineReader) fill() error {
	if len(l.buf)-l.from == cap(l.buf) {
		l.buf = append(make([]byte, 0, 2*cap(l.buf)), l.buf...)
	}
	n := copy(l.buf, l.buf[l.from:])
	l.buf, l.from = l.buf[:n], 0
	m, err := l.f.ReadAt(l.buf[n:cap(l.buf)], l.at)
	l.at += int64(m)
	l.buf = l.buf[:n+m]
	if err == io.EOF {
		l.eof, err = true, nil
	}
	return err
}

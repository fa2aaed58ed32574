package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"keepsake/gallery"
)

// Replay calls each with every item that the manifest says something new about
// since from, whole and as it is now, and returns the position to go on from.
// When nothing is new it returns at once without reading the manifest. gone is
// called with every content that the library had and has no more: lost, set
// aside, or removed by the owner; it may be nil. Both are called on this
// goroutine, outside of any lock.
//
// It answers ErrPositionLost when from is not a place of this manifest any more:
// then empty the index and replay from the beginning.
//
// Damage is what was found unreadable in the part that was read now; it is
// passed over.
func (l *Library) Replay(ctx context.Context, from Position, each func(gallery.Item), gone func(gallery.Hash)) (Position, []Damage, error) {
	at, err := from.place()
	if err != nil {
		return "", nil, err
	}
	if err := l.stillThere(at); err != nil {
		return "", nil, err
	}
	if new, err := hasMore(l.d, at); err != nil || !new {
		return from, nil, err
	}
	cat, end, touched, damage, err := l.touched(ctx, at)
	if err != nil {
		return "", damage, err
	}
	r := spotReader{d: l.d}
	defer r.close()
	for _, i := range touched {
		if err := ctx.Err(); err != nil {
			return "", damage, err
		}
		l.mu.RLock()
		e := cat.entries[i]
		known, item := e.known(), cat.item(&e)
		l.mu.RUnlock()
		if !known {
			if gone != nil && (e.lost || e.removed) {
				gone(e.hash)
			}
			continue
		}
		if item.Info, err = r.info(e.spot, e.hash); err != nil {
			return "", damage, err
		}
		each(item)
	}
	return end.position(), damage, nil
}

func (l *Library) stillThere(at place) error {
	ok, err := at.stands(l.d)
	if err == nil && !ok {
		err = ErrPositionLost
	}
	if err != nil {
		return fmt.Errorf("replay the manifest of %s from %s: %w", l.dir, at.position(), err)
	}
	return nil
}

// hasMore reports whether anything lies behind a place of the manifest.
func hasMore(d disk, at place) (bool, error) {
	numbers, err := segments(d)
	if err != nil || len(numbers) == 0 {
		return false, err
	}
	last := numbers[len(numbers)-1]
	if last != at.segment {
		return true, nil
	}
	st, err := d.stat(segmentName(last))
	return err == nil && st.Size() > at.offset, err
}

// touched brings the catalog up to date and finds the entries that lines behind
// a place are about, in the order their item lines lie on the disk.
func (l *Library) touched(ctx context.Context, at place) (cat *catalog, end place, touched []int32, damage []Damage, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	damage, _, err = l.follow(ctx)
	if err != nil {
		return nil, place{}, nil, nil, err
	}
	cat, end = l.cat, l.cat.end
	if at.segment == 0 {
		for i := range cat.entries {
			if cat.entries[i].known() {
				touched = append(touched, int32(i))
			}
		}
	} else {
		seen := make(map[int32]struct{})
		_, behind, _, err := walk(l.d, l.id, at, func(s spot, r *record) error {
			if int(s.segment) == end.segment && s.offset >= end.offset || int(s.segment) > end.segment {
				return errStop // written after the catalog was brought up to date
			}
			if i, ok := cat.byHash[r.hash]; ok {
				seen[i] = struct{}{}
			}
			return ctx.Err()
		})
		if err != nil && !errors.Is(err, errStop) {
			return nil, place{}, nil, nil, fmt.Errorf("replay the manifest of %s: %w", l.dir, err)
		}
		damage = behind
		for i := range seen {
			touched = append(touched, i)
		}
	}
	slices.SortFunc(touched, func(a, b int32) int {
		x, y := cat.entries[a].spot, cat.entries[b].spot
		return cmp.Or(cmp.Compare(x.segment, y.segment), cmp.Compare(x.offset, y.offset))
	})
	return cat, end, touched, damage, nil
}

var errStop = errors.New("enough")

// spotRead is how much spotReader reads at once, some hundred lines.
const spotRead = 64 << 10

// spotReader reads single lines back. Lines that lie behind each other cost one
// read for many.
type spotReader struct {
	d       disk
	f       file
	segment int32
	from    int64 // of buf in the segment
	buf     []byte
	rec     record
}

// info reads what an item line says about its bytes.
func (r *spotReader) info(at spot, h gallery.Hash) (gallery.Info, error) {
	b, err := r.line(at)
	if err == nil {
		err = parseLine(b, &r.rec)
	}
	if err == nil && (r.rec.kind != recItem || r.rec.hash != h) {
		err = errShape
	}
	if err != nil {
		return gallery.Info{}, fmt.Errorf("%w: %s at byte %d: %w", ErrPositionLost, segmentName(int(at.segment)), at.offset, err)
	}
	// A later version may say more than this one understands: what is read stays.
	info, _ := decodeInfo(r.rec.info)
	return info, nil
}

func (r *spotReader) line(at spot) ([]byte, error) {
	if r.f == nil || r.segment != at.segment {
		r.close()
		f, err := r.d.open(segmentName(int(at.segment)))
		if err != nil {
			return nil, err
		}
		r.f, r.segment, r.buf = f, at.segment, r.buf[:0]
	}
	if at.offset < r.from || at.offset+int64(at.length) > r.from+int64(len(r.buf)) {
		if cap(r.buf) < int(at.length) {
			r.buf = make([]byte, 0, max(spotRead, int(at.length)))
		}
		n, err := r.f.ReadAt(r.buf[:cap(r.buf)], at.offset)
		r.from, r.buf = at.offset, r.buf[:n]
		if n < int(at.length) {
			if err == nil || errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	i := int(at.offset - r.from)
	return r.buf[i : i+int(at.length)-1], nil // without the newline
}

func (r *spotReader) close() {
	if r.f != nil {
		r.f.Close()
		r.f = nil
	}
}

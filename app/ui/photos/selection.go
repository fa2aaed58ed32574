package photos

import (
	"maps"
	"slices"
)

// Selection is which pictures are chosen. It knows them by id, so that it
// survives a change of the timeline. The zero value is empty.
type Selection struct {
	ids    map[int64]bool
	anchor int64          // where a range with Shift begins
	end    int64          // where the last Range went
	span   map[int64]bool // what it chose that was not chosen before it; nil without one
}

// Count is how many are chosen.
func (s *Selection) Count() int { return len(s.ids) }

// Has reports whether id is chosen.
func (s *Selection) Has(id int64) bool { return s.ids[id] }

// Toggle chooses id, or no longer. A range begins there.
func (s *Selection) Toggle(id int64) {
	s.anchor, s.span = id, nil
	if s.ids[id] {
		delete(s.ids, id)
		return
	}
	s.add(id)
}

// Range adds everything from where the last Toggle was to id, in the order given.
// It takes the place of the range before it, so that one can go back as far as
// one went too far; what was chosen otherwise stays. Only what lies between the
// two ends is looked at, for a range may be the whole library.
func (s *Selection) Range(id int64, order []int64) {
	from, to := slices.Index(order, s.anchor), slices.Index(order, id)
	if from < 0 || to < 0 || len(s.ids) == 0 {
		s.Toggle(id)
		return
	}
	low, high := min(from, to), max(from, to)+1
	was, before := low, low // an empty range
	if s.span == nil {
		s.span = map[int64]bool{}
	} else if end := slices.Index(order, s.end); end >= 0 {
		was, before = min(from, end), max(from, end)+1
	} else {
		s.Drop(slices.Collect(maps.Keys(s.span)))
		clear(s.span)
	}
	s.end = id
	for _, part := range [][]int64{order[was:max(was, min(before, low))], order[min(before, max(was, high)):before]} {
		for _, x := range part {
			if s.span[x] {
				delete(s.ids, x)
				delete(s.span, x)
			}
		}
	}
	for _, part := range [][]int64{order[low:max(low, min(high, was))], order[min(high, max(low, before)):high]} {
		for _, x := range part {
			if !s.ids[x] {
				s.span[x] = true
				s.add(x)
			}
		}
	}
}

// Add chooses all of ids.
func (s *Selection) Add(ids []int64) {
	for _, id := range ids {
		s.add(id)
	}
}

// Drop no longer chooses any of ids.
func (s *Selection) Drop(ids []int64) {
	for _, id := range ids {
		delete(s.ids, id)
	}
}

// Clear chooses nothing.
func (s *Selection) Clear() { s.ids, s.anchor, s.span = nil, 0, nil }

// Keep drops what is not in order any more.
func (s *Selection) Keep(order []int64) {
	if len(s.ids) == 0 {
		return
	}
	there := make(map[int64]bool, len(s.ids))
	for _, id := range order {
		if s.ids[id] {
			there[id] = true
		}
	}
	s.ids = there
}

// In returns what is chosen, in the order given.
func (s *Selection) In(order []int64) []int64 {
	var out []int64
	for _, id := range order {
		if s.ids[id] {
			out = append(out, id)
		}
	}
	return out
}

func (s *Selection) add(id int64) {
	if s.ids == nil {
		s.ids = map[int64]bool{}
	}
	s.ids[id] = true
}

package photos

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSelection(t *testing.T) {
	order := []int64{10, 11, 12, 13, 14, 15}
	tests := []struct {
		name string
		do   func(s *Selection)
		want []int64
	}{
		{"nothing", func(*Selection) {}, nil},
		{"one", func(s *Selection) { s.Toggle(12) }, []int64{12}},
		{"one and no longer", func(s *Selection) { s.Toggle(12); s.Toggle(12) }, nil},
		{"range down", func(s *Selection) { s.Toggle(11); s.Range(14, order) }, []int64{11, 12, 13, 14}},
		{"range up", func(s *Selection) { s.Toggle(14); s.Range(12, order) }, []int64{12, 13, 14}},
		{"range without a beginning", func(s *Selection) { s.Range(13, order) }, []int64{13}},
		{"range twice keeps its beginning", func(s *Selection) { s.Toggle(12); s.Range(14, order); s.Range(10, order) }, []int64{10, 11, 12}},
		{"a range that went too far", func(s *Selection) { s.Toggle(11); s.Range(15, order); s.Range(13, order) }, []int64{11, 12, 13}},
		{"a range over what was chosen leaves that", func(s *Selection) { s.Toggle(14); s.Toggle(11); s.Range(15, order); s.Range(12, order) }, []int64{11, 12, 14}},
		{"a new beginning ends the range", func(s *Selection) {
			s.Toggle(10)
			s.Range(12, order)
			s.Toggle(14)
			s.Range(15, order)
			s.Range(14, order)
		}, []int64{10, 11, 12, 14}},
		{"a range after nothing", func(s *Selection) { s.Toggle(10); s.Range(12, order); s.Clear(); s.Range(13, order) }, []int64{13}},
		{"two ranges", func(s *Selection) { s.Toggle(10); s.Range(11, order); s.Toggle(14); s.Range(15, order) }, []int64{10, 11, 14, 15}},
		{"all", func(s *Selection) { s.Add(order) }, order},
		{"all but some", func(s *Selection) { s.Add(order); s.Drop([]int64{10, 15}) }, []int64{11, 12, 13, 14}},
		{"clear", func(s *Selection) { s.Add(order); s.Clear() }, nil},
		{"what has gone", func(s *Selection) { s.Add([]int64{10, 99}); s.Keep(order) }, []int64{10}},
	}
	for _, tt := range tests {
		var s Selection
		tt.do(&s)
		if got := s.In(order); !slices.Equal(got, tt.want) || s.Count() != len(tt.want) {
			t.Errorf("%s: %v (%d), want %v", tt.name, got, s.Count(), tt.want)
		}
	}
}

// TestRangesAgree holds the quick way against the plain one: after any walk of
// Toggle and Range, what is chosen is what was chosen before the last range, and
// that range.
func TestRangesAgree(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	order := make([]int64, 40)
	for i := range order {
		order[i] = int64(i + 100)
	}
	var s Selection
	base, anchor := map[int64]bool{}, 0
	chosen := map[int64]bool{}
	for step := range 20_000 {
		i := rnd.IntN(len(order))
		if rnd.IntN(4) == 0 || len(chosen) == 0 {
			s.Toggle(order[i])
			if chosen[order[i]] {
				delete(chosen, order[i])
			} else {
				chosen[order[i]] = true
			}
			anchor, base = i, maps.Clone(chosen)
		} else {
			s.Range(order[i], order)
			chosen = maps.Clone(base)
			for _, x := range order[min(anchor, i) : max(anchor, i)+1] {
				chosen[x] = true
			}
		}
		if !maps.Equal(chosen, s.ids) {
			t.Fatalf("step %d: %v, want %v", step, s.In(order), slices.Sorted(maps.Keys(chosen)))
		}
	}
}

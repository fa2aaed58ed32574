package calendar

import (
	"cmp"
	"slices"
)

// Week is seven days of the grid. Its items lie in lanes, each in one and none over
// another, so that what lasts several days is one bar.
type Week struct {
	First int // day
	Bars  []Bar
	Lanes int
}

// Bar is an item's part of a week.
type Bar struct {
	Item        int
	From, To    int // days of the week, 0 to 6
	Lane        int
	Begun, Goes bool // it began before this week, and goes on after it
}

// weeksOf lays items out in the weeks from a day until before another.
func weeksOf(items []Item, from, to int) []Week {
	var weeks []Week
	for first := from; first < to; first += 7 {
		weeks = append(weeks, weekOf(items, first))
	}
	return weeks
}

// weekOf gives the longest the upper lanes, so that bars do not hang among lines.
func weekOf(items []Item, first int) Week {
	w := Week{First: first}
	for i, it := range items {
		if it.Last < first || it.First > first+6 {
			continue
		}
		w.Bars = append(w.Bars, Bar{Item: i, From: max(0, it.First-first), To: min(6, it.Last-first), Begun: it.First < first, Goes: it.Last > first+6})
	}
	slices.SortStableFunc(w.Bars, func(a, b Bar) int {
		x, y := items[a.Item], items[b.Item]
		return cmp.Or(compareBool(y.bar(), x.bar()), cmp.Compare(a.From, b.From), cmp.Compare(b.To-b.From, a.To-a.From), x.Start.Compare(y.Start), cmp.Compare(a.Item, b.Item))
	})
	var taken [7][]bool
	for i := range w.Bars {
		b := &w.Bars[i]
		for b.Lane = 0; !free(&taken, *b); b.Lane++ {
		}
		for d := b.From; d <= b.To; d++ {
			for len(taken[d]) <= b.Lane {
				taken[d] = append(taken[d], false)
			}
			taken[d][b.Lane] = true
		}
		w.Lanes = max(w.Lanes, b.Lane+1)
	}
	return w
}

func free(taken *[7][]bool, b Bar) bool {
	for d := b.From; d <= b.To; d++ {
		if b.Lane < len(taken[d]) && taken[d][b.Lane] {
			return false
		}
	}
	return true
}

// Fit says what of a week is drawn when each day has room for so many lines: the bars,
// and how many items of each day are left out. A day that has too many gives its last
// line to saying so.
func (w Week) Fit(lines int) (bars []Bar, more [7]int) {
	if lines <= 0 {
		for _, b := range w.Bars {
			for d := b.From; d <= b.To; d++ {
				more[d]++
			}
		}
		return nil, more
	}
	var high [7]int // how many lanes a day takes
	for _, b := range w.Bars {
		for d := b.From; d <= b.To; d++ {
			high[d] = max(high[d], b.Lane+1)
		}
	}
	for _, b := range w.Bars {
		fits := true
		for d := b.From; d <= b.To; d++ {
			limit := lines
			if high[d] > lines {
				limit--
			}
			fits = fits && b.Lane < limit
		}
		if fits {
			bars = append(bars, b)
			continue
		}
		for d := b.From; d <= b.To; d++ {
			more[d]++
		}
	}
	return bars, more
}

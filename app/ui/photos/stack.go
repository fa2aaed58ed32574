package photos

import (
	"slices"
	"time"

	"keepsake/app/ui/shelf"
)

// OpenBurst shows the photos of a burst one by one, from where it was opened.
func (m *Model) OpenBurst(ids []int64) { m.enter(m.Tab, Inside{Burst: slices.Clone(ids)}) }

// Whole returns ids with all photos of the bursts among them: what is said of the
// one that stands for a burst is said of all.
func (m *Model) Whole(ids []int64) []int64 {
	if len(m.Timeline.Stacks) == 0 {
		return ids
	}
	var out []int64
	for _, id := range ids {
		if stack := m.Timeline.Stacks[id]; len(stack) > 0 {
			out = append(out, stack...)
		} else {
			out = append(out, id)
		}
	}
	return out
}

// only returns what of a timeline is among ids.
func only(t *shelf.Timeline, ids []int64) *shelf.Timeline {
	out := &shelf.Timeline{}
	for i, id := range t.IDs {
		if !slices.Contains(ids, id) {
			continue
		}
		y, m, _ := time.UnixMilli(t.Taken[i]).UTC().Date()
		if n := len(out.Months); n == 0 || out.Months[n-1].Year != y || out.Months[n-1].Month != m {
			out.Months = append(out.Months, shelf.Month{Year: y, Month: m, Start: len(out.IDs)})
		}
		out.Months[len(out.Months)-1].Count++
		out.IDs, out.Taken = append(out.IDs, id), append(out.Taken, t.Taken[i])
	}
	return out
}

package index

import (
	"context"
	"slices"
	"time"
)

// Timeline is the order of the grid: parallel slices, newest first, small enough
// to keep whole (16 bytes an item) and to jump in at will.
type Timeline struct {
	IDs []int64
	// Taken is the wall clock where it was taken, as unix ms of UTC; in the view
	// Recent the wall clock here when it came into the library.
	Taken  []int64
	Months []Month // newest first; every item is in one
	// Stacks are the bursts of a stacked timeline, by the one that stands in it: all
	// that the filter lets through, in the timeline's order.
	Stacks map[int64][]int64
}

// Month is a run of a Timeline.
type Month struct {
	Year  int
	Month time.Month
	Start int // index of its newest item
	Count int
}

// Timeline returns the items a filter lets through. Items of the same wall clock
// stand in an order that depends on them alone, not on when they were applied.
func (x *Index) Timeline(ctx context.Context, f Filter) (*Timeline, error) {
	terms, err := x.terms(ctx, f)
	if err != nil {
		return nil, err
	}
	columns := `i.id, i.taken`
	if f.View == Recent {
		columns = `i.id, i.added`
	}
	q := f.query(columns, terms)
	q.add(f.order())
	rows, err := x.main.read.QueryContext(ctx, q.text(), q.args...)
	if err != nil {
		return nil, x.main.failed("read the timeline", err)
	}
	defer rows.Close()
	t := &Timeline{}
	for rows.Next() {
		var id, taken int64
		if err := rows.Scan(&id, &taken); err != nil {
			return nil, x.main.failed("read the timeline", err)
		}
		if f.View == Recent {
			taken, _ = wall(time.UnixMilli(taken))
		}
		t.IDs = append(t.IDs, id)
		t.Taken = append(t.Taken, taken)
	}
	if err := rows.Err(); err != nil {
		return nil, x.main.failed("read the timeline", err)
	}
	if f.Stacked {
		if err := x.stack(ctx, t); err != nil {
			return nil, x.main.failed("gather the bursts", err)
		}
	}
	t.Months = months(t.Taken)
	return t, nil
}

// stack leaves the best of each burst in a timeline.
func (x *Index) stack(ctx context.Context, t *Timeline) error {
	bursts, err := x.bursts(ctx)
	if err != nil || len(bursts) == 0 {
		return err
	}
	if err := x.bestFirst(ctx, bursts); err != nil {
		return err
	}
	of, best := map[int64]int{}, make([]int64, len(bursts))
	for b, g := range bursts {
		for _, id := range g.IDs {
			of[id] = b
		}
	}
	members := make([][]int64, len(bursts)) // that are in the timeline
	for _, id := range t.IDs {
		if b, ok := of[id]; ok {
			members[b] = append(members[b], id)
		}
	}
	t.Stacks = map[int64][]int64{}
	for b, g := range bursts {
		if len(members[b]) < 2 {
			continue
		}
		in := map[int64]bool{}
		for _, id := range members[b] {
			in[id] = true
		}
		best[b] = g.IDs[slices.IndexFunc(g.IDs, func(id int64) bool { return in[id] })]
		t.Stacks[best[b]] = members[b]
	}
	n := 0
	for i, id := range t.IDs {
		if b, ok := of[id]; ok && best[b] != 0 && best[b] != id {
			continue
		}
		t.IDs[n], t.Taken[n] = id, t.Taken[i]
		n++
	}
	t.IDs, t.Taken = t.IDs[:n], t.Taken[:n]
	return nil
}

// months cuts a newest-first slice of wall clocks into months.
func months(taken []int64) []Month {
	var ms []Month
	for i := 0; i < len(taken); {
		year, month, _ := time.UnixMilli(taken[i]).UTC().Date()
		first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
		start := i
		for i < len(taken) && taken[i] >= first {
			i++
		}
		ms = append(ms, Month{Year: year, Month: month, Start: start, Count: i - start})
	}
	return ms
}

// Spot is where one picture was taken, in degrees.
type Spot struct {
	ID       int64
	Lat, Lon float64
}

// Places returns where the items that a filter lets through were taken, in no
// order; those of which nobody knows are left out.
func (x *Index) Places(ctx context.Context, f Filter) ([]Spot, error) {
	terms, err := x.terms(ctx, f)
	if err != nil {
		return nil, err
	}
	if f.Within == nil {
		f.Within = &Box{South: -90, West: -180, North: 90, East: 180}
	}
	q := f.query(`i.id, i.lat, i.lon`, terms)
	rows, err := x.main.read.QueryContext(ctx, q.text(), q.args...)
	if err != nil {
		return nil, x.main.failed("read the places", err)
	}
	defer rows.Close()
	var spots []Spot
	for rows.Next() {
		var s Spot
		if err := rows.Scan(&s.ID, &s.Lat, &s.Lon); err != nil {
			return nil, x.main.failed("read the places", err)
		}
		spots = append(spots, s)
	}
	return spots, x.main.failed("read the places", rows.Err())
}

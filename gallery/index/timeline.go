package index

import (
	"context"
	"time"
)

// Timeline is the order of the grid: parallel slices, newest first, small enough
// to keep whole (16 bytes an item) and to jump in at will.
type Timeline struct {
	IDs    []int64
	Taken  []int64 // the wall clock where it was taken, as unix ms of UTC
	Months []Month // newest first; every item is in one
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
	q := f.query()
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
		t.IDs = append(t.IDs, id)
		t.Taken = append(t.Taken, taken)
	}
	if err := rows.Err(); err != nil {
		return nil, x.main.failed("read the timeline", err)
	}
	t.Months = months(t.Taken)
	return t, nil
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

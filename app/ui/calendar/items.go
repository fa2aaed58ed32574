package calendar

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"keepsake/app/ui/words"
	"keepsake/gallery/records"
	"keepsake/gallery/records/occur"
)

// Days counts the days of the calendar: the date of t, whatever its zone, as days
// since 1970.
func Days(t time.Time) int {
	y, m, d := t.Date()
	return int(floorDiv(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix(), 86400))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// dayTime is a day's midnight in UTC.
func dayTime(day int) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

// Item is an event on one of the times it takes place.
type Item struct {
	Entry
	Start, End  time.Time // where the window is; of an event that lasts whole days midnight UTC
	First, Last int       // the days it touches
}

func (it Item) key() string {
	return it.Phone + "/" + it.Event.Identity() + "/" + strconv.FormatInt(it.Start.UnixMilli(), 10)
}

// whole reports whether the item takes all of a day.
func (it Item) whole(day int) bool { return it.Event.AllDay || it.First < day && it.Last > day }

// bar reports whether the item is drawn as a bar over its days.
func (it Item) bar() bool { return it.Event.AllDay || it.First != it.Last }

func itemOf(e Entry, start, end int64, zone *time.Location) Item {
	it := Item{Entry: e}
	if e.Event.AllDay {
		zone = time.UTC
	}
	it.Start, it.End = time.UnixMilli(start).In(zone), time.UnixMilli(end).In(zone)
	it.First = Days(it.Start)
	it.Last = max(it.First, Days(it.End.Add(-time.Millisecond)))
	return it
}

// maxItems is how many items are shown at once; a hostile rule takes place every
// second.
const maxItems = 20_000

// between are the items of some days, in order.
func between(entries []Entry, from, to int, zone *time.Location) (items []Item, cut bool) {
	events := make([]records.Event, len(entries))
	for i, e := range entries {
		events[i] = e.Event
		events[i].ID = strconv.Itoa(i) // to find the entry again; it means nothing to occur
	}
	// A day more at both ends: dates are local, moments are not.
	const day = 24 * time.Hour
	lo, hi := dayTime(from).Add(-day).UnixMilli(), dayTime(to).Add(day).UnixMilli()
	for _, o := range occur.Between(events, lo, hi) {
		i, err := strconv.Atoi(o.Event.ID)
		if err != nil {
			continue
		}
		it := itemOf(entries[i], o.Start, o.End, zone)
		if it.Last < from || it.First >= to {
			continue
		}
		if len(items) == maxItems {
			return items, true
		}
		items = append(items, it)
	}
	sortItems(items)
	return items, false
}

// once are events as a search lists them: each at its first time, the latest first.
func once(entries []Entry, zone *time.Location) []Item {
	items := make([]Item, 0, len(entries))
	for _, e := range entries {
		items = append(items, itemOf(e, e.Event.Start, e.Event.Start+occur.Length(e.Event), zone))
	}
	sortItems(items)
	slices.Reverse(items)
	return items
}

func sortItems(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.First, b.First), compareBool(b.Event.AllDay, a.Event.AllDay), a.Start.Compare(b.Start), cmp.Compare(a.Event.Title, b.Event.Title))
	})
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// listRows puts a heading before each day's items. What began before the list does
// lies under its first day.
func listRows(items []Item, from int) []Row {
	var rows []Row
	last := -1 << 60
	for i, it := range items {
		day := max(it.First, from)
		if day != last {
			rows, last = append(rows, Row{words.LongDate(dayTime(day)), day, -1}), day
		}
		rows = append(rows, Row{Day: day, Item: i})
	}
	return rows
}

// foundRows puts a heading before each year's items.
func foundRows(items []Item) []Row {
	var rows []Row
	last := ""
	for i, it := range items {
		if y := strconv.Itoa(it.Start.Year()); y != last {
			rows, last = append(rows, Row{y, it.First, -1}), y
		}
		rows = append(rows, Row{Day: it.First, Item: i})
	}
	return rows
}

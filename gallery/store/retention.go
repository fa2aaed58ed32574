package store

import "time"

// Retention says which earlier states are kept. Beyond all its spans only the
// newest one is, which nothing ever removes.
type Retention struct {
	Days   int // every state of so many days
	Months int // the last one of each of so many months
	Years  int // the last one of each of so many years; Forever: of every year
}

// Forever as Retention.Years keeps one state of every year.
const Forever = -1

// Keeps says which of some states are kept at now, by the times at which they were
// taken, newest first. Days and months are those of now's location. What seems to
// be taken later than now was stamped by another clock: it is kept.
func (r Retention) Keeps(now time.Time, taken []time.Time) []bool {
	keep := make([]bool, len(taken))
	y, m, d := now.Date()
	days := time.Date(y, m, d-r.Days, 0, 0, 0, 0, now.Location())
	months := time.Date(y, m-time.Month(r.Months), 1, 0, 0, 0, 0, now.Location())
	years := time.Date(y-r.Years, 1, 1, 0, 0, 0, 0, now.Location())
	var month, year string // of the state before, which is a later one
	for i, t := range taken {
		t = t.In(now.Location())
		ym, yy := t.Format("2006-01"), t.Format("2006")
		keep[i] = i == 0 || t.After(now) ||
			r.Days > 0 && !t.Before(days) ||
			r.Months > 0 && ym != month && !t.Before(months) ||
			yy != year && (r.Years == Forever || r.Years > 0 && !t.Before(years))
		month, year = ym, yy
	}
	return keep
}

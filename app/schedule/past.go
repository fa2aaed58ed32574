package schedule

import "time"

// Outcome is how a run ended, as far as the next one is concerned.
type Outcome int

// The outcomes.
const (
	Complete Outcome = iota // it reached its end, whatever it had to leave out
	Broken                  // it did not
	Declined                // the owner stopped it: that one is not tried again
)

// Run is an earlier backup of the phone.
type Run struct {
	Ended    time.Time
	Outcome  Outcome
	Verified bool // all that it kept is proven
}

// Past is what earlier runs mean for the next.
type Past struct {
	Last     time.Time // when the newest ended that needs no repeating; zero: none did
	Verified time.Time // when the newest ended of which all is proven; zero: none
	Failed   time.Time // when the newest one broke, when that is the newest of all
	Failures int       // how many broke one after another
}

// slack is how far a stamp may lie ahead and still be believed. A clock is set
// back by some hours every so often: by a time server, by another system on the
// same computer that takes the clock for local time. What lies further ahead was
// stamped by a clock that was wrong.
const slack = 24 * time.Hour

// Look sums up earlier runs, in any order, as they look at now.
func Look(now time.Time, runs []Run) Past {
	now = now.Round(0)
	var p Past
	believe := func(t time.Time) (time.Time, bool) {
		t = t.Round(0) // the wall's clock: the other one stands still while a computer sleeps
		switch {
		case t.After(now.Add(slack)):
			return time.Time{}, false
		case t.After(now):
			return now, true
		}
		return t, true
	}
	for _, r := range runs {
		t, ok := believe(r.Ended)
		if !ok || r.Outcome == Broken {
			continue
		}
		if t.After(p.Last) {
			p.Last = t
		}
		if r.Outcome == Complete && r.Verified && t.After(p.Verified) {
			p.Verified = t
		}
	}
	for _, r := range runs {
		t, ok := believe(r.Ended)
		if !ok || r.Outcome != Broken || !t.After(p.Last) {
			continue
		}
		p.Failures++
		if t.After(p.Failed) {
			p.Failed = t
		}
	}
	return p
}

// rests are the pauses after one, two … failures in a row; the last for all more.
var rests = [...]time.Duration{15 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour}

// again is when the next try may be made; zero when nothing failed.
func (p Past) again() time.Time {
	if p.Failures == 0 {
		return time.Time{}
	}
	return p.Failed.Add(rests[min(p.Failures, len(rests))-1])
}

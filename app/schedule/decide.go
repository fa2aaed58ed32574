package schedule

import "time"

// Phone is what is known of a phone at a moment.
type Phone struct {
	Here     bool // connected and ready to be read
	Locked   bool // its storage is closed until its owner unlocks it once
	Running  bool // a backup of it is under way, whoever began it
	Level    int  // of its battery, percent; negative while unknown
	Charging bool
}

// powered reports whether the battery is as the rule wants it. A level that is
// not known is no reason to wait.
func (p Phone) powered(w Power) bool {
	switch w {
	case Enough:
		return p.Charging || p.Level < 0 || p.Level >= EnoughLevel
	case OnCharger:
		return p.Charging
	}
	return true
}

// Why is what a backup waits for.
type Why string

// The reasons.
const (
	Now       Why = ""          // for nothing
	Never     Why = "off"       // there is no rhythm
	Busy      Why = "running"   // a backup is under way
	Paused    Why = "paused"    // the owner wants none for a while
	NotYet    Why = "not yet"   // its hour has not come
	Failing   Why = "failing"   // the last one broke; a pause before the next
	Away      Why = "away"      // it is not connected
	Locked    Why = "locked"    // it must be unlocked once
	Quiet     Why = "quiet"     // these are quiet hours
	Uncharged Why = "uncharged" // its battery is not as the rule wants it
)

// Decision is whether to begin now, and if not, why and until when.
type Decision struct {
	Run bool
	Why Why
	// Until is when the reason passes by itself, at the latest; zero when that takes
	// something other than time. What follows may be another reason.
	Until time.Time
}

// Longest is the longest that Decide says to wait for: whatever clocks did.
const Longest = far * 24 * time.Hour

// pauseMost is the longest pause; one that seems longer was begun under another clock.
const pauseMost = 48 * time.Hour

// Decide says whether a backup begins at now. Pause is until when the owner wants
// none, or zero. Now's location is the computer's.
func (r Rule) Decide(now time.Time, ph Phone, past Past, pause time.Time) Decision {
	now = now.Round(0)
	if !r.On() {
		return Decision{Why: Never}
	}
	if ph.Running {
		return Decision{Why: Busy}
	}
	if InPause(now, pause) {
		return Decision{Why: Paused, Until: pause.In(now.Location())}
	}
	if due := r.due(now, past); due.After(now) {
		return Decision{Why: NotYet, Until: r.Quiet.after(due)}
	}
	if again := past.again(); again.After(now) {
		return Decision{Why: Failing, Until: r.Quiet.after(again.In(now.Location()))}
	}
	switch {
	case !ph.Here:
		return Decision{Why: Away}
	case ph.Locked:
		return Decision{Why: Locked}
	case r.Quiet.Holds(now):
		return Decision{Why: Quiet, Until: r.Quiet.after(now)}
	case !ph.powered(r.Power):
		return Decision{Why: Uncharged}
	}
	return Decision{Run: true}
}

// due is from when on a backup is wanted: after now when the last one is fresh.
// One that was missed is wanted at once.
func (r Rule) due(now time.Time, past Past) time.Time {
	if r.Every == Connected {
		return past.Last.Add(Rest).In(now.Location())
	}
	since := r.Since
	if since.After(now) { // chosen under a clock that was ahead
		since = time.Time{}
	}
	hour := r.latest(now)
	if past.Last.Before(hour) && !hour.Before(since) {
		return hour
	}
	return r.next(now)
}

// InPause reports whether a pause that ends at until holds at now.
func InPause(now, until time.Time) bool {
	return now.Before(until) && until.Sub(now) <= pauseMost
}

// Tomorrow is the end of a pause that begins now: the next morning, and at least
// some hours ahead.
func Tomorrow(now time.Time) time.Time {
	const morning, least = Minutes(6 * 60), 6 * time.Hour
	for d := range 3 {
		if t := morning.on(now, d); t.Sub(now) >= least {
			return t
		}
	}
	return now.Add(24 * time.Hour)
}

// The longest that a phone may go without a verified backup.
const (
	lateDaily  = 7 * 24 * time.Hour
	lateWeekly = 14 * 24 * time.Hour
)

// Overdue reports whether the owner should hear that a phone has had no verified
// backup for long: since when, which is when the rule was made where there never
// was one. Without a rhythm nothing is overdue.
func (r Rule) Overdue(now time.Time, past Past) (since time.Time, late bool) {
	since = past.Verified
	if since.IsZero() {
		since = r.Since
	}
	most := lateDaily
	if r.Every == Weekly {
		most = lateWeekly
	}
	return since, r.On() && !since.IsZero() && now.Round(0).Sub(since) >= most
}

package schedule_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"keepsake/app/schedule"
)

// life is a computer, a phone and a rule, through weeks of whatever happens.
type life struct {
	*rand.Rand
	t     *testing.T
	rule  schedule.Rule
	wall  time.Time
	zones []*time.Location
	phone schedule.Phone
	pause time.Time
	runs  []schedule.Run
	last  time.Time // when the newest that counts ended; zero once the clock went back
}

func newLife(t *testing.T, seed uint64) *life {
	l := &life{Rand: rand.New(rand.NewPCG(seed, 8)), t: t, phone: schedule.Phone{Here: true, Level: 80}}
	for _, z := range []string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Pacific/Apia"} {
		l.zones = append(l.zones, zone(t, z))
	}
	l.rule = schedule.Rule{
		Every: []schedule.Every{schedule.Connected, schedule.Daily, schedule.Weekly}[l.IntN(3)],
		// Not where clocks are changed: there the check below would have to know more.
		At:    schedule.Minutes(4*60 + 30*l.IntN(39)),
		Day:   time.Weekday(l.IntN(7)),
		Power: []schedule.Power{schedule.AnyPower, schedule.Enough, schedule.OnCharger}[l.IntN(3)],
	}
	if l.IntN(2) == 0 {
		l.rule.Quiet = schedule.Span{From: schedule.Minutes(30 * l.IntN(48)), To: schedule.Minutes(30 * l.IntN(48))}
	}
	l.wall = time.Date(2026, time.Month(1+l.IntN(12)), 1+l.IntN(28), l.IntN(24), l.IntN(60), 0, 0, l.zones[l.IntN(len(l.zones))])
	return l
}

// happen lets something happen to the clock or the phone.
func (l *life) happen() {
	forward := time.Duration(1+l.IntN(20)) * time.Minute
	switch l.IntN(40) {
	case 0: // asleep
		forward = time.Duration(l.IntN(5*24*60)) * time.Minute
	case 1: // the clock is put right, or wrong
		forward = time.Duration(l.IntN(2*48*60)-48*60) * time.Minute
	case 2: // by much
		forward = time.Duration(l.IntN(3*365)-365) * 24 * time.Hour
	case 3:
		l.wall = l.wall.In(l.zones[l.IntN(len(l.zones))])
	case 4:
		l.phone.Here = !l.phone.Here
	case 5:
		l.phone.Locked = l.IntN(4) == 0
	case 6:
		l.phone.Level, l.phone.Charging = l.IntN(102)-1, l.IntN(2) == 0
	case 7:
		l.pause = schedule.Tomorrow(l.wall)
	}
	l.wall = l.wall.Add(forward)
	if l.wall.Before(l.last) {
		l.last = time.Time{}
	}
}

// step asks for a decision, checks it and obeys. It reports whether it ran.
func (l *life) step(outcome schedule.Outcome) bool {
	l.t.Helper()
	d := l.rule.Decide(l.wall, l.phone, schedule.Look(l.wall, l.runs), l.pause)
	if !d.Until.IsZero() && (!d.Until.After(l.wall) || d.Until.Sub(l.wall) > schedule.Longest) {
		l.t.Fatalf("%+v at %v: waits until %v", l.rule, l.wall, d.Until)
	}
	if !d.Run {
		if d.Why == schedule.Now {
			l.t.Fatalf("%+v waits for nothing", l.rule)
		}
		return false
	}
	p := l.phone
	low := l.rule.Power == schedule.Enough && !p.Charging && p.Level >= 0 && p.Level < 30 || l.rule.Power == schedule.OnCharger && !p.Charging
	if !p.Here || p.Locked || p.Running || low || l.quiet() || l.wall.Before(l.pause) && l.pause.Sub(l.wall) < 24*time.Hour {
		l.t.Fatalf("%+v ran at %v with %+v, paused until %v", l.rule, l.wall, p, l.pause)
	}
	if !l.last.IsZero() && !l.wanted() {
		l.t.Fatalf("%+v ran at %v, and the one before ended %v", l.rule, l.wall, l.last)
	}
	l.wall = l.wall.Add(time.Duration(1+l.IntN(5)) * time.Minute)
	l.runs = append(l.runs, schedule.Run{Ended: l.wall, Outcome: outcome, Verified: l.IntN(2) == 0})
	if outcome != schedule.Broken {
		l.last = l.wall
	}
	return true
}

// quiet looks at the clock's hands.
func (l *life) quiet() bool {
	q, m := l.rule.Quiet, l.wall.Hour()*60+l.wall.Minute()
	for at := int(q.From); at != int(q.To); at = (at + 1) % (24 * 60) {
		if at == m {
			return true
		}
	}
	return false
}

// wanted goes through every minute since the last run.
func (l *life) wanted() bool {
	if l.rule.Every == schedule.Connected {
		return l.wall.Sub(l.last) >= schedule.Rest
	}
	if l.wall.Sub(l.last) > 9*24*time.Hour {
		return true
	}
	for m := l.wall; m.After(l.last); m = m.Add(-time.Minute) {
		if m.Hour()*60+m.Minute() == int(l.rule.At) && (l.rule.Every == schedule.Daily || m.Weekday() == l.rule.Day) {
			return true
		}
	}
	return false
}

// TestWhateverClocksDo: through sleep, clocks that are set, zones, pauses and
// failures no backup begins when it must not, none too soon after another, and no
// wait is longer than weeks; and when the storm is over, all is as its owner chose.
func TestWhateverClocksDo(t *testing.T) {
	ran := map[schedule.Every]int{}
	for seed := range uint64(120) {
		l := newLife(t, seed)
		for range 400 {
			l.happen()
			outcome := schedule.Complete
			switch l.IntN(6) {
			case 0:
				outcome = schedule.Broken
			case 1:
				outcome = schedule.Declined
			}
			if l.step(outcome) {
				ran[l.rule.Every]++
			}
		}
		l.phone = schedule.Phone{Here: true, Level: 90, Charging: true}
		l.pause = time.Time{}
		// After a day the stamps that lie a little ahead are behind.
		settled, runs := l.wall.Add(26*time.Hour), 0
		const days = 15
		end := settled.Add(days * 24 * time.Hour)
		ahead := 0 // a stamp of a clock that was wrong may cost a day when that day comes
		for _, r := range l.runs {
			if r.Ended.After(settled) && r.Ended.Before(end.Add(24*time.Hour)) {
				ahead++
			}
		}
		for l.wall.Before(end) {
			l.wall = l.wall.Add(15 * time.Minute)
			if l.step(schedule.Complete) && l.wall.After(settled) {
				runs++
			}
		}
		// One less than the hours there were: the last may fall into quiet ones.
		least := map[schedule.Every]int{schedule.Connected: days - 1, schedule.Daily: days - 1, schedule.Weekly: days/7 - 1}[l.rule.Every] - ahead
		if runs < least {
			t.Errorf("seed %d: %+v ran %d times in %d quiet days", seed, l.rule, runs, days)
		}
	}
	for _, e := range []schedule.Every{schedule.Connected, schedule.Daily, schedule.Weekly} {
		if ran[e] < 200 {
			t.Errorf("only %d backups of %q: this test tests little", ran[e], e)
		}
	}
}

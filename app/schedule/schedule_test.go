package schedule_test

import (
	"testing"
	"time"
	_ "time/tzdata" // a test's zones are there on every computer

	"keepsake/app/schedule"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// at is a moment of November 2026, in which Sunday is the 22nd, in Berlin.
func at(t testing.TB, day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, zone(t, "Europe/Berlin"))
}

func TestDecide(t *testing.T) {
	day := func(d, h, m int) time.Time { return at(t, d, h, m) }
	done := func(d, h, m int) []schedule.Run { return []schedule.Run{{Ended: day(d, h, m), Verified: true}} }
	broke := func(past []schedule.Run, when ...time.Time) []schedule.Run {
		for _, w := range when {
			past = append(past, schedule.Run{Ended: w, Outcome: schedule.Broken})
		}
		return past
	}
	here := schedule.Phone{Here: true, Level: 80}
	daily := schedule.Rule{Every: schedule.Daily, At: 21 * 60}
	weekly := schedule.Rule{Every: schedule.Weekly, At: 21 * 60, Day: time.Sunday}
	connected := schedule.Rule{Every: schedule.Connected}
	night := schedule.Span{From: 22 * 60, To: 7 * 60}
	with := func(r schedule.Rule, change func(*schedule.Rule)) schedule.Rule { change(&r); return r }
	quiet := func(r *schedule.Rule) { r.Quiet = night }
	tests := []struct {
		name  string
		rule  schedule.Rule
		now   time.Time
		phone schedule.Phone
		past  []schedule.Run
		pause time.Time
		want  schedule.Decision
	}{
		{"nothing chosen", schedule.Rule{}, day(22, 12, 0), here, nil, time.Time{}, schedule.Decision{Why: schedule.Never}},
		{"connected, for the first time", connected, day(22, 12, 0), here, nil, time.Time{}, schedule.Decision{Run: true}},
		{"connected again soon after", connected, day(22, 12, 0), here, done(22, 11, 0), time.Time{}, schedule.Decision{Why: schedule.NotYet, Until: day(22, 17, 0)}},
		{"connected again later", connected, day(22, 17, 0), here, done(22, 11, 0), time.Time{}, schedule.Decision{Run: true}},
		{"not connected", connected, day(22, 17, 0), schedule.Phone{Level: -1}, done(22, 11, 0), time.Time{}, schedule.Decision{Why: schedule.Away}},
		{"locked", connected, day(22, 17, 0), schedule.Phone{Here: true, Locked: true}, nil, time.Time{}, schedule.Decision{Why: schedule.Locked}},
		{"under way", connected, day(22, 17, 0), schedule.Phone{Here: true, Running: true}, nil, time.Time{}, schedule.Decision{Why: schedule.Busy}},
		{"before its hour", daily, day(22, 20, 59), here, done(21, 21, 5), time.Time{}, schedule.Decision{Why: schedule.NotYet, Until: day(22, 21, 0)}},
		{"at its hour", daily, day(22, 21, 0), here, done(21, 21, 5), time.Time{}, schedule.Decision{Run: true}},
		{"after it, done", daily, day(22, 22, 0), here, done(22, 21, 5), time.Time{}, schedule.Decision{Why: schedule.NotYet, Until: day(23, 21, 0)}},
		{"the hour was missed", daily, day(23, 8, 0), here, done(21, 21, 5), time.Time{}, schedule.Decision{Run: true}},
		{"missed, but chosen since", with(daily, func(r *schedule.Rule) { r.Since = day(23, 7, 0) }), day(23, 8, 0), here, done(21, 21, 5), time.Time{},
			schedule.Decision{Why: schedule.NotYet, Until: day(23, 21, 0)}},
		{"chosen under a clock ahead", with(daily, func(r *schedule.Rule) { r.Since = day(29, 7, 0) }), day(23, 8, 0), here, done(21, 21, 5), time.Time{}, schedule.Decision{Run: true}},
		{"the week is not over", weekly, day(21, 22, 0), here, done(15, 21, 2), time.Time{}, schedule.Decision{Why: schedule.NotYet, Until: day(22, 21, 0)}},
		{"the week is over", weekly, day(22, 21, 0), here, done(15, 21, 2), time.Time{}, schedule.Decision{Run: true}},
		{"missed for weeks", weekly, day(26, 12, 0), here, done(1, 21, 2), time.Time{}, schedule.Decision{Run: true}},
		{"quiet hours", with(connected, quiet), day(22, 23, 30), here, nil, time.Time{}, schedule.Decision{Why: schedule.Quiet, Until: day(23, 7, 0)}},
		{"quiet after midnight", with(connected, quiet), day(23, 6, 59), here, nil, time.Time{}, schedule.Decision{Why: schedule.Quiet, Until: day(23, 7, 0)}},
		{"quiet is over", with(connected, quiet), day(23, 7, 0), here, nil, time.Time{}, schedule.Decision{Run: true}},
		{"its hour is quiet", with(daily, func(r *schedule.Rule) { r.At = 23 * 60; r.Quiet = night }), day(22, 12, 0), here, done(22, 8, 0), time.Time{},
			schedule.Decision{Why: schedule.NotYet, Until: day(23, 7, 0)}},
		{"not on the charger", with(connected, func(r *schedule.Rule) { r.Power = schedule.OnCharger }), day(22, 12, 0), here, nil, time.Time{}, schedule.Decision{Why: schedule.Uncharged}},
		{"on the charger", with(connected, func(r *schedule.Rule) { r.Power = schedule.OnCharger }), day(22, 12, 0), schedule.Phone{Here: true, Level: 5, Charging: true}, nil, time.Time{}, schedule.Decision{Run: true}},
		{"nearly empty", with(connected, func(r *schedule.Rule) { r.Power = schedule.Enough }), day(22, 12, 0), schedule.Phone{Here: true, Level: 29}, nil, time.Time{}, schedule.Decision{Why: schedule.Uncharged}},
		{"full enough", with(connected, func(r *schedule.Rule) { r.Power = schedule.Enough }), day(22, 12, 0), schedule.Phone{Here: true, Level: 30}, nil, time.Time{}, schedule.Decision{Run: true}},
		{"nobody knows how full", with(connected, func(r *schedule.Rule) { r.Power = schedule.Enough }), day(22, 12, 0), schedule.Phone{Here: true, Level: -1}, nil, time.Time{}, schedule.Decision{Run: true}},
		{"paused", connected, day(22, 12, 0), here, nil, day(23, 6, 0), schedule.Decision{Why: schedule.Paused, Until: day(23, 6, 0)}},
		{"the pause is over", connected, day(23, 6, 0), here, nil, day(23, 6, 0), schedule.Decision{Run: true}},
		{"a pause of another year", connected, day(22, 12, 0), here, nil, day(22, 12, 0).AddDate(4, 0, 0), schedule.Decision{Run: true}},
		{"it broke once", connected, day(22, 12, 0), here, broke(done(21, 9, 0), day(22, 11, 50)), time.Time{}, schedule.Decision{Why: schedule.Failing, Until: day(22, 12, 5)}},
		{"it broke thrice", connected, day(22, 12, 0), here, broke(done(21, 9, 0), day(22, 9, 0), day(22, 10, 0), day(22, 11, 50)), time.Time{},
			schedule.Decision{Why: schedule.Failing, Until: day(22, 15, 50)}},
		{"it broke, and the pause is over", connected, day(22, 12, 5), here, broke(done(21, 9, 0), day(22, 11, 50)), time.Time{}, schedule.Decision{Run: true}},
		{"it broke before it worked", connected, day(22, 17, 0), here, broke(done(22, 11, 0), day(22, 10, 50)), time.Time{}, schedule.Decision{Run: true}},
		{"its owner stopped it", daily, day(22, 21, 10), here, append(done(21, 21, 0), schedule.Run{Ended: day(22, 21, 5), Outcome: schedule.Declined}), time.Time{},
			schedule.Decision{Why: schedule.NotYet, Until: day(23, 21, 0)}},
		{"the last one is of a clock hours ahead", connected, day(22, 12, 0), here, done(22, 15, 0), time.Time{}, schedule.Decision{Why: schedule.NotYet, Until: day(22, 18, 0)}},
		{"the last one is of a clock days ahead", connected, day(22, 12, 0), here, done(25, 12, 0), time.Time{}, schedule.Decision{Run: true}},
	}
	for _, tt := range tests {
		got := tt.rule.Decide(tt.now, tt.phone, schedule.Look(tt.now, tt.past), tt.pause)
		if got.Run != tt.want.Run || got.Why != tt.want.Why || !got.Until.Equal(tt.want.Until) {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// TestAnHourThatAClockSkips: in Berlin, 02:30 did not exist on 29 March 2026, and
// was there twice on 25 October.
func TestAnHourThatAClockSkips(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	rule := schedule.Rule{Every: schedule.Daily, At: 2*60 + 30}
	for _, day := range []time.Time{time.Date(2026, 3, 29, 0, 0, 0, 0, berlin), time.Date(2026, 10, 25, 0, 0, 0, 0, berlin)} {
		runs, past := 0, []schedule.Run{{Ended: day.Add(-time.Hour)}}
		for now := day; now.Before(day.Add(20 * time.Hour)); now = now.Add(time.Minute) {
			if rule.Decide(now, schedule.Phone{Here: true}, schedule.Look(now, past), time.Time{}).Run {
				runs++
				past = append(past, schedule.Run{Ended: now})
			}
		}
		if runs != 1 {
			t.Errorf("%s: %d backups", day.Format(time.DateOnly), runs)
		}
	}
}

// TestAnotherZone: the hour is that of the wall wherever the computer is.
func TestAnotherZone(t *testing.T) {
	rule := schedule.Rule{Every: schedule.Daily, At: 21 * 60}
	past := []schedule.Run{{Ended: at(t, 22, 21, 5)}}
	now := at(t, 22, 23, 0)
	for name, want := range map[string]time.Time{
		"Europe/Berlin":    at(t, 23, 21, 0),
		"America/New_York": time.Date(2026, 11, 22, 21, 0, 0, 0, zone(t, "America/New_York")),
		"Asia/Shanghai":    time.Date(2026, 11, 23, 21, 0, 0, 0, zone(t, "Asia/Shanghai")),
	} {
		there := now.In(zone(t, name))
		got := rule.Decide(there, schedule.Phone{Here: true}, schedule.Look(there, past), time.Time{})
		if got.Run || !got.Until.Equal(want) {
			t.Errorf("%s: %+v, want %v", name, got, want)
		}
	}
}

func TestOverdue(t *testing.T) {
	now := at(t, 22, 12, 0)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	tests := []struct {
		name string
		rule schedule.Rule
		runs []schedule.Run
		late bool
		days int
	}{
		{"no rhythm", schedule.Rule{}, []schedule.Run{{Ended: ago(40), Verified: true}}, false, 40},
		{"fresh", schedule.Rule{Every: schedule.Daily}, []schedule.Run{{Ended: ago(6), Verified: true}}, false, 6},
		{"a week", schedule.Rule{Every: schedule.Connected}, []schedule.Run{{Ended: ago(7), Verified: true}}, true, 7},
		{"a week of a weekly one", schedule.Rule{Every: schedule.Weekly}, []schedule.Run{{Ended: ago(13), Verified: true}}, false, 13},
		{"weeks", schedule.Rule{Every: schedule.Weekly}, []schedule.Run{{Ended: ago(16), Verified: true}, {Ended: ago(30), Verified: true}}, true, 16},
		{"copied, but never proven", schedule.Rule{Every: schedule.Daily}, []schedule.Run{{Ended: ago(1)}, {Ended: ago(9), Verified: true}}, true, 9},
		{"stopped each time", schedule.Rule{Every: schedule.Daily}, []schedule.Run{{Ended: ago(1), Outcome: schedule.Declined, Verified: true}, {Ended: ago(9), Verified: true}}, true, 9},
		{"never", schedule.Rule{Every: schedule.Daily, Since: ago(8)}, nil, true, 8},
		{"just chosen", schedule.Rule{Every: schedule.Daily, Since: ago(0)}, nil, false, 0},
		{"stamped by a wrong clock", schedule.Rule{Every: schedule.Daily, Since: ago(8)}, []schedule.Run{{Ended: ago(-400), Verified: true}}, true, 8},
	}
	for _, tt := range tests {
		since, late := tt.rule.Overdue(now, schedule.Look(now, tt.runs))
		if late != tt.late || !since.Equal(ago(tt.days)) && tt.days > 0 {
			t.Errorf("%s: since %v, late %t", tt.name, since, late)
		}
	}
}

func TestTomorrow(t *testing.T) {
	for _, tt := range []struct{ now, want time.Time }{
		{at(t, 22, 12, 0), at(t, 23, 6, 0)},
		{at(t, 22, 23, 0), at(t, 23, 6, 0)},
		{at(t, 23, 3, 0), at(t, 24, 6, 0)},
	} {
		got := schedule.Tomorrow(tt.now)
		if !got.Equal(tt.want) || !schedule.InPause(tt.now, got) || schedule.InPause(got, got) {
			t.Errorf("a pause from %v ends %v", tt.now, got)
		}
	}
}

func TestSoundAndBegun(t *testing.T) {
	wild := schedule.Rule{Every: "hourly", At: -30, Day: -1, Power: "solar", Quiet: schedule.Span{From: 5000, To: 24 * 60}}
	if got := wild.Sound(); got.On() || got.At != 23*60+30 || got.Day != time.Saturday || got.Power != schedule.AnyPower || got.Quiet.From != 680 || got.Quiet.To != 0 {
		t.Errorf("%+v", got)
	}
	now := at(t, 22, 12, 0)
	old := schedule.Usual(schedule.Daily)
	old.Since = now.AddDate(0, 0, -3)
	same, other := old, old
	same.Power, other.At = schedule.OnCharger, 8*60
	if got := same.Begun(old, now).Since; !got.Equal(old.Since) {
		t.Errorf("another condition began anew: %v", got)
	}
	if got := other.Begun(old, now).Since; !got.Equal(now) {
		t.Errorf("another hour did not: %v", got)
	}
}

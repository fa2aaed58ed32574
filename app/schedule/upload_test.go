package schedule_test

import (
	"testing"
	"time"

	"keepsake/app/schedule"
)

func TestUploadDecides(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	for name, c := range map[string]struct {
		u    schedule.Upload
		want schedule.Why
		run  bool
	}{
		"never wanted":                    {schedule.Upload{Brought: ago(time.Hour)}, schedule.Nothing, false},
		"after a backup":                  {schedule.Upload{After: true, Brought: ago(time.Minute), Began: ago(time.Hour)}, schedule.Now, true},
		"nothing new since":               {schedule.Upload{After: true, Brought: ago(time.Hour), Began: ago(time.Minute)}, schedule.Nothing, false},
		"cut short, goes on":              {schedule.Upload{Waiting: 3}, schedule.Now, true},
		"ended by its owner":              {schedule.Upload{Waiting: 3, Stopped: ago(time.Hour)}, schedule.Stopped, false},
		"ended, and a backup since":       {schedule.Upload{After: true, Waiting: 3, Stopped: ago(time.Hour), Brought: ago(time.Minute)}, schedule.Now, true},
		"one under way":                   {schedule.Upload{Waiting: 3, Running: true}, schedule.Busy, false},
		"a backup under way":              {schedule.Upload{Waiting: 3, Backup: true}, schedule.Busy, false},
		"the day's allowance":             {schedule.Upload{Waiting: 3, Wait: now.Add(20 * time.Hour)}, schedule.Allowance, false},
		"the next day":                    {schedule.Upload{Waiting: 3, Wait: ago(time.Minute)}, schedule.Now, true},
		"a wait under another clock":      {schedule.Upload{Waiting: 3, Wait: now.AddDate(3, 0, 0)}, schedule.Now, true},
		"broke just now":                  {schedule.Upload{Waiting: 3, Failures: 1, Failed: ago(time.Minute)}, schedule.Failing, false},
		"broke a while ago":               {schedule.Upload{Waiting: 3, Failures: 1, Failed: ago(time.Hour)}, schedule.Now, true},
		"broke often":                     {schedule.Upload{Waiting: 3, Failures: 9, Failed: ago(5 * time.Hour)}, schedule.Failing, false},
		"on battery":                      {schedule.Upload{Waiting: 3, Battery: true}, schedule.OnBattery, false},
		"in a network with an allowance":  {schedule.Upload{Waiting: 3, Metered: true}, schedule.Metered, false},
		"nothing to do, and no questions": {schedule.Upload{Battery: true}, schedule.Nothing, false},
	} {
		if d := c.u.Decide(now); d.Run != c.run || d.Why != c.want {
			t.Errorf("%s: %+v, want run %v, %q", name, d, c.run, c.want)
		}
	}
}

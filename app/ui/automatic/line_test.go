package automatic_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/schedule"
	"keepsake/app/ui/automatic"
	"keepsake/app/ui/look"
	"keepsake/app/ui/uitest"
)

func TestLine(t *testing.T) {
	in := func(h float64) time.Time { return uitest.Now.Add(time.Duration(h * float64(time.Hour))) } // from Sunday, 22 November 2026, 19:30
	daily, charging, connected := schedule.Usual(schedule.Daily), schedule.Usual(schedule.Daily), schedule.Usual(schedule.Connected)
	charging.Power = schedule.OnCharger
	wait := func(w schedule.Why, h float64) schedule.Decision {
		d := schedule.Decision{Why: w}
		if h != 0 {
			d.Until = in(h)
		}
		return d
	}
	tests := []struct {
		name string
		p    automatic.Phone
		want string
		tone fyne.ThemeColorName
	}{
		{"off", automatic.Phone{}, "", ""},
		{"tonight", automatic.Phone{Rule: daily, Decision: wait(schedule.NotYet, 1.5)}, "Next: tonight at 21:00.", ""},
		{"tonight, charging", automatic.Phone{Rule: charging, Decision: wait(schedule.NotYet, 1.5)}, "Next: tonight at 21:00, when it charges.", ""},
		{"tomorrow", automatic.Phone{Rule: daily, Decision: wait(schedule.NotYet, 12.5)}, "Next: tomorrow at 08:00.", ""},
		{"next Sunday", automatic.Phone{Rule: daily, Decision: wait(schedule.NotYet, 7*24)}, "Next: on Sunday at 19:30.", ""},
		{"far", automatic.Phone{Rule: daily, Decision: wait(schedule.NotYet, 10*24)}, "Next: on 2 December 2026.", ""},
		{"connected", automatic.Phone{Rule: connected, Decision: wait(schedule.NotYet, 5)}, "Next: when it is connected, tomorrow at 00:30 or later.", ""},
		{"at once", automatic.Phone{Rule: daily, Decision: schedule.Decision{Run: true}}, "An automatic backup begins in a moment.", ""},
		{"paused", automatic.Phone{Rule: daily, Decision: wait(schedule.Paused, 10.5)}, "Automatic backups are paused until tomorrow at 06:00.", ""},
		{"failing", automatic.Phone{Rule: daily, Decision: wait(schedule.Failing, 0.25)}, "The last backup broke off. Keepsake tries again tonight at 19:45.", ""},
		{"away", automatic.Phone{Rule: daily, Decision: wait(schedule.Away, 0)}, "Backed up by itself as soon as it is connected.", ""},
		{"locked", automatic.Phone{Rule: daily, Decision: wait(schedule.Locked, 0)}, "Backed up by itself as soon as it is unlocked.", ""},
		{"quiet", automatic.Phone{Rule: daily, Decision: wait(schedule.Quiet, 11.5)}, "Quiet hours: backed up by itself tomorrow at 07:00.", ""},
		{"needs the charger", automatic.Phone{Rule: charging, Decision: wait(schedule.Uncharged, 0)}, "Backed up by itself as soon as it charges.", ""},
		{"nearly empty", automatic.Phone{Rule: daily, Decision: wait(schedule.Uncharged, 0)}, "Backed up by itself as soon as it charges, or its battery is at 30 %.", ""},
		{"under way", automatic.Phone{Rule: daily, Decision: wait(schedule.Busy, 0), Late: true}, "", ""},
		{"another library", automatic.Phone{Rule: daily, Held: true}, "Backed up by itself again when your own library is open.", ""},
		{"overdue", automatic.Phone{Rule: daily, Decision: wait(schedule.Away, 0), Late: true, Since: in(-16 * 24)},
			"Last verified backup 16 days ago. Backed up by itself as soon as it is connected.", look.NeedsYou},
		{"never", automatic.Phone{Rule: daily, Decision: wait(schedule.Away, 0), Late: true}, "No verified backup yet. Backed up by itself as soon as it is connected.", look.NeedsYou},
	}
	for _, tt := range tests {
		if got, tone := automatic.Line(tt.p, uitest.Now); got != tt.want || tone != tt.tone {
			t.Errorf("%s: %q in %q", tt.name, got, tone)
		}
	}
	p := automatic.Phone{Name: "Mum's phone", Since: in(-16 * 24), Late: true}
	if got := automatic.Overdue(p, uitest.Now); got.Title != "Mum's phone needs a backup" || got.Text != "Last verified backup 16 days ago. Connect it, and Keepsake does the rest." {
		t.Errorf("%+v", got)
	}
}

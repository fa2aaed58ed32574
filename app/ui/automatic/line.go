package automatic

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/schedule"
	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// Line says of a phone when it is backed up next, or what that waits for; empty
// where there is nothing to say. Its tone is look.NeedsYou when a verified backup
// is overdue.
func Line(p Phone, now time.Time) (text string, tone fyne.ThemeColorName) {
	text = next(p, now)
	if !p.Late || p.Decision.Why == schedule.Busy && !p.Waits {
		return text, ""
	}
	late := Late(p, now)
	if text != "" {
		late = words.F("{{.First}} {{.Second}}", "First", late, "Second", text)
	}
	return late, look.NeedsYou
}

// Late says how long ago the last verified backup was.
func Late(p Phone, now time.Time) string {
	if p.Since.IsZero() {
		return words.T("No verified backup yet.")
	}
	return words.N("Last verified backup {{.N}} days ago.", words.DaysBetween(p.Since, now))
}

func next(p Phone, now time.Time) string {
	d := p.Decision
	switch {
	case !p.Rule.On() || d.Why == schedule.Busy:
		return ""
	case p.Held:
		return words.T("Backed up by itself again when your own library is open.")
	case d.Run:
		return words.T("An automatic backup begins in a moment.")
	}
	until := Ahead(d.Until, now)
	switch d.Why {
	case schedule.Paused:
		return words.F("Automatic backups are paused until {{.When}}.", "When", until)
	case schedule.NotYet:
		return coming(p.Rule, until)
	case schedule.Failing:
		return words.F("The last backup broke off. Keepsake tries again {{.When}}.", "When", until)
	case schedule.Away:
		return words.T("Backed up by itself as soon as it is connected.")
	case schedule.Locked:
		return words.T("Backed up by itself as soon as it is unlocked.")
	case schedule.Quiet:
		return words.F("Quiet hours: backed up by itself {{.When}}.", "When", until)
	case schedule.Uncharged:
		if p.Rule.Power == schedule.OnCharger {
			return words.T("Backed up by itself as soon as it charges.")
		}
		return words.F("Backed up by itself as soon as it charges, or its battery is at {{.Level}}.", "Level", words.Percent(schedule.EnoughLevel/100.0))
	}
	return ""
}

// coming is a backup whose hour has not come.
func coming(r schedule.Rule, when string) string {
	if r.Every == schedule.Connected {
		return words.F("Next: when it is connected, {{.When}} or later.", "When", when)
	}
	if r.Power == schedule.OnCharger {
		return words.F("Next: {{.When}}, when it charges.", "When", when)
	}
	return words.F("Next: {{.When}}.", "When", when)
}

// Ahead says when something will be, seen from now: "today at 21:00", "tonight at
// 21:00", "tomorrow at 21:00", "on Sunday at 21:00", "on 3 March 2027".
func Ahead(t, now time.Time) string {
	t = t.In(now.Location())
	clock := words.Clock(t)
	switch days := -words.DaysBetween(t, now); {
	case days <= 0 && t.Hour() >= 19:
		return words.F("tonight at {{.Time}}", "Time", clock)
	case days <= 0:
		return words.F("today at {{.Time}}", "Time", clock)
	case days == 1:
		return words.F("tomorrow at {{.Time}}", "Time", clock)
	case days < 8:
		return words.F("on {{.Day}} at {{.Time}}", "Day", words.T(t.Weekday().String()), "Time", clock)
	}
	return words.F("on {{.Date}}", "Date", words.Date(t))
}

// Note is a message of the desktop.
type Note struct{ Title, Text string }

// Broken is the note of a backup that began by itself and broke off.
func Broken(phone, why string) Note {
	return Note{words.F("{{.Phone}} could not be backed up", "Phone", words.Name(phone)), why}
}

// Lost is the note of a backup that could not copy everything.
func Lost(phone string, items int) Note {
	return Note{words.F("{{.Phone}}: not everything could be copied", "Phone", words.Name(phone)),
		words.N("{{.N}} items could not be copied. Open Keepsake to see which.", items)}
}

// Overdue is the note of a phone without a verified backup for long.
func Overdue(p Phone, now time.Time) Note {
	return Note{words.F("{{.Phone}} needs a backup", "Phone", words.Name(p.Name)),
		strings.TrimSpace(words.F("{{.First}} {{.Second}}", "First", Late(p, now), "Second", words.T("Connect it, and Keepsake does the rest.")))}
}

// Stays is the note of the first time that the window closes and Keepsake runs on.
func Stays(tray bool) Note {
	text := words.T("Automatic backups go on. Keepsake is in the tray, and Quit is in its menu.")
	if !tray {
		text = words.T("Automatic backups go on. Open Keepsake again to see it; Ctrl+Q quits it.")
	}
	return Note{words.T("Keepsake keeps running"), text}
}

package automatic

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/schedule"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Editor is where the owner chooses when each phone is backed up by itself.
type Editor struct {
	kit     *part.Kit
	routine Routine
	changed func()
	failed  func(error)
	content *fyne.Container
}

// NewEditor returns an editor; changed is told when it looks different, failed
// what went wrong.
func NewEditor(kit *part.Kit, r Routine, changed func(), failed func(error)) *Editor {
	e := &Editor{kit: kit, routine: r, changed: changed, failed: failed, content: part.Column(look.S4)}
	e.Render()
	return e
}

// Content is what to show.
func (e *Editor) Content() fyne.CanvasObject { return e.content }

var rhythms = []schedule.Every{schedule.Off, schedule.Connected, schedule.Daily, schedule.Weekly}

var powers = []schedule.Power{schedule.AnyPower, schedule.Enough, schedule.OnCharger}

// Render draws the phones as they are now.
func (e *Editor) Render() {
	e.content.Objects = nil
	on := false
	for i, p := range e.routine.Automatic() {
		if i > 0 {
			e.content.Add(part.NewRule())
		}
		e.content.Add(e.phone(p))
		on = on || p.Rule.On()
	}
	if len(e.content.Objects) == 0 {
		e.content.Add(part.Muted(words.T("Connect a phone to choose when it is backed up by itself.")).Wrapped())
	}
	if on {
		e.content.Add(part.NewRule())
	}
	e.content.Add(e.common(on))
	e.content.Refresh()
}

// change writes a rule and draws it.
func (e *Editor) change(p Phone, to func(*schedule.Rule)) {
	r := p.Rule
	to(&r)
	e.did(e.routine.SetRule(p.ID, r))
}

func (e *Editor) did(err error) {
	if err != nil {
		e.failed(err)
	}
	e.Render()
	e.changed()
}

func (e *Editor) phone(p Phone) fyne.CanvasObject {
	rhythm := part.NewSegments([]string{words.T("Off"), words.T("When connected"), words.T("Daily"), words.T("Weekly")}, func(i int) {
		e.change(p, func(r *schedule.Rule) {
			if !r.On() && rhythms[i] != schedule.Off && r.Since.IsZero() {
				without := r.Without
				*r = schedule.Usual(rhythms[i])
				r.Without = without
			}
			r.Every = rhythms[i]
		})
	})
	rhythm.Choose(slices.Index(rhythms, p.Rule.Every))
	col := part.Column(look.S3, part.Row(look.S3, part.Strong(words.Name(p.Name)).Middle(), part.NewSpring()), part.Row(0, rhythm, part.NewSpring()))
	if line, tone := Line(p, e.kit.Now()); line != "" {
		said := part.Small(line).Wrapped()
		if tone != "" {
			said.In(tone)
		}
		col.Add(said)
	}
	if p.Rule.On() {
		col.Add(e.hours(p))
		col.Add(e.power(p))
		col.Add(e.categories(p))
	}
	return col
}

// hours are the hour, the day of the week, and the quiet hours.
func (e *Editor) hours(p Phone) fyne.CanvasObject {
	row := part.Wrap(look.S6)
	if p.Rule.Every == schedule.Weekly {
		row.Add(e.step(words.T("Day"), words.T(p.Rule.Day.String()), func(by int) {
			e.change(p, func(r *schedule.Rule) { r.Day = (r.Day + time.Weekday(by) + 7) % 7 })
		}))
	}
	if p.Rule.Every != schedule.Connected {
		row.Add(e.step(words.T("Time"), clock(p.Rule.At), func(by int) {
			e.change(p, func(r *schedule.Rule) { r.At = r.At.Add(schedule.Minutes(30 * by)) })
		}))
	}
	q := p.Rule.Quiet
	quiet := part.NewChip(words.T("Quiet hours"), look.IconMoon, func() {
		e.change(p, func(r *schedule.Rule) {
			r.Quiet = schedule.Span{}
			if q.From == q.To {
				r.Quiet = schedule.Span{From: 23 * 60, To: 7 * 60}
			}
		})
	})
	quiet.Choose(q.From != q.To)
	row.Add(quiet)
	if q.From != q.To {
		row.Add(e.step(words.T("From"), clock(q.From), func(by int) {
			e.change(p, func(r *schedule.Rule) { r.Quiet.From = r.Quiet.From.Add(schedule.Minutes(30 * by)) })
		}))
		row.Add(e.step(words.T("To"), clock(q.To), func(by int) {
			e.change(p, func(r *schedule.Rule) { r.Quiet.To = r.Quiet.To.Add(schedule.Minutes(30 * by)) })
		}))
	}
	return row
}

func clock(m schedule.Minutes) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// step is a value with a button at either side.
func (e *Editor) step(label, value string, by func(int)) fyne.CanvasObject {
	return part.Row(look.S1, part.Muted(label),
		part.NewIconButton(look.IconMinus, words.F("{{.What}}: less", "What", label), e.kit.Tips, func() { by(-1) }),
		part.Body(value),
		part.NewIconButton(look.IconPlus, words.F("{{.What}}: more", "What", label), e.kit.Tips, func() { by(1) }))
}

func (e *Editor) power(p Phone) fyne.CanvasObject {
	s := part.NewSegments([]string{
		words.T("Any battery level"),
		words.F("Charging, or {{.Level}}", "Level", words.Percent(schedule.EnoughLevel/100.0)),
		words.T("Only while charging")}, func(i int) {
		e.change(p, func(r *schedule.Rule) { r.Power = powers[i] })
	})
	s.Choose(slices.Index(powers, p.Rule.Power))
	return part.Row(0, s, part.NewSpring())
}

// category is what can be left out, as receipts call it.
type category struct{ key, name string }

func categories() []category {
	return []category{{"photos", words.T("Photos")}, {"recordings", words.T("Recordings")}, {"contacts", words.T("Contacts")},
		{"messages", words.T("Messages")}, {"calls", words.T("Calls")}, {"events", words.T("Calendar")}, {"notes", words.T("Notes")},
		{"wifi", words.T("Wi-Fi")}, {"apps", words.T("Apps")}, {"settings", words.T("Settings")}}
}

func (e *Editor) categories(p Phone) fyne.CanvasObject {
	return part.Column(look.S2, part.Muted(words.T("What is backed up, also by the button")),
		Categories(p, func(r schedule.Rule) { e.did(e.routine.SetRule(p.ID, r)) }))
}

// Categories are what of a phone is backed up, each to be chosen or left out; set is
// given the rule as it is then.
func Categories(p Phone, set func(schedule.Rule)) fyne.CanvasObject {
	row := part.Wrap(look.S2)
	for _, c := range categories() {
		out := slices.Contains(p.Rule.Without, c.key)
		chip := part.NewChip(c.name, "", func() {
			r := p.Rule
			r.Without = slices.DeleteFunc(slices.Clone(r.Without), func(k string) bool { return k == c.key })
			if !out {
				r.Without = append(r.Without, c.key)
			}
			set(r)
		})
		chip.Choose(!out)
		row.Add(chip)
	}
	return row
}

// common is what is the same for all phones.
func (e *Editor) common(on bool) fyne.CanvasObject {
	with := e.routine.WithComputer()
	start := part.NewChip(words.T("Start with the computer"), look.IconPower, func() { e.did(e.routine.StartWithComputer(!with)) })
	start.Choose(with)
	row := part.Wrap(look.S2, start)
	if on {
		_, paused := e.routine.Paused()
		pause := part.NewChip(words.T("Pause until tomorrow"), look.IconPause, func() { e.did(e.routine.Pause(!paused)) })
		pause.Choose(paused)
		row.Add(pause)
		return part.Column(look.S2, row, part.Small(words.T("While a phone is backed up by itself, Keepsake keeps running when its window is closed.")).Wrapped())
	}
	return row
}

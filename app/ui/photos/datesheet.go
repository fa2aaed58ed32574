package photos

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// clockForm is how a date is typed: the international order, understood
// everywhere.
const clockForm = "2006-01-02 15:04"

// parseClock reads a date as it is typed, with or without a time and seconds.
func parseClock(s string) (time.Time, bool) {
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "T", " ")), " ")
	for _, form := range []string{clockForm, "2006-01-02 15:04:05", "2006-01-02"} {
		if t, err := time.Parse(form, s); err == nil && t.Year() >= 1826 && t.Year() < 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}

// AskDate asks for the right date. Of several pictures the first one's is asked
// for, and all are moved by as much: a camera's clock that was wrong was wrong
// for all of them.
func (s *Screen) AskDate(ids []int64) {
	if len(ids) == 0 {
		return
	}
	row, ok := s.Model.Row(ids[0])
	if !ok {
		return // not read yet: it is far from the screen
	}
	was := row.Taken
	var sheet *part.Sheet
	says := part.Small("").Wrapped()
	line := part.NewLine(words.T("Date and time"), clockForm)
	line.SetText(was.Format(clockForm))
	var do func()
	set := part.NewButton(part.Primary, words.T("Correct"), look.IconCalendar, func() { do() })
	body := part.Column(look.S3)
	read := func() (time.Time, bool) {
		t, ok := parseClock(line.Text)
		enable(set, ok)
		switch {
		case !ok:
			says.Set(words.T("Write it as year-month-day hour:minute, such as 2024-05-17 18:30."))
		case len(ids) > 1:
			says.Set(words.N("The first picture is then of {{.Date}}; all {{.N}} move by as much.", len(ids), "Date", words.LongDate(t)))
		default:
			says.Set(words.LongDate(t))
		}
		body.Refresh() // it may take another line now
		return t, ok
	}
	line.OnChanged = func(string) { read() }
	do = func() {
		t, ok := read()
		if !ok {
			return
		}
		sheet.Close()
		wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), was.Second(), was.Nanosecond(), was.Location())
		if len(ids) == 1 {
			s.setTaken(ids, gallery.Taken{Time: wall, Zoned: true})
			return
		}
		s.change(ids, shelf.Change{Shift: wall.Sub(was)}, words.N("The date of {{.N}} items was corrected", len(ids)))
	}
	line.Done = func(string) { do() }
	for _, o := range []fyne.CanvasObject{
		part.Muted(words.F("Now: {{.Date}} at {{.Time}}", "Date", words.LongDate(was), "Time", words.Clock(was))).Wrapped(),
		line, says,
		part.Muted(words.T("The correction is kept in the library; the original file stays as it is.")).Wrapped(),
		part.NewSpring(),
		part.Row(look.S2, part.NewSpring(), part.NewButton(part.Secondary, words.T("Cancel"), "", func() { sheet.Close() }), set),
	} {
		body.Add(o)
	}
	read()
	sheet = s.kit.Sheet(words.N("Correct the date of {{.N}} items", len(ids)), words.T("Close"), fyne.NewSize(460, 300), body)
	s.kit.Focus(line)
}

package ui

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/home"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// strip says below the page that a backup or an import runs, wherever the owner
// is; pressing it goes to the phone's card, or to the photos that arrive. With
// several it says their sum, and pressing it lists them. On Home the cards
// themselves say so of backups.
type strip struct {
	s       *Shell
	jobs    []home.Card // running
	open    bool        // the list of several
	high    float32     // as it was drawn last
	ring    *part.Ring
	title   *part.Text
	numbers *part.Text
	hold    *part.Button
	cancel  *part.Button
	unfold  *part.Icon
	face    *part.Area
	lines   *fyne.Container
	rows    []*stripRow
	content *fyne.Container
}

const (
	stripHigh    float32 = 60
	stripRowHigh float32 = 52
)

func newStrip(s *Shell) *strip {
	t := &strip{s: s, ring: part.NewRing(32), title: part.Strong("").Middle(), numbers: part.Muted("").Middle(),
		unfold: part.NewIcon(look.IconUp, look.Muted, 20), lines: part.Column(0)}
	t.hold = part.NewButton(part.Secondary, words.T("Pause"), "", func() { t.each(s.hold) })
	t.cancel = part.NewButton(part.Secondary, words.T("Cancel"), "", func() { t.each(s.stop) })
	t.face = part.NewArea(words.T("Show the backup"), 0, part.Inset(look.S6, 0, look.S4, 0,
		part.Row(look.S4, part.Fixed(32, 32, t.ring), part.Grow(part.Column(0, t.title, t.numbers)), t.unfold)), t.press)
	t.lines.Hide()
	t.content = part.Layers(part.NewFill(look.Surface, 0),
		part.Column(0, part.NewRule(), t.lines,
			part.Tall(part.Row(0, part.Grow(t.face), part.Inset(0, 0, look.S6, 0, part.Row(look.S2, t.hold, t.cancel))))))
	t.content.Hide()
	return t
}

// each does something to the one backup the buttons stand for.
func (t *strip) each(do func(id string)) {
	if len(t.jobs) == 1 {
		do(t.jobs[0].Phone.ID)
	}
	t.s.look()
}

func (t *strip) press() {
	if len(t.jobs) < 2 {
		id := ""
		if len(t.jobs) == 1 {
			id = t.jobs[0].Phone.ID
		}
		t.s.showJob(id)
		return
	}
	t.open = !t.open
	t.render()
}

func (t *strip) height() float32 {
	switch {
	case !t.content.Visible():
		return 0
	case t.open:
		return stripHigh + stripRowHigh*float32(len(t.jobs))
	}
	return stripHigh
}

func (t *strip) render() {
	t.jobs = t.jobs[:0]
	for _, c := range t.s.home.Model.Cards {
		if c.Running && t.s.place != AtHome {
			t.jobs = append(t.jobs, c)
		}
	}
	if c, ok := t.s.importCard(); ok {
		t.jobs = append(t.jobs, c)
	}
	if c, ok := t.s.restoreCard(); ok && t.s.place != AtRestore {
		t.jobs = append(t.jobs, c)
	}
	if t.s.place != AtCloud {
		t.jobs = append(t.jobs, t.s.uploadCards()...)
	}
	on := len(t.jobs) > 0
	t.open = t.open && len(t.jobs) > 1
	part.Show(t.content, on)
	if on {
		t.say()
		t.list()
	} else {
		t.ring.Hide()
		t.open = false
	}
	if now := t.height(); t.high != now {
		t.high = now
		t.s.toasts.Raise(now)
		t.s.frame.Refresh()
	}
	t.content.Refresh()
}

// say fills the line that is always in sight.
func (t *strip) say() {
	several := len(t.jobs) > 1
	part.Show(t.hold, !several && t.jobs[0].CanPause && !t.jobs[0].Progress.Waiting)
	part.Show(t.cancel, !several)
	part.Show(t.unfold, several)
	t.unfold.Set(look.IconUp, look.Muted)
	if t.open {
		t.unfold.Set(look.IconDown, look.Muted)
	}
	sum := home.Sum(t.jobs)
	t.title.Set(sum.Title)
	t.title.SetColor(look.Foreground)
	if sum.Waiting {
		t.title.SetColor(look.NeedsYou)
	}
	t.numbers.Set(sum.Numbers)
	part.Show(t.numbers, sum.Numbers != "")
	t.ring.Show()
	if sum.Unknown {
		t.ring.Unknown()
	} else {
		t.ring.Set(sum.Part, "")
	}
	if several {
		t.face.Name(words.T("Show the backups"))
		return
	}
	t.face.Name(words.T("Show the backup"))
	p := t.jobs[0].Progress
	able(t.cancel, !p.Ending)
	if p.Paused {
		t.hold.Set(words.T("Continue"))
	} else {
		t.hold.Set(words.T("Pause"))
	}
}

// list fills the lines of several backups.
func (t *strip) list() {
	part.Show(t.lines, t.open)
	if !t.open {
		return
	}
	for len(t.rows) < len(t.jobs) {
		t.rows = append(t.rows, newStripRow(t.s))
	}
	t.lines.Objects = t.lines.Objects[:0]
	for i, c := range t.jobs {
		t.rows[i].render(c)
		t.lines.Add(t.rows[i].content)
	}
}

func able(b *part.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

package ui

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/home"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// strip says below the page that a backup runs, wherever the owner is; pressing
// it goes to the phone's card. On Home the card itself says so.
type strip struct {
	s       *Shell
	id      string
	ring    *part.Ring
	title   *part.Text
	numbers *part.Text
	cancel  *part.Button
	content *fyne.Container
}

const stripHigh float32 = 60

func newStrip(s *Shell) *strip {
	t := &strip{s: s, ring: part.NewRing(32), title: part.Strong("").Middle(), numbers: part.Muted("").Middle()}
	t.cancel = part.NewButton(part.Secondary, words.T("Cancel"), "", func() { s.home.Model.Cancel(t.id); s.look() })
	face := part.NewArea(words.T("Show the backup"), 0, part.Inset(look.S6, 0, look.S4, 0,
		part.Row(look.S4, part.Fixed(32, 32, t.ring), part.Grow(part.Column(0, t.title, t.numbers)))), func() { s.Go(AtHome) })
	t.content = part.Layers(part.NewFill(look.Surface, 0),
		part.Column(0, part.NewRule(), part.Tall(part.Row(0, part.Grow(face), part.Inset(0, 0, look.S6, 0, t.cancel)))))
	t.content.Hide()
	return t
}

func (t *strip) height() float32 {
	if t.content.Visible() {
		return stripHigh
	}
	return 0
}

// first returns the running card that is shown, and how many others run.
func (t *strip) first() (c home.Card, others int, ok bool) {
	for _, x := range t.s.home.Model.Cards {
		switch {
		case !x.Running:
		case !ok:
			c, ok = x, true
		default:
			others++
		}
	}
	return c, others, ok
}

func (t *strip) render() {
	c, others, ok := t.first()
	was := t.content.Visible()
	on := ok && t.s.place != AtHome
	part.Show(t.content, on)
	if on {
		t.id = c.Phone.ID
		p := c.Progress
		title := words.F("{{.Phone}}: {{.What}}", "Phone", c.Phone.Title(), "What", p.Phase)
		if others > 0 {
			title = words.N("{{.Title}}, and {{.N}} phones more", others, "Title", title)
		}
		t.title.Set(title)
		t.numbers.Set(p.Numbers)
		part.Show(t.numbers, p.Numbers != "")
		t.ring.Show()
		if p.Unknown && !p.Waiting {
			t.ring.Unknown()
		} else {
			t.ring.Set(p.Part, "")
		}
		if p.Ending {
			t.cancel.Disable()
		} else {
			t.cancel.Enable()
		}
	} else {
		t.ring.Hide()
	}
	if was != on {
		t.s.toasts.Raise(t.height())
		t.s.frame.Refresh()
	}
	t.content.Refresh()
}

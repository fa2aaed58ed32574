package ui

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/home"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// stripRow is one of several jobs in the strip's list.
type stripRow struct {
	id      string
	ring    *part.Ring
	title   *part.Text
	numbers *part.Text
	hold    *part.IconButton
	cancel  *part.IconButton
	content *fyne.Container
}

func newStripRow(s *Shell) *stripRow {
	r := &stripRow{ring: part.NewRing(24), title: part.Body("").Middle(), numbers: part.Small("").Middle()}
	r.hold = part.NewIconButton(look.IconPause, words.T("Pause"), s.kit.Tips, func() { s.hold(r.id); s.look() })
	r.cancel = part.NewIconButton(look.IconClose, words.T("Cancel"), s.kit.Tips, func() { s.stop(r.id); s.look() })
	face := part.NewArea(words.T("Show the backup"), 0, part.Inset(look.S6+4, 0, look.S4, 0,
		part.Row(look.S4+4, part.Fixed(24, 24, r.ring), part.Grow(part.Column(0, r.title, r.numbers)))), func() { s.showJob(r.id) })
	r.content = part.Layers(part.Space(0, stripRowHigh),
		part.Row(0, part.Grow(face), part.Inset(0, 0, look.S6, 0, part.Row(look.S1, r.hold, r.cancel))))
	return r
}

func (r *stripRow) render(c home.Card) {
	r.id = c.Phone.ID
	p := c.Progress
	r.title.Set(c.Says())
	r.title.SetColor(look.Foreground)
	if p.Waiting {
		r.title.SetColor(look.NeedsYou)
	}
	r.numbers.Set(p.Numbers)
	r.ring.Show()
	if p.Unknown && !p.Waiting && !p.Paused {
		r.ring.Unknown()
	} else {
		r.ring.Set(p.Part, "")
	}
	part.Show(r.hold, c.CanPause && !p.Waiting)
	if p.Paused {
		r.hold.Set(look.IconPlay, words.T("Continue"))
	} else {
		r.hold.Set(look.IconPause, words.T("Pause"))
	}
	if p.Ending {
		r.cancel.Disable()
	} else {
		r.cancel.Enable()
	}
}

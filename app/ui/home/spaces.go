package home

import (
	"slices"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
)

// spacesView lists what a phone has beside its own storage: a row each with how
// full it is, or greyed with the reason why it cannot be read. On a small card
// it is one line.
type spacesView struct {
	small   bool
	shown   []phone.Space
	content *fyne.Container
}

func newSpacesView(small bool) *spacesView {
	v := &spacesView{small: small, content: part.Column(look.S1 + 2)}
	v.content.Hide()
	return v
}

func (v *spacesView) render(p phone.Phone) {
	part.Show(v.content, len(p.Spaces) > 0 && p.Ready())
	if slices.Equal(v.shown, p.Spaces) {
		return
	}
	v.shown = slices.Clone(p.Spaces)
	v.content.Objects = v.content.Objects[:0]
	if v.small {
		v.content.Add(part.Small(p.SpacesLine()).Middle())
		return
	}
	for _, s := range p.Spaces {
		v.content.Add(spaceRow(s))
	}
}

func spaceRow(s phone.Space) fyne.CanvasObject {
	used, says := s.Used()
	row := part.Row(look.S2, part.NewIcon(s.Icon(), look.Muted, 16), part.Least(108, part.Muted(s.Title())))
	if s.Readable && s.Total > 0 {
		bar := part.NewBar(6, look.Muted)
		color := look.Muted
		if used > 0.95 {
			color = look.NeedsYou
		}
		bar.Set(used, color)
		row.Add(part.Fixed(120, 14, bar))
		row.Add(part.Muted(says))
		return row
	}
	row.Add(part.Muted(says).Middle())
	return row
}

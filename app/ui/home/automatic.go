package home

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/automatic"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Routine tells the page of backups that begin by themselves, and where they are
// chosen; nil leaves that out.
func (s *Screen) Routine(r automatic.Routine, choose func()) {
	s.Model.Routine, s.choose = r, choose
}

// automaticView is the line of a card that says when the phone is backed up next.
type automaticView struct {
	icon    *part.Icon
	says    *part.Text
	button  *part.Button
	content *fyne.Container
}

func newAutomaticView(s *Screen) *automaticView {
	v := &automaticView{icon: part.NewIcon(look.IconRefresh, look.Muted, 16), says: part.Muted("").Wrapped()}
	v.button = part.NewButton(part.Plain, words.T("Automatic backup…"), "", func() { s.choose() })
	v.content = part.Row(look.S2, v.icon, part.Grow(v.says), v.button)
	return v
}

func (v *automaticView) render(c Card) {
	part.Show(v.content, c.CanAutomatic && !c.Running)
	tint := look.Muted
	if c.Late {
		tint = look.NeedsYou
	}
	says := c.Automatic
	if says == "" {
		says = words.T("Not backed up by itself.")
	}
	v.says.Set(says)
	v.says.SetColor(tint)
	v.icon.Set(look.IconRefresh, tint)
}

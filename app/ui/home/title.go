package home

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/words"
)

// titleView is a phone's name, with a pencil to change it in its place.
type titleView struct {
	kit     *part.Kit
	model   *Model
	id      string
	name    *part.Text
	pencil  *part.IconButton
	entry   *part.Line
	shown   *fyne.Container
	editing *fyne.Container
	content *fyne.Container
}

func newTitleView(kit *part.Kit, m *Model, id string, small bool) *titleView {
	v := &titleView{kit: kit, model: m, id: id, name: part.Title("")}
	if small {
		v.name = part.Head("")
	}
	v.name.Middle()
	v.pencil = part.NewIconButton(look.IconPencil, words.T("Rename"), kit.Tips, v.Edit)
	v.entry = part.NewLine(words.T("Name of the phone"), words.T("Its own name"))
	v.entry.Most = NameMost
	v.entry.Shortcut = kit.Shortcut
	v.entry.Done = v.take
	v.entry.Left = v.leave
	v.shown = part.Row(look.S1, part.Fitted(v.name), v.pencil)
	if m.Names == nil {
		v.pencil.Hide()
	}
	v.editing = part.Row(look.S1, part.Grow(part.Field(160, v.entry)),
		part.NewIconButton(look.IconCheck, words.T("Save the name"), kit.Tips, func() { v.take(v.entry.Text) }),
		part.NewIconButton(look.IconClose, words.T("Keep the old name"), kit.Tips, v.leave))
	v.editing.Hide()
	v.content = part.Layers(v.shown, v.editing)
	return v
}

func (v *titleView) render(p phone.Phone) { v.name.Set(p.Title()) }

// Edit lets the owner type a name.
func (v *titleView) Edit() {
	v.entry.SetText(v.name.Text())
	v.shown.Hide()
	v.editing.Show()
	v.content.Refresh()
	v.kit.Focus(v.entry)
	v.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

func (v *titleView) take(name string) {
	v.leave()
	if err := v.model.Rename(v.id, name); err != nil {
		v.kit.Failed(err)
	}
}

func (v *titleView) leave() {
	v.editing.Hide()
	v.shown.Show()
	v.content.Refresh()
	if c := v.kit.Canvas(); c != nil {
		c.Unfocus()
	}
}

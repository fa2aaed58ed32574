package history

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// mostMoments are offered at once; who looks further back goes there in steps.
const mostMoments = 24

// NewButton returns the button that offers the moments. It is out of sight while
// there is no earlier one.
func NewButton(kit *part.Kit, m *Model) *part.IconButton {
	var b *part.IconButton
	b = part.NewIconButton(look.IconHistory, words.T("Look back"), kit.Tips, func() {
		if c := kit.Canvas(); c != nil {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
			widget.ShowPopUpMenuAtPosition(menu(kit, m), c, at.AddXY(0, b.Size().Height+look.S1))
		}
	})
	return b
}

// menu offers now and the moments before.
func menu(kit *part.Kit, m *Model) *fyne.Menu {
	now := fyne.NewMenuItem(words.T("As it is now"), func() { m.Look(time.Time{}) })
	now.Checked = m.state.At.IsZero()
	items := []*fyne.MenuItem{now, fyne.NewMenuItemSeparator()}
	several := m.phones() > 1
	for i, x := range m.Earlier() {
		if i == mostMoments {
			break
		}
		item := fyne.NewMenuItem(m.Name(x.Taken, x.Phone, several, kit.Now()), func() { m.Look(x.Taken) })
		item.Checked = x.Taken.Equal(m.state.At)
		items = append(items, item)
	}
	return fyne.NewMenu("", items...)
}

func (m *Model) phones() int {
	seen := map[string]bool{}
	for _, x := range m.Moments {
		seen[x.Phone] = true
	}
	return len(seen)
}

// Name is a moment in words.
func (m *Model) Name(t time.Time, phone string, several bool, now time.Time) string {
	t = t.In(now.Location())
	s := words.F("As of {{.Date}}, {{.Time}}", "Date", words.Date(t), "Time", words.Clock(t))
	if several {
		s = words.F("{{.What}} · {{.Phone}}", "What", s, "Phone", words.Name(m.lib.PhoneName(phone)))
	}
	return s
}

// Bar says which moment is looked at, offers what became of things since, and the
// way back to now.
type Bar struct {
	kit     *part.Kit
	model   *Model
	says    *part.Text
	wait    *part.Text
	row     *fyne.Container
	content *fyne.Container
}

// NewBar returns a bar; Render draws it.
func NewBar(kit *part.Kit, m *Model) *Bar {
	b := &Bar{kit: kit, model: m, says: part.Strong(""), wait: part.Small(words.T("Comparing with now…"))}
	b.row = part.Wrap(look.S2)
	b.content = part.Note("", look.IconHistory, part.Column(look.S2,
		part.Row(look.S2, b.says.Middle(), part.NewButton(part.Plain, words.T("Back to now"), "", func() { m.Look(time.Time{}) })),
		b.row))
	b.Render()
	return b
}

// Content is what to show.
func (b *Bar) Content() fyne.CanvasObject { return b.content }

// Render draws what is looked at, and reports whether that is the past.
func (b *Bar) Render() bool {
	s := b.model.State()
	part.Show(b.content, !s.At.IsZero())
	if s.At.IsZero() {
		return false
	}
	b.says.Set(b.model.Name(s.At, "", false, b.kit.Now()))
	b.row.Objects = b.row.Objects[:0]
	if !s.Ready {
		b.row.Add(b.wait)
		return true
	}
	names := [Added + 1]string{
		Gone:    words.N("{{.N}} deleted since", s.Count[Gone]),
		Changed: words.N("{{.N}} changed since", s.Count[Changed]),
		Added:   words.N("{{.N}} added since", s.Count[Added]),
	}
	none := true
	for mark := Gone; mark <= Added; mark++ {
		if s.Count[mark] == 0 {
			continue
		}
		none = false
		c := part.NewChip(names[mark], icon(mark), func() { b.model.Show(mark) })
		c.Choose(s.Only == mark)
		b.row.Add(c)
	}
	if none {
		b.row.Add(part.Small(words.T("Everything is as it was then.")))
	}
	return true
}

func icon(m Mark) look.Icon {
	switch m {
	case Gone:
		return look.IconTrash
	case Changed:
		return look.IconPencil
	}
	return look.IconPlus
}

// Says is a mark in a word or two, and its colour; "" for none.
func Says(m Mark) (string, fyne.ThemeColorName) {
	switch m {
	case Gone:
		return words.T("Deleted since"), look.Failed
	case Changed:
		return words.T("Changed since"), look.NeedsYou
	case Added:
		return words.T("Added since"), look.Muted
	}
	return "", ""
}

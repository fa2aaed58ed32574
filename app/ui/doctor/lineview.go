package doctor

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
	"keepsake/device/doctor"
)

func (s *Screen) renderLines() {
	m := s.Model
	s.lines.Objects, s.areas = s.lines.Objects[:0], s.areas[:0]
	for i, l := range m.Lines {
		a := part.NewArea(l.Title, look.Radius, part.Inset(look.S3, look.S2, look.S3, look.S2, s.lineView(i, l)), func() {
			m.Choose(i)
			s.focus(i)
		})
		a.Choose(i == m.Chosen)
		s.areas = append(s.areas, a)
		s.lines.Add(a)
	}
	s.lines.Refresh()
}

// focus keeps the keyboard on a line that was drawn anew.
func (s *Screen) focus(i int) {
	if i < len(s.areas) {
		s.kit.Focus(s.areas[i])
	}
}

func (s *Screen) lineView(i int, l Line) fyne.CanvasObject {
	m := s.Model
	title := part.Body(l.Title).Wrapped()
	if l.Mark >= Amber || l.Mark == Passing {
		title.Bold()
	}
	text := part.Column(2, title)
	if l.Next != "" {
		text.Add(part.Muted(l.Next).Wrapped())
	}
	open := len(l.Detail) > 0 && m.Unfolded(i)
	row := part.Wrap(look.S2)
	for b, label := range l.Buttons {
		weight := part.Secondary
		if b == 0 && l.Mark >= Amber {
			weight = part.Primary
		}
		button := part.NewButton(weight, label.Label, "", func() { m.Press(i, b) })
		if m.Working != doctor.None {
			button.Disable()
			if m.Working == label.Action {
				button.Set(words.T("One moment…"))
			}
		}
		row.Add(button)
	}
	if len(l.Detail) > 0 && (i == m.Chosen || open) {
		label := words.T("More")
		if open {
			label = words.T("Less")
		}
		more := fyne.CanvasObject(part.NewButton(part.Plain, label, "", func() { m.Unfold(i); s.focus(i) }))
		if len(row.Objects) == 0 {
			more = part.Inset(-look.S3, 0, 0, 0, more) // its word begins where the text does
		}
		row.Add(more)
	}
	if len(row.Objects) > 0 {
		text.Add(part.Inset(0, look.S1+2, 0, look.S1, row))
	}
	if open {
		text.Add(s.detail(l))
	}
	return part.RowTop(look.S3, part.Fixed(24, 24, mark(l.Mark)), part.Grow(part.Inset(0, 2, 0, 0, text)))
}

// detail is what is unfolded: places searched, a rule's text. It can be copied.
func (s *Screen) detail(l Line) fyne.CanvasObject {
	col := part.Column(look.S1)
	for _, d := range l.Detail {
		t := part.Small(words.T(words.Name(d))).In(look.Foreground).Wrapped()
		if l.ID == doctor.NoPermission || l.ID == doctor.NoProgram {
			t.Mono()
		}
		col.Add(t)
	}
	return part.Layers(part.NewFill(look.Surface, look.Radius).Stroked(look.Border, 1), part.Pad(look.S3, part.Column(look.S2, col,
		part.Row(0, part.NewSpring(), part.NewButton(part.Plain, words.T("Copy"), look.IconCopy, func() {
			part.Copy(joined(l.Detail))
			s.kit.Toast(part.Toast{Text: words.T("Copied")})
		})))))
}

func joined(lines []string) string {
	out := ""
	for _, l := range lines {
		out += l + "\n"
	}
	return out
}

func mark(m Mark) fyne.CanvasObject {
	switch m {
	case Fine:
		return part.NewIcon(look.IconDone, look.Accent, 24)
	case Noted:
		return part.NewIcon(look.IconInfo, look.Muted, 24)
	case Passing:
		return part.NewIcon(look.IconRefresh, look.Muted, 24)
	case Amber:
		return part.NewIcon(look.IconWarning, look.NeedsYou, 24)
	}
	return part.NewIcon(look.IconError, look.Failed, 24)
}

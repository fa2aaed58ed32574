package contacts

import (
	"strings"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/history"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// renderDetail draws who is open, or how many are chosen.
func (s *Screen) renderDetail() {
	m := s.Model
	var o fyne.CanvasObject
	switch {
	case len(m.Chosen) > 0:
		o = s.chosenMany()
	case m.Open != nil:
		o = s.person(m.Open)
	default:
		s.detail.Objects = nil
		s.page.Relayout()
		return
	}
	s.detail.Objects = []fyne.CanvasObject{o}
	if m.Open != nil && m.Open.ID != s.drawn {
		s.drawn = m.Open.ID
		s.page.ScrollTo(0)
	}
	s.page.Relayout()
}

// chosenMany offers what can be done with several.
func (s *Screen) chosenMany() fyne.CanvasObject {
	n := len(s.Model.Chosen)
	buttons := part.Wrap(look.S2, part.NewButton(part.Primary, words.T("Export…"), look.IconExport, s.export))
	if s.Restore != nil {
		buttons.Add(part.NewButton(part.Secondary, words.T("Bring back to a phone…"), look.IconPhone, func() {
			q, _ := s.Model.Wanted()
			s.Restore(q)
		}))
	}
	buttons.Add(part.NewButton(part.Plain, words.T("Choose none"), "", s.Model.ChooseNone))
	return part.Column(look.S3,
		part.Space(0, look.S8),
		part.Row(0, part.NewIcon(look.IconPeople, look.Muted, 48), part.NewSpring()),
		part.Title(words.N("{{.N}} contacts chosen", n)),
		part.Muted(words.T("Ctrl and a press choose one more, Shift all up to there.")).Wrapped(),
		buttons)
}

// person draws somebody whole.
func (s *Screen) person(p *Person) fyne.CanvasObject {
	c := p.Record
	name := words.Name(c.Shown())
	if name == "" {
		name = words.T("No name")
	}
	face := part.NewFace(s.loader, 96)
	var photo gallery.Hash
	if len(c.Photo) > 0 && p.ID > 0 {
		photo = shelf.FacePicture(p.ID, s.Model.Past.AsOf())
	}
	face.Set(s.kit.Hop.Context(), c.Shown(), photo, s.kit.Scale())
	names := part.Column(2, part.Row(look.S2, part.Fitted(part.Title(name).Middle()), part.NewSpring()))
	if c.Starred {
		names.Objects[0] = part.Row(look.S2, part.Fitted(part.Title(name).Middle()), part.NewIcon(look.IconStar, look.Accent, 20), part.NewSpring())
	}
	if w := Work(c); w != "" {
		names.Add(part.Muted(w).Wrapped())
	}
	if says, color := history.Says(p.Mark); says != "" {
		names.Add(part.Small(says).In(color))
	}
	top := part.Row(look.S4, part.Fixed(96, 96, face), part.Grow(names))

	facts := Facts(c)
	if p.Now != nil {
		facts = Compared(c, *p.Now)
	}
	column := part.Column(look.S4, top, s.deeds(p))
	if len(facts) > 0 {
		column.Add(s.facts(facts))
	}
	column.Add(part.Small(s.origin(p)).Wrapped())
	return column
}

// deeds are what can be done with somebody.
func (s *Screen) deeds(p *Person) fyne.CanvasObject {
	row := part.Wrap(look.S2)
	if p.Messages > 0 && s.Messages != nil {
		row.Add(part.NewButton(part.Secondary, words.N("{{.N}} messages", p.Messages), look.IconMessage, func() { s.Messages(p.Tails, p.Record.Shown()) }))
	}
	if p.Calls > 0 && s.Calls != nil {
		row.Add(part.NewButton(part.Secondary, words.N("{{.N}} calls", p.Calls), look.IconCall, func() { s.Calls(p.Tails, p.Record.Shown()) }))
	}
	if p.ID > 0 {
		if s.Restore != nil {
			row.Add(part.NewButton(part.Secondary, words.T("Bring back to a phone…"), look.IconPhone, func() {
				q := s.Model.query()
				q.IDs, q.Search = []int64{p.ID}, ""
				s.Restore(q)
			}))
		}
		row.Add(part.NewButton(part.Secondary, words.T("Export…"), look.IconExport, func() { s.exportOne(p) }))
	}
	return row
}

// facts is the card of what is known.
func (s *Screen) facts(all []Fact) fyne.CanvasObject {
	card := part.Column(0)
	for i, f := range all {
		if i > 0 {
			card.Add(part.Inset(look.S4+20+look.S3, 0, 0, 0, part.NewRule()))
		}
		icon := f.Icon
		if i > 0 && all[i-1].Icon == icon && all[i-1].Mark == f.Mark {
			icon = ""
		}
		kind := f.Kind
		color := look.Muted
		if says := markWord(f.Mark); says != "" {
			kind, color = words.F("{{.Kind}} · {{.What}}", "Kind", kind, "What", says), markColor(f.Mark)
		}
		value := part.Body(f.Value).Wrapped()
		if f.Mark == history.Gone {
			value.In(look.Muted)
		}
		line := part.RowTop(look.S3,
			part.Inset(0, look.S1, 0, 0, part.NewIcon(icon, look.Muted, 20)),
			part.Grow(part.Column(1, part.Small(kind).In(color).Middle(), value)))
		if f.Copy != "" {
			line.Add(part.NewIconButton(look.IconCopy, words.T("Copy"), s.kit.Tips, func() {
				part.Copy(f.Copy)
				s.kit.Toast(part.Toast{Text: words.F("{{.What}} copied", "What", f.Value)})
			}))
		}
		card.Add(part.Inset(look.S4, look.S2+2, look.S2, look.S2+2, line))
	}
	return part.Layers(part.NewFill(look.Surface, look.Radius).Stroked(look.Border, 1), card)
}

// markWord is what became of one thing known.
func markWord(m history.Mark) string {
	switch m {
	case history.Gone:
		return words.T("no longer")
	case history.Added:
		return words.T("new since")
	}
	return ""
}

// origin says which phones and which of their address books have somebody.
func (s *Screen) origin(p *Person) string {
	var phones []string
	for _, id := range p.Phones {
		phones = append(phones, words.Name(s.lib.PhoneName(id)))
	}
	account := accountName(p.Record.Account)
	if len(phones) == 0 {
		return account
	}
	return words.F("{{.Phones}} · {{.Account}}", "Phones", strings.Join(phones, ", "), "Account", account)
}

package messages

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

func (s *Screen) render() {
	m := s.Model
	why := s.emptiness()
	part.Show(s.body, why == "" && m.Loaded)
	part.Show(s.empty, why != "")
	if why != s.why {
		s.why = why
		s.empty.Objects = nil
		if why != "" {
			s.empty.Objects = []fyne.CanvasObject{s.explain(why)}
		}
	}
	s.count.Set(s.counted())
	part.Show(s.back, len(m.Past.Earlier()) > 0)
	part.Show(s.out, len(m.Talks) > 0)
	part.Show(s.pastBox, s.past.Render())
	s.renderChips()
	s.renderList()
	s.renderOpen()
	s.content.Refresh()
}

// counted says how many conversations there are, or how much was found.
func (s *Screen) counted() string {
	m := s.Model
	switch {
	case m.Hits != nil:
		return words.N("{{.N}} found", m.Hits.Count())
	case len(m.Talks) > 0:
		n := 0
		for _, t := range m.Talks {
			n += t.Count
		}
		return words.Count(n)
	}
	return ""
}

func (s *Screen) renderList() {
	m := s.Model
	chosen := -1
	if m.Hits == nil && m.Open != nil {
		for i, t := range m.Talks {
			if t.Thread == m.Open.Thread {
				chosen = i
			}
		}
	} else if m.Hits != nil && m.Open != nil && m.Open.At >= 0 {
		if chosen = slices.Index(m.Hits.Line.IDs, m.Open.Line.IDs[m.Open.Hits[m.Open.At]]); chosen >= 0 {
			chosen += len(m.Named)
		}
	}
	if s.searched != m.Search {
		s.searched = m.Search
		s.list.ToStart()
	}
	s.list.Select(chosen)
	s.list.Update()
	none := m.Hits != nil && s.talks.Count() == 0
	part.Show(s.nothing, none)
	if none && len(s.nothing.Objects) == 0 {
		s.nothing.Add(part.Inset(look.S4, look.S8, look.S4, 0, part.Column(look.S2,
			part.Strong(words.T("Nothing found")).Aligned(fyne.TextAlignCenter),
			part.Muted(words.T("Every word must be in the message, or in its number. A part of a word is enough.")).Aligned(fyne.TextAlignCenter).Wrapped(),
			part.NewSpring())))
	}
}

func (s *Screen) renderOpen() {
	t := s.Model.Open
	part.Show(s.right, t != nil)
	if t == nil {
		s.open = nil
		return
	}
	s.head.render(s)
	fresh := s.open != t
	if fresh {
		s.open = t
		s.thread.reset()
	}
	switch {
	case t.Want != 0:
		if row := t.RowOf(t.Want); row >= 0 {
			s.roll.ShowAt(row, 0.3)
		}
		t.Want = 0
	case fresh:
		s.roll.ToEnd()
	}
	s.roll.Update()
}

// rowsCame draws records that have come.
func (s *Screen) rowsCame() {
	s.list.Update()
	s.roll.Update()
}

// renderChips offers the phones when there are several, and the way back from one
// person's messages to all.
func (s *Screen) renderChips() {
	m := s.Model
	s.chips.Objects = s.chips.Objects[:0]
	if m.Only != nil {
		c := part.NewChip(words.Name(m.OnlyName), look.IconClose, func() { m.SetOnly(nil, "") })
		c.Choose(true)
		s.chips.Add(c)
	}
	if len(m.Phones) > 1 {
		all := part.NewChip(words.T("All phones"), "", func() { m.SetPhone("") })
		all.Choose(m.Phone == "")
		s.chips.Add(all)
		for _, id := range m.Phones {
			c := part.NewChip(words.Name(m.lib.PhoneName(id)), look.IconPhone, func() { m.SetPhone(id) })
			c.Choose(m.Phone == id)
			s.chips.Add(c)
		}
	}
	part.Show(s.chipsBox, len(s.chips.Objects) > 0)
}

// emptiness names why there is nothing to see, "" when there is.
func (s *Screen) emptiness() string {
	m := s.Model
	switch {
	case m.Err != nil:
		return "error"
	case !m.Loaded || len(m.Talks) > 0:
		return ""
	case m.Only != nil || m.Past.AsOf() != 0:
		return "none of these"
	case len(m.Refusals) > 0:
		return "refused"
	}
	return "nothing"
}

func (s *Screen) explain(why string) fyne.CanvasObject {
	m := s.Model
	switch why {
	case "error":
		what, next := s.kit.Explain(m.Err)
		return part.Empty(look.IconError, what, next, part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, func() {
			m.Err = nil
			m.Load()
		}))
	case "none of these":
		return part.Empty(look.IconMessage, words.T("No messages here"), words.T("Nothing was kept of these."),
			part.NewButton(part.Secondary, words.T("Show everything"), "", func() {
				m.SetOnly(nil, "")
				m.Past.Look(time.Time{})
			}))
	case "refused":
		r := m.Refusals[0]
		return part.Empty(look.IconMessage, words.F("{{.Phone}} gave no messages over the cable", "Phone", words.Name(r.Phone)), r.Why,
			s.wayRound())
	}
	return part.Empty(look.IconMessage, words.T("No messages here yet"),
		words.T("After a backup every conversation is here with its pictures and can be searched. What is deleted on the phone later is found again by looking back."),
		part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() }))
}

// wayRound is the button below a refusal.
func (s *Screen) wayRound() fyne.CanvasObject {
	if s.Guide != nil {
		return part.NewButton(part.Primary, words.T("Show me how"), look.IconPhone, func() { s.Guide() })
	}
	return part.NewButton(part.Secondary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() })
}

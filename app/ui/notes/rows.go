package notes

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/history"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// The kinds of rows.
const (
	cardRow = iota
	headingRow
)

func rowHeight(kind int) float32 {
	if kind == headingRow {
		return 38
	}
	return 88
}

// side is that of the picture on a card.
const side float32 = 60

// card is the parts of a note in the list.
type card struct {
	title, date, folder *part.Text
	snippet             *part.Text
	pin                 *part.Icon
	place               *fyne.Container
	picture             *picture
	right               *fyne.Container
	under               *fyne.Container
}

func (s *Screen) newRow(kind int) fyne.CanvasObject {
	if kind == headingRow {
		return part.Inset(look.S3, look.S4, look.S3, 2, part.Small("").Bold())
	}
	c := &card{title: part.Strong("").Middle(), date: part.Small(""), folder: part.Small("").Middle(), snippet: part.Small("").AtMost(2),
		pin: part.NewIcon(look.IconPin, look.Accent, 14), picture: newPicture(s.kit, s.loader, side, func() {})}
	c.right = part.Fixed(side, side, c.picture)
	c.place = part.Row(look.S1, part.NewIcon(look.IconFolder, look.Muted, 13), c.folder)
	c.under = part.Row(look.S2, c.date, part.Grow(c.place))
	row := part.Inset(look.S3, look.S2+2, look.S3, look.S2, part.RowTop(look.S3,
		part.Grow(part.Column(2, part.Row(look.S1, c.pin, c.title), c.snippet, part.Grow(c.under))), c.right))
	s.cards[row] = c
	return row
}

func (s *Screen) setRow(i int, o fyne.CanvasObject) {
	r := s.Model.Rows[i]
	if r.Card < 0 {
		o.(*fyne.Container).Objects[0].(*part.Text).Set(r.Heading)
		return
	}
	c, n := s.cards[o], s.Model.Cards[r.Card]
	title := words.Name(n.Title)
	if title == "" {
		title = words.T("Untitled")
	}
	c.title.Set(title)
	snippet := words.Name(n.Snippet)
	switch {
	case snippet != "":
	case n.Pictures > 0:
		snippet = words.N("{{.N}} pictures", n.Pictures)
	case n.Sounds > 0:
		snippet = words.N("{{.N}} recordings", n.Sounds)
	}
	if n.Boxes > 0 {
		done := words.F("{{.Done}} of {{.All}} done", "Done", words.Count(n.Ticked), "All", words.Count(n.Boxes))
		if snippet != "" {
			done += " · "
		}
		snippet = done + snippet
	}
	c.snippet.Set(snippet)
	date, color := s.shortDate(n.Changed), look.Muted
	if says, of := history.Says(s.Model.Past.State().Marks[n.Identity]); says != "" {
		date, color = words.F("{{.Kind}} · {{.What}}", "Kind", date, "What", says), of
	}
	c.date.Set(date)
	c.date.SetColor(color)
	c.folder.Set(words.Name(n.Folder))
	part.Show(c.place, n.Folder != "" && s.Model.Folder.All)
	part.Show(c.pin, n.Pinned)
	part.Show(c.right, n.Picture != nil)
	c.picture.bind(n.Picture)
	o.Refresh()
}

// renderFolders draws the folders, as a column and as chips.
func (s *Screen) renderFolders() {
	m := s.Model
	same := len(s.shown) == len(m.Folders) && s.key == m.Folder
	for i := 0; same && i < len(m.Folders); i++ {
		same = s.shown[i] == m.Folders[i]
	}
	if same {
		return
	}
	s.shown, s.key = append(s.shown[:0], m.Folders...), m.Folder
	s.folders.Objects, s.chips.Objects = nil, nil
	for _, f := range m.Folders {
		icon := look.IconFolder
		switch {
		case f.Key.All:
			icon = look.IconNotes
		case f.Key.Private:
			icon = look.IconLock
		}
		tint := look.Muted
		if f.Key == m.Folder {
			tint = look.Accent
		}
		do := func() { m.SetFolder(f.Key) }
		a := part.NewArea(f.Name, look.Radius, part.Inset(look.S2+2, look.S2, look.S2, look.S2, part.Row(look.S2,
			part.NewIcon(icon, tint, 18), part.Body(f.Name).Middle(), part.Small(words.Count(f.Count)))), do)
		a.Choose(f.Key == m.Folder)
		s.folders.Add(a)
		chip := part.NewChip(f.Name, icon, do)
		chip.Choose(f.Key == m.Folder)
		s.chips.Add(chip)
	}
	s.folders.Refresh()
	s.chips.Refresh()
}

package recordings

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/catalogue"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Screen is the Recordings page.
type Screen struct {
	Model *Model
	// Backup goes to where a backup starts; Export copies the list, Copy the sound files
	// of these items.
	Backup func()
	Export func(q shelf.RecordQuery, count int, name string)
	Copy   func(items []int64)

	kit   *part.Kit
	lib   Library
	page  *catalogue.Page
	chips []*part.Chip
	list  *part.Rows
	rows  []Row
	lines map[fyne.CanvasObject]*line
}

// New returns the page.
func New(kit *part.Kit, lib Library) *Screen {
	s := &Screen{kit: kit, lib: lib, Model: NewModel(lib, kit.Hop, kit.After, kit.Now), Backup: func() {}, Export: func(shelf.RecordQuery, int, string) {}, Copy: func([]int64) {},
		lines: map[fyne.CanvasObject]*line{}}
	m := s.Model
	m.OnChange = s.render
	chips := part.Row(look.S2)
	for i, c := range []struct {
		name string
		icon look.Icon
	}{{words.T("All"), ""}, {words.T("Calls"), look.IconPhone}, {words.T("Memos"), look.IconAudio}, {words.T("Radio and others"), look.IconActivity}} {
		chip := part.NewChip(c.name, c.icon, func() { m.SetChip(Chip(i)) })
		s.chips = append(s.chips, chip)
		chips.Add(chip)
	}
	s.list = part.NewRows(rowHeight, s.newRow, s.setRow)
	s.list.Still = []int{headingRow}
	s.list.Press = func(i int) { s.play(s.rows[i].At) }
	s.list.Name = func(i int) string { return words.F("Play {{.Name}}", "Name", m.Shown[s.rows[i].At].Title()) }
	copies := part.NewButton(part.Secondary, words.T("Copy files…"), look.IconFolder, func() { s.Copy(m.Items()) })
	s.page = catalogue.New(kit, catalogue.Texts{Title: words.T("Recordings"), Search: words.T("Search recordings"), Export: words.T("Export the list…")},
		catalogue.Acts{Search: m.SetSearch, Phone: m.SetPhone, Export: s.export}, copies, chips, part.Inset(look.S6, 0, look.S6, look.S4, s.list))
	s.render()
	return s
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.page.Content() }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() { s.Model.Load() }

// Changed tells the screen that the library has changed.
func (s *Screen) Changed() { s.Model.Load() }

// Find gives the keyboard to the search.
func (s *Screen) Find() { s.page.Find() }

// Key does what a key means to the page, and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool {
	m := s.Model
	switch k {
	case fyne.KeyDown:
		m.Step(1)
	case fyne.KeyUp:
		m.Step(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if m.At() < 0 {
			return false
		}
		s.play(m.At())
	default:
		return false
	}
	for i, r := range s.rows {
		if r.At >= 0 && r.At == m.At() {
			s.list.Reveal(i)
		}
	}
	return true
}

func (s *Screen) export() {
	s.Export(shelf.RecordQuery{Category: records.Recordings, IDs: s.Model.IDs()}, len(s.Model.Shown), words.T("Recordings"))
}

// play opens a recording in the desktop's own player.
func (s *Screen) play(i int) {
	m := s.Model
	if i < 0 || i >= len(m.Shown) {
		return
	}
	m.Choose(i)
	r := m.Shown[i]
	s.kit.Hop.Go(func(ctx context.Context) func() {
		if err := s.lib.Play(ctx, r); err != nil {
			return func() { s.kit.Failed(err) }
		}
		return nil
	})
}

func (s *Screen) show(i int) {
	r := s.Model.Shown[i]
	s.kit.Hop.Go(func(ctx context.Context) func() {
		if err := s.lib.ShowFile(ctx, r); err != nil {
			return func() { s.kit.Failed(err) }
		}
		return nil
	})
}

func (s *Screen) render() {
	m := s.Model
	if s.page == nil {
		return
	}
	for i, c := range s.chips {
		c.Choose(Chip(i) == m.Chip)
	}
	none := words.T("No recording has all these words.")
	if m.Search == "" {
		none = words.T("There are no recordings of this kind.")
	}
	s.page.Render(catalogue.StateOf(m.Model, func(n int) string { return words.N("{{.N}} recordings", n) }, none), s.empty, m.Load)
	s.rows = m.Rows()
	kinds, at := make([]int, len(s.rows)), -1
	for i, r := range s.rows {
		if r.At < 0 {
			kinds[i] = headingRow
		} else if r.At == m.At() {
			at = i
		}
	}
	s.list.Choose(at)
	s.list.Set(kinds)
}

func (s *Screen) empty() fyne.CanvasObject {
	return part.Empty(look.IconAudio, words.T("No recordings yet"), words.T("A backup keeps what the phone’s recorder made: memos, calls, radio. Who was on the phone, and when, is read from their names."),
		part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() }))
}

// The kinds of rows.
const (
	soundRow = iota
	headingRow
)

func rowHeight(kind int) float32 {
	if kind == headingRow {
		return 40
	}
	return 62
}

// line is the parts of a row.
type line struct {
	title, about, when, length, size *part.Text
	way                              *part.Icon
	show                             *part.IconButton
	at                               int
}

func (s *Screen) newRow(kind int) fyne.CanvasObject {
	if kind == headingRow {
		return part.Inset(look.S2, look.S4, look.S2, 2, part.Small("").Bold())
	}
	l := &line{title: part.Strong("").Middle(), about: part.Small("").Middle(), when: part.Body(""), length: part.Muted(""), size: part.Small(""), way: part.NewIcon(look.IconUp, look.Muted, 14)}
	l.show = part.NewIconButton(look.IconFolder, words.T("Show in folder"), s.kit.Tips, func() { s.show(l.at) })
	row := part.Inset(look.S2, look.S1, look.S2, look.S1, part.Row(look.S3,
		part.Fixed(40, 40, part.Layers(part.NewFill(look.Tint, 20), part.NewIcon(look.IconPlay, look.Accent, 20))),
		part.Grow(part.Column(1, l.title, part.Row(look.S1, l.way, l.about))),
		part.Field(64, l.length.Aligned(fyne.TextAlignTrailing)),
		part.Field(150, part.Column(0, part.NewSpring(), l.when.Aligned(fyne.TextAlignTrailing), l.size.Aligned(fyne.TextAlignTrailing), part.NewSpring())),
		l.show))
	s.lines[row] = l
	return row
}

func (s *Screen) setRow(i int, o fyne.CanvasObject) {
	row := s.rows[i]
	if row.At < 0 {
		o.(*fyne.Container).Objects[0].(*part.Text).Set(row.Heading)
		return
	}
	r, l := s.Model.Shown[row.At], s.lines[o]
	l.at = row.At
	l.title.Set(r.Title())
	says := about(r)
	if len(s.Model.Phones) > 1 {
		says = words.F("{{.What}} · {{.Phone}}", "What", says, "Phone", words.Name(r.PhoneName))
	}
	l.about.Set(says)
	switch r.Way {
	case Incoming:
		l.way.Set(look.IconDown, look.Muted)
	case Outgoing:
		l.way.Set(look.IconUp, look.Muted)
	}
	part.Show(l.way, r.Way != Unknown)
	length := ""
	if d := time.Duration(r.Sound.Duration) * time.Millisecond; d > 0 {
		length = words.Length(d)
	}
	l.length.Set(length)
	when := ""
	if r.Sound.Date != 0 {
		t := time.UnixMilli(r.Sound.Date).In(s.kit.Now().Location())
		when = words.Clock(t)
		if words.DaysBetween(t, s.kit.Now()) != 0 {
			when = words.ShortDate(t, s.kit.Now()) + ", " + when
		}
	}
	l.when.Set(when)
	size := ""
	if r.Sound.Size > 0 {
		size = words.Size(r.Sound.Size)
	}
	l.size.Set(size)
	o.Refresh()
}

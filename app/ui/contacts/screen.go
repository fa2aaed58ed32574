package contacts

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/history"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/saving"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
)

// Screen is the Contacts page.
type Screen struct {
	Model *Model

	// Messages and Calls go to those pages, to what was exchanged with numbers.
	// Backup goes to where a backup starts. Restore writes contacts to a phone; nil:
	// not offered.
	Messages, Calls func(tails []string, name string)
	Backup          func()
	Restore         func(shelf.RecordQuery)

	kit      *part.Kit
	lib      Library
	exporter saving.Exporter
	desk     saving.Desk
	loader   *thumbs.Loader

	list   *list
	roll   *part.Roll
	strip  *letters
	count  *part.Text
	search *part.Search
	back   *part.IconButton
	out    *part.IconButton
	phones *fyne.Container
	// Around the bar of the past and the phones, so that nothing is left of them when
	// they are out of sight.
	pastBox, phoneBox *fyne.Container
	chips             []string // the phones drawn
	past              *history.Bar
	detail            *fyne.Container
	page              *part.Page
	body              *fyne.Container
	empty             *fyne.Container
	content           *fyne.Container
	drawn             int64 // in the detail
	shown             int64 // whose row was brought into sight
	why               string
}

// New returns the page; loader has the photos.
func New(kit *part.Kit, lib Library, e saving.Exporter, d saving.Desk, loader *thumbs.Loader) *Screen {
	s := &Screen{kit: kit, lib: lib, exporter: e, desk: d, loader: loader, Model: NewModel(lib, kit.Hop), Backup: func() {}}
	s.Model.OnChange, s.Model.Drawn = s.render, part.Drawn
	s.list = &list{kit: kit, model: s.Model, loader: loader}
	s.roll = part.NewRoll(s.list)
	s.roll.Walk = true
	s.roll.May = func(i int) bool { return s.list.lines[i].letter == "" }
	s.roll.Choose = s.press
	s.roll.Says = s.letterAt
	s.roll.Moved = func(first, _ int) { s.renderStrip(first) }
	s.strip = newLetters(func(section int) {
		if section < len(s.list.starts) {
			s.roll.ShowAt(s.list.starts[section], 0)
		}
	})
	s.count = part.Muted("")
	s.search = part.NewSearch(words.T("Search names, numbers, notes"), words.T("Clear"), s.Model.SetSearch, s.leave)
	s.search.Short = words.T("Search")
	s.search.Shortcut = kit.Shortcut
	s.back = history.NewButton(kit, &s.Model.Past)
	s.out = part.NewIconButton(look.IconExport, words.T("Export…"), kit.Tips, s.export)
	s.phones = part.Wrap(look.S2)
	s.past = history.NewBar(kit, &s.Model.Past)
	s.detail = part.Layers()
	s.page = part.NewPage(620, look.S6, s.detail)
	s.body = container.New(&columns{}, s.strip, s.roll, part.NewFill(look.Border, 0), s.page)
	s.empty = part.Layers()
	s.pastBox = part.Inset(look.S6, 0, look.S6, look.S2, s.past.Content())
	s.phoneBox = part.Inset(look.S6, look.S1, look.S6, look.S2, s.phones)
	s.content = part.Column(0,
		part.Inset(look.S6, look.S4, look.S6, look.S2, part.Row(look.S2,
			part.Title(words.T("Contacts")), part.Inset(look.S1, look.S2, 0, 0, s.count), part.NewSpring(),
			part.UpTo(120, 300, s.search), s.back, s.out)),
		s.pastBox, s.phoneBox,
		part.Tall(part.Layers(s.body, s.empty)))
	s.render()
	return s
}

// columns are the letters, the list and who is open.
type columns struct{}

func (*columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 200) }

func (*columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	letters := lettersWidth()
	list := min(max(size.Width*0.34, 240), 360)
	x := look.S3
	part.Place(objects[0], x, 0, letters, size.Height-look.S2)
	x += letters
	part.Place(objects[1], x, 0, list, size.Height)
	x += list + look.S1
	part.Place(objects[2], x, 0, 1, size.Height)
	part.Place(objects[3], x+1, 0, size.Width-x-1, size.Height)
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Show tells the page that it has come into sight.
func (s *Screen) Show() { s.Model.Load() }

// Changed tells the page that the library has changed.
func (s *Screen) Changed() { s.Model.Load() }

// Find gives the keyboard to the search.
func (s *Screen) Find() { s.kit.Focus(s.search) }

// ChooseAll chooses everybody listed.
func (s *Screen) ChooseAll() { s.Model.ChooseAll() }

// Type begins a search with a letter, and reports whether it did.
func (s *Screen) Type(r rune) bool {
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return false
	}
	s.Find()
	s.search.TypedRune(r)
	return true
}

// Key does what a key means to the page and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool {
	m := s.Model
	switch {
	case k == fyne.KeyEscape && len(m.Chosen) > 0:
		m.ChooseNone()
	case k == fyne.KeyEscape && m.Search != "":
		s.search.SetText("")
	case k == fyne.KeyEscape && m.Past.AsOf() != 0:
		m.Past.Look(noTime)
	case k == fyne.KeySpace && m.OpenID > 0:
		m.Toggle(m.OpenID)
	default:
		return s.body.Visible() && s.roll.Key(k)
	}
	return true
}

// leave gives the keyboard from the search to the list.
func (s *Screen) leave() {
	if c := s.kit.Canvas(); c != nil {
		c.Focus(s.roll)
	}
}

// press opens whom a row shows, or chooses them beside others.
func (s *Screen) press(i int) {
	id := s.list.lines[i].face.ID
	switch mods := s.kit.Keys(); {
	case mods&fyne.KeyModifierShift != 0:
		s.Model.Range(id)
	case mods&fyne.KeyModifierShortcutDefault != 0 || len(s.Model.Chosen) > 0:
		s.Model.Toggle(id)
	default:
		s.Model.Show(id)
	}
}

// section is the one a row is in.
func (s *Screen) section(row int) int {
	at := 0
	for i, start := range s.list.starts {
		if start <= row {
			at = i
		}
	}
	return at
}

func (s *Screen) letterAt(row int) string {
	if at := s.section(row); at < len(s.Model.Sections) {
		return s.Model.Sections[at].Letter
	}
	return ""
}

func (s *Screen) renderStrip(first int) {
	var all []string
	for _, x := range s.Model.Sections {
		all = append(all, x.Letter)
	}
	s.strip.set(all, s.section(first))
}

// export writes who is chosen, or everybody listed.
func (s *Screen) export() {
	q, n := s.Model.Wanted()
	if n == 0 {
		return
	}
	saving.Open(s.kit, s.exporter, s.desk, saving.What{Heading: words.N("Export {{.N}} contacts", n), File: words.T("Contacts"), Query: q})
}

func (s *Screen) exportOne(p *Person) {
	q := s.Model.query()
	q.IDs, q.Search, q.Phone = []int64{p.ID}, "", ""
	name := words.Name(p.Record.Shown())
	if name == "" {
		name = words.T("Contact")
	}
	saving.Open(s.kit, s.exporter, s.desk, saving.What{Heading: words.F("Export {{.Name}}", "Name", name), File: name, Query: q})
}

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
	s.count.Set("")
	if m.Count > 0 {
		s.count.Set(words.Count(m.Count))
	}
	part.Show(s.back, len(m.Past.Earlier()) > 0)
	part.Show(s.out, m.Count > 0)
	part.Show(s.pastBox, s.past.Render())
	s.renderPhones()
	if s.list.update() {
		s.drawn = 0
	}
	at := s.list.at(m.OpenID, s.roll.Chosen())
	s.roll.Select(at)
	s.roll.Update()
	if m.OpenID != s.shown {
		s.shown = m.OpenID
		s.roll.Reveal(at)
	}
	s.renderDetail()
	s.content.Refresh()
}

// renderPhones offers the phones, when several have contacts.
func (s *Screen) renderPhones() {
	m := s.Model
	part.Show(s.phoneBox, len(m.Phones) > 1 || m.Phone != "")
	want := append([]string{m.Phone}, m.Phones...)
	if equal(want, s.chips) {
		return
	}
	s.chips = want
	s.phones.Objects = nil
	all := part.NewChip(words.T("All phones"), "", func() { m.SetPhone("") })
	all.Choose(m.Phone == "")
	s.phones.Add(all)
	for _, id := range m.Phones {
		c := part.NewChip(words.Name(s.lib.PhoneName(id)), look.IconPhone, func() { m.SetPhone(id) })
		c.Choose(m.Phone == id)
		s.phones.Add(c)
	}
}

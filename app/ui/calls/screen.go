package calls

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/history"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/saving"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Screen is the Calls page.
type Screen struct {
	Model *Model

	// Messages goes to what was written with numbers, Contact to whose a number is.
	// Backup goes to where a backup starts, Guide to how the phone is brought to back
	// its calls up itself; Guide may be nil.
	Messages func(tails []string, name string)
	Contact  func(id int64)
	Backup   func()
	Guide    func()

	kit      *part.Kit
	exporter saving.Exporter
	desk     saving.Desk

	log               *log
	roll              *part.Roll
	count             *part.Text
	search            *part.Search
	back, out         *part.IconButton
	chips             []*part.Chip
	only              *fyne.Container
	past              *history.Bar
	pastBox, chipsBox *fyne.Container
	body, empty       *fyne.Container
	content           *fyne.Container
	why               string
}

// New returns the page; loader has the photos.
func New(kit *part.Kit, lib Library, e saving.Exporter, d saving.Desk, loader *thumbs.Loader) *Screen {
	s := &Screen{kit: kit, exporter: e, desk: d, Model: NewModel(lib, kit.Hop, kit.After), Messages: func([]string, string) {}, Contact: func(int64) {}, Backup: func() {}}
	m := s.Model
	s.log = &log{kit: kit, model: m, loader: loader}
	s.roll = part.NewRoll(s.log)
	m.OnChange, m.OnRows = s.render, s.roll.Update
	s.roll.Walk = true
	s.roll.Choose = func(int) {}
	s.roll.Menu = s.menu
	s.roll.Says = func(i int) string {
		t := s.log.at(i)
		return words.MonthYear(t.Year(), t.Month())
	}
	s.roll.Moved = func(first, last int) {
		if m.Calls != nil {
			m.Calls.Need(first, last)
		}
	}
	s.count = part.Muted("")
	s.search = part.NewSearch(words.T("Search names and numbers"), words.T("Clear"), m.SetSearch, s.leave)
	s.search.Short = words.T("Search")
	s.search.Shortcut = kit.Shortcut
	s.back = history.NewButton(kit, &m.Past)
	s.out = part.NewIconButton(look.IconExport, words.T("Export…"), kit.Tips, s.export)
	s.past = history.NewBar(kit, &m.Past)
	s.only = part.Layers()
	bar := part.Wrap(look.S2, s.only)
	for k, c := range []struct {
		name string
		icon look.Icon
	}{{words.T("All calls"), ""}, {words.As("several calls", "Missed"), look.IconCallMissed}, {words.T("Received"), look.IconCallIn}, {words.T("Dialled"), look.IconCallOut}, {words.As("several calls", "Rejected"), look.IconCallOff}} {
		chip := part.NewChip(c.name, c.icon, func() { m.SetKind(Kind(k)) })
		s.chips = append(s.chips, chip)
		bar.Add(chip)
	}
	s.pastBox = part.Inset(look.S6, 0, look.S6, look.S2, s.past.Content())
	s.chipsBox = part.Inset(look.S6, look.S1, look.S6, look.S2, bar)
	s.body = part.Inset(look.S3, 0, 0, 0, s.roll)
	s.empty = part.Layers()
	s.content = part.Column(0,
		part.Inset(look.S6, look.S4, look.S6, look.S2, part.Row(look.S2,
			part.Title(words.T("Calls")), part.Inset(look.S1, look.S2, 0, 0, s.count), part.NewSpring(),
			part.UpTo(120, 300, s.search), s.back, s.out)),
		s.pastBox, s.chipsBox,
		part.Tall(part.Layers(s.body, s.empty)))
	s.render()
	return s
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Show tells the page that it has come into sight.
func (s *Screen) Show() { s.Model.Load() }

// Changed tells the page that the library has changed.
func (s *Screen) Changed() { s.Model.Load() }

// ShowOnly shows the calls with somebody's numbers.
func (s *Screen) ShowOnly(tails []string, name string) {
	s.search.SetText("")
	s.Model.SetOnly(tails, name)
}

// Find gives the keyboard to the search.
func (s *Screen) Find() { s.kit.Focus(s.search) }

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
	if k == fyne.KeyEscape && m.Narrowed() {
		s.showAll()
		return true
	}
	return s.body.Visible() && s.roll.Key(k)
}

func (s *Screen) showAll() {
	s.Model.ShowAll()
	s.search.SetText("")
}

// leave gives the keyboard from the search to the list.
func (s *Screen) leave() {
	if c := s.kit.Canvas(); c != nil {
		c.Focus(s.roll)
	}
}

// menu offers what can be done with a call's number.
func (s *Screen) menu(i int, at fyne.Position) {
	e, ok := s.Model.Calls.Row(i)
	c := s.kit.Canvas()
	if !ok || c == nil || e.Record.Number == "" {
		return
	}
	number, tail := e.Record.Number, records.Tail(e.Record.Number)
	name := Say(e.Record, s.Model.People).Name
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(words.T("Copy the number"), func() {
			part.Copy(number)
			s.kit.Toast(part.Toast{Text: words.F("{{.What}} copied", "What", words.Name(number))})
		}),
		fyne.NewMenuItem(words.T("All calls with this number"), func() { s.ShowOnly([]string{tail}, name) }),
		fyne.NewMenuItem(words.T("Messages with this number"), func() { s.Messages([]string{tail}, name) }),
	}
	if f, known := s.Model.People[tail]; known {
		items = append(items, fyne.NewMenuItem(words.T("Show the contact"), func() { s.Contact(f.ID) }))
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
}

// export writes what is listed to a file.
func (s *Screen) export() {
	q := s.Model.Query()
	n := s.log.Count()
	if q.Search != "" { // what was found by today's names is found by no word
		q.IDs, q.Search, q.Threads = s.Model.Calls.Line.IDs, "", nil
	}
	saving.Open(s.kit, s.exporter, s.desk, saving.What{Heading: words.N("Export {{.N}} calls", n), File: words.T("Calls"), Query: q})
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
	n := s.log.Count()
	s.count.Set("")
	if n > 0 {
		s.count.Set(words.Count(n))
	}
	part.Show(s.back, len(m.Past.Earlier()) > 0)
	part.Show(s.out, n > 0)
	part.Show(s.pastBox, s.past.Render())
	part.Show(s.chipsBox, n > 0 || m.Narrowed())
	for k, c := range s.chips {
		c.Choose(m.Kind == Kind(k))
	}
	s.only.Objects = nil
	if m.Only != nil {
		c := part.NewChip(words.Name(m.OnlyName), look.IconClose, func() { m.SetOnly(nil, "") })
		c.Choose(true)
		s.only.Add(c)
	}
	part.Show(s.only, m.Only != nil)
	s.roll.Update()
	s.content.Refresh()
}

// emptiness names why there is nothing to see, "" when there is.
func (s *Screen) emptiness() string {
	m := s.Model
	switch {
	case m.Err != nil:
		return "error"
	case !m.Loaded || s.log.Count() > 0:
		return ""
	case m.Narrowed():
		return "not found"
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
		return part.Empty(look.IconError, what, next, part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, m.Load))
	case "not found":
		return part.Empty(look.IconSearch, words.T("No such calls"), words.T("Try a part of the name or of the number, or show everything again."),
			part.NewButton(part.Secondary, words.T("Show everything"), "", s.showAll))
	case "refused":
		r := m.Refusals[0]
		return part.Empty(look.IconCall, words.F("{{.Phone}} gave no calls over the cable", "Phone", words.Name(r.Phone)), r.Why,
			s.wayRound())
	}
	return part.Empty(look.IconCall, words.T("No calls here yet"),
		words.T("A phone keeps only its last few hundred calls. After each backup they are here, and what the phone has forgotten since is found by looking back."),
		part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() }))
}

// wayRound is the button below a refusal.
func (s *Screen) wayRound() fyne.CanvasObject {
	if s.Guide != nil {
		return part.NewButton(part.Primary, words.T("Show me how"), look.IconPhone, func() { s.Guide() })
	}
	return part.NewButton(part.Secondary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() })
}

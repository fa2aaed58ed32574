package messages

import (
	"strconv"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/history"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/saving"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
)

// Screen is the Messages page.
type Screen struct {
	Model *Model
	// Backup goes to where a backup starts.
	Backup func()
	// Guide goes to how the phone is brought to back them up itself; nil leaves that out.
	Guide func()

	kit      *part.Kit
	exporter saving.Exporter
	desk     saving.Desk
	loader   *thumbs.Loader

	talks  *talks
	list   *part.Roll
	thread *thread
	roll   *part.Roll
	head   *header
	right  *fyne.Container

	count             *part.Text
	search            *part.Search
	back, out         *part.IconButton
	chips             *fyne.Container
	past              *history.Bar
	pastBox, chipsBox *fyne.Container
	body, empty       *fyne.Container
	nothing           *fyne.Container
	content           *fyne.Container
	why               string
	open              *Talk // drawn
	searched          string
}

// New returns the page; loader has contacts' photos and messages' pictures.
func New(kit *part.Kit, lib Library, e saving.Exporter, d saving.Desk, loader *thumbs.Loader) *Screen {
	s := &Screen{kit: kit, exporter: e, desk: d, loader: loader, Model: NewModel(lib, kit.Hop, kit.After), Backup: func() {}}
	s.Model.OnChange, s.Model.OnRows = s.render, s.rowsCame
	s.talks = &talks{kit: kit, model: s.Model, loader: loader}
	s.list = part.NewRoll(s.talks)
	s.list.Walk = true
	s.list.Choose = s.press
	s.list.Moved = func(first, last int) {
		if h := s.Model.Hits; h != nil {
			n := len(s.Model.Named)
			h.Need(max(0, first-n), max(0, last-n))
		}
	}
	s.thread = newThread(kit, s.Model, loader)
	s.roll = part.NewRoll(s.thread)
	s.thread.shaped = func() { kit.Hop.Post(s.roll.Update) }
	s.roll.Menu = s.menu
	s.roll.Says = s.monthAt
	s.roll.Moved = func(first, last int) {
		if p := s.Model.pager(); p != nil {
			p.Need(first, last)
		}
	}
	s.head = newHeader(s)
	s.right = part.Column(0, s.head.content, part.NewRule(), part.Tall(s.roll))

	s.count = part.Muted("")
	s.search = part.NewSearch(words.T("Search all messages"), words.T("Clear"), s.Model.SetSearch, s.leave)
	s.search.Short = words.T("Search")
	s.search.Shortcut = kit.Shortcut
	s.back = history.NewButton(kit, &s.Model.Past)
	s.out = part.NewIconButton(look.IconExport, words.T("Export everything…"), kit.Tips, s.export)
	s.past = history.NewBar(kit, &s.Model.Past)
	s.chips = part.Wrap(look.S2)
	s.pastBox = part.Inset(look.S6, 0, look.S6, look.S2, s.past.Content())
	s.chipsBox = part.Inset(look.S6, look.S1, look.S6, look.S2, s.chips)
	s.nothing = part.Layers()
	s.body = container.New(&columns{}, part.Layers(s.list, s.nothing), part.NewFill(look.Border, 0), s.right)
	s.empty = part.Layers()
	s.content = part.Column(0,
		part.Inset(look.S6, look.S4, look.S6, look.S2, part.Row(look.S2,
			part.Title(words.T("Messages")), part.Inset(look.S1, look.S2, 0, 0, s.count), part.NewSpring(),
			part.UpTo(120, 300, s.search), s.back, s.out)),
		s.pastBox, s.chipsBox,
		part.Tall(part.Layers(s.body, s.empty)))
	s.render()
	return s
}

// columns are the conversations and the one that is open.
type columns struct{}

func (*columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 200) }

func (*columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	list := min(max(size.Width*0.36, 260), 400)
	part.Place(objects[0], look.S3, 0, list-look.S3, size.Height)
	part.Place(objects[1], list+look.S1, 0, 1, size.Height)
	part.Place(objects[2], list+look.S1+1, 0, size.Width-list-look.S1-1, size.Height)
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Show tells the page that it has come into sight.
func (s *Screen) Show() { s.Model.Load() }

// Changed tells the page that the library has changed.
func (s *Screen) Changed() { s.Model.Load() }

// ShowOnly shows what was written with somebody's numbers.
func (s *Screen) ShowOnly(tails []string, name string) {
	s.Model.SetOnly(tails, name)
	s.search.SetText("")
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
	switch {
	case k == fyne.KeyEscape && m.Search != "":
		s.search.SetText("")
	case k == fyne.KeyEscape && m.Only != nil:
		m.SetOnly(nil, "")
	case k == fyne.KeyEscape && m.Past.AsOf() != 0:
		m.Past.Look(time.Time{})
	case k == fyne.KeyF3:
		m.Step(1)
	case !s.body.Visible():
		return false
	case k == fyne.KeyUp || k == fyne.KeyDown:
		return s.list.Key(k)
	default:
		return s.roll.Key(k)
	}
	return true
}

// leave gives the keyboard from the search to the list.
func (s *Screen) leave() {
	if c := s.kit.Canvas(); c != nil {
		c.Focus(s.list)
	}
	if s.Model.Hits != nil && s.list.Chosen() < 0 && s.talks.Count() > 0 {
		s.list.Select(0)
		s.press(0)
	}
}

// press opens the conversation of a row, or what was found.
func (s *Screen) press(i int) {
	if s.Model.Hits != nil {
		s.Model.Jump(i)
		return
	}
	s.Model.Show(i)
}

// menu offers what can be done with one message.
func (s *Screen) menu(i int, at fyne.Position) {
	e, ok := s.Model.Open.Row(i)
	c := s.kit.Canvas()
	if !ok || c == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", fyne.NewMenuItem(words.T("Copy the text"), func() {
		part.Copy(e.Record.Text())
		s.kit.Toast(part.Toast{Text: words.T("Copied")})
	})), c, at)
}

// monthAt names the month of a row.
func (s *Screen) monthAt(i int) string {
	p := s.Model.pager()
	if p == nil || i >= p.Count() {
		return ""
	}
	t := time.UnixMilli(p.Line.Dates[i]).In(s.kit.Now().Location())
	return words.MonthYear(t.Year(), t.Month())
}

// months offers the months of the open conversation, by year.
func (s *Screen) months() {
	t, c := s.Model.Open, s.kit.Canvas()
	if t == nil || c == nil {
		return
	}
	var years []*fyne.MenuItem
	for _, m := range t.Months(s.kit.Now().Location()) {
		label := strconv.Itoa(m.Year)
		if n := len(years); n == 0 || years[n-1].Label != label {
			y := fyne.NewMenuItem(label, nil)
			y.ChildMenu = fyne.NewMenu("")
			years = append(years, y)
		}
		in := years[len(years)-1].ChildMenu
		in.Items = append(in.Items, fyne.NewMenuItem(words.MonthName(m.Month), func() { s.roll.ShowAt(m.Row, 0) }))
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.head.date)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", years...), c, at.AddXY(0, s.head.date.Size().Height+look.S1))
}

// exportOpen writes the open conversation to a file.
func (s *Screen) exportOpen() {
	t := s.Model.Open
	if t == nil {
		return
	}
	q := s.Model.query()
	q.Threads = []string{t.Thread}
	name := titleOf(t.Conversation)
	saving.Open(s.kit, s.exporter, s.desk, saving.What{Heading: words.F("Export the messages with {{.Name}}", "Name", name), File: words.F("Messages with {{.Name}}", "Name", name), Query: q})
}

// export writes everything that is listed to a file.
func (s *Screen) export() {
	q := s.Model.query()
	q.Search = s.Model.Search
	saving.Open(s.kit, s.exporter, s.desk, saving.What{Heading: words.T("Export messages"), File: words.T("Messages"), Query: q})
}

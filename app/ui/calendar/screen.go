package calendar

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Screen is the Calendar page.
type Screen struct {
	Model *Model
	// Backup goes to where a backup starts; Export copies events out of the library.
	Backup func()
	Export func(q shelf.RecordQuery, count int, name string)

	kit     *part.Kit
	name    *part.Text
	back    *part.IconButton
	on      *part.IconButton
	today   *part.Button
	turning *fyne.Container
	views   *part.Segments
	search  *part.Search
	export  *part.IconButton
	phones  *part.Choice
	grid    *grid
	list    *part.Rows
	lines   map[fyne.CanvasObject]*line
	none    *fyne.Container
	cut     *part.Text
	panel   *panel
	columns *fyne.Container
	empty   *fyne.Container
	content *fyne.Container
	shown   string // what the list shows, so that it is scrolled once
}

// New returns the page.
func New(kit *part.Kit, lib Library) *Screen {
	s := &Screen{kit: kit, Model: NewModel(lib, kit.Hop, kit.After, kit.Now, words.FirstWeekday()), Backup: func() {}, Export: func(shelf.RecordQuery, int, string) {},
		lines: map[fyne.CanvasObject]*line{}}
	m := s.Model
	m.OnChange = s.render
	s.name = part.Title("")
	s.back = part.NewIconButton(look.IconLeft, words.T("Back"), kit.Tips, func() { m.Turn(-1) })
	s.on = part.NewIconButton(look.IconRight, words.T("Next"), kit.Tips, func() { m.Turn(1) })
	s.today = part.NewButton(part.Secondary, words.T("Today"), "", s.goToday)
	s.turning = part.Row(look.S1, s.back, s.today, s.on)
	s.views = part.NewSegments([]string{words.T("Month"), words.T("List")}, func(i int) { m.SetView(View(i)) })
	s.search = part.NewSearch(words.T("Search events"), words.T("Clear"), m.SetSearch, s.leaveSearch)
	s.search.Short = words.T("Search")
	s.search.Shortcut = kit.Shortcut
	s.export = part.NewIconButton(look.IconExport, words.T("Export events…"), kit.Tips, s.exportAll)
	s.phones = part.NewChoice(kit, m.SetPhone)
	s.grid = newGrid(m, kit.Now)
	s.grid.day, s.grid.item, s.grid.key = m.GoTo, m.Open, s.Key
	s.list = part.NewRows(rowHeight, s.newRow, s.setRow)
	s.list.Still = []int{headingRow}
	s.list.Name = func(i int) string { return title(m.Items[m.Rows[i].Item].Event) }
	s.list.Press = func(i int) { m.Open(m.Rows[i].Item) }
	s.none, s.cut = part.Layers(), part.Small("")
	s.panel = newPanel(s)
	s.columns = container.New(&columns{s}, part.Layers(s.grid, part.Column(look.S2, s.cut, part.Tall(part.Layers(s.list, s.none)))), s.panel.content)
	s.empty = part.Layers()
	s.content = part.Column(0,
		part.Inset(look.S8, look.S6, look.S8, look.S4, part.Sides(look.S3,
			part.Row(look.S3, s.name, s.turning), part.Row(look.S3, s.views, s.phones.Content(), part.UpTo(110, 240, s.search), s.export))),
		part.Tall(part.Layers(s.columns, s.empty)))
	s.render()
	return s
}

// columns are the month or the list, and the panel. In a narrow window the panel is
// narrow, too.
type columns struct{ s *Screen }

func (*columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(600, 200) }

func (*columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(max(size.Width*0.28, 220), 380)
	left := size.Width - 2*look.S8 - look.S4 - w
	part.Place(objects[0], look.S8, 0, left, size.Height-look.S6)
	part.Place(objects[1], look.S8+left+look.S4, 0, w, size.Height-look.S6)
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() { s.Model.Load() }

// Changed tells the screen that the library has changed.
func (s *Screen) Changed() { s.Model.Load() }

// Find gives the keyboard to the search.
func (s *Screen) Find() { s.kit.Focus(s.search) }

func (s *Screen) leaveSearch() {
	if c := s.kit.Canvas(); c != nil {
		c.Unfocus()
	}
}

func (s *Screen) goToday() {
	s.Model.Today()
	s.toDay()
}

// toDay scrolls the list to the chosen day, or to the next one with an event.
func (s *Screen) toDay() {
	for i, r := range s.Model.Rows {
		if r.Day >= s.Model.Day {
			s.list.ScrollTo(i)
			return
		}
	}
	s.list.ScrollTo(len(s.Model.Rows) - 1)
}

// listing reports whether the list is in sight rather than the month.
func (s *Screen) listing() bool { return s.Model.View == ListView || s.Model.Searching() }

// Key does what a key means to the page, and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool {
	m := s.Model
	if k == fyne.KeyEscape {
		return m.Close()
	}
	if s.listing() {
		switch k {
		case fyne.KeyDown:
			m.Step(1)
		case fyne.KeyUp:
			m.Step(-1)
		default:
			return false
		}
		for i, r := range m.Rows {
			if r.Item >= 0 && r.Item == m.Chosen {
				s.list.Reveal(i)
			}
		}
		return true
	}
	switch k {
	case fyne.KeyLeft:
		m.GoTo(m.Day - 1)
	case fyne.KeyRight:
		m.GoTo(m.Day + 1)
	case fyne.KeyUp:
		m.GoTo(m.Day - 7)
	case fyne.KeyDown:
		m.GoTo(m.Day + 7)
	case fyne.KeyPageUp:
		m.Turn(-1)
	case fyne.KeyPageDown:
		m.Turn(1)
	case fyne.KeyHome:
		m.Today()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if all := m.On(m.Day); len(all) > 0 {
			m.Open(all[0])
		}
	default:
		return false
	}
	return true
}

func (s *Screen) exportAll() {
	m := s.Model
	n, name := len(m.All), words.T("Calendar")
	q := shelf.RecordQuery{Category: records.Events, Phone: m.Phone}
	if m.Searching() {
		n, q.Search = len(m.Found), m.Search
	}
	if n > 0 {
		s.Export(q, n, name)
	}
}

func (s *Screen) render() {
	m := s.Model
	nothing := m.Loaded && (m.Err != nil || len(m.All) == 0)
	part.Show(s.columns, m.Loaded && !nothing)
	part.Show(s.empty, !m.Loaded || nothing)
	switch {
	case !m.Loaded:
		s.empty.Objects = nil
	case nothing:
		s.renderEmpty()
	}
	name := m.Title()
	switch {
	case nothing || !m.Loaded:
		name = words.T("Calendar")
	case m.Searching():
		name = words.N("{{.N}} found", len(m.Items))
	}
	s.name.Set(name)
	part.Show(s.turning, !nothing && !m.Searching())
	part.Show(s.views, !nothing && !m.Searching())
	for _, o := range []fyne.CanvasObject{s.search, s.export} {
		part.Show(o, !nothing)
	}
	s.views.Choose(int(m.View))
	s.renderPhones()
	part.Show(s.grid, !s.listing())
	part.Show(s.list, s.listing() && len(m.Rows) > 0)
	part.Show(s.none, s.listing() && len(m.Rows) == 0)
	part.Show(s.cut, s.listing() && m.Cut)
	s.cut.Set(words.N("Only the first {{.N}} are shown.", maxItems))
	if s.listing() {
		s.renderList()
	} else {
		s.grid.Refresh()
	}
	if m.Loaded {
		s.panel.render()
	}
	s.empty.Refresh()
	s.content.Refresh()
}

func (s *Screen) renderPhones() {
	ids, names := []string{""}, []string{words.T("All phones")}
	for _, p := range s.Model.Phones {
		ids, names = append(ids, p.ID), append(names, words.Name(p.Name))
	}
	s.phones.Set(ids, names, s.Model.Phone)
	part.Show(s.phones.Content(), len(s.Model.Phones) > 1)
}

func (s *Screen) renderEmpty() {
	if err := s.Model.Err; err != nil {
		what, next := s.kit.Explain(err)
		s.empty.Objects = []fyne.CanvasObject{part.Empty(look.IconError, what, next,
			part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, s.Model.Load))}
		return
	}
	s.empty.Objects = []fyne.CanvasObject{part.Empty(look.IconCalendar, words.T("No events yet"),
		words.T("A backup reads the calendars of the phone with their reminders, guests and repetitions. Birthdays and dates of other accounts come along."),
		part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() }))}
}

// The kinds of rows.
const (
	itemRow = iota
	headingRow
)

func rowHeight(kind int) float32 {
	if kind == headingRow {
		return 40
	}
	return 54
}

// line is the parts of an item's row.
type line struct {
	color              *canvas.Rectangle
	time, title, place *part.Text
}

func (s *Screen) newRow(kind int) fyne.CanvasObject {
	if kind == headingRow {
		return part.Inset(look.S2, look.S4, look.S2, 2, part.Small("").Bold())
	}
	l := &line{color: canvas.NewRectangle(nil), time: part.Muted(""), title: part.Strong("").AtMost(1), place: part.Small("").AtMost(1)}
	l.color.CornerRadius = 2
	row := part.Inset(look.S2, look.S2, look.S2, look.S2, part.Row(look.S3, part.Fixed(4, 32, l.color), part.Field(112, l.time), part.Grow(part.Column(0, l.title, l.place))))
	s.lines[row] = l
	return row
}

func (s *Screen) setRow(i int, o fyne.CanvasObject) {
	r := s.Model.Rows[i]
	if r.Item < 0 {
		o.(*fyne.Container).Objects[0].(*part.Text).Set(r.Heading)
		return
	}
	it, l := s.Model.Items[r.Item], s.lines[o]
	l.color.FillColor = colorOf(it.Event)
	l.color.Refresh()
	at := it.clock(r.Day)
	if s.Model.Searching() {
		at = words.DayMonth(it.Start)
	}
	l.time.Set(at)
	l.title.Set(title(it.Event))
	under := words.Name(it.Event.Location)
	if again := repeats(it.Event); again != "" && s.Model.Searching() {
		under = again
	}
	l.place.Set(under)
	part.Show(l.place, under != "")
	o.Refresh()
}

func (s *Screen) renderList() {
	m := s.Model
	kinds := make([]int, len(m.Rows))
	at := -1
	for i, r := range m.Rows {
		if r.Item < 0 {
			kinds[i] = headingRow
		} else if r.Item == m.Chosen {
			at = i
		}
	}
	s.list.Choose(at)
	s.list.Set(kinds)
	now := fmt.Sprint(m.Search, m.View, m.Year, m.Phone)
	if len(m.Rows) > 0 && now != s.shown {
		s.shown = now
		if m.Searching() {
			s.list.ScrollTo(0)
		} else {
			s.toDay()
		}
	}
	if len(m.Rows) > 0 {
		return
	}
	title, says := words.T("Nothing found"), words.T("No event has all these words.")
	if !m.Searching() {
		title, says = words.F("Nothing in {{.Year}}", "Year", fmt.Sprint(m.Year)), words.T("Other years may have events.")
	}
	s.none.Objects = []fyne.CanvasObject{part.Middle(260, part.Column(look.S2, part.Strong(title).Aligned(fyne.TextAlignCenter), part.Muted(says).Wrapped().Aligned(fyne.TextAlignCenter)))}
	s.none.Refresh()
}

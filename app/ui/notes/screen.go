package notes

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/history"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
)

// Screen is the Notes page.
type Screen struct {
	Model *Model
	// Backup goes to where a backup starts, Guide to how the phone is brought to give
	// its notes; Export copies notes out of the library. Guide may be nil.
	Backup func()
	Guide  func()
	Export func(q shelf.RecordQuery, count int, name string)

	kit    *part.Kit
	loader *thumbs.Loader

	title   *part.Text
	count   *part.Text
	search  *part.Search
	export  *part.IconButton
	phones  *part.Choice
	folders *fyne.Container
	chips   *fyne.Container
	list    *part.Rows
	cards   map[fyne.CanvasObject]*card
	none    *fyne.Container // in the list's place, when nothing was found
	note    *noteView
	back    *part.IconButton
	past    *history.Bar
	pastBox *fyne.Container
	columns *fyne.Container
	empty   *fyne.Container
	content *fyne.Container
	shown   []Folder
	key     Key
}

// New returns the page. The loader's source has to know the notes' pictures by their
// hash.
func New(kit *part.Kit, lib Library, loader *thumbs.Loader) *Screen {
	s := &Screen{kit: kit, loader: loader, cards: map[fyne.CanvasObject]*card{}, Model: NewModel(lib, kit.Hop, kit.After, kit.Now), Backup: func() {}, Export: func(shelf.RecordQuery, int, string) {}}
	s.Model.OnChange = s.render
	s.title, s.count = part.Title(words.T("Notes")), part.Muted("")
	s.search = part.NewSearch(words.T("Search notes"), words.T("Clear"), s.Model.SetSearch, s.leaveSearch)
	s.search.Shortcut = kit.Shortcut
	s.export = part.NewIconButton(look.IconExport, words.T("Export notes…"), kit.Tips, s.exportAll)
	s.back = history.NewButton(kit, &s.Model.Past)
	s.past = history.NewBar(kit, &s.Model.Past)
	s.pastBox = part.Inset(look.S8, 0, look.S8, look.S4, s.past.Content())
	s.phones = part.NewChoice(kit, func(id string) { s.Model.SetPhone(id) })
	s.folders, s.chips = part.Column(2), part.Row(look.S2)
	s.list = part.NewRows(rowHeight, s.newRow, s.setRow)
	s.list.Still = []int{headingRow}
	s.list.Name = func(i int) string { return words.Name(s.Model.Cards[s.Model.Rows[i].Card].Title) }
	s.list.Press = s.Model.Choose
	s.none = part.Layers()
	s.note = newNoteView(s)
	folders := container.NewVScroll(part.Inset(look.S2, 0, look.S2, 0, s.folders))
	chips := container.NewHScroll(part.Inset(0, 0, 0, look.S3, s.chips))
	s.columns = container.New(&columns{}, folders, chips, part.Layers(s.list, s.none), part.NewFill(look.Surface, 12).Stroked(look.Border, 1), s.note.content)
	s.empty = part.Layers()
	s.content = part.Column(0,
		part.Inset(look.S8, look.S6, look.S8, look.S4, part.Sides(look.S3,
			part.Row(look.S3, s.title, part.Inset(0, 8, 0, 0, s.count)), part.Row(look.S3, s.phones.Content(), part.UpTo(130, 280, s.search), s.back, s.export))),
		s.pastBox,
		part.Tall(part.Layers(s.columns, s.empty)))
	s.render()
	return s
}

// columns are the folders, the list and the note, side by side; in a narrow window
// the folders lie above the list, as chips.
type columns struct{}

const roomy float32 = 880

func (*columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(600, 200) }

func (*columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	folders, chips, list, paper, note := objects[0], objects[1], objects[2], objects[3], objects[4]
	x, top := look.S6, float32(0)
	wide := size.Width >= roomy
	part.Show(folders, wide)
	part.Show(chips, !wide)
	if wide {
		w := min(max(size.Width*0.16, 168), 240)
		part.Place(folders, x-look.S2, 0, w, size.Height-look.S4)
		x += w + look.S1
	}
	w := min(max((size.Width-x)*0.36, 240), 380)
	if !wide {
		top = chips.MinSize().Height + look.S2
		part.Place(chips, x, 0, w, top-look.S2)
	}
	part.Place(list, x, top, w, size.Height-top-look.S4)
	x += w + look.S3
	part.Place(paper, x, 0, size.Width-x-look.S6, size.Height-look.S6)
	part.Place(note, x, 0, size.Width-x-look.S6, size.Height-look.S6)
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() { s.Model.Load() }

// Changed tells the screen that the library has changed.
func (s *Screen) Changed() { s.Model.Load() }

// Find gives the keyboard to the search.
func (s *Screen) Find() { s.kit.Focus(s.search) }

// leaveSearch gives the keyboard back to the page.
func (s *Screen) leaveSearch() {
	if c := s.kit.Canvas(); c != nil {
		c.Unfocus()
	}
}

// Key does what a key means to the page, and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyDown:
		return s.step(1)
	case fyne.KeyUp:
		return s.step(-1)
	case fyne.KeyHome:
		s.Model.Choose(min(1, len(s.Model.Rows)-1))
	case fyne.KeyEnd:
		s.Model.Choose(len(s.Model.Rows) - 1)
	case fyne.KeyPageDown:
		s.note.page.ScrollTo(s.note.page.Offset() + 400)
		return true
	case fyne.KeyPageUp:
		s.note.page.ScrollTo(max(0, s.note.page.Offset()-400))
		return true
	default:
		return false
	}
	s.list.Reveal(s.Model.At())
	return true
}

func (s *Screen) step(by int) bool {
	s.Model.Step(by)
	s.list.Reveal(s.Model.At())
	return true
}

// query is what is in the list, for an export.
func (s *Screen) query() shelf.RecordQuery {
	m := s.Model
	q := m.query()
	q.Phone, q.AsOf = m.Phone, m.asOf // whose ids are listed
	if !m.Folder.All {
		q.IDs = []int64{}
		for _, r := range m.Rows {
			if r.Card >= 0 {
				q.IDs = append(q.IDs, m.Cards[r.Card].ID)
			}
		}
	}
	return q
}

func (s *Screen) exportAll() {
	if n := s.Model.Count; n > 0 {
		name := words.T("Notes")
		if !s.Model.Folder.All && s.Model.Folder.Name != "" {
			name = words.Name(s.Model.Folder.Name)
		}
		s.Export(s.query(), n, name)
	}
}

func (s *Screen) render() {
	m := s.Model
	nothing := m.Nothing()
	part.Show(s.back, !nothing && len(m.Past.Earlier()) > 0)
	part.Show(s.pastBox, s.past.Render() && !nothing)
	part.Show(s.columns, m.Loaded && !nothing)
	part.Show(s.empty, !m.Loaded || nothing)
	switch {
	case !m.Loaded:
		s.empty.Objects = nil
	case nothing:
		s.renderEmpty()
	}
	s.count.Set("")
	if m.Loaded && !nothing {
		s.count.Set(words.N("{{.N}} notes", m.Count))
	}
	if m.Count == 0 {
		s.export.Disable()
	} else {
		s.export.Enable()
	}
	part.Show(s.search, !nothing || m.Search != "")
	part.Show(s.export, !nothing)
	s.renderPhones()
	s.renderFolders()
	s.renderList()
	s.note.render()
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
	line := words.T("Xiaomi’s Notes app gives its notes to no other program. The phone can back them up itself, and Keepsake reads that backup: folders, pictures, check boxes and recordings.")
	buttons := part.Row(look.S2)
	if s.Guide != nil {
		buttons.Add(part.NewButton(part.Primary, words.T("Show me how"), look.IconPhone, func() { s.Guide() }))
	} else {
		buttons.Add(part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() }))
	}
	s.empty.Objects = []fyne.CanvasObject{part.Empty(look.IconNotes, words.T("No notes yet"), line, buttons)}
}

func (s *Screen) renderList() {
	m := s.Model
	kinds := make([]int, len(m.Rows))
	for i, r := range m.Rows {
		kinds[i] = cardRow
		if r.Card < 0 {
			kinds[i] = headingRow
		}
	}
	s.list.Choose(m.At())
	s.list.Set(kinds)
	found := len(m.Rows) > 0 || !m.Loaded
	part.Show(s.list, found)
	part.Show(s.none, !found)
	if !found {
		s.none.Objects = []fyne.CanvasObject{part.Middle(220, part.Column(look.S2,
			part.Strong(words.T("Nothing found")).Aligned(fyne.TextAlignCenter),
			part.Muted(words.T("No note here has all these words.")).Wrapped().Aligned(fyne.TextAlignCenter)))}
		s.none.Refresh()
	}
}

// shortDate is a card's date.
func (s *Screen) shortDate(ms int64) string {
	if ms == 0 {
		return ""
	}
	return words.ShortDate(time.UnixMilli(ms), s.kit.Now())
}

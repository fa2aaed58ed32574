package catalogue

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Page is the frame around a list: its name, how many there are, whose they are, the
// search and the export above it.
type Page struct {
	kit     *part.Kit
	count   *part.Text
	search  *part.Search
	phones  *part.Choice
	tools   *fyne.Container
	export  *part.IconButton
	below   *fyne.Container
	body    *fyne.Container
	empty   *fyne.Container
	content *fyne.Container
}

// Texts are what a page says.
type Texts struct{ Title, Search, Export string }

// Acts are what a page's parts do.
type Acts struct {
	Search func(string)
	Phone  func(id string)
	Export func()
}

// New returns a page around a body. Tools stand beside the search, below under them;
// both may be nil.
func New(kit *part.Kit, t Texts, a Acts, tools, below, body fyne.CanvasObject) *Page {
	p := &Page{kit: kit, count: part.Muted(""), phones: part.NewChoice(kit, a.Phone), body: part.Layers(body), empty: part.Layers(), below: part.Layers()}
	p.search = part.NewSearch(t.Search, words.T("Clear"), a.Search, p.leave)
	p.search.Short = words.T("Search")
	p.search.Shortcut = kit.Shortcut
	p.export = part.NewIconButton(look.IconExport, t.Export, kit.Tips, a.Export)
	p.tools = part.Row(look.S3, p.phones.Content())
	if tools != nil {
		p.tools.Add(tools)
	}
	p.tools.Add(part.UpTo(120, 280, p.search))
	p.tools.Add(p.export)
	head := part.Column(look.S3, part.Sides(look.S3, part.Row(look.S3, part.Title(t.Title), part.Inset(0, 8, 0, 0, p.count)), p.tools))
	if below != nil {
		p.below.Add(below)
		head.Add(p.below)
	}
	p.content = part.Column(0, part.Inset(look.S8, look.S6, look.S8, look.S4, head), part.Tall(part.Layers(p.body, p.empty)))
	return p
}

// Content is what to show.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Find gives the keyboard to the search.
func (p *Page) Find() { p.kit.Focus(p.search) }

func (p *Page) leave() {
	if c := p.kit.Canvas(); c != nil {
		c.Unfocus()
	}
}

// State is what a page shows now.
type State struct {
	Loaded  bool
	Err     error
	Nothing bool   // there is nothing at all: Empty stands in its place
	Count   string // how many there are
	None    string // why the list has no rows; "" when it has
	Phones  []Phone
	Phone   string
}

// StateOf is what a model is in, with how many are shown in words.
func StateOf[T any](m *Model[T], count func(n int) string, none string) State {
	s := State{Loaded: m.Loaded, Err: m.Err, Nothing: m.Nothing(), Phones: m.Phones, Phone: m.Phone}
	if m.Loaded && !s.Nothing {
		s.Count = count(len(m.Shown))
		if len(m.Shown) == 0 {
			s.None = none
		}
	}
	return s
}

// Render shows a state. empty makes what stands there when there is nothing, retry reads
// the list again.
func (p *Page) Render(s State, empty func() fyne.CanvasObject, retry func()) {
	p.count.Set(s.Count)
	full := s.Loaded && !s.Nothing
	part.Show(p.tools, full)
	part.Show(p.below, full && len(p.below.Objects) > 0 && p.below.Objects[0].Visible())
	part.Show(p.body, full && s.None == "")
	part.Show(p.empty, !full || s.None != "")
	ids, names := []string{""}, []string{words.T("All phones")}
	for _, ph := range s.Phones {
		ids, names = append(ids, ph.ID), append(names, words.Name(ph.Name))
	}
	p.phones.Set(ids, names, s.Phone)
	part.Show(p.phones.Content(), len(s.Phones) > 1)
	if s.None != "" || s.Count == "" {
		p.export.Disable()
	} else {
		p.export.Enable()
	}
	switch {
	case !s.Loaded:
		p.empty.Objects = nil
	case s.Nothing && s.Err != nil:
		what, next := p.kit.Explain(s.Err)
		p.empty.Objects = []fyne.CanvasObject{part.Empty(look.IconError, what, next, part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, retry))}
	case s.Nothing:
		p.empty.Objects = []fyne.CanvasObject{empty()}
	case s.None != "":
		p.empty.Objects = []fyne.CanvasObject{part.Empty(look.IconSearch, words.T("Nothing found"), s.None, nil)}
	default:
		p.empty.Objects = nil
	}
	p.empty.Refresh()
	p.content.Refresh()
}

package storage

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
)

// Screen is the Storage page.
type Screen struct {
	Model *Model
	// View opens one of some pictures, Album an album, Aside what is in a view of its
	// own, Year the pictures of a year.
	View  func(all []shelf.Row, i int)
	Album func(shelf.Album)
	Aside func(shelf.View)
	Year  func(year int)

	kit    *part.Kit
	loader *thumbs.Loader
	by     *part.Segments
	rule   *part.Segments
	all    bool // of the largest, not only some
	body   *fyne.Container
	page   *part.Page
}

// New returns the page.
func New(kit *part.Kit, k Keeper, d Desk, loader *thumbs.Loader) *Screen {
	s := &Screen{kit: kit, loader: loader, Model: NewModel(k, d, kit.Hop, kit.After), body: part.Column(look.S6),
		View: func([]shelf.Row, int) {}, Album: func(shelf.Album) {}, Aside: func(shelf.View) {}, Year: func(int) {}}
	m := s.Model
	s.by = part.NewSegments([]string{words.T("Kind"), words.T("Phone"), words.T("Album"), words.T("Year")}, func(i int) { m.Sort(By(i)) })
	s.rule = part.NewSegments([]string{words.T("Keep all"), words.T("Thin out"), words.T("The last month"), words.T("The newest only")}, func(i int) { m.Keep(Rule(i)) })
	m.OnChange = s.render
	m.OnError = kit.Failed
	m.OnFreed = func(n int64) {
		kit.Toast(part.Toast{Text: words.F("{{.Size}} are free again.", "Size", words.Size(n))})
	}
	m.OnMoved = func(d Moved) {
		kit.Toast(part.Toast{Text: words.T("The library lies in its new place."), Next: words.Name(d.To)})
	}
	s.page = part.NewPage(look.Column, look.S8, s.body)
	s.render()
	return s
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() { s.Model.Show() }

// Hide tells the screen that it goes out of sight.
func (s *Screen) Hide() { s.Model.Hide() }

// Changed tells the screen that the library has changed.
func (s *Screen) Changed() { s.Model.Changed() }

// Key scrolls with the arrows.
func (s *Screen) Key(k fyne.KeyName) bool {
	step := map[fyne.KeyName]float32{fyne.KeyUp: -64, fyne.KeyDown: 64, fyne.KeyPageUp: -480, fyne.KeyPageDown: 480}[k]
	if step == 0 {
		return false
	}
	s.page.ScrollTo(s.page.Offset() + step)
	return true
}

func (s *Screen) render() {
	m := s.Model
	s.by.Choose(int(m.By))
	s.rule.Choose(int(m.Rule))
	s.body.Objects = []fyne.CanvasObject{part.Title(words.T("Storage"))}
	switch {
	case !m.Loaded:
		s.body.Add(part.Muted(words.T("Measuring the library …")))
	case m.Err != nil && m.Usage.Dir == "":
		what, next := s.kit.Explain(m.Err)
		s.body.Add(part.Empty(look.IconError, what, next, part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, m.load)))
	default:
		s.body.Add(s.disk())
		if len(m.Usage.Piles) > 0 {
			s.body.Add(s.picture())
		}
		if len(m.Usage.Largest) > 0 {
			s.body.Add(s.largest())
		}
		s.body.Add(s.earlier())
		s.body.Add(s.move())
	}
	s.body.Refresh()
	s.page.Relayout()
}

// disk shows the library as a share of the disk it lies on.
func (s *Screen) disk() fyne.CanvasObject {
	u := s.Model.Usage
	lib := u.Library()
	col := part.Column(look.S3, part.Row(look.S3, part.NewIcon(look.IconFolder, look.Muted, 24),
		part.Grow(part.Column(2, part.Head(words.F("{{.Size}} in the library", "Size", words.Size(lib))), part.Small(words.Name(u.Dir)).Middle()))))
	if u.Total > 0 {
		other := max(0, u.Total-u.Free-lib)
		free := look.Track
		col.Add(stack(part.NewFill(look.Accent, 5), part.NewFill(look.Faint, 5), part.NewFill(free, 5), lib, other, u.Free))
		col.Add(part.Wrap(look.S4,
			key(look.Accent, words.F("Library {{.Size}}", "Size", words.Size(lib))),
			key(look.Faint, words.F("Everything else {{.Size}}", "Size", words.Size(other))),
			key(look.Track, words.F("Free {{.Size}}", "Size", words.Size(u.Free)))))
		if low(u.Free, u.Total) {
			col.Add(part.Note(look.NeedsYou, look.IconWarning, part.Column(2,
				part.Strong(words.F("Only {{.Size}} are free on this disk.", "Size", words.Size(u.Free))).Wrapped(),
				part.Muted(words.T("A backup that finds no room waits until there is some. Free some space, or move the library to a larger disk below.")).Wrapped())))
		}
	}
	return part.Card(col)
}

// low reports whether a disk is so full that its owner should know.
func low(free, total int64) bool { return free < 5e9 || free < total/50 }

// key says what a colour of the bar stands for.
func key(color fyne.ThemeColorName, text string) fyne.CanvasObject {
	return part.Row(look.S2, part.Fixed(10, 10, part.NewFill(color, 3)), part.Small(text).In(look.Foreground))
}

// picture shows what takes the space.
func (s *Screen) picture() fyne.CanvasObject {
	m := s.Model
	all := m.Usage.Slices(m.By)
	open := func(i int) { s.open(all[i]) }
	drawn := part.Column(look.S3)
	if m.By == ByYear {
		drawn.Add(columns(s.kit, all, 260, open))
	} else {
		drawn.Add(treemap(s.kit, all, 300, open))
		drawn.Add(smalls(all))
	}
	return part.Card(part.Column(look.S4,
		part.Row(look.S3, part.Head(words.T("What takes the space")), part.NewSpring(), s.by), drawn))
}

// open goes to what a share is of, where there is such a place.
func (s *Screen) open(x Slice) {
	switch {
	case x.View != shelf.Everything:
		s.Aside(x.View)
	case x.Album != (shelf.AlbumKey{}):
		s.Album(shelf.Album{Own: x.Album.Phone == "", Key: x.Album, Name: x.Name, Phone: x.Detail, Count: x.Count})
	case x.Year > 0:
		s.Year(x.Year)
	}
}

// few is how many of the largest are shown at first.
const few = 6

func (s *Screen) largest() fyne.CanvasObject {
	rows := s.Model.Usage.Largest
	col := part.Column(0)
	shown := rows
	if !s.all {
		shown = rows[:min(few, len(rows))]
	}
	for i, r := range shown {
		col.Add(s.row(rows, i, r))
	}
	head := part.Row(look.S3, part.Head(words.T("The largest")), part.NewSpring())
	if len(rows) > few {
		word := words.N("Show {{.N}}", len(rows))
		if s.all {
			word = words.T("Show fewer")
		}
		head.Add(part.NewButton(part.Plain, word, "", func() { s.all = !s.all; s.render() }))
	}
	return part.Card(part.Column(look.S3, head, col))
}

func (s *Screen) row(all []shelf.Row, i int, r shelf.Row) fyne.CanvasObject {
	const side = 40
	t := part.NewTile(s.loader, look.TileRadius)
	small := part.ThumbnailOf(r)
	small.Plain = true
	t.Bind(s.kit.Hop.Context(), small, side, s.kit.Scale())
	where := words.When(r.Taken, s.kit.Now())
	return part.NewArea(words.Name(r.Name)+" · "+words.Size(r.Size), look.Radius, part.Inset(look.S2, look.S1, look.S2, look.S1, part.Row(look.S3,
		part.Fixed(side, side, t),
		part.Grow(part.Column(0, part.Body(words.Name(r.Name)).Middle(), part.Small(where).Middle())),
		part.Strong(words.Size(r.Size)))), func() { s.View(all, i) })
}

package photos

import (
	"strconv"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
)

func yearText(year int) string { return strconv.Itoa(year) }

// Tile sizes: least, most, usual, and a step of the wheel.
const (
	TileLeast float32 = 88
	TileMost  float32 = 320
	TileUsual float32 = 148
	tileStep  float32 = 24
)

// Screen is the Photos page.
type Screen struct {
	Model *Model

	// Viewer opens a picture of a timeline. Backup goes to where a backup starts.
	Viewer func(t *shelf.Timeline, index int)
	Backup func()
	// Exporter copies pictures to a folder of the owner's; finished is told when
	// that is done.
	Exporter func(ids []int64, finished func())
	// Restorer brings pictures back to a phone; nil: not offered. Carry is told that so
	// many pictures are dragged, and where in the window; Carried, that they were let go.
	Restorer func(ids []int64)
	Carry    func(n int, at fyne.Position)
	Carried  func(ids []int64, at fyne.Position)
	// TileChanged is told the tile size, to be remembered.
	TileChanged func(size float32)
	// SettledChanged is told what Model.SetSettled is to be given at the next start.
	SettledChanged func(s string)

	kit     *part.Kit
	editor  Editor
	actions Actions
	tile    float32
	imports func() // begins an import; nil: not offered

	tabs       *part.Segments
	search     *part.Search
	finding    *fyne.Container
	size       *part.Slide
	chips      []*part.Chip
	count      *part.Text
	filters    *fyne.Container
	topBar     *fyne.Container
	sizing     *fyne.Container
	insideBar  *fyne.Container
	insideName *part.Text
	insideInfo *part.Text
	rename     *part.IconButton
	dissolve   *part.IconButton
	emptying   *part.Button

	chosenBar                          *fyne.Container
	barSpace                           fyne.CanvasObject
	chosen                             *part.Text
	heart, albumAdd, albumDrop, dating *part.IconButton
	turning, hiding, trashing, reveal  *part.IconButton
	export, putBack, deleting          *part.Button
	restoring                          *part.IconButton

	grid     *Grid
	scrubber *Scrubber
	albums   *albumsView
	places   *placesView
	alike    *alikeView
	timeline *fyne.Container
	empty    *fyne.Container
	body     *fyne.Container
	content  *fyne.Container
	emptyFor string
}

// New returns the screen; tile is the remembered tile size, 0 for the usual.
func New(kit *part.Kit, lib Library, editor Editor, loader *thumbs.Loader, actions Actions, tile float32) *Screen {
	if tile == 0 {
		tile = TileUsual
	}
	s := &Screen{kit: kit, editor: editor, actions: actions, tile: min(max(tile, TileLeast), TileMost),
		Model: NewModel(lib, kit.Hop, kit.After), Viewer: func(*shelf.Timeline, int) {}, Backup: func() {}, TileChanged: func(float32) {}, SettledChanged: func(string) {}}
	s.Model.OnChange = s.render
	s.Model.OnRows = s.rowsCame

	s.grid = NewGrid(kit, s.Model, loader, s.tile)
	s.scrubber = NewScrubber(s.grid)
	s.grid.Moved = func() { s.scrubber.Refresh() }
	s.grid.Chosen = s.renderBars
	s.grid.Open = func(i int) {
		t := s.Model.Timeline
		if stack := t.Stacks[t.IDs[i]]; len(stack) > 1 {
			s.Model.OpenBurst(stack)
			return
		}
		s.Viewer(t, i)
	}
	s.grid.Menu = s.menu
	s.grid.Carry = func(at fyne.Position) bool {
		if s.Carry == nil || s.Model.View() != shelf.Everything && s.Model.View() != shelf.Recent {
			return false
		}
		s.Carry(len(s.chosenIDs()), at)
		return true
	}
	s.grid.Carried = func(at fyne.Position) { s.Carried(s.chosenIDs(), at) }
	s.grid.Zoom = func(steps int) { s.resize(s.tile + float32(steps)*tileStep) }
	s.albums = newAlbumsView(kit, loader, s.Model.OpenAlbum, s.Model.OpenView)
	s.places = newPlacesView(kit, s.Model, loader)
	s.alike = newAlikeView(kit, s.Model, loader)
	s.alike.Open = func(t *shelf.Timeline, i int) { s.Viewer(t, i) }
	s.alike.KeepBest = s.keepBest
	s.alike.KeepAll = s.keepAll

	s.buildBars()
	s.timeline = part.Layers(s.grid, s.scrubber)
	s.timeline.Layout = &besides{}
	s.empty = part.Layers()
	s.body = part.Layers(s.timeline, s.albums.page, s.places, s.alike.page, s.empty)
	s.barSpace = part.Space(0, look.Control)
	s.content = part.Column(0,
		part.Inset(look.S6, look.S4, look.S6, look.S2, part.Layers(s.topBar, s.insideBar, part.Space(0, look.Control))),
		part.Inset(look.S6, look.S1, look.S6, look.S2, part.Layers(s.filters, s.chosenBar, s.barSpace)),
		part.Tall(s.body),
	)
	s.render()
	return s
}

// besides lays the scrubber over the grid's right margin.
type besides struct{}

func (*besides) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (*besides) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	part.Place(objects[0], 0, 0, size.Width, size.Height)
	w := scrubberWidth()
	part.Place(objects[1], size.Width-w, 0, w, size.Height)
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() { s.Model.Show() }

// Hide tells the screen that it is out of sight.
func (s *Screen) Hide() { s.Model.Hide() }

// Changed tells the screen that the library has changed.
func (s *Screen) Changed() { s.Model.Changed() }

// Find gives the keyboard to the search.
func (s *Screen) Find() { s.kit.Focus(s.search) }

// ShowOnMap shows a place on the map.
func (s *Screen) ShowOnMap(lat, lon float64) {
	s.Model.SetTab(PlacesTab)
	s.places.show(lat, lon)
}

// ShowYear looks for the pictures of a year.
func (s *Screen) ShowYear(year int) {
	s.Model.SetTab(TimelineTab)
	s.search.SetText(strconv.Itoa(year))
	s.Model.SetSearch(s.search.Text)
}

// OnScreen reports whether a picture of the shown timeline is in sight.
func (s *Screen) OnScreen(id int64) bool {
	for i := range s.grid.tiles {
		if s.Model.Timeline.IDs[i] == id {
			return true
		}
	}
	return false
}

// Reveal brings a picture of the shown timeline into sight: the viewer was there.
func (s *Screen) Reveal(id int64) {
	for i, x := range s.Model.Timeline.IDs {
		if x == id {
			s.grid.Reveal(i)
			return
		}
	}
}

// Key does what a key means to the screen and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch {
	case s.timeline.Visible() && (s.grid.Key(k) || s.act(k)):
		return true
	case s.places.Visible() && s.places.Key(k):
		return true
	case k == fyne.KeyEscape && s.Model.Inside != nil:
		s.Model.Leave()
		return true
	}
	return false
}

// ChooseAll chooses everything shown.
func (s *Screen) ChooseAll() {
	if s.timeline.Visible() {
		s.grid.ChooseAll()
	}
}

func (s *Screen) resize(size float32) {
	size = min(max(size, TileLeast), TileMost)
	if size == s.tile {
		return
	}
	s.tile = size
	s.size.Set(size)
	s.grid.SetTile(size)
	s.TileChanged(size)
}

func (s *Screen) render() {
	m := s.Model
	s.renderBars()
	empty, grid := s.renderEmpty(), s.onGrid()
	albums, places, alike := !grid && m.Tab == AlbumsTab, !grid && m.Tab == PlacesTab, !grid && m.Tab == SimilarTab
	part.Show(s.timeline, grid && !empty)
	part.Show(s.albums.page, albums && !empty)
	part.Show(s.places, places && !empty)
	part.Show(s.alike.page, alike && !empty)
	part.Show(s.empty, empty)
	switch {
	case albums:
		s.albums.render(m.Albums)
	case places:
		s.places.render()
	case alike:
		s.alike.render()
	default:
		s.grid.Update()
	}
	s.content.Refresh()
}

// rowsCame draws what the rows belong to.
func (s *Screen) rowsCame() {
	switch {
	case s.onGrid():
		s.grid.Update()
	case s.Model.Tab == PlacesTab:
		s.places.Refresh()
	case s.Model.Tab == SimilarTab:
		s.alike.bind()
	}
}

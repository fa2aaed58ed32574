package photos

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
)

func (s *Screen) buildBars() {
	s.tabs = part.NewSegments([]string{words.T("Timeline"), words.T("Albums"), words.T("Places"), words.T("Look-alikes")}, func(i int) { s.Model.SetTab(Tab(i)) })
	s.search = part.NewSearch(words.T("Search names, albums, dates"), words.T("Clear"), s.Model.SetSearch, func() { s.kit.Focus(s.grid) })
	s.search.Short = words.T("Search")
	s.search.Shortcut = s.kit.Shortcut
	s.size = part.NewSlide(words.T("Size of the pictures"), TileLeast, TileMost, tileStep, s.tile, s.resize)
	s.sizing = part.Row(look.S2, part.NewIcon(look.IconTilesSmall, look.Muted, 18), part.Fixed(96, look.S6, s.size), part.NewIcon(look.IconTilesLarge, look.Muted, 18))
	s.finding = part.UpTo(130, 300, s.search)
	s.topBar = part.Row(look.S4, s.tabs, s.finding, part.NewSpring(), s.sizing)

	s.insideName, s.insideInfo = part.Head("").Middle(), part.Muted("").Middle()
	s.rename = part.NewIconButton(look.IconPencil, words.T("Rename album"), s.kit.Tips, s.askRename)
	s.dissolve = part.NewIconButton(look.IconTrash, words.T("Take the album apart"), s.kit.Tips, s.dissolveAlbum)
	s.emptying = part.NewButton(part.Danger, words.T("Empty trash…"), look.IconTrash, s.askEmptyTrash)
	s.insideBar = part.Row(look.S2,
		part.NewIconButton(look.IconBack, words.T("Back"), s.kit.Tips, s.Model.Leave),
		part.Fitted(s.insideName), s.rename, s.dissolve, part.Grow(s.insideInfo), s.emptying)

	for i, c := range []struct {
		label string
		icon  look.Icon
	}{
		{words.T("All"), ""}, {words.T("Photos"), look.IconPhotos}, {words.T("Videos"), look.IconVideo},
		{words.T("Favourites"), look.IconHeart}, {words.T("Screenshots"), look.IconScreenshot},
		{words.T("Motion"), look.IconMotion}, {words.T("Recently added"), look.IconActivity},
	} {
		s.chips = append(s.chips, part.NewChip(c.label, c.icon, func() { s.Model.SetChip(Chip(i)) }))
	}
	s.count = part.Muted("")
	s.filters = part.Row(look.S2)
	for _, c := range s.chips {
		s.filters.Add(c)
	}
	s.filters.Add(part.NewSpring())
	s.filters.Add(s.count)
	s.buildChosenBar()
}

// buildChosenBar makes what stands in the filters' place while pictures are
// chosen.
func (s *Screen) buildChosenBar() {
	s.chosen = part.Strong("")
	button := func(icon look.Icon, name string, do func(ids []int64)) *part.IconButton {
		return part.NewIconButton(icon, name, s.kit.Tips, func() { do(s.chosenIDs()) })
	}
	s.heart = button(look.IconHeart, words.T("Favourite"), s.favorite)
	s.albumAdd = button(look.IconAlbumAdd, words.T("Add to album…"), s.AskAlbum)
	s.albumDrop = button(look.IconMinus, words.T("Take out of this album"), s.takeOut)
	s.dating = button(look.IconCalendar, words.T("Correct the date…"), s.AskDate)
	s.turning = button(look.IconTurn, words.T("Turn right"), func(ids []int64) { s.turn(ids, 1) })
	s.hiding = button(look.IconEyeOff, words.T("Hide"), s.hide)
	s.restoring = button(look.IconRestore, words.T("Restore to phone…"), func(ids []int64) { s.Restorer(ids) })
	s.trashing = button(look.IconTrash, words.T("Move to the trash"), s.trash)
	s.reveal = part.NewIconButton(look.IconFolder, words.T("Show in folder"), s.kit.Tips, s.doReveal)
	s.putBack = part.NewButton(part.Primary, words.T("Put back"), look.IconRefresh, func() { s.trash(s.chosenIDs()) })
	s.deleting = part.NewButton(part.Danger, words.T("Delete for good…"), look.IconTrash, s.askDeleteChosen)
	s.export = part.NewButton(part.Primary, words.T("Export…"), look.IconExport, s.doExport)
	s.chosenBar = part.Row(look.S2,
		part.NewIconButton(look.IconClose, words.T("Choose nothing"), s.kit.Tips, func() { s.grid.ChooseNone() }),
		s.chosen,
		part.NewButton(part.Plain, words.T("Choose all"), "", func() { s.grid.ChooseAll() }),
		part.NewSpring(), s.heart, s.albumAdd, s.albumDrop, s.dating, s.turning, s.hiding, s.restoring, s.reveal, s.trashing, s.export, s.deleting, s.putBack)
}

func (s *Screen) renderBars() {
	m := s.Model
	s.tabs.Choose(int(m.Tab))
	if s.search.Text != m.Search {
		s.search.SetText(m.Search)
	}
	for i, c := range s.chips {
		c.Choose(Chip(i) == m.Chip)
	}
	n := m.Selection.Count()
	grid := s.onGrid()
	part.Show(s.topBar, m.Inside == nil)
	part.Show(s.insideBar, m.Inside != nil)
	part.Show(s.filters, n == 0 && m.Inside == nil && m.Tab == TimelineTab)
	part.Show(s.chosenBar, grid && n > 0)
	part.Show(s.barSpace, grid)
	part.Show(s.sizing, grid)
	part.Show(s.finding, m.Tab == TimelineTab)
	s.renderInside()
	s.count.Set("")
	if m.Loaded && m.Err == nil && len(m.Timeline.IDs) > 0 {
		s.count.Set(words.N("{{.N}} items", len(m.Timeline.IDs)))
	}
	s.renderChosen(n)
	s.content.Refresh()
}

// onGrid reports whether pictures are shown one by one, rather than covers, the
// map or look-alikes.
func (s *Screen) onGrid() bool { return s.Model.Inside != nil || s.Model.Tab == TimelineTab }

func (s *Screen) renderInside() {
	in := s.Model.Inside
	if in == nil {
		return
	}
	n := words.N("{{.N}} items", len(s.Model.Timeline.IDs))
	title, info := "", n
	switch {
	case in.Album != nil:
		title = words.Name(in.Album.Name)
		if !in.Album.Own {
			info = words.F("{{.Count}} · {{.Phone}}", "Count", n, "Phone", words.Name(in.Album.Key.Path))
		}
	case in.Box != nil:
		title = in.Title
	case in.Burst != nil:
		title = words.N("A burst of {{.N}}", len(s.Model.Timeline.IDs))
		info = ""
	default:
		title = viewName(in.View)
		if in.View == shelf.Trash && len(s.Model.Timeline.IDs) > 0 {
			info = words.F("{{.Count}} · {{.Phone}}", "Count", n, "Phone", words.T("kept until you empty the trash"))
		}
	}
	s.insideName.Set(title)
	s.insideInfo.Set(info)
	part.Show(s.rename, in.Album != nil)
	part.Show(s.dissolve, in.Album != nil && in.Album.Own)
	part.Show(s.emptying, in.View == shelf.Trash && len(s.Model.Timeline.IDs) > 0)
}

// viewName is what a view is called.
func viewName(v shelf.View) string {
	switch v {
	case shelf.Recent:
		return words.T("Recently added")
	case shelf.Trash:
		return words.T("Trash")
	case shelf.Hidden:
		return words.T("Hidden")
	case shelf.Private:
		return words.T("Private album")
	}
	return words.T("Everything")
}

func (s *Screen) renderChosen(n int) {
	s.chosen.Set(words.N("{{.N}} chosen", n))
	view := s.Model.View()
	live := view != shelf.Trash
	open := live && view != shelf.Private
	album := s.Model.Album()
	for o, on := range map[fyne.CanvasObject]bool{
		s.heart: open, s.albumAdd: open, s.albumDrop: album != nil && album.Own, s.dating: open, s.turning: open,
		s.hiding: open, s.restoring: open && s.Restorer != nil, s.reveal: live, s.trashing: live, s.export: live, s.putBack: !live, s.deleting: !live,
	} {
		part.Show(o, on)
	}
	if view == shelf.Hidden {
		s.hiding.Set(look.IconEye, words.T("Show again"))
	} else {
		s.hiding.Set(look.IconEyeOff, words.T("Hide"))
	}
	enable(s.reveal, n == 1)
}

func enable(b fyne.Disableable, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

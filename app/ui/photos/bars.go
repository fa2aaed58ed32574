package photos

import (
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

func (s *Screen) buildBars() {
	s.tabs = part.NewSegments([]string{words.T("Timeline"), words.T("Albums")}, func(i int) { s.Model.SetTab(Tab(i)) })
	s.search = part.NewSearch(words.T("Search names, albums, dates"), words.T("Clear"), s.Model.SetSearch, func() { s.kit.Focus(s.grid) })
	s.search.Shortcut = s.kit.Shortcut
	s.size = part.NewSlide(words.T("Size of the pictures"), TileLeast, TileMost, tileStep, s.tile, s.resize)
	s.sizing = part.Row(look.S2, part.NewIcon(look.IconTilesSmall, look.Muted, 18), part.Fixed(112, look.S6, s.size), part.NewIcon(look.IconTilesLarge, look.Muted, 18))
	s.topBar = part.Row(look.S4, s.tabs, part.Field(280, s.search), part.NewSpring(), s.sizing)

	s.albumName, s.albumInfo = part.Head("").Middle(), part.Muted("")
	s.albumBar = part.Row(look.S2,
		part.NewIconButton(look.IconBack, words.T("All albums"), s.kit.Tips, s.Model.CloseAlbum),
		s.albumName, s.albumInfo)

	for i, c := range []struct {
		label string
		icon  look.Icon
	}{
		{words.T("All"), ""}, {words.T("Photos"), look.IconPhotos}, {words.T("Videos"), look.IconVideo},
		{words.T("Favourites"), look.IconHeart}, {words.T("Screenshots"), look.IconScreenshot},
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

	s.chosen = part.Strong("")
	s.export = part.NewButton(part.Primary, words.T("Export…"), look.IconExport, s.doExport)
	s.reveal = part.NewButton(part.Secondary, words.T("Show in folder"), look.IconFolder, s.doReveal)
	s.chosenBar = part.Row(look.S2,
		part.NewIconButton(look.IconClose, words.T("Choose nothing"), s.kit.Tips, func() { s.grid.ChooseNone() }),
		s.chosen,
		part.NewButton(part.Plain, words.T("Choose all"), "", func() { s.grid.ChooseAll() }),
		part.NewSpring(), s.reveal, s.export)
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
	wall := m.Tab == AlbumsTab && m.Album == nil
	part.Show(s.topBar, m.Album == nil)
	part.Show(s.albumBar, m.Album != nil)
	part.Show(s.filters, n == 0 && !wall)
	part.Show(s.chosenBar, n > 0)
	part.Show(s.sizing, !wall)
	if a := m.Album; a != nil {
		s.albumName.Set(words.Name(a.Name))
		s.albumInfo.Set(words.Name(a.Key.Path))
	}
	s.count.Set("")
	if m.Loaded && m.Err == nil && len(m.Timeline.IDs) > 0 {
		s.count.Set(words.N("{{.N}} items", len(m.Timeline.IDs)))
	}
	s.chosen.Set(words.N("{{.N}} chosen", n))
	if n == 1 {
		s.reveal.Enable()
	} else {
		s.reveal.Disable()
	}
	if s.busy {
		s.export.Disable()
	} else {
		s.export.Enable()
	}
	s.content.Refresh()
}

// renderEmpty shows why there is nothing to see, when there is nothing.
func (s *Screen) renderEmpty(wall bool) bool {
	m := s.Model
	kind := ""
	switch {
	case m.Err != nil:
		kind = "error"
	case !m.Loaded:
	case wall && len(m.Albums) == 0, !wall && len(m.Timeline.IDs) == 0 && !m.Narrowed():
		kind = "nothing"
	case !wall && len(m.Timeline.IDs) == 0:
		kind = "not found"
	}
	if kind == s.emptyFor {
		return kind != ""
	}
	s.emptyFor = kind
	s.empty.Objects = s.empty.Objects[:0]
	switch kind {
	case "error":
		what, next := s.kit.Explain(m.Err)
		s.empty.Add(part.Empty(look.IconError, what, next, part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, m.Changed)))
	case "nothing":
		s.empty.Add(part.Empty(look.IconPhotos, words.T("No photos here yet"),
			words.T("After the first backup, everything from your phone is here: every photo and video, by date and by album."),
			part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() })))
	case "not found":
		s.empty.Add(part.Empty(look.IconSearch, words.T("Nothing found"),
			words.T("Try another word, a year or a month, or show everything again."),
			part.NewButton(part.Secondary, words.T("Show everything"), "", m.ClearFilters)))
	}
	return kind != ""
}

package photos

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
)

// Actions is what can be done with what is chosen.
type Actions interface {
	// Reveal shows an original in the desktop's file manager.
	Reveal(ctx context.Context, id int64) error
}

// doReveal shows the one picture that is chosen in the file manager.
func (s *Screen) doReveal() {
	if ids := s.Model.Selection.In(s.Model.Timeline.IDs); len(ids) == 1 {
		s.reveals(ids[0])
	}
}

func (s *Screen) reveals(id int64) {
	s.kit.Hop.Go(func(ctx context.Context) func() {
		if err := s.actions.Reveal(ctx, id); err != nil {
			return func() { s.kit.Failed(err) }
		}
		return nil
	})
}

// menu offers what can be done with a picture, or with all that are chosen when
// it is one of them.
func (s *Screen) menu(i int, at fyne.Position) {
	c := s.kit.Canvas()
	ids := s.Model.Timeline.IDs
	if c == nil || i >= len(ids) {
		return
	}
	id, chosen := ids[i], s.Model.Selection.Has(ids[i])
	choose, of := words.T("Choose"), s.Model.Whole([]int64{id})
	if chosen {
		choose, of = words.T("No longer choose"), s.Model.Whole(s.Model.Selection.In(ids))
	}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(words.T("Open"), func() { s.grid.Open(i) }),
		fyne.NewMenuItem(choose, func() { s.grid.choose(i, false) }),
		fyne.NewMenuItemSeparator(),
	}
	items = append(items, s.deeds(of)...)
	if v := s.Model.View(); s.Restorer != nil && v != shelf.Trash && v != shelf.Private {
		items = append(items, fyne.NewMenuItem(words.T("Restore to phone…"), func() { s.Restorer(of) }))
		items = append(items, s.sends(i)...)
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", append(items,
		fyne.NewMenuItem(words.T("Show in folder"), func() { s.reveals(id) }),
		fyne.NewMenuItem(words.N("Export {{.N}} pictures…", len(of)), func() { s.exports(of) }),
	)...), c, at)
}

// sends are the ways to bring more than one picture to a phone: all of the album that
// is open, and all of the month of the ith.
func (s *Screen) sends(i int) (items []*fyne.MenuItem) {
	add := func(label string, ids []int64) {
		items = append(items, fyne.NewMenuItem(label, func() { s.Restorer(s.Model.Whole(ids)) }))
	}
	t := s.Model.Timeline
	if a := s.Model.Album(); a != nil {
		add(words.F("Send all of “{{.Album}}” to phone…", "Album", words.Name(a.Name)), t.IDs)
	}
	for _, m := range t.Months {
		if i >= m.Start && i < m.Start+m.Count && m.Start+m.Count <= len(t.IDs) {
			add(words.F("Send all of {{.Month}} to phone…", "Month", words.MonthYear(m.Year, m.Month)), t.IDs[m.Start:m.Start+m.Count])
		}
	}
	return items
}

// deeds are what can be said of pictures in the view they are in.
func (s *Screen) deeds(of []int64) []*fyne.MenuItem {
	switch s.Model.View() {
	case shelf.Trash:
		return []*fyne.MenuItem{fyne.NewMenuItem(words.T("Put back"), func() { s.trash(of) }),
			fyne.NewMenuItem(words.T("Delete for good…"), func() {
				s.askDelete(words.N("Delete {{.N}} items for good?", len(of)), len(of), of)
			}), fyne.NewMenuItemSeparator()}
	case shelf.Private:
		return []*fyne.MenuItem{fyne.NewMenuItem(words.T("Move to the trash"), func() { s.trash(of) }), fyne.NewMenuItemSeparator()}
	}
	heart, hide := words.T("Favourite"), words.T("Hide")
	if s.all(of, func(r shelf.Row) bool { return r.Favorite }) {
		heart = words.T("No favourite any more")
	}
	if s.Model.View() == shelf.Hidden {
		hide = words.T("Show again")
	}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(heart, func() { s.favorite(of) }),
		fyne.NewMenuItem(words.T("Add to album…"), func() { s.AskAlbum(of) }),
	}
	if a := s.Model.Album(); a != nil && a.Own {
		items = append(items, fyne.NewMenuItem(words.T("Take out of this album"), func() { s.takeOut(of) }))
	}
	return append(items,
		fyne.NewMenuItem(words.T("Correct the date…"), func() { s.AskDate(of) }),
		fyne.NewMenuItem(words.T("Turn right"), func() { s.turn(of, 1) }),
		fyne.NewMenuItem(words.T("Turn left"), func() { s.turn(of, -1) }),
		fyne.NewMenuItem(hide, func() { s.hide(of) }),
		fyne.NewMenuItem(words.T("Move to the trash"), func() { s.trash(of) }),
		fyne.NewMenuItemSeparator())
}

// doExport exports what is chosen.
func (s *Screen) doExport() { s.exports(s.Model.Whole(s.Model.Selection.In(s.Model.Timeline.IDs))) }

// exports opens what copies pictures to a folder; done, nothing is chosen any more.
func (s *Screen) exports(ids []int64) {
	if len(ids) > 0 {
		s.Exporter(ids, func() { s.grid.ChooseNone() })
	}
}

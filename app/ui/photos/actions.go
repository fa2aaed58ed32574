package photos

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Actions is what can be done with what is chosen.
type Actions interface {
	// PickFolder asks the owner for a folder; "" when nothing was picked.
	PickFolder(ctx context.Context, title string) (string, error)
	// Export copies originals into a folder and returns how many.
	Export(ctx context.Context, ids []int64, dir string) (int, error)
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
	choose, export := words.T("Choose"), []int64{id}
	if chosen {
		choose, export = words.T("No longer choose"), s.Model.Selection.In(ids)
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("",
		fyne.NewMenuItem(words.T("Open"), func() { s.Viewer(s.Model.Timeline, i) }),
		fyne.NewMenuItem(choose, func() { s.grid.choose(i, false) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(words.T("Show in folder"), func() { s.reveals(id) }),
		fyne.NewMenuItem(words.N("Export {{.N}} originals…", len(export)), func() { s.exports(export) }),
	), c, at)
}

// doExport copies what is chosen into a folder that the owner picks.
func (s *Screen) doExport() { s.exports(s.Model.Selection.In(s.Model.Timeline.IDs)) }

func (s *Screen) exports(ids []int64) {
	if len(ids) == 0 || s.busy {
		return
	}
	s.busy = true
	s.renderBars()
	title := words.T("Export originals to a folder")
	s.kit.Hop.Go(func(ctx context.Context) func() {
		dir, err := s.actions.PickFolder(ctx, title)
		n := 0
		if err == nil && dir != "" {
			n, err = s.actions.Export(ctx, ids, dir)
		}
		return func() {
			s.busy = false
			switch {
			case err != nil:
				s.kit.Failed(err)
			case dir != "":
				s.grid.ChooseNone()
				s.kit.Toast(part.Toast{Text: words.N("{{.N}} originals copied", n), Next: dir})
			}
			s.renderBars()
		}
	})
}

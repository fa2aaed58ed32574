package photos

import (
	"context"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// change says something about pictures, and offers to take it back. What was
// chosen is chosen no longer.
func (s *Screen) change(ids []int64, c shelf.Change, said string) {
	if len(ids) == 0 {
		return
	}
	s.kit.Hop.Go(func(ctx context.Context) func() {
		undo, err := s.editor.Change(ctx, ids, c)
		if err != nil {
			return func() { s.kit.Failed(err) }
		}
		return func() {
			s.grid.ChooseNone()
			s.Model.Changed()
			s.said(said, undo)
		}
	})
}

// said tells what was done, with a way back.
func (s *Screen) said(text string, undo func(context.Context) error) {
	s.kit.Toast(part.Toast{Text: text, Action: words.T("Undo"), Do: func() {
		s.kit.Hop.Go(func(ctx context.Context) func() {
			if err := undo(ctx); err != nil {
				return func() { s.kit.Failed(err) }
			}
			return s.Model.Changed
		})
	}})
}

// chosenIDs is what an action means: what is chosen, else the picture under the
// keyboard.
func (s *Screen) chosenIDs() []int64 {
	ids := s.Model.Timeline.IDs
	if s.Model.Selection.Count() > 0 {
		return s.Model.Whole(s.Model.Selection.In(ids))
	}
	if s.grid.focused && s.grid.cursor >= 0 && s.grid.cursor < len(ids) {
		return s.Model.Whole(ids[s.grid.cursor : s.grid.cursor+1])
	}
	return nil
}

// all reports whether every one of ids is at hand and passes.
func (s *Screen) all(ids []int64, pass func(shelf.Row) bool) bool {
	for _, id := range ids {
		if r, ok := s.Model.Row(id); !ok || !pass(r) {
			return false
		}
	}
	return len(ids) > 0
}

func (s *Screen) favorite(ids []int64) {
	on := !s.all(ids, func(r shelf.Row) bool { return r.Favorite })
	said := words.N("{{.N}} items are favourites now", len(ids))
	if !on {
		said = words.N("{{.N}} items are no favourites any more", len(ids))
	}
	s.change(ids, shelf.Change{Favorite: &on}, said)
}

func (s *Screen) hide(ids []int64) {
	on := s.Model.View() != shelf.Hidden
	said := words.N("{{.N}} items are hidden", len(ids))
	if !on {
		said = words.N("{{.N}} items are shown again", len(ids))
	}
	s.change(ids, shelf.Change{Hide: &on}, said)
}

func (s *Screen) trash(ids []int64) {
	on := s.Model.View() != shelf.Trash
	said := words.N("{{.N}} items are in the trash", len(ids))
	if !on {
		said = words.N("{{.N}} items are back", len(ids))
	}
	s.change(ids, shelf.Change{Trash: &on}, said)
}

func (s *Screen) turn(ids []int64, quarters int) {
	s.change(ids, shelf.Change{Turn: quarters}, words.N("{{.N}} items were turned", len(ids)))
}

// act does what a key means to the pictures chosen, and reports whether it means
// anything.
func (s *Screen) act(k fyne.KeyName) bool {
	ids := s.chosenIDs()
	view := s.Model.View()
	if len(ids) == 0 || !s.timeline.Visible() {
		return false
	}
	switch {
	case k == fyne.KeyDelete || k == fyne.KeyBackspace && view != shelf.Trash:
		if view == shelf.Trash {
			s.askDeleteChosen()
		} else {
			s.trash(ids)
		}
	case view == shelf.Trash:
		return false
	case k == fyne.KeyF:
		s.favorite(ids)
	case k == fyne.KeyH:
		s.hide(ids)
	case k == fyne.KeyR:
		quarters := 1
		if s.kit.Keys()&fyne.KeyModifierShift != 0 {
			quarters = -1
		}
		s.turn(ids, quarters)
	default:
		return false
	}
	return true
}

// askEmptyTrash asks before everything in the trash is deleted.
func (s *Screen) askEmptyTrash() {
	s.askDelete(words.T("Empty the trash?"), len(s.Model.Timeline.IDs), nil)
}

// askDeleteChosen asks before what is chosen in the trash is deleted.
func (s *Screen) askDeleteChosen() {
	if ids := s.chosenIDs(); len(ids) > 0 && s.Model.View() == shelf.Trash {
		s.askDelete(words.N("Delete {{.N}} items for good?", len(ids)), len(ids), ids)
	}
}

// askDelete explains what cannot be taken back before it is done: n items, those
// of ids, or with nil all of the trash.
func (s *Screen) askDelete(title string, n int, ids []int64) {
	if n == 0 {
		return
	}
	var sheet *part.Sheet
	sheet = s.kit.Sheet(title, words.T("Close"), fyne.NewSize(460, 300), part.Column(look.S3,
		part.Strong(words.N("{{.N}} items will be deleted from this computer for good.", n)).Wrapped(),
		part.Muted(words.T("This cannot be undone. Nothing is deleted on your phones, and a later backup does not bring these items back.")).Wrapped(),
		part.NewSpring(),
		part.Row(look.S2, part.NewSpring(),
			part.NewButton(part.Secondary, words.T("Keep them"), "", func() { sheet.Close() }),
			part.NewButton(part.Danger, words.T("Delete for good"), look.IconTrash, func() {
				sheet.Close()
				s.emptyTrash(ids)
			}))))
}

func (s *Screen) emptyTrash(ids []int64) {
	s.kit.Hop.Go(func(ctx context.Context) func() {
		n, err := s.editor.EmptyTrash(ctx, ids)
		return func() {
			s.grid.ChooseNone()
			s.Model.Changed()
			if err != nil {
				s.kit.Failed(err)
				return
			}
			s.kit.Toast(part.Toast{Text: words.N("{{.N}} items were deleted", n)})
		}
	})
}

// setTaken corrects capture times: each by the same shift, or a single one.
func (s *Screen) setTaken(ids []int64, t gallery.Taken) {
	s.change(ids, shelf.Change{Taken: &t}, words.N("The date of {{.N}} items was corrected", len(ids)))
}

package viewer

import (
	"context"

	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// Editor keeps what the owner says about pictures; their files stay as they are.
type Editor interface {
	// Change says something about pictures, and returns what takes it back.
	Change(ctx context.Context, ids []int64, c shelf.Change) (undo func(context.Context) error, err error)
}

// change says something about the picture shown; done runs on the window's
// goroutine when it is kept.
func (s *Screen) change(c shelf.Change, done func(id int64, undo func(context.Context) error)) {
	id := s.Model.ID()
	if id == 0 {
		return
	}
	s.kit.Hop.Go(func(ctx context.Context) func() {
		undo, err := s.editor.Change(ctx, []int64{id}, c)
		if err != nil {
			return func() { s.kit.Failed(err) }
		}
		return func() { done(id, undo) }
	})
}

// export offers to copy the picture out of the library.
func (s *Screen) export() {
	if id := s.Model.ID(); id != 0 && s.Exporter != nil && s.View != shelf.Trash {
		s.Exporter([]int64{id})
	}
}

// restore offers to bring the picture back to a phone.
func (s *Screen) restore() {
	if id := s.Model.ID(); id != 0 && s.Restorer != nil && s.View != shelf.Trash && s.View != shelf.Private {
		s.Restorer([]int64{id})
	}
}

// turnable reports whether a picture may be turned: one that is shown.
func (s *Screen) turnable(r shelf.Row) bool {
	return s.View != shelf.Trash && !r.Broken && (r.Kind == gallery.Photo || r.Kind == gallery.Video)
}

// turn turns the picture by quarters clockwise. Nothing is told: it is seen, and
// turned back as easily.
func (s *Screen) turn(quarters int) {
	if r, ok := s.Model.Row(); !ok || !s.turnable(r) {
		return
	}
	s.change(shelf.Change{Turn: quarters}, func(id int64, _ func(context.Context) error) { s.Model.Renew(id) })
}

// favorite makes the picture a favourite, or not one any more.
func (s *Screen) favorite() {
	r, ok := s.Model.Row()
	if !ok || s.View == shelf.Trash {
		return
	}
	on := !r.Favorite
	s.change(shelf.Change{Favorite: &on}, func(id int64, _ func(context.Context) error) { s.Model.Renew(id) })
}

// hide takes the picture out of every view but that of the hidden ones, or puts
// it back.
func (s *Screen) hide() {
	if s.View == shelf.Trash {
		return
	}
	on := s.View != shelf.Hidden
	said := words.N("{{.N}} items are hidden", 1)
	if !on {
		said = words.N("{{.N}} items are shown again", 1)
	}
	s.takeOut(shelf.Change{Hide: &on}, said)
}

// trash puts the picture into the library's trash, or back.
func (s *Screen) trash() {
	on := s.View != shelf.Trash
	said := words.N("{{.N}} items are in the trash", 1)
	if !on {
		said = words.N("{{.N}} items are back", 1)
	}
	s.takeOut(shelf.Change{Trash: &on}, said)
}

// takeOut makes a change by which the picture is no longer among those leafed
// through: the next one is shown. The way back shows it again.
func (s *Screen) takeOut(c shelf.Change, said string) {
	s.change(c, func(id int64, undo func(context.Context) error) {
		at, times := s.Model.Remove(id), s.Model.times
		if len(s.Model.ids) == 0 {
			s.close()
		}
		s.kit.Toast(part.Toast{Text: said, Action: words.T("Undo"), Do: func() {
			s.kit.Hop.Go(func(ctx context.Context) func() {
				if err := undo(ctx); err != nil {
					return func() { s.kit.Failed(err) }
				}
				return func() {
					if s.Model.times == times && at >= 0 {
						s.Model.Insert(id, at)
					}
				}
			})
		}})
	})
}

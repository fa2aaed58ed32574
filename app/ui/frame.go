package ui

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
)

// root lays everything over each other.
type root struct{}

func (*root) MinSize([]fyne.CanvasObject) fyne.Size { return look.MinWindow() }

func (*root) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		part.Place(o, 0, 0, size.Width, size.Height)
	}
}

// frame puts the rail at the left, the page beside it and the strip below the page.
type frame struct{ s *Shell }

func (*frame) MinSize([]fyne.CanvasObject) fyne.Size { return look.MinWindow() }

func (f *frame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	s := f.s
	s.rail.setNarrow(size.Width < look.Narrow)
	w := s.rail.width()
	h := s.strip.height()
	part.Place(s.rail.content, 0, 0, w, size.Height)
	part.Place(s.pages, w, 0, size.Width-w, size.Height-h)
	part.Place(s.strip.content, w, size.Height-h, size.Width-w, h)
}

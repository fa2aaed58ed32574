package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Sides puts one object at the left and another at the right; where they have no room
// beside each other, the second lies below the first.
func Sides(gap float32, left, right fyne.CanvasObject) *fyne.Container {
	return container.New(&sides{gap: gap}, left, right)
}

type sides struct{ gap, width float32 }

func (l *sides) beside(objects []fyne.CanvasObject, width float32) bool {
	return objects[0].MinSize().Width+l.gap+objects[1].MinSize().Width <= width
}

func (l *sides) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	a, b := HeightFor(objects[0], width), HeightFor(objects[1], width)
	if l.beside(objects, width) {
		return max(a, b)
	}
	return a + l.gap + b
}

func (l *sides) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := max(objects[0].MinSize().Width, objects[1].MinSize().Width)
	return fyne.NewSize(w, l.HeightFor(objects, max(l.width, w)))
}

func (l *sides) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	a, b := objects[0].MinSize(), objects[1].MinSize()
	if !l.beside(objects, size.Width) {
		h := HeightFor(objects[0], size.Width)
		Place(objects[0], 0, 0, size.Width, h)
		Place(objects[1], 0, h+l.gap, size.Width, b.Height)
		return
	}
	w := max(b.Width, size.Width-l.gap-a.Width)
	if f, ok := objects[1].(*fyne.Container); ok { // a field in it may take a little more
		if r, ok := f.Layout.(*row); ok {
			w = min(w, r.wanted(f.Objects))
		}
	}
	Place(objects[0], 0, (size.Height-a.Height)/2, size.Width-l.gap-w, a.Height)
	Place(objects[1], size.Width-w, (size.Height-b.Height)/2, w, b.Height)
}

// wanted is the width at which everything in a row has what it would like.
func (l *row) wanted(objects []fyne.CanvasObject) float32 {
	var w float32
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		n++
		m := o.MinSize().Width
		if c, ok := o.(*fyne.Container); ok {
			if f, ok := c.Layout.(interface{ wants() float32 }); ok {
				m = max(m, f.wants())
			}
		}
		w += m
	}
	return w + l.gap*float32(max(n-1, 0))
}

package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Fluid is an object or a layout whose height depends on its width: running
// text, and whatever holds it. Fyne itself asks for one smallest size only.
type Fluid interface {
	HeightFor(width float32) float32
}

type fluidLayout interface {
	HeightFor(objects []fyne.CanvasObject, width float32) float32
}

// HeightFor is the height an object needs at a width.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	if f, ok := o.(Fluid); ok {
		return f.HeightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(fluidLayout); ok {
			return l.HeightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

// Column stacks objects from the top, each as wide as the column, gap apart.
// Springs and what Tall wraps share the height that is left.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap: gap}, objects...)
}

type column struct{ gap, width float32 }

func (l *column) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	var h float32
	n := 0
	for _, o := range objects {
		if o.Visible() {
			h += HeightFor(o, width)
			n++
		}
	}
	return h + l.gap*float32(max(n-1, 0))
}

func (l *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w float32
	for _, o := range objects {
		if o.Visible() {
			w = max(w, o.MinSize().Width)
		}
	}
	return fyne.NewSize(w, l.HeightFor(objects, max(l.width, w)))
}

func (l *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	var y, rest float32
	takers := 0
	for _, o := range objects {
		if o.Visible() && takesHeight(o) {
			takers++
		}
	}
	if takers > 0 {
		rest = max(0, size.Height-l.HeightFor(objects, size.Width)) / float32(takers)
	}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := HeightFor(o, size.Width)
		if takesHeight(o) {
			h += rest
		}
		Place(o, 0, y, size.Width, h)
		y += h + l.gap
	}
}

// Tall makes an object take what its column has left over.
func Tall(o fyne.CanvasObject) *fyne.Container { return container.New(&tall{}, o) }

type tall struct{ grow }

func takesHeight(o fyne.CanvasObject) bool {
	if _, ok := o.(*Spring); ok {
		return true
	}
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(*tall)
	return ok
}

// Stretcher is an object that takes what a row has left over.
type Stretcher interface{ Stretches() bool }

// Row puts objects side by side, gap apart and centred on one line. Objects that
// stretch (a Spring, text that ellipsises, what Grow wraps) share what is left.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: gap}, objects...)
}

// RowTop is Row with the objects aligned at their tops.
func RowTop(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: gap, top: true}, objects...)
}

type row struct {
	gap, width float32
	top        bool
}

func stretches(o fyne.CanvasObject) bool {
	if s, ok := o.(Stretcher); ok {
		return s.Stretches()
	}
	if c, ok := o.(*fyne.Container); ok {
		_, ok := c.Layout.(*grow)
		return ok
	}
	return false
}

// widths shares width among the visible objects. A stretching object gets its
// smallest width at least; when even that does not fit, the row is cut.
func (l *row) widths(objects []fyne.CanvasObject, width float32) []float32 {
	ws := make([]float32, len(objects))
	left, n, flexible := width, 0, 0
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		n++
		ws[i] = o.MinSize().Width
		left -= ws[i]
		if stretches(o) {
			flexible++
		}
	}
	left -= l.gap * float32(max(n-1, 0))
	for i, o := range objects {
		if c, ok := o.(*fyne.Container); ok && o.Visible() && left > 0 {
			if f, ok := c.Layout.(interface{ wants() float32 }); ok {
				more := min(left, max(0, f.wants()-ws[i]))
				ws[i] += more
				left -= more
			}
		}
	}
	if flexible > 0 && left > 0 {
		for i, o := range objects {
			if o.Visible() && stretches(o) {
				ws[i] += left / float32(flexible)
			}
		}
	}
	return ws
}

func (l *row) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	var h float32
	for i, w := range l.widths(objects, width) {
		if objects[i].Visible() {
			h = max(h, HeightFor(objects[i], w))
		}
	}
	return h
}

func (l *row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w float32
	n := 0
	for _, o := range objects {
		if o.Visible() {
			w += o.MinSize().Width
			n++
		}
	}
	w += l.gap * float32(max(n-1, 0))
	return fyne.NewSize(w, l.HeightFor(objects, max(l.width, w)))
}

func (l *row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	var x float32
	for i, w := range l.widths(objects, size.Width) {
		o := objects[i]
		if !o.Visible() {
			continue
		}
		h := HeightFor(o, w)
		y := (size.Height - h) / 2
		if l.top {
			y = 0
		}
		Place(o, x, y, w, h)
		x += w + l.gap
	}
}

// Grow makes an object take what its row has left over.
func Grow(o fyne.CanvasObject) *fyne.Container { return container.New(&grow{}, o) }

type grow struct{}

func (*grow) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[0], width)
}

func (*grow) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (*grow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	Place(objects[0], 0, 0, size.Width, size.Height)
}

package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Inset puts space around an object.
func Inset(left, top, right, bottom float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{left, top, right, bottom}, o)
}

// Pad is Inset with the same space on every side.
func Pad(by float32, o fyne.CanvasObject) *fyne.Container { return Inset(by, by, by, by, o) }

type inset struct{ l, t, r, b float32 }

func (i *inset) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[0], width-i.l-i.r) + i.t + i.b
}

func (i *inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(i.l+i.r, i.t+i.b)
}

func (i *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	Place(objects[0], i.l, i.t, size.Width-i.l-i.r, size.Height-i.t-i.b)
}

// Layers puts objects over each other, all of one size.
func Layers(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&layers{}, objects...)
}

type layers struct{}

func (*layers) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	for _, o := range objects {
		if o.Visible() {
			h = max(h, HeightFor(o, width))
		}
	}
	return h
}

func (*layers) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objects {
		if o.Visible() {
			m = m.Max(o.MinSize())
		}
	}
	return m
}

func (*layers) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		Place(o, 0, 0, size.Width, size.Height)
	}
}

// Cells lays objects out in equal columns, each at least least wide; as many
// columns as fit, at most most, and rows as high as their highest object.
func Cells(least float32, most int, gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&cells{least: least, most: most, gap: gap}, objects...)
}

type cells struct {
	least, gap, width float32
	most              int
}

func (c *cells) shape(width float32) (columns int, each float32) {
	columns = max(1, int((width+c.gap)/(c.least+c.gap)))
	columns = min(columns, c.most)
	return columns, (width - c.gap*float32(columns-1)) / float32(columns)
}

func (c *cells) walk(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	var shown []fyne.CanvasObject
	for _, o := range objects {
		if o.Visible() {
			shown = append(shown, o)
		}
	}
	columns, each := c.shape(width)
	var y float32
	for i := 0; i < len(shown); i += columns {
		line := shown[i:min(i+columns, len(shown))]
		var h float32
		for _, o := range line {
			h = max(h, HeightFor(o, each))
		}
		for j, o := range line {
			put(o, float32(j)*(each+c.gap), y, each, h)
		}
		y += h + c.gap
	}
	return max(0, y-c.gap)
}

func (c *cells) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	c.width = width
	return c.walk(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (c *cells) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(c.least, c.HeightFor(objects, max(c.width, c.least)))
}

func (c *cells) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	c.walk(objects, size.Width, Place)
}

// Field gives an object the height of a control and a width, both growing with
// the text.
func Field(w float32, o fyne.CanvasObject) *fyne.Container { return container.New(&field{w}, o) }

type field struct{ w float32 }

func (f *field) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(f.w*(1+(Zoom()-1)/2), max(High(), objects[0].MinSize().Height))
}

func (f *field) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	Place(objects[0], 0, 0, size.Width, size.Height)
}

// UpTo is Field that takes less than most where its row has not so much, down to
// least.
func UpTo(least, most float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&upTo{field{least}, most}, o)
}

type upTo struct {
	field
	most float32
}

func (u *upTo) wants() float32 { return u.most * (1 + (Zoom()-1)/2) }

// Fixed gives an object exactly one size.
func Fixed(w, h float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&fixed{fyne.NewSize(w, h)}, o)
}

type fixed struct{ size fyne.Size }

func (f *fixed) MinSize([]fyne.CanvasObject) fyne.Size { return f.size }

func (f *fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	Place(objects[0], (size.Width-f.size.Width)/2, (size.Height-f.size.Height)/2, f.size.Width, f.size.Height)
}

// Least gives an object at least a width.
func Least(w float32, o fyne.CanvasObject) *fyne.Container { return container.New(&least{w}, o) }

type least struct{ w float32 }

func (l *least) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().Max(fyne.NewSize(l.w, 0))
}

func (l *least) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	Place(objects[0], 0, 0, size.Width, size.Height)
}

// Fitted gives text that can be shortened the width it wants, as far as its row
// has it: what stands behind it in the row stays beside the words.
func Fitted(t *Text) *fyne.Container { return container.New(&fitted{t}, t) }

type fitted struct{ t *Text }

// MinSize is the text's smallest size: the row shares out the rest.
func (f *fitted) MinSize([]fyne.CanvasObject) fyne.Size { return f.t.MinSize() }

// wants is the width at which the whole text is shown.
func (f *fitted) wants() float32 { return f.t.measure(f.t.text) }

func (f *fitted) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	Place(objects[0], 0, 0, size.Width, size.Height)
}

// Wrap puts objects side by side, gap apart, and goes on below when a line is full.
func Wrap(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&wrapped{gap: gap}, objects...)
}

type wrapped struct{ gap, width float32 }

func (l *wrapped) walk(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	var x, y, high float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if x > 0 && x+m.Width > width {
			x, y, high = 0, y+high+l.gap, 0
		}
		put(o, x, y, min(m.Width, max(width, 0)), m.Height)
		x += m.Width + l.gap
		high = max(high, m.Height)
	}
	return y + high
}

func (l *wrapped) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	return l.walk(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (l *wrapped) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w float32
	for _, o := range objects {
		if o.Visible() {
			w = max(w, o.MinSize().Width)
		}
	}
	return fyne.NewSize(w, l.HeightFor(objects, max(l.width, w)))
}

func (l *wrapped) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.walk(objects, size.Width, Place)
}

package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Page is content that is read from the top: one column, centred, that scrolls
// when it is longer than the window.
type Page struct {
	widget.BaseWidget
	content fyne.CanvasObject
	scroll  *container.Scroll
}

// NewPage returns a page whose column is at most width wide, with a margin at
// its sides.
func NewPage(width, margin float32, content fyne.CanvasObject) *Page {
	p := &Page{content: container.New(&columnPage{width: width, margin: margin, top: look.S6, least: 320}, content)}
	p.scroll = container.NewVScroll(p.content)
	p.ExtendBaseWidget(p)
	return p
}

// Flush begins the page at its top edge, below something of the same column, and
// returns it.
func (p *Page) Flush() *Page {
	p.content.(*fyne.Container).Layout.(*columnPage).top = 0
	return p
}

// Least lets the page be narrower than pages are, beside something else, and returns
// it.
func (p *Page) Least(width float32) *Page {
	p.content.(*fyne.Container).Layout.(*columnPage).least = width
	return p
}

// Widen changes how wide the column is at most.
func (p *Page) Widen(width float32) {
	l := p.content.(*fyne.Container).Layout.(*columnPage)
	if l.width != width {
		l.width = width
		p.Relayout()
	}
}

// Relayout must be called when what the page holds has become longer or shorter.
func (p *Page) Relayout() {
	HeightFor(p.content, p.Size().Width)
	p.scroll.Refresh()
}

// Offset is how far the page is scrolled.
func (p *Page) Offset() float32 { return p.scroll.Offset.Y }

// ScrollTo scrolls the page.
func (p *Page) ScrollTo(y float32) { p.scroll.ScrollToOffset(fyne.NewPos(0, y)) }

// CreateRenderer implements fyne.Widget.
func (p *Page) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		Parts: []fyne.CanvasObject{p.scroll},
		OnMin: func() fyne.Size { return fyne.NewSize(p.content.MinSize().Width, 200) },
		OnLayout: func(s fyne.Size) {
			HeightFor(p.content, s.Width)
			Place(p.scroll, 0, 0, s.Width, s.Height)
			p.scroll.Refresh()
		},
	}
}

type columnPage struct{ width, margin, top, least, last float32 }

func (c *columnPage) inner(width float32) float32 { return min(c.width, width-2*c.margin) }

func (c *columnPage) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	c.last = width
	return HeightFor(objects[0], c.inner(width)) + c.top + look.S8
}

func (c *columnPage) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if c.last == 0 {
		return fyne.NewSize(c.least, 200)
	}
	return fyne.NewSize(c.least, c.HeightFor(objects, c.last))
}

func (c *columnPage) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.last = size.Width
	w := c.inner(size.Width)
	Place(objects[0], (size.Width-w)/2, c.top, w, HeightFor(objects[0], w))
}

package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Fill is a rectangle that follows the theme.
type Fill struct {
	widget.BaseWidget
	color, stroke fyne.ThemeColorName
	width, radius float32
	rect          *canvas.Rectangle
}

// NewFill returns a rectangle in a colour; "" leaves it empty.
func NewFill(color fyne.ThemeColorName, radius float32) *Fill {
	f := &Fill{color: color, radius: radius, rect: canvas.NewRectangle(nil)}
	f.ExtendBaseWidget(f)
	return f
}

// Stroked adds an outline and returns the fill. A thin outline wants a ground: on
// nothing its edges are drawn darker than they are.
func (f *Fill) Stroked(color fyne.ThemeColorName, width float32) *Fill {
	f.stroke, f.width = color, width
	return f
}

// Set changes the colour.
func (f *Fill) Set(color fyne.ThemeColorName) {
	if f.color != color {
		f.color = color
		f.Refresh()
	}
}

// SetStroke changes the outline.
func (f *Fill) SetStroke(color fyne.ThemeColorName, width float32) {
	if f.stroke != color || f.width != width {
		f.stroke, f.width = color, width
		f.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (f *Fill) CreateRenderer() fyne.WidgetRenderer {
	return (&Renderer{
		Parts:    []fyne.CanvasObject{f.rect},
		OnLayout: func(s fyne.Size) { f.rect.Resize(s) },
		OnRefresh: func() {
			dress(f.rect, f.color, f.stroke, f.width, f.radius)
		},
	}).Ready()
}

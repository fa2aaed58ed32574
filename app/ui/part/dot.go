package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Dot is a small filled circle that tells a state by its colour; a word beside
// it tells the same.
type Dot struct {
	widget.BaseWidget
	color  fyne.ThemeColorName
	circle *canvas.Circle
}

// NewDot returns a dot in a colour.
func NewDot(color fyne.ThemeColorName) *Dot {
	d := &Dot{color: color, circle: canvas.NewCircle(nil)}
	d.ExtendBaseWidget(d)
	return d
}

// Set changes the colour.
func (d *Dot) Set(color fyne.ThemeColorName) {
	if d.color != color {
		d.color = color
		d.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (d *Dot) CreateRenderer() fyne.WidgetRenderer {
	return (&Renderer{
		Parts:     []fyne.CanvasObject{d.circle},
		OnMin:     func() fyne.Size { return fyne.NewSquareSize(8) },
		OnLayout:  func(s fyne.Size) { Place(d.circle, (s.Width-8)/2, (s.Height-8)/2, 8, 8) },
		OnRefresh: func() { d.circle.FillColor = Color(d.color) },
	}).Ready()
}

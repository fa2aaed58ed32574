package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Bar shows a part of a whole as a filled line: storage, a battery, progress.
type Bar struct {
	widget.BaseWidget
	part, height float32
	color        fyne.ThemeColorName
	track, fill  *canvas.Rectangle
}

// NewBar returns a bar of a height, filled in a colour.
func NewBar(height float32, color fyne.ThemeColorName) *Bar {
	b := &Bar{height: height, color: color, track: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes how much is filled, and in which colour.
func (b *Bar) Set(part float32, color fyne.ThemeColorName) {
	part = min(max(part, 0), 1)
	if b.part != part || b.color != color {
		b.part, b.color = part, color
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		y := (s.Height - b.height) / 2
		Place(b.track, 0, y, s.Width, b.height)
		w := s.Width * b.part
		if b.part > 0 {
			w = max(w, b.height)
		}
		Place(b.fill, 0, y, w, b.height)
	}
	return (&Renderer{
		Parts:    []fyne.CanvasObject{b.track, b.fill},
		OnMin:    func() fyne.Size { return fyne.NewSize(48, b.height) },
		OnLayout: layout,
		OnRefresh: func() {
			b.track.FillColor, b.fill.FillColor = Color(look.Track), Color(b.color)
			b.track.CornerRadius, b.fill.CornerRadius = b.height/2, b.height/2
			b.fill.Hidden = b.part == 0
			layout(b.Size())
		},
	}).Ready()
}

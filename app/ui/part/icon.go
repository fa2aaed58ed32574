package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Icon is one of Keepsake's drawings, in a colour of the theme.
type Icon struct {
	widget.BaseWidget
	icon  look.Icon
	color fyne.ThemeColorName
	side  float32
	image *canvas.Image
}

// NewIcon returns an icon that is side wide and high.
func NewIcon(icon look.Icon, color fyne.ThemeColorName, side float32) *Icon {
	i := &Icon{icon: icon, color: color, side: side, image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	i.ExtendBaseWidget(i)
	return i
}

// Set changes the drawing and its colour.
func (i *Icon) Set(icon look.Icon, color fyne.ThemeColorName) {
	if i.icon != icon || i.color != color {
		i.icon, i.color = icon, color
		i.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	return (&Renderer{
		Parts: []fyne.CanvasObject{i.image},
		OnLayout: func(s fyne.Size) {
			Place(i.image, (s.Width-i.side)/2, (s.Height-i.side)/2, i.side, i.side)
		},
		OnMin:     func() fyne.Size { return fyne.NewSquareSize(i.side) },
		OnRefresh: func() { setIcon(i.image, i.icon, i.color) },
	}).Ready()
}

// Drawing is a picture of the theme's, such as a phone, at a fixed size.
func Drawing(r fyne.Resource, w, h float32) *fyne.Container {
	im := canvas.NewImageFromResource(r)
	im.FillMode = canvas.ImageFillContain
	return Fixed(w, h, im)
}

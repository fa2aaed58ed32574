package doctor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
)

// cableDrawing is a phone and a computer with a cable between them; it is drawn
// anew when the theme changes.
type cableDrawing struct {
	widget.BaseWidget
	image *canvas.Image
}

func newCable() *cableDrawing {
	c := &cableDrawing{image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *cableDrawing) CreateRenderer() fyne.WidgetRenderer {
	return (&part.Renderer{
		Parts:    []fyne.CanvasObject{c.image},
		OnMin:    func() fyne.Size { return fyne.NewSize(320, 240) },
		OnLayout: func(s fyne.Size) { c.image.Resize(s) },
		OnRefresh: func() {
			r := look.Cable(part.Color(look.PhoneFrame), part.Color(look.Surface), part.Color(look.Border), part.Color(look.Accent), part.Color(look.Tint))
			if c.image.Resource == nil || c.image.Resource.Name() != r.Name() {
				c.image.Resource, c.image.Image = r, nil
				c.image.Refresh()
			}
		},
	}).Ready()
}

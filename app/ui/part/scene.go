package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Scene is one of the drawings of phones and computers, in the theme's colours.
type Scene struct {
	widget.BaseWidget
	scene look.Scene
	size  fyne.Size
	image *canvas.Image
}

// NewScene returns a scene of a size; three units high for four wide is its shape.
func NewScene(scene look.Scene, w, h float32) *Scene {
	s := &Scene{scene: scene, size: fyne.NewSize(w, h), image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *Scene) CreateRenderer() fyne.WidgetRenderer {
	return (&Renderer{
		Parts:    []fyne.CanvasObject{s.image},
		OnMin:    func() fyne.Size { return s.size },
		OnLayout: func(size fyne.Size) { s.image.Resize(size) },
		OnRefresh: func() {
			r := s.scene.In(look.Ink{Frame: Color(look.PhoneFrame), Face: Color(look.Surface), Edge: Color(look.Border),
				Accent: Color(look.Accent), Tint: Color(look.Tint), Warn: Color(look.NeedsYou)})
			if s.image.Resource == nil || s.image.Resource.Name() != r.Name() {
				s.image.Resource, s.image.Image = r, nil
				s.image.Refresh()
			}
		},
	}).Ready()
}

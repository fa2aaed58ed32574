package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"keepsake/app/ui/look"
)

// Area makes anything pressable: a card, a row, a picture. It is shaded under
// the pointer, outlined when the keyboard is on it, and tinted while chosen.
type Area struct {
	pressable
	content fyne.CanvasObject
	radius  float32
	chosen  bool

	ground, over, outline *canvas.Rectangle
}

// NewArea returns content as one pressable thing with an accessible name.
func NewArea(name string, radius float32, content fyne.CanvasObject, do func()) *Area {
	a := &Area{content: content, radius: radius, ground: canvas.NewRectangle(nil), over: canvas.NewRectangle(nil), outline: canvas.NewRectangle(nil)}
	a.label, a.onPress = name, do
	a.ExtendBaseWidget(a)
	return a
}

// WithTip shows the name when the pointer rests on the area, and returns it.
func (a *Area) WithTip(tips *Tips) *Area { a.tips = tips; return a }

// Name changes the accessible name.
func (a *Area) Name(s string) { a.label = s }

// Choose tints the area as the one that is open.
func (a *Area) Choose(on bool) {
	if a.chosen != on {
		a.chosen = on
		a.Refresh()
	}
}

// Stretches implements Stretcher: an area stretches when what it holds does.
func (a *Area) Stretches() bool { return stretches(a.content) }

// HeightFor implements Fluid.
func (a *Area) HeightFor(width float32) float32 { return HeightFor(a.content, width) }

// CreateRenderer implements fyne.Widget.
func (a *Area) CreateRenderer() fyne.WidgetRenderer {
	return (&Renderer{
		Parts: []fyne.CanvasObject{a.ground, a.content, a.over, a.outline},
		OnMin: func() fyne.Size { return a.content.MinSize() },
		OnLayout: func(s fyne.Size) {
			for _, o := range []fyne.CanvasObject{a.ground, a.content, a.over, a.outline} {
				Place(o, 0, 0, s.Width, s.Height)
			}
		},
		OnRefresh: func() {
			var ground, over, ring fyne.ThemeColorName
			if a.chosen {
				ground = look.Tint
			} else if a.hovered {
				over = look.Hover
			}
			if a.focused {
				ring = look.Focus
			}
			dress(a.ground, ground, "", 0, a.radius)
			dress(a.over, over, "", 0, a.radius)
			dress(a.outline, "", ring, 2, a.radius)
			a.ground.Refresh()
			a.over.Refresh()
			a.outline.Refresh()
		},
	}).Ready()
}

package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"keepsake/app/ui/look"
)

// IconButton is a button that shows a drawing only. Its name is its tooltip,
// and what a screen reader says.
type IconButton struct {
	pressable
	icon   look.Icon
	stage  bool // drawn on the viewer's dark stage
	chosen bool
	side   float32

	ground, outline *canvas.Rectangle
	image           *canvas.Image
}

// NewIconButton returns an icon button. Tips may be nil: then only the
// accessible name is left.
func NewIconButton(icon look.Icon, name string, tips *Tips, do func()) *IconButton {
	b := &IconButton{icon: icon, side: 20,
		ground: canvas.NewRectangle(nil), outline: canvas.NewRectangle(nil),
		image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	b.label, b.onPress, b.tips = name, do, tips
	b.ExtendBaseWidget(b)
	return b
}

// OnStage draws the button for the viewer's dark ground and returns it.
func (b *IconButton) OnStage() *IconButton { b.stage = true; return b }

// Set changes the drawing and the name.
func (b *IconButton) Set(icon look.Icon, name string) {
	if b.icon != icon || b.label != name {
		b.icon, b.label = icon, name
		b.Refresh()
	}
}

// Choose shows the button as switched on or off.
func (b *IconButton) Choose(on bool) {
	if b.chosen != on {
		b.chosen = on
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *IconButton) CreateRenderer() fyne.WidgetRenderer {
	return (&Renderer{
		Parts: []fyne.CanvasObject{b.ground, b.outline, b.image},
		OnMin: func() fyne.Size { return fyne.NewSquareSize(look.Control) },
		OnLayout: func(s fyne.Size) {
			Place(b.ground, 0, 0, s.Width, s.Height)
			Place(b.outline, 0, 0, s.Width, s.Height)
			Place(b.image, (s.Width-b.side)/2, (s.Height-b.side)/2, b.side, b.side)
		},
		OnRefresh: func() {
			color := look.Foreground
			switch {
			case b.Disabled() && b.stage:
				color = look.Dim
			case b.Disabled():
				color = look.Faint
			case b.stage:
				color = look.OnStage
			case b.chosen:
				color = look.Accent
			}
			setIcon(b.image, b.icon, color)
			var ground, over, ring fyne.ThemeColorName
			switch {
			case b.stage:
				ground = look.Badge
			case b.chosen:
				ground = look.Tint
			}
			if b.hovered && !b.Disabled() {
				over = look.Hover
				if b.stage {
					over = look.HoverOnStage
				}
			}
			if b.focused || b.chosen && b.stage {
				ring = look.Focus
				if b.stage {
					ring = look.OnStage
				}
			}
			dress(b.ground, ground, "", 0, look.Radius)
			dress(b.outline, over, ring, 2, look.Radius)
		},
	}).Ready()
}

package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"keepsake/app/ui/look"
)

// Chip is a small switch among others: a filter that is on or off.
type Chip struct {
	pressable
	icon    look.Icon
	on      bool
	ground  *canvas.Rectangle
	outline *canvas.Rectangle
	text    *canvas.Text
	image   *canvas.Image
}

// NewChip returns a chip; icon may be "".
func NewChip(label string, icon look.Icon, do func()) *Chip {
	c := &Chip{icon: icon, ground: canvas.NewRectangle(nil), outline: canvas.NewRectangle(nil),
		text: canvas.NewText("", nil), image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	c.label, c.onPress = label, do
	c.ExtendBaseWidget(c)
	return c
}

// Choose switches the chip on or off.
func (c *Chip) Choose(on bool) {
	if c.on != on {
		c.on = on
		c.Refresh()
	}
}

// Chosen reports whether the chip is on.
func (c *Chip) Chosen() bool { return c.on }

const chipIcon float32 = 16

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		Place(c.ground, 0, 0, s.Width, s.Height)
		Place(c.outline, 0, 0, s.Width, s.Height)
		m := c.text.MinSize()
		x := look.S3
		if c.icon != "" {
			Place(c.image, x, (s.Height-chipIcon)/2, chipIcon, chipIcon)
			x += chipIcon + look.S1 + 2
		}
		Place(c.text, x, (s.Height-m.Height)/2, m.Width, m.Height)
	}
	return (&Renderer{
		Parts: []fyne.CanvasObject{c.ground, c.outline, c.image, c.text},
		OnMin: func() fyne.Size {
			w := fyne.MeasureText(c.label, Size(look.Body), fyne.TextStyle{}).Width + 2*look.S3
			if c.icon != "" {
				w += chipIcon + look.S1 + 2
			}
			return fyne.NewSize(w, max(32, Size(look.Body)*2))
		},
		OnLayout: layout,
		OnRefresh: func() {
			h := max(32, Size(look.Body)*2)
			var over, ring fyne.ThemeColorName
			ground, edge := look.Surface, look.Border
			if c.on {
				ground, edge = look.Tint, look.Accent
			}
			if c.hovered {
				over = look.Hover
			}
			if c.focused {
				ring = look.Focus
			}
			dress(c.ground, ground, edge, 1, h/2)
			dress(c.outline, over, ring, 2, h/2)
			c.text.Text, c.text.TextSize, c.text.Color = c.label, Size(look.Body), Color(look.Foreground)
			c.image.Hidden = c.icon == ""
			if c.icon != "" {
				tint := look.Muted
				if c.on {
					tint = look.Accent
				}
				setIcon(c.image, c.icon, tint)
			}
			layout(c.Size())
		},
	}).Ready()
}

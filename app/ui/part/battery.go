package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Battery is a small battery, as full as a phone's.
type Battery struct {
	widget.BaseWidget
	level           int
	charging        bool
	shell, cap, bar *canvas.Rectangle
	bolt            *canvas.Image
}

// NewBattery returns an empty battery.
func NewBattery() *Battery {
	b := &Battery{shell: canvas.NewRectangle(nil), cap: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil),
		bolt: &canvas.Image{FillMode: canvas.ImageFillContain}}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows a level in per cent.
func (b *Battery) Set(level int, charging bool) {
	if b.level != level || b.charging != charging {
		b.level, b.charging = level, charging
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Battery) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		y := (s.Height - 12) / 2
		Place(b.shell, 0, y, 22, 12)
		Place(b.cap, 23, y+4, 2, 4)
		Place(b.bar, 2, y+2, 18*float32(min(max(b.level, 0), 100))/100, 8)
		Place(b.bolt, 27, y-1, 14, 14)
	}
	return (&Renderer{
		Parts: []fyne.CanvasObject{b.shell, b.cap, b.bar, b.bolt},
		OnMin: func() fyne.Size {
			if b.charging {
				return fyne.NewSize(41, 14)
			}
			return fyne.NewSize(25, 14)
		},
		OnLayout: layout,
		OnRefresh: func() {
			b.shell.StrokeColor, b.shell.StrokeWidth, b.shell.CornerRadius = Color(look.Muted), 1.25, 3
			b.cap.FillColor, b.cap.CornerRadius = Color(look.Muted), 1
			b.bar.FillColor, b.bar.CornerRadius = Color(look.Muted), 1.5
			if b.level <= 15 && !b.charging {
				b.bar.FillColor = Color(look.NeedsYou)
			}
			b.bolt.Hidden = !b.charging
			setIcon(b.bolt, look.IconBolt, look.Muted)
			layout(b.Size())
		},
	}).Ready()
}

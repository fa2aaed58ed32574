package part

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Ring shows how much of something is done as an arc, with a percentage inside
// when it is large enough. While the amount is unknown a piece of arc goes round.
type Ring struct {
	widget.BaseWidget
	side, part float32
	unknown    bool
	text       string
	color      fyne.ThemeColorName

	track, arc *canvas.Arc
	label      *canvas.Text
	spin       *fyne.Animation
}

// NewRing returns an empty ring, side wide and high.
func NewRing(side float32) *Ring {
	r := &Ring{side: side, color: look.Accent,
		track: canvas.NewArc(0, 360, 0, nil), arc: canvas.NewArc(0, 0, 0, nil), label: canvas.NewText("", nil)}
	r.ExtendBaseWidget(r)
	return r
}

// Set shows part of one as done, with text in the middle.
func (r *Ring) Set(part float32, text string) {
	part = min(max(part, 0), 1)
	if r.part == part && r.text == text && !r.unknown {
		return
	}
	r.part, r.text, r.unknown = part, text, false
	r.still()
	r.Refresh()
}

// Unknown shows that something goes on, without an amount.
func (r *Ring) Unknown() {
	if r.unknown {
		return
	}
	r.unknown, r.text = true, ""
	r.Refresh()
	r.spin = fyne.NewAnimation(1400*time.Millisecond, func(f float32) {
		r.arc.StartAngle, r.arc.EndAngle = 360*f, 360*f+90
		r.arc.Refresh()
	})
	r.spin.Curve = fyne.AnimationLinear
	r.spin.RepeatCount = fyne.AnimationRepeatForever
	r.spin.Start()
}

// Hide implements fyne.CanvasObject; a hidden ring stands still.
func (r *Ring) Hide() {
	r.still()
	r.unknown = false
	r.BaseWidget.Hide()
}

func (r *Ring) still() {
	if r.spin != nil {
		r.spin.Stop()
		r.spin = nil
	}
}

// CreateRenderer implements fyne.Widget.
func (r *Ring) CreateRenderer() fyne.WidgetRenderer {
	return (&Renderer{
		Parts: []fyne.CanvasObject{r.track, r.arc, r.label},
		OnMin: func() fyne.Size { return fyne.NewSquareSize(r.side) },
		OnLayout: func(s fyne.Size) {
			x, y := (s.Width-r.side)/2, (s.Height-r.side)/2
			Place(r.track, x, y, r.side, r.side)
			Place(r.arc, x, y, r.side, r.side)
			h := r.label.MinSize().Height
			Place(r.label, 0, (s.Height-h)/2, s.Width, h)
		},
		OnRefresh: func() {
			width := max(3, r.side*0.085)
			hole := 1 - 2*width/r.side
			r.track.FillColor, r.track.CutoutRatio = Color(look.Track), hole
			r.arc.FillColor, r.arc.CutoutRatio = Color(r.color), hole
			r.arc.CornerRadius = width / 2
			if !r.unknown {
				r.arc.StartAngle, r.arc.EndAngle = 0, 360*r.part
			} else if r.spin == nil {
				r.arc.StartAngle, r.arc.EndAngle = 0, 90
			}
			r.arc.Hidden = r.part == 0 && !r.unknown
			r.label.Text, r.label.Color, r.label.Alignment = r.text, Color(look.Foreground), fyne.TextAlignCenter
			r.label.TextStyle.Bold = true
			r.label.TextSize = Size(look.Heading)
			if r.side >= 120 {
				r.label.TextSize = Size(look.Title)
			}
			r.label.Hidden = r.side < 64
		},
		OnDestroy: r.still,
	}).Ready()
}

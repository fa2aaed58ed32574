package part

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/thumbs"
	"keepsake/gallery"
)

// Arrival shows the picture that came last: each one stays until the next one is
// ready, and one that cannot be shown is passed over.
type Arrival struct {
	widget.BaseWidget
	kit     *Kit
	loader  *thumbs.Loader
	side    float32
	asked   gallery.Hash
	cancel  context.CancelFunc
	picture *canvas.Image
}

// NewArrival returns a square that is empty until the first picture came.
func NewArrival(kit *Kit, loader *thumbs.Loader, side float32) *Arrival {
	a := &Arrival{kit: kit, loader: loader, side: side,
		picture: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest, CornerRadius: look.Radius}}
	a.ExtendBaseWidget(a)
	return a
}

// Next asks for another picture. One still under way is let finish: pictures may
// come faster than they can be shown.
func (a *Arrival) Next(h gallery.Hash) {
	if h == a.asked || a.cancel != nil {
		return
	}
	a.asked = h
	var ctx context.Context
	ctx, a.cancel = context.WithCancel(a.kit.Hop.Context())
	a.loader.Request(ctx, thumbs.Key{Hash: h, Side: thumbs.Side(a.side * a.kit.Scale())}, func(im *image.RGBA, err error) {
		a.stop()
		if err == nil {
			a.picture.Image = im
			a.picture.Refresh()
			a.Refresh()
		}
	})
}

// Clear empties the square.
func (a *Arrival) Clear() {
	a.stop()
	a.asked = gallery.Hash{}
	if a.picture.Image != nil {
		a.picture.Image = nil
		a.Refresh()
	}
}

func (a *Arrival) stop() {
	if a.cancel != nil {
		a.cancel()
		a.cancel = nil
	}
}

// CreateRenderer implements fyne.Widget.
func (a *Arrival) CreateRenderer() fyne.WidgetRenderer {
	return (&Renderer{
		Parts:     []fyne.CanvasObject{a.picture},
		OnMin:     func() fyne.Size { return fyne.NewSquareSize(a.side) },
		OnLayout:  func(s fyne.Size) { Place(a.picture, s.Width-a.side, (s.Height-a.side)/2, a.side, a.side) },
		OnRefresh: func() { a.picture.Hidden = a.picture.Image == nil },
		OnDestroy: a.stop,
	}).Ready()
}

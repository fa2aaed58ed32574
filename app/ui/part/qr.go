package part

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// quiet is how many empty modules a QR code wants around it.
const quiet = 4

// QR draws a QR code: dark on white in both looks, or cameras do not read it. It
// is as large as fits its side with every module the same number of pixels.
type QR struct {
	widget.BaseWidget
	side  float32
	scale func() float32 // pixels of a unit
	drawn float32        // how wide it is drawn, in units
	card  *canvas.Rectangle
	image *canvas.Image
}

// NewQR returns an empty code that is at most side wide; scale is how many pixels a unit
// has.
func NewQR(side float32, scale func() float32) *QR {
	q := &QR{side: side, scale: scale, card: canvas.NewRectangle(color.White), image: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels}}
	q.card.CornerRadius = look.Radius
	q.ExtendBaseWidget(q)
	return q
}

// Set shows a code, row by row from the top.
func (q *QR) Set(code [][]bool) {
	n := len(code) + 2*quiet
	zoom := max(1, int(q.side*q.scale())/n)
	q.image.Image = QRPicture(code, zoom)
	q.drawn = float32(n*zoom) / q.scale()
	q.Refresh()
}

// Clear shows none.
func (q *QR) Clear() { q.image.Image = nil }

// Empty reports whether none is shown.
func (q *QR) Empty() bool { return q.image.Image == nil }

// QRPicture is a code, zoom pixels a module.
func QRPicture(code [][]bool, zoom int) *image.RGBA {
	n := len(code) + 2*quiet
	im := image.NewRGBA(image.Rect(0, 0, n*zoom, n*zoom))
	for i := range im.Pix {
		im.Pix[i] = 0xff
	}
	dark := color.RGBA{0x14, 0x12, 0x10, 0xff}
	for y, row := range code {
		for x, on := range row {
			if !on {
				continue
			}
			for dy := range zoom {
				for dx := range zoom {
					im.SetRGBA((x+quiet)*zoom+dx, (y+quiet)*zoom+dy, dark)
				}
			}
		}
	}
	return im
}

// CreateRenderer implements fyne.Widget.
func (q *QR) CreateRenderer() fyne.WidgetRenderer {
	return (&Renderer{
		Parts: []fyne.CanvasObject{q.card, q.image},
		OnMin: func() fyne.Size { return fyne.NewSquareSize(q.side) },
		OnLayout: func(s fyne.Size) {
			Place(q.card, 0, 0, s.Width, s.Height)
			Place(q.image, (s.Width-q.drawn)/2, (s.Height-q.drawn)/2, q.drawn, q.drawn)
		},
		OnRefresh: func() {
			q.image.Hidden, q.card.Hidden = q.Empty(), q.Empty()
			s := q.Size()
			Place(q.image, (s.Width-q.drawn)/2, (s.Height-q.drawn)/2, q.drawn, q.drawn)
		},
	}).Ready()
}

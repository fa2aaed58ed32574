package wifi

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
)

// quiet is how many empty modules a QR code wants around it.
const quiet = 4

// qr draws a QR code: dark on white in both looks, or cameras do not read it. It
// is as large as fits its side with every module the same number of pixels.
type qr struct {
	widget.BaseWidget
	side  float32
	scale func() float32 // pixels of a unit
	drawn float32        // how wide it is drawn, in units
	card  *canvas.Rectangle
	image *canvas.Image
}

func newQR(side float32, scale func() float32) *qr {
	q := &qr{side: side, scale: scale, card: canvas.NewRectangle(color.White), image: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScalePixels}}
	q.card.CornerRadius = look.Radius
	q.ExtendBaseWidget(q)
	return q
}

func (q *qr) set(code [][]bool) {
	n := len(code) + 2*quiet
	zoom := max(1, int(q.side*q.scale())/n)
	q.image.Image = picture(code, zoom)
	q.drawn = float32(n*zoom) / q.scale()
	q.Refresh()
}

func (q *qr) clear() { q.image.Image = nil }

func (q *qr) empty() bool { return q.image.Image == nil }

// picture is a code, zoom pixels a module.
func picture(code [][]bool, zoom int) *image.RGBA {
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
func (q *qr) CreateRenderer() fyne.WidgetRenderer {
	return (&part.Renderer{
		Parts: []fyne.CanvasObject{q.card, q.image},
		OnMin: func() fyne.Size { return fyne.NewSquareSize(q.side) },
		OnLayout: func(s fyne.Size) {
			part.Place(q.card, 0, 0, s.Width, s.Height)
			part.Place(q.image, (s.Width-q.drawn)/2, (s.Height-q.drawn)/2, q.drawn, q.drawn)
		},
		OnRefresh: func() {
			q.image.Hidden, q.card.Hidden = q.empty(), q.empty()
			s := q.Size()
			part.Place(q.image, (s.Width-q.drawn)/2, (s.Height-q.drawn)/2, q.drawn, q.drawn)
		},
	}).Ready()
}

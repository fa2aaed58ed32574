package notes

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/thumbs"
	"keepsake/gallery"
	"keepsake/gallery/records"
)

// picture is one of a note's pictures: a small square on its card, or as it is, as
// wide as the page lets it be.
type picture struct {
	widget.BaseWidget
	kit     *part.Kit
	loader  *thumbs.Loader
	square  float32 // its side; 0: as it is
	changed func()  // its height became known

	key    thumbs.Key
	bound  bool
	failed bool
	cancel context.CancelFunc

	ground *canvas.Rectangle
	icon   *canvas.Image
	image  *canvas.Image
}

const (
	widest   float32 = 620 // a picture within a note,
	tallest  float32 = 560
	unloaded float32 = 180 // and how high it is held to be until it is there
)

func newPicture(kit *part.Kit, loader *thumbs.Loader, square float32, changed func()) *picture {
	p := &picture{kit: kit, loader: loader, square: square, changed: changed, ground: canvas.NewRectangle(nil),
		icon: &canvas.Image{FillMode: canvas.ImageFillContain}, image: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleFastest}}
	p.ExtendBaseWidget(p)
	return p
}

// hashOf is the hash an attachment is kept under.
func hashOf(a records.Attachment) (gallery.Hash, bool) {
	h, err := gallery.ParseHash(a.SHA256)
	return h, err == nil
}

// bind shows an attachment; nil shows nothing.
func (p *picture) bind(a *records.Attachment) {
	var key thumbs.Key
	ok := false
	if a != nil {
		key.Hash, ok = hashOf(*a)
		key.Whole = p.square == 0
		if key.Whole {
			key.Side = min(1600, int(widest*max(1, p.kit.Scale())))
		} else {
			key.Side = thumbs.Side(p.square * p.kit.Scale())
		}
	}
	if p.bound && p.key == key {
		return
	}
	if p.cancel != nil {
		p.cancel()
		p.cancel = nil
	}
	p.key, p.bound, p.failed = key, true, a != nil && !ok
	p.image.Image = nil
	if ok {
		if im := p.loader.Cached(key); im != nil {
			p.image.Image = im
		} else {
			ctx, cancel := context.WithCancel(p.kit.Hop.Context())
			p.cancel = cancel
			p.loader.Request(ctx, key, func(im *image.RGBA, err error) {
				p.failed = err != nil
				if err == nil {
					p.image.Image = im
				}
				p.Refresh()
				if p.square == 0 {
					p.changed()
				}
			})
		}
	}
	p.Refresh()
}

// fit is the size of a whole picture in a width.
func (p *picture) fit(width float32) fyne.Size {
	width = min(width, widest)
	im, ok := p.image.Image.(*image.RGBA)
	if !ok || im == nil {
		return fyne.NewSize(width, unloaded)
	}
	s := p.kit.Scale()
	w, h := float32(im.Rect.Dx())/s, float32(im.Rect.Dy())/s
	f := min(width/w, tallest/h, 1)
	return fyne.NewSize(w*f, h*f)
}

// HeightFor implements part.Fluid.
func (p *picture) HeightFor(width float32) float32 {
	if p.square > 0 {
		return p.square
	}
	return p.fit(width).Height
}

// CreateRenderer implements fyne.Widget.
func (p *picture) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		if p.square == 0 {
			s = p.fit(s.Width)
		} else {
			s = fyne.NewSquareSize(p.square)
		}
		part.Place(p.ground, 0, 0, s.Width, s.Height)
		part.Place(p.image, 0, 0, s.Width, s.Height)
		const side = 28
		part.Place(p.icon, (s.Width-side)/2, (s.Height-side)/2, side, side)
	}
	return (&part.Renderer{
		Parts: []fyne.CanvasObject{p.ground, p.icon, p.image},
		OnMin: func() fyne.Size {
			if p.square > 0 {
				return fyne.NewSquareSize(p.square)
			}
			return fyne.NewSize(120, 40)
		},
		OnLayout: layout,
		OnRefresh: func() {
			im, _ := p.image.Image.(*image.RGBA)
			p.ground.Hidden, p.image.Hidden, p.icon.Hidden = im != nil, im == nil, im != nil || !p.failed
			p.ground.FillColor, p.ground.CornerRadius = part.Color(look.Track), look.Radius
			p.image.CornerRadius = look.Radius
			if p.failed {
				p.icon.Resource = look.IconBroken.In(part.Color(look.Muted))
			}
			layout(p.Size())
		},
	}).Ready()
}

package messages

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// largeSide is how many pixels a picture has at most that is looked at alone.
const largeSide = 2048

// enlarge shows a message's picture alone, as large as the window lets it be. small
// is how it stood in its bubble, and stands until the large one is there.
func (t *thread) enlarge(p records.Part, small image.Image) {
	on := t.kit.Canvas()
	if on == nil {
		return
	}
	picture := &canvas.Image{Image: small, FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleSmooth}
	ctx, cancel := context.WithCancel(t.kit.Hop.Context())
	side := min(largeSide, int(max(on.Size().Width, on.Size().Height)*t.kit.Scale()))
	key := thumbs.Key{Hash: hashOf(p), Side: side, Whole: true}
	show := func(im *image.RGBA) {
		picture.Image = im
		picture.Refresh()
	}
	if im := t.loader.Cached(key); im != nil {
		show(im)
	} else {
		t.loader.Request(ctx, key, func(im *image.RGBA, err error) {
			if err == nil { // else the small one stays
				show(im)
			}
		})
	}
	size := on.Size().Subtract(fyne.NewSize(2*look.S8, 2*look.S8))
	part.NewSheet(words.Name(p.Shown()), words.T("Close"), size, picture, cancel).ShowOn(on)
}

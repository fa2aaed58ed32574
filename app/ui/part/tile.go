package part

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/gallery"
)

// Thumbnail is what a tile shows: a picture and what is to be said about it.
type Thumbnail struct {
	Hash     gallery.Hash
	Kind     gallery.Kind
	Turn     int      // quarters clockwise
	Color    [3]uint8 // average, shown until the picture is there
	NoThumb  bool     // there will be no picture: the kind's icon is drawn
	Broken   bool
	Locked   bool // of a private album, and nobody here has the key
	Motion   bool
	Favorite bool
	Unproven bool // not verified yet
	Up       bool // in a cloud
	Stack    int  // how many photos of a burst it stands for; 0 for itself
	Plain    bool // without badges: the tile is small
	Length   time.Duration
}

// ThumbnailOf is what a tile shows of a row.
func ThumbnailOf(r shelf.Row) Thumbnail {
	return Thumbnail{Hash: r.Hash, Kind: r.Kind, Turn: r.Turn, Color: r.Color, NoThumb: r.NoThumb, Broken: r.Broken, Locked: r.Private == gallery.PrivateLocked,
		Motion: r.Motion, Favorite: r.Favorite, Unproven: !r.Verified, Up: r.Clouds != "", Length: r.Duration}
}

// Tile is one square picture of a grid. It only draws: whoever holds the tiles
// handles pointer and keyboard. Bind may be called again and again as the grid
// scrolls; a tile never shows the picture of an earlier binding.
type Tile struct {
	widget.BaseWidget
	loader *thumbs.Loader
	radius float32

	shows  Thumbnail
	bound  bool
	key    thumbs.Key
	cancel context.CancelFunc
	failed bool

	chosen, choosing, hovered, current bool

	ground, frame, focus *canvas.Rectangle
	picture              *canvas.Image
	kind                 *canvas.Image
	tick                 *canvas.Image
	tickGround           *canvas.Circle
	marks                []*mark
	used                 int // of marks, by what is shown now
	parts                []fyne.CanvasObject
}

// NewTile returns an empty tile whose pictures come from loader.
func NewTile(loader *thumbs.Loader, radius float32) *Tile {
	t := &Tile{loader: loader, radius: radius,
		ground: canvas.NewRectangle(nil), frame: canvas.NewRectangle(nil), focus: canvas.NewRectangle(nil),
		picture: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest},
		kind:    &canvas.Image{FillMode: canvas.ImageFillContain},
		tick:    &canvas.Image{FillMode: canvas.ImageFillContain}, tickGround: canvas.NewCircle(nil)}
	t.ExtendBaseWidget(t)
	return t
}

// Bind makes the tile show something, side wide and high, on a screen of scale
// pixels a unit. Ctx bounds the loading of its picture.
func (t *Tile) Bind(ctx context.Context, show Thumbnail, side, scale float32) {
	key := thumbs.Key{Hash: show.Hash, Side: thumbs.Side(side * scale), Turn: show.Turn & 3}
	if t.bound && t.key == key && t.shows == show && !t.failed {
		return
	}
	same := t.bound && t.shows.Hash == show.Hash && t.shows.Turn == show.Turn
	t.stop()
	t.shows, t.key, t.bound, t.failed = show, key, true, false
	if !show.NoThumb {
		if im := t.loader.Cached(key); im != nil {
			t.picture.Image = im
			t.picture.Refresh()
		} else {
			if !same {
				t.picture.Image = nil // not a typed nil: Refresh would take it for a picture
			}
			var asked context.Context
			asked, t.cancel = context.WithCancel(ctx)
			t.loader.Request(asked, key, t.loaded)
		}
	} else {
		t.picture.Image = nil
	}
	t.Refresh()
}

// loaded runs on the window's goroutine, unless the tile was bound again before.
func (t *Tile) loaded(im *image.RGBA, err error) {
	if err != nil {
		t.failed = true
	} else {
		t.picture.Image = im
		t.picture.Refresh()
	}
	t.Refresh()
}

// Unbind empties the tile and gives up on its picture.
func (t *Tile) Unbind() {
	t.stop()
	t.bound = false
	t.picture.Image = nil
}

func (t *Tile) stop() {
	if t.cancel != nil {
		t.cancel()
		t.cancel = nil
	}
}

// Mark sets how the tile stands in a selection: chosen itself, choosing when
// anything is, hovered under the pointer, current under the keyboard.
func (t *Tile) Mark(chosen, choosing, hovered, current bool) {
	if t.chosen == chosen && t.choosing == choosing && t.hovered == hovered && t.current == current {
		return
	}
	t.chosen, t.choosing, t.hovered, t.current = chosen, choosing, hovered, current
	t.Refresh()
}

// HasPicture reports whether the picture is shown, for tests.
func (t *Tile) HasPicture() bool { return t.picture.Image != nil }

// TickZone is the corner of a tile that a press selects by.
const TickZone float32 = 36

// CreateRenderer implements fyne.Widget.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	r := &tileRenderer{t}
	r.update()
	return r
}

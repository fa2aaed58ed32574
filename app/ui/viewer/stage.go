package viewer

import (
	"context"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/thumbs"
)

// stage is the dark ground with the picture. The wheel enlarges, dragging moves,
// a double press goes in and out.
type stage struct {
	widget.BaseWidget
	kit    *part.Kit
	model  *Model
	loader *thumbs.Loader

	ground  *canvas.Rectangle
	picture *canvas.Image
	shown   *image.RGBA
	thumb   *image.RGBA
	thumbOf int64
	thumbAt int // its turn
	cancel  context.CancelFunc
	parts   []fyne.CanvasObject

	// Told that the pointer moves over the picture, and that it went.
	moved, left func()
	released    func()
	pressed     func() // told that the pointer is pressed on it
}

var (
	_ fyne.Scrollable     = (*stage)(nil)
	_ fyne.Draggable      = (*stage)(nil)
	_ fyne.DoubleTappable = (*stage)(nil)
	_ desktop.Hoverable   = (*stage)(nil)
	_ desktop.Mouseable   = (*stage)(nil)
)

func newStage(kit *part.Kit, m *Model, loader *thumbs.Loader) *stage {
	s := &stage{kit: kit, model: m, loader: loader, moved: func() {}, left: func() {}, pressed: func() {}, released: func() {}, ground: canvas.NewRectangle(nil),
		picture: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}}
	s.ExtendBaseWidget(s)
	return s
}

// whole is the size at which the first, small picture is asked for.
const whole = 512

// update shows the best picture at hand, in the place its size gives it: the
// small one lies exactly where the sharp one will.
func (s *stage) update() {
	m := s.model
	row, ok := m.Row()
	if ok && (s.thumbOf != row.ID || s.thumbAt != row.Turn) && (row.NoThumb || row.Broken) {
		s.drop()
		s.thumbOf, s.thumbAt = row.ID, row.Turn
	}
	if ok && (s.thumbOf != row.ID || s.thumbAt != row.Turn) {
		s.askThumb(row.ID, thumbs.Key{Hash: row.Hash, Side: whole, Turn: row.Turn & 3, Whole: true})
		s.thumbAt = row.Turn
	}
	best := m.Picture()
	if best == nil && s.thumbOf == m.ID() {
		best = s.thumb
	}
	s.parts = append(s.parts[:0], s.ground)
	if best != nil {
		if best != s.shown {
			s.shown = best
			s.picture.Image = best
			s.picture.Refresh()
		}
		w, h := s.natural()
		r := m.zoom.Rect(w, h, s.Size().Width, s.Size().Height)
		part.Place(s.picture, r.X, r.Y, r.W, r.H)
		s.parts = append(s.parts, s.picture)
	} else {
		s.shown = nil
	}
	s.ground.FillColor = part.Color(look.Stage)
	canvas.Refresh(s)
}

// natural is the picture's own size: by its row, or by what is shown of it.
func (s *stage) natural() (w, h float32) {
	if r, ok := s.model.Row(); ok && r.Width > 0 && r.Height > 0 {
		k := s.kit.Scale()
		w, h = float32(r.Width)/k, float32(r.Height)/k
		if f := s.model.frame; f != nil { // a clip may be of another shape
			h = w * float32(f.Rect.Dy()) / float32(f.Rect.Dx())
		}
		return w, h
	}
	if s.shown != nil {
		return float32(s.shown.Rect.Dx()), float32(s.shown.Rect.Dy())
	}
	return 0, 0
}

func (s *stage) askThumb(id int64, key thumbs.Key) {
	s.drop()
	s.thumbOf = id
	if im := s.loader.Cached(key); im != nil {
		s.thumb = im
		return
	}
	var ctx context.Context
	ctx, s.cancel = context.WithCancel(s.kit.Hop.Context())
	s.loader.Request(ctx, key, func(im *image.RGBA, err error) {
		if err == nil {
			s.thumb = im
			s.update()
		}
	})
}

// drop lets go of the small picture.
func (s *stage) drop() {
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	s.thumb, s.thumbOf = nil, 0
}

func (s *stage) zoomAt(by float32, p fyne.Position) {
	w, h := s.natural()
	s.model.SetZoom(s.model.zoom.At(by, p.X, p.Y, w, h, s.Size().Width, s.Size().Height))
}

// zoomMiddle enlarges around the middle of the window.
func (s *stage) zoomMiddle(by float32) {
	s.zoomAt(by, fyne.NewPos(s.Size().Width/2, s.Size().Height/2))
}

// zoomActual shows one pixel of the picture on one of the screen. A picture that
// is smaller than the window stays fitted.
func (s *stage) zoomActual() {
	w, h := s.natural()
	if w <= 0 || h <= 0 {
		return
	}
	fw, _ := fit(w, h, s.Size().Width, s.Size().Height)
	s.zoomMiddle(w / fw / s.model.zoom.Factor())
}

// Scrolled implements fyne.Scrollable.
func (s *stage) Scrolled(e *fyne.ScrollEvent) {
	switch {
	case e.Scrolled.DY > 0:
		s.zoomAt(1.25, e.Position)
	case e.Scrolled.DY < 0:
		s.zoomAt(0.8, e.Position)
	}
}

// Dragged implements fyne.Draggable.
func (s *stage) Dragged(e *fyne.DragEvent) { s.pan(e.Dragged.DX, e.Dragged.DY) }

// DragEnd implements fyne.Draggable.
func (s *stage) DragEnd() { s.released() }

func (s *stage) pan(dx, dy float32) {
	w, h := s.natural()
	s.model.SetZoom(s.model.zoom.Pan(dx, dy, w, h, s.Size().Width, s.Size().Height))
}

// DoubleTapped implements fyne.DoubleTappable.
func (s *stage) DoubleTapped(e *fyne.PointEvent) {
	if s.model.zoom.Fitted() {
		s.zoomAt(2.5, e.Position)
	} else {
		s.model.SetZoom(Zoom{})
	}
}

// MouseDown implements desktop.Mouseable.
func (s *stage) MouseDown(*desktop.MouseEvent) { s.pressed() }

// MouseUp implements desktop.Mouseable.
func (s *stage) MouseUp(*desktop.MouseEvent) { s.released() }

// MouseIn implements desktop.Hoverable.
func (s *stage) MouseIn(*desktop.MouseEvent) { s.moved() }

// MouseMoved implements desktop.Hoverable.
func (s *stage) MouseMoved(*desktop.MouseEvent) { s.moved() }

// MouseOut implements desktop.Hoverable.
func (s *stage) MouseOut() { s.left() }

// CreateRenderer implements fyne.Widget.
func (s *stage) CreateRenderer() fyne.WidgetRenderer { return &stageRenderer{s} }

type stageRenderer struct{ s *stage }

func (r *stageRenderer) Destroy()                     { r.s.drop() }
func (r *stageRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, 150) }
func (r *stageRenderer) Objects() []fyne.CanvasObject { return r.s.parts }
func (r *stageRenderer) Refresh()                     { r.s.update() }
func (r *stageRenderer) Layout(size fyne.Size) {
	r.s.ground.Resize(size)
	k := r.s.kit.Scale()
	r.s.model.SetWindow(int(size.Width*k), int(size.Height*k))
	r.s.update()
}

// shadow is the black of the bars over the picture, the same in light and dark.
func shadow(a uint8) color.Color { return color.NRGBA{A: a} }

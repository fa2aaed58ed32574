package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Sheet is a panel over the page for something to be read or decided first. The
// page shows through, dimmed; Escape, the cross and a press beside it close it.
type Sheet struct {
	widget.BaseWidget
	closed func()
	on     fyne.Canvas
	size   fyne.Size
	scrim  *canvas.Rectangle
	panel  *catcher
}

// NewSheet returns a sheet with a title and a body that fills a panel of at most
// size. Closed, which may be nil, runs when it has gone.
func NewSheet(title, closeName string, size fyne.Size, body fyne.CanvasObject, closed func()) *Sheet {
	s := &Sheet{size: size, closed: closed, scrim: canvas.NewRectangle(nil)}
	s.panel = newCatcher(Layers(
		NewFill(look.Surface, 12).Stroked(look.Border, 1),
		Inset(look.S6, look.S4, look.S4, look.S4, Column(look.S3,
			Row(look.S3, Head(title).Middle(), NewIconButton(look.IconClose, closeName, nil, s.Close)),
			Tall(body),
		)),
	))
	s.ExtendBaseWidget(s)
	return s
}

// ShowOn lays the sheet over a canvas.
func (s *Sheet) ShowOn(on fyne.Canvas) {
	s.on = on
	on.Overlays().Add(s)
	s.Resize(on.Size())
}

// Close takes the sheet away; closing twice does nothing more.
func (s *Sheet) Close() {
	if s.on == nil {
		return
	}
	s.on.Overlays().Remove(s)
	s.on = nil
	if s.closed != nil {
		s.closed()
	}
}

// Open reports whether the sheet is shown.
func (s *Sheet) Open() bool { return s.on != nil }

// Tapped implements fyne.Tappable: beside the panel.
func (s *Sheet) Tapped(*fyne.PointEvent) { s.Close() }

// CreateRenderer implements fyne.Widget.
func (s *Sheet) CreateRenderer() fyne.WidgetRenderer {
	return (&Renderer{
		Parts: []fyne.CanvasObject{s.scrim, s.panel},
		OnLayout: func(size fyne.Size) {
			Place(s.scrim, 0, 0, size.Width, size.Height)
			w := min(s.size.Width, size.Width-2*look.S8)
			h := min(s.size.Height, size.Height-2*look.S8)
			Place(s.panel, (size.Width-w)/2, (size.Height-h)/2, w, h)
		},
		OnRefresh: func() { s.scrim.FillColor = Color(look.Scrim) },
	}).Ready()
}

// catcher keeps the pointer's doings from what lies under its content.
type catcher struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

var (
	_ fyne.Tappable     = (*catcher)(nil)
	_ desktop.Hoverable = (*catcher)(nil)
)

func newCatcher(content fyne.CanvasObject) *catcher {
	c := &catcher{content: content}
	c.ExtendBaseWidget(c)
	return c
}

func (c *catcher) Tapped(*fyne.PointEvent)        {}
func (c *catcher) MouseIn(*desktop.MouseEvent)    {}
func (c *catcher) MouseMoved(*desktop.MouseEvent) {}
func (c *catcher) MouseOut()                      {}

func (c *catcher) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		Parts:    []fyne.CanvasObject{c.content},
		OnMin:    func() fyne.Size { return c.content.MinSize() },
		OnLayout: func(s fyne.Size) { Place(c.content, 0, 0, s.Width, s.Height) },
	}
}

package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Spring is empty space that takes what a row or column has left over.
type Spring struct{ blank }

// NewSpring returns a spring that may shrink to nothing.
func NewSpring() *Spring {
	s := &Spring{}
	s.ExtendBaseWidget(s)
	return s
}

// Stretches implements Stretcher.
func (s *Spring) Stretches() bool { return true }

// Space returns empty space of a size that does not change.
func Space(w, h float32) fyne.CanvasObject {
	b := &blank{size: fyne.NewSize(w, h)}
	b.ExtendBaseWidget(b)
	return b
}

type blank struct {
	widget.BaseWidget
	size fyne.Size
}

// CreateRenderer implements fyne.Widget.
func (b *blank) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{OnMin: func() fyne.Size { return b.size }}
}

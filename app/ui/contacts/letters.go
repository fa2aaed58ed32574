package contacts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
)

// letters is the strip beside the list that leads to a letter at once. Where it has
// no room for all, every second or third is a dot.
type letters struct {
	widget.BaseWidget
	all   []string
	now   int // the section at the top of the list
	over  int
	goTo  func(section int)
	texts []*canvas.Text
	parts []fyne.CanvasObject
}

var (
	_ fyne.Tappable     = (*letters)(nil)
	_ fyne.Draggable    = (*letters)(nil)
	_ desktop.Hoverable = (*letters)(nil)
)

func newLetters(goTo func(int)) *letters {
	l := &letters{goTo: goTo, over: -1}
	l.ExtendBaseWidget(l)
	return l
}

func (l *letters) set(all []string, now int) {
	l.all, l.now = all, now
	l.Refresh()
}

func lettersWidth() float32 { return max(28, part.Size(look.Caption)*2.2) }

// step is the height of a letter.
func (l *letters) step() float32 {
	if len(l.all) == 0 {
		return 1
	}
	return min(l.Size().Height/float32(len(l.all)), part.Size(look.Caption)*1.7)
}

func (l *letters) at(y float32) int {
	return min(max(int(y/l.step()), 0), len(l.all)-1)
}

func (l *letters) press(y float32) {
	if len(l.all) > 0 && y >= 0 && y <= l.step()*float32(len(l.all)) {
		l.goTo(l.at(y))
	}
}

// Tapped implements fyne.Tappable.
func (l *letters) Tapped(e *fyne.PointEvent) { l.press(e.Position.Y) }

// Dragged implements fyne.Draggable.
func (l *letters) Dragged(e *fyne.DragEvent) { l.press(e.Position.Y) }

// DragEnd implements fyne.Draggable.
func (l *letters) DragEnd() {}

// MouseIn implements desktop.Hoverable.
func (l *letters) MouseIn(e *desktop.MouseEvent) { l.hover(l.at(e.Position.Y)) }

// MouseMoved implements desktop.Hoverable.
func (l *letters) MouseMoved(e *desktop.MouseEvent) { l.hover(l.at(e.Position.Y)) }

// MouseOut implements desktop.Hoverable.
func (l *letters) MouseOut() { l.hover(-1) }

func (l *letters) hover(i int) {
	if l.over != i {
		l.over = i
		l.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (l *letters) CreateRenderer() fyne.WidgetRenderer { return &lettersRenderer{l} }

type lettersRenderer struct{ l *letters }

func (r *lettersRenderer) Destroy()                     {}
func (r *lettersRenderer) MinSize() fyne.Size           { return fyne.NewSize(lettersWidth(), 40) }
func (r *lettersRenderer) Objects() []fyne.CanvasObject { return r.l.parts }
func (r *lettersRenderer) Layout(fyne.Size)             { r.update() }
func (r *lettersRenderer) Refresh() {
	r.update()
	canvas.Refresh(r.l)
}

func (r *lettersRenderer) update() {
	l := r.l
	l.parts = l.parts[:0]
	step, size := l.step(), part.Size(look.Caption)
	every := 1
	for float32(every)*step < size*1.15 {
		every++
	}
	for i, s := range l.all {
		if i == len(l.texts) {
			t := canvas.NewText("", nil)
			t.Alignment = fyne.TextAlignCenter
			l.texts = append(l.texts, t)
		}
		t := l.texts[i]
		if i%every != 0 && i != l.now && i != l.over {
			continue
		}
		t.Text, t.TextSize, t.Color = s, size, part.Color(look.Muted)
		t.TextStyle.Bold = i == l.now
		if i == l.now || i == l.over {
			t.Color = part.Color(look.Accent)
		}
		h := t.MinSize().Height
		part.Place(t, 0, (float32(i)+0.5)*step-h/2, l.Size().Width, h)
		l.parts = append(l.parts, t)
	}
}

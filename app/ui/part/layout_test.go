package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/look"
)

func at(t *testing.T, what string, o fyne.CanvasObject, x, y, w, h float32) {
	t.Helper()
	if p, s := o.Position(), o.Size(); p != fyne.NewPos(x, y) || s != fyne.NewSize(w, h) {
		t.Errorf("%s is at %v, %v; want %v,%v %v×%v", what, p, s, x, y, w, h)
	}
}

func TestColumnAndRow(t *testing.T) {
	test.NewTempApp(t)
	a, b, hidden := Space(20, 10), Space(30, 14), Space(99, 99)
	hidden.Hide()
	col := Column(4, a, hidden, b)
	if m := col.MinSize(); m != fyne.NewSize(30, 28) {
		t.Errorf("the column's least size is %v", m)
	}
	col.Resize(fyne.NewSize(100, 60))
	at(t, "first", a, 0, 0, 100, 10)
	at(t, "second", b, 0, 14, 100, 14)

	a, b = Space(20, 10), Space(30, 14)
	row := Row(4, a, NewSpring(), b)
	if m := row.MinSize(); m != fyne.NewSize(58, 14) {
		t.Errorf("the row's least size is %v", m)
	}
	row.Resize(fyne.NewSize(100, 20))
	at(t, "left", a, 0, 5, 20, 10)
	at(t, "right", b, 70, 3, 30, 14)

	a, b = Space(20, 10), Space(30, 14)
	tall := Column(0, a, Tall(b))
	tall.Resize(fyne.NewSize(50, 100))
	at(t, "what takes the rest", tall.Objects[1], 0, 10, 50, 90)
}

func TestCells(t *testing.T) {
	test.NewTempApp(t)
	var os []fyne.CanvasObject
	for range 5 {
		os = append(os, Space(10, 20))
	}
	c := Cells(100, 3, 10, os...)
	for _, tt := range []struct{ width, height float32 }{{90, 140}, {210, 80}, {400, 50}, {2000, 50}} {
		if got := HeightFor(c, tt.width); got != tt.height {
			t.Errorf("%v wide: %v high, want %v", tt.width, got, tt.height)
		}
	}
	c.Resize(fyne.NewSize(320, 50))
	at(t, "the fifth", os[4], 110, 30, 100, 20)
}

// Wrapped text takes the height that its width leaves it, through any nesting.
func TestTextFlows(t *testing.T) {
	test.NewTempApp(t)
	text := Body("Plug it in with its cable. This page follows along and ticks each step by itself.").Wrapped()
	line := text.lineHeight()
	card := Column(0, Row(look.S2, Space(24, 24), Grow(Pad(look.S1, text))), Space(0, 5))
	wideCard, narrow := HeightFor(card, 2000), HeightFor(card, 200)
	if wideCard != max(24, line+2*look.S1)+5 {
		t.Errorf("on one line it is %v high", wideCard)
	}
	if narrow < 4*line {
		t.Errorf("200 wide it is %v high, with lines of %v", narrow, line)
	}
	page := NewPage(400, 0, card)
	page.Resize(fyne.NewSize(240, 100))
	if got := text.Size().Height; got != text.HeightFor(text.Size().Width) {
		t.Errorf("in a page the text is %v high, and needs %v", got, text.HeightFor(text.Size().Width))
	}
}

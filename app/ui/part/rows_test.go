package part_test

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/uitest"
)

func TestRowsDrawOnlyWhatIsInSight(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	made, pressed := 0, []int{}
	showing := map[fyne.CanvasObject]int{}
	r := part.NewRows(func(kind int) float32 { return []float32{40, 20}[kind] }, func(int) fyne.CanvasObject {
		made++
		return part.Body("")
	}, func(i int, o fyne.CanvasObject) {
		o.(*part.Text).Set(fmt.Sprint(i))
		showing[o] = i
	})
	r.Still = []int{1}
	r.Press = func(i int) { pressed = append(pressed, i) }
	kinds := make([]int, 50_000)
	for i := 0; i < len(kinds); i += 10 {
		kinds[i] = 1
	}
	r.Set(kinds)
	b.Open(t, r, 300, 400)
	if made > 14 {
		t.Errorf("%d rows were made for a window that holds 12", made)
	}
	test.TapCanvas(b.Window.Canvas(), fyne.NewPos(20, 10)) // the heading
	test.TapCanvas(b.Window.Canvas(), fyne.NewPos(20, 30))
	if !slices.Equal(pressed, []int{1}) {
		t.Errorf("pressed %v, want the first line only", pressed)
	}
	r.Reveal(25_005)
	if made > 30 {
		t.Errorf("%d rows were made after a jump", made)
	}
	seen := false
	for _, i := range showing {
		seen = seen || i == 25_005
	}
	if !seen {
		t.Error("the row that was to be revealed is not shown")
	}
	r.ScrollTo(40_001)
	if r.Top() != 40_001 {
		t.Errorf("row %d is at the top, want 40,001", r.Top())
	}
	r.Set(nil)
	b.Picture()
	r.Set([]int{0})
	r.Reveal(0)
	b.Picture()
}

func TestTextOfAtMostTwoLines(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	text := part.Body("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen").AtMost(2)
	one := part.Body("one")
	b.Open(t, text, 120, 60)
	if h, two := part.HeightFor(text, 120), 2*part.HeightFor(one, 120); h < two || h > two+4 {
		t.Errorf("the text is %v high, want two lines", h)
	}
	if got := part.EndEllipsis("hello world", 50, func(s string) float32 { return float32(len([]rune(s))) * 10 }); got != "hell…" {
		t.Errorf("cut to %q", got)
	}
}

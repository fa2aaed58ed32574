package part_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/uitest"
)

// lines are rows whose heights the test says.
type lines struct {
	heights []float32
	bound   map[int]part.RowState
	made    int
}

func (l *lines) Count() int                                       { return len(l.heights) }
func (l *lines) Height(i int, _ float32) float32                  { return l.heights[i] }
func (l *lines) New() fyne.CanvasObject                           { l.made++; return part.Space(10, 10) }
func (l *lines) Free(fyne.CanvasObject)                           {}
func (l *lines) Bind(i int, _ fyne.CanvasObject, s part.RowState) { l.bound[i] = s }

func rolled(t *testing.T, n int) (*lines, *part.Roll, *uitest.Bench) {
	t.Helper()
	b := uitest.NewBench(t, look.Light)
	l := &lines{bound: map[int]part.RowState{}}
	for i := range n {
		l.heights = append(l.heights, float32(20+i%3*10)) // 20, 30, 40: thirty a row
	}
	r := part.NewRoll(l)
	b.Open(t, r, 200, 300)
	return l, r, b
}

// seen are the rows bound by f.
func (l *lines) seen(f func()) []int {
	clear(l.bound)
	f()
	var all []int
	for i := range l.bound {
		all = append(all, i)
	}
	slices.Sort(all)
	return all
}

func firstLast(all []int) [2]int {
	if len(all) == 0 {
		return [2]int{-1, -1}
	}
	return [2]int{all[0], all[len(all)-1]}
}

func TestARollMakesOnlyWhatIsInSight(t *testing.T) {
	l, r, _ := rolled(t, 1_000_000)
	steps := []struct {
		name string
		do   func()
		want [2]int
	}{
		{"at the start", r.Update, [2]int{0, 10}},
		{"the wheel", func() { r.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -90}}) }, [2]int{3, 13}},
		{"back beyond the start", func() { r.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: 900}}) }, [2]int{0, 10}},
		{"the end", func() { r.Key(fyne.KeyEnd) }, [2]int{999_989, 999_999}},
		{"beyond it", func() { r.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -900}}) }, [2]int{999_989, 999_999}},
		{"a page up", func() { r.Key(fyne.KeyPageUp) }, [2]int{999_982, 999_991}},
		{"a row at a third", func() { r.ShowAt(300_000, 1./3) }, [2]int{299_996, 300_006}},
		{"a row revealed below", func() { r.Reveal(500_000) }, [2]int{499_991, 500_000}},
		{"one that is in sight", func() { r.Reveal(499_995); r.Update() }, [2]int{499_991, 500_000}},
		{"a row revealed above", func() { r.Reveal(7); r.Update() }, [2]int{7, 16}},
		{"the start", func() { r.Key(fyne.KeyHome) }, [2]int{0, 10}},
	}
	for _, s := range steps {
		if got := firstLast(l.seen(s.do)); got != s.want {
			t.Errorf("%s: rows %v, want %v", s.name, got, s.want)
		}
	}
	if l.made > 40 {
		t.Errorf("%d rows were made", l.made)
	}
}

// What is read stays where it is when rows above it turn out to be higher.
func TestARollHoldsItsPlace(t *testing.T) {
	l, r, _ := rolled(t, 1000)
	r.ShowAt(500, 0.5)
	for i := 490; i < 500; i++ {
		l.heights[i] = 45
	}
	if got := firstLast(l.seen(r.Update)); got[0] != 496 || got[1] < 504 {
		t.Errorf("rows %v, want four of 45 above the five hundredth at half of 300", got)
	}
	r.ToEnd()
	l.heights = append(l.heights, 40, 40)
	if got := firstLast(l.seen(r.Update)); got[1] != 1001 {
		t.Errorf("rows %v: the end does not stay in sight", got)
	}
	l.heights = l.heights[:20]
	if got := firstLast(l.seen(r.Update)); got[1] != 19 {
		t.Errorf("rows %v of a list that became shorter", got)
	}
	l.heights = nil
	if got := l.seen(r.Update); got != nil {
		t.Errorf("rows %v of none", got)
	}
	l.heights = []float32{20, 20}
	if got := firstLast(l.seen(r.Update)); got != [2]int{0, 1} {
		t.Errorf("rows %v of two", got)
	}
}

func TestARollIsPressedAndWalked(t *testing.T) {
	l, r, _ := rolled(t, 100)
	var chose []int
	r.Walk = true
	r.Choose = func(i int) { chose = append(chose, i) }
	r.May = func(i int) bool { return i%3 != 0 } // 20 high: headings
	r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, 5)})
	r.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, 45)})
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp} {
		r.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if !slices.Equal(chose, []int{1, 2, 4, 2}) || r.Chosen() != 2 {
		t.Errorf("chose %v, then %d", chose, r.Chosen())
	}
	l.seen(func() { r.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, 45)}}) })
	if !l.bound[1].Hovered || l.bound[2].Hovered || !l.bound[2].Chosen {
		t.Errorf("drawn as %v", l.bound)
	}
	for range 60 {
		r.Key(fyne.KeyDown)
	}
	if got := firstLast(l.seen(r.Update)); got[1] != 92 || r.Chosen() != 92 {
		t.Errorf("walked to %d, in sight %v", r.Chosen(), got)
	}
}

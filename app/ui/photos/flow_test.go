package photos

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"keepsake/app/ui/shelf"
)

func months(counts ...int) []shelf.Month {
	var ms []shelf.Month
	at := 0
	for i, n := range counts {
		ms = append(ms, shelf.Month{Year: 2026 - i/12, Month: time.Month(12 - i%12), Start: at, Count: n})
		at += n
	}
	return ms
}

// frame is what the tests keep free.
var frame = Frame{Left: 24, Right: 64, Heading: 48}

func TestFlowFillsTheWidth(t *testing.T) {
	tests := []struct {
		width, tile float32
		columns     int
	}{
		{1000, 160, 5}, {1000, 100, 8}, {400, 160, 2}, {100, 160, 2}, {1800, 160, 10},
	}
	for _, tt := range tests {
		f := NewFlow(months(30), tt.width, tt.tile, frame)
		if f.Columns != tt.columns {
			t.Errorf("%v wide with tiles of %v: %d columns, want %d", tt.width, tt.tile, f.Columns, tt.columns)
		}
		if right := 24 + float32(f.Columns)*(f.Side+gap) - gap; tt.width > 300 && (right > tt.width-63.5 || right < tt.width-64.5) {
			t.Errorf("%v wide: the last column ends at %v, want %v", tt.width, right, tt.width-64)
		}
	}
}

// Every picture is found again where it lies, and nowhere else.
func TestSpotAndAtAgree(t *testing.T) {
	f := NewFlow(months(1, 7, 0, 23, 5, 40), 800, 120, frame)
	seen := map[int]bool{}
	for i := range f.Count() {
		x, y := f.Spot(i)
		for _, d := range []float32{1, f.Side / 2, f.Side - 1} {
			if got := f.At(x+d, y+float64(d)); got != i {
				t.Fatalf("picture %d lies at %v, %v, but there is %d", i, x, y, got)
			}
		}
		if got := f.At(x+f.Side+gap/2, y+1); got != -1 {
			t.Errorf("right of picture %d, in the gap, is %d", i, got)
		}
		seen[i] = true
	}
	if len(seen) != 76 {
		t.Errorf("%d pictures, want 76", len(seen))
	}
	for _, y := range []float64{-1, 3, f.Height(), f.Height() + 5} {
		if got := f.At(30, y); got != -1 {
			t.Errorf("at height %v is picture %d", y, got)
		}
	}
	if got := f.At(2, 60); got != -1 {
		t.Errorf("in the margin is picture %d", got)
	}
}

func TestVisibleHoldsExactlyWhatIsOnTheScreen(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		counts := make([]int, 1+r.IntN(20))
		for i := range counts {
			counts[i] = 1 + r.IntN(60)
		}
		f := NewFlow(months(counts...), 300+r.Float32()*1500, 60+r.Float32()*200, frame)
		top := r.Float64() * f.Height()
		bottom := top + 700
		first, last := f.Visible(top, bottom)
		for i := range f.Count() {
			_, y := f.Spot(i)
			on := y+float64(f.Side) > top && y < bottom
			if on && (i < first || i >= last) {
				t.Fatalf("picture %d at %v is on the screen %v to %v, but not in %d to %d", i, y, top, bottom, first, last)
			}
			if !on && i >= first && i < last && (y+float64(f.Side+gap) < top-1 || y > bottom+1) {
				t.Fatalf("picture %d at %v is not on the screen %v to %v, but in %d to %d", i, y, top, bottom, first, last)
			}
		}
	}
}

func TestHeadingsStick(t *testing.T) {
	f := NewFlow(months(10, 10, 10), 800, 120, frame)
	second := f.tops[1]
	tests := []struct {
		name   string
		top    float64
		months []time.Month
		first  float64 // of the first heading, from the window's top
	}{
		{"at the top", 0, []time.Month{12, 11, 10}, 0},
		{"inside a month", 100, []time.Month{12, 11, 10}, 0},
		{"pushed by the next", second - 20, []time.Month{12, 11, 10}, 20 - float64(frame.Heading)},
		{"at the next", second, []time.Month{11, 10}, 0},
	}
	for _, tt := range tests {
		hs := f.Headings(tt.top, tt.top+900)
		var ms []time.Month
		for _, h := range hs {
			ms = append(ms, h.Month.Month)
		}
		if !slices.Equal(ms, tt.months) {
			t.Errorf("%s: headings %v, want %v", tt.name, ms, tt.months)
			continue
		}
		if got := hs[0].Y - tt.top; got != tt.first {
			t.Errorf("%s: the first heading is at %v, want %v", tt.name, got, tt.first)
		}
	}
	if hs := NewFlow(nil, 800, 120, frame).Headings(0, 900); hs != nil {
		t.Errorf("an empty flow has headings %v", hs)
	}
}

// A picture at the top stays at the top when the window or the tiles change.
func TestAnchorSurvivesReflow(t *testing.T) {
	ms := months(31, 7, 90, 12, 55, 400)
	a := NewFlow(ms, 1000, 160, frame)
	b := NewFlow(ms, 640, 96, frame)
	for _, offset := range []float64{0, 300, 801, 2000, a.Height() - 700} {
		anchor := a.AnchorAt(offset)
		there := b.OffsetOf(anchor)
		first, last := b.Visible(there+float64(frame.Heading), there+float64(frame.Heading)+float64(b.Side))
		if offset > 0 && (anchor.Index < first || anchor.Index >= last) {
			t.Errorf("offset %v: picture %d was at the top, now %d to %d are", offset, anchor.Index, first, last)
		}
		if offset == 0 && there != 0 {
			t.Errorf("the top became %v", there)
		}
	}
	if got := NewFlow(nil, 800, 100, frame).OffsetOf(Anchor{Index: 9, Above: 0.5}); got != 0 {
		t.Errorf("an anchor in an empty flow gives %v", got)
	}
}

func TestRevealScrollsAsLittleAsNeeded(t *testing.T) {
	f := NewFlow(months(300), 1000, 160, frame)
	_, y := f.Spot(100)
	tests := []struct {
		name         string
		offset, want float64
	}{
		{"already there", y - 300, y - 300},
		{"below", 0, y + float64(f.Side+gap) - 700},
		{"above", y + 500, y - float64(frame.Heading)},
		{"under the heading", y - 10, y - float64(frame.Heading)},
	}
	for _, tt := range tests {
		if got := f.Reveal(100, tt.offset, 700); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestStepWithTheArrows(t *testing.T) {
	// Five columns; months of 7 (5+2), 3, 12 (5+5+2).
	f := NewFlow(months(7, 3, 12), 1000, 160, frame)
	if f.Columns != 5 {
		t.Fatalf("%d columns", f.Columns)
	}
	tests := []struct {
		from, columns, rows, want int
	}{
		{0, 1, 0, 1}, {0, -1, 0, 0}, {21, 1, 0, 21}, {6, 1, 0, 7},
		{1, 0, 1, 6},   // into the short row
		{4, 0, 1, 6},   // there is no fifth: the last
		{6, 0, 1, 8},   // into the next month, same column
		{9, 0, 1, 12},  // and on
		{12, 0, -1, 9}, // back
		{13, 0, -1, 9}, // no fourth in a row of three
		{20, 0, 1, 20}, // the end
		{2, 0, -1, 2},  // the beginning
		{0, 0, 3, 10},
	}
	for _, tt := range tests {
		if got := f.Step(tt.from, tt.columns, tt.rows); got != tt.want {
			t.Errorf("from %d by %d, %d: %d, want %d", tt.from, tt.columns, tt.rows, got, tt.want)
		}
	}
	if got := NewFlow(nil, 1000, 160, frame).Step(0, 1, 0); got != -1 {
		t.Errorf("a step in nothing leads to %d", got)
	}
}

func TestYears(t *testing.T) {
	ms := months(slices.Repeat([]int{20}, 30)...)
	f := NewFlow(ms, 1000, 160, frame)
	ys := f.Years()
	if len(ys) != 3 || ys[0].Year != 2026 || ys[0].At != 0 || ys[2].Year != 2024 || ys[1].At >= ys[2].At {
		t.Errorf("years %v", ys)
	}
	if m, ok := f.MonthAtPart(ys[1].At + 0.0001); !ok || m.Year != 2025 || m.Month != time.December {
		t.Errorf("at the second year's label is %v", m)
	}
	if _, ok := NewFlow(nil, 1000, 160, frame).MonthAtPart(0.5); ok {
		t.Error("an empty flow has a month")
	}
}

func TestFlowOfAHundredThousand(t *testing.T) {
	f := NewFlow(months(slices.Repeat([]int{1000}, 100)...), 1000, 130, frame)
	x, y := f.Spot(99_999)
	if got := f.At(x+1, y+1); got != 99_999 {
		t.Errorf("the last picture is found as %d", got)
	}
	first, last := f.Visible(f.Height()-700, f.Height())
	if last != 100_000 || last-first > 60 {
		t.Errorf("at the end %d to %d are visible", first, last)
	}
}

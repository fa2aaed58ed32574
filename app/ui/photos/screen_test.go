package photos_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/look"
	"keepsake/app/ui/photos"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/uitest"
	"keepsake/app/ui/words"
)

// page is the screen on a bench.
type page struct {
	*uitest.Bench
	*photos.Screen
	lib    *uitest.Library
	loader *thumbs.Loader
	opened []int

	exported []int64
	finished func()
}

func open(t *testing.T, items int, w, h float32) *page {
	t.Helper()
	p := &page{Bench: uitest.NewBench(t, look.Light), lib: uitest.NewLibrary(items)}
	p.loader = thumbs.New(p.Context(), p.lib, p.Queue.Post, thumbs.Budget)
	t.Cleanup(func() { p.Stop(); p.loader.Wait() })
	p.Watch(p.loader.Idle)
	p.Screen = photos.New(p.Kit, p.lib, p.lib, p.loader, p.lib, 0)
	p.Viewer = func(_ *shelf.Timeline, i int) { p.opened = append(p.opened, i) }
	p.Exporter = func(ids []int64, finished func()) { p.exported, p.finished = ids, finished }
	p.Screen.Show()
	p.Bench.Open(t, p.Content(), w, h)
	return p
}

func (p *page) press(x, y float32) { test.TapCanvas(p.Window.Canvas(), fyne.NewPos(x, y)); p.Settle() }

// pressWith presses with keys held down, as the window's driver tells of them.
func (p *page) pressWith(mods fyne.KeyModifier, x, y float32) {
	g := p.Grid()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(g)
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: mods}
	e.Position = fyne.NewPos(x, y).Subtract(at)
	g.MouseDown(e)
	g.Tapped(&e.PointEvent)
	p.Settle()
}

func (p *page) chosen() []int64 { return p.Model.Selection.In(p.Model.Timeline.IDs) }

// The first tiles of a page 1000 wide: six columns from 24, below a heading.
const (
	firstX, firstY float32 = 110, 260
	nextX          float32 = 290
)

func TestPressOpensAndScrollMoves(t *testing.T) {
	p := open(t, 3000, 1000, 700)
	p.press(firstX, firstY)
	test.Scroll(p.Window.Canvas(), fyne.NewPos(firstX, firstY), 0, -5000)
	p.Settle()
	p.press(firstX, firstY)
	if len(p.opened) != 2 || p.opened[0] != 0 || p.opened[1] < 50 {
		t.Errorf("opened %v", p.opened)
	}
	if off, _ := p.Grid().Offset(); off != 5000 {
		t.Errorf("scrolled to %v, want 5000", off)
	}
	test.Scroll(p.Window.Canvas(), fyne.NewPos(firstX, firstY), 0, 1e7)
	if off, _ := p.Grid().Offset(); off != 0 {
		t.Errorf("above the top: %v", off)
	}
	test.Scroll(p.Window.Canvas(), fyne.NewPos(firstX, firstY), 0, -1e9)
	p.Settle()
	off, high := p.Grid().Offset()
	if want := p.Grid().Flow().Height() - float64(high); off != want {
		t.Errorf("below the end: %v, want %v", off, want)
	}
}

func TestOnlyWhatIsOnTheScreenIsLoaded(t *testing.T) {
	p := open(t, 100_000, 1000, 700)
	if n := p.lib.Asked(); n == 0 || n > 200 {
		t.Errorf("%d rows were read for a screen of some twenty tiles", n)
	}
	before := p.lib.Asked()
	p.Grid().ScrollTo(p.Grid().Flow().Height() / 2)
	p.Settle()
	if n := p.lib.Asked() - before; n == 0 || n > 200 {
		t.Errorf("%d rows were read after a jump", n)
	}
}

func TestChoosing(t *testing.T) {
	p := open(t, 300, 1000, 700)
	p.press(40, 180) // the corner of the first
	if got := p.chosen(); !slices.Equal(got, []int64{1}) {
		t.Fatalf("the corner chose %v", got)
	}
	p.press(nextX, firstY) // anywhere, now that something is chosen
	if got := p.chosen(); !slices.Equal(got, []int64{1, 2}) {
		t.Errorf("a press while choosing: %v", got)
	}
	if len(p.opened) != 0 {
		t.Errorf("choosing opened %v", p.opened)
	}
	p.Key(fyne.KeyEscape)
	if got := p.chosen(); got != nil {
		t.Errorf("after Escape %v are chosen", got)
	}
	p.pressWith(fyne.KeyModifierControl, firstX, firstY)
	p.pressWith(fyne.KeyModifierShift, firstX+3*152, firstY)
	if got := p.chosen(); !slices.Equal(got, []int64{1, 2, 3, 4}) {
		t.Errorf("with Shift: %v", got)
	}
	p.pressWith(fyne.KeyModifierControl, nextX, firstY)
	if got := p.chosen(); !slices.Equal(got, []int64{1, 3, 4}) {
		t.Errorf("with Ctrl: %v", got)
	}
	p.ChooseAll()
	if got := p.Model.Selection.Count(); got != 300 {
		t.Errorf("all: %d", got)
	}
}

func TestTheBandChoosesWhatLiesInIt(t *testing.T) {
	p := open(t, 3000, 1000, 700)
	drag := func(from, to fyne.Position) {
		d := to.Subtract(from)
		for _, part := range []float32{0.5, 1} { // as a pointer moves: several events
			e := &fyne.DragEvent{Dragged: fyne.NewDelta(d.X/2, d.Y/2)}
			e.Position = from.AddXY(d.X*part, d.Y*part)
			p.Grid().Dragged(e)
			p.Picture()
		}
		p.Grid().DragEnd()
	}
	drag(fyne.NewPos(10, 60), fyne.NewPos(250, 100))
	if got := p.chosen(); !slices.Equal(got, []int64{1, 2}) {
		t.Errorf("along the first row: %v", got)
	}
	drag(fyne.NewPos(500, 250), fyne.NewPos(400, 60)) // backwards, over two rows
	if got := p.chosen(); !slices.Equal(got, []int64{3, 4, 9, 10}) {
		t.Errorf("over two rows: %v", got)
	}
	e := &desktop.MouseEvent{Modifier: fyne.KeyModifierControl}
	p.Grid().MouseDown(e)
	drag(fyne.NewPos(10, 60), fyne.NewPos(100, 100))
	if got := p.chosen(); !slices.Equal(got, []int64{1, 3, 4, 9, 10}) {
		t.Errorf("with Ctrl: %v", got)
	}
	before, _ := p.Grid().Offset()
	drag(fyne.NewPos(10, 60), fyne.NewPos(100, 900))
	if off, _ := p.Grid().Offset(); off <= before {
		t.Error("beyond the lower edge it does not scroll")
	}
}

func TestTheMenu(t *testing.T) {
	p := open(t, 300, 1000, 700)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.Grid())
	menu := func(label string) {
		e := &fyne.PointEvent{AbsolutePosition: fyne.NewPos(firstX, firstY), Position: fyne.NewPos(firstX, firstY).Subtract(at)}
		p.Grid().TappedSecondary(e)
		top := p.Window.Canvas().Overlays().Top()
		if top == nil {
			t.Fatal("no menu")
		}
		var item fyne.Tappable // the innermost thing with these words
		for _, o := range test.LaidOutObjects(top) {
			x, ok := o.(fyne.Tappable)
			if w, isWidget := o.(fyne.Widget); ok && isWidget && strings.Contains(test.RenderObjectToMarkup(w), ">"+label+"<") {
				item = x
			}
		}
		if item == nil {
			t.Fatalf("the menu has no %q", label)
		}
		item.Tapped(&fyne.PointEvent{})
		p.Settle()
	}
	menu("Open")
	menu("Show in folder")
	menu("Choose")
	menu("Export 1 picture…")
	first := p.Model.Timeline.Months[0]
	month := words.MonthYear(first.Year, first.Month)
	var sent []int64
	p.Restorer = func(ids []int64) { sent = ids }
	menu("Send all of " + month + " to phone…")
	if len(sent) < first.Count || sent[0] != 1 {
		t.Errorf("of %s were sent %v", month, sent)
	}
	if !slices.Equal(p.opened, []int{0}) || !slices.Equal(p.lib.Opened, []string{"reveal 1"}) || !slices.Equal(p.exported, []int64{1}) {
		t.Errorf("opened %v, shown %v, exported %v", p.opened, p.lib.Opened, p.exported)
	}
}

func TestKeys(t *testing.T) {
	p := open(t, 300, 1000, 700)
	p.Window.Canvas().Focus(p.Grid())
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn} {
		p.Grid().TypedKey(&fyne.KeyEvent{Name: k})
	}
	if !slices.Equal(p.opened, []int{7}) {
		t.Errorf("right, down, return opened %v, want 7", p.opened)
	}
	p.Grid().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if got := p.chosen(); !slices.Equal(got, []int64{8}) {
		t.Errorf("space chose %v", got)
	}
	p.Key(fyne.KeyEscape)
	for range 40 {
		p.Grid().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	p.Settle()
	if off, _ := p.Grid().Offset(); off == 0 {
		t.Error("the arrows left the screen and it did not follow")
	}
	p.Key(fyne.KeyHome)
	if off, _ := p.Grid().Offset(); off != 0 {
		t.Errorf("home leads to %v", off)
	}
	p.Key(fyne.KeyPageDown)
	off, high := p.Grid().Offset()
	if off < float64(high)/2 {
		t.Errorf("page down leads to %v", off)
	}
	if p.Key(fyne.KeyF9) {
		t.Error("a key that means nothing was taken")
	}
}

func TestZoomKeepsWhatIsAtTheTop(t *testing.T) {
	p := open(t, 3000, 1000, 700)
	p.Grid().ScrollTo(9000)
	p.Settle()
	before := p.Grid().Flow().AnchorAt(9000)
	columns := p.Grid().Flow().Columns
	var sizes []float32
	p.TileChanged = func(s float32) { sizes = append(sizes, s) }
	p.Mods = fyne.KeyModifierControl
	test.Scroll(p.Window.Canvas(), fyne.NewPos(firstX, firstY), 0, 10)
	test.Scroll(p.Window.Canvas(), fyne.NewPos(firstX, firstY), 0, 10)
	p.Settle()
	if p.Grid().Flow().Columns >= columns || len(sizes) != 2 {
		t.Errorf("larger tiles: %d columns of %d, sizes %v", p.Grid().Flow().Columns, columns, sizes)
	}
	off, _ := p.Grid().Offset()
	after := p.Grid().Flow().AnchorAt(off)
	if d := after.Index - before.Index; d < -8 || d > 8 {
		t.Errorf("picture %d was at the top, now %d is", before.Index, after.Index)
	}
}

func TestResizeReflows(t *testing.T) {
	p := open(t, 300, 1000, 700)
	p.Window.Resize(fyne.NewSize(1600, 700))
	p.Settle()
	if got := p.Grid().Flow().Columns; got != 9 {
		t.Errorf("1600 wide: %d columns", got)
	}
	p.Window.Resize(fyne.NewSize(500, 700))
	p.Settle()
	if got := p.Grid().Flow().Columns; got != 2 {
		t.Errorf("500 wide: %d columns", got)
	}
}

func TestSearchWaitsForTheTypingToPause(t *testing.T) {
	p := open(t, 300, 1000, 700)
	for _, s := range []string{"w", "wh", "whatsapp"} {
		p.Model.SetSearch(s)
		p.Clock.Advance(50 * time.Millisecond)
		p.Settle()
	}
	if n := len(p.Model.Timeline.IDs); n != 300 {
		t.Errorf("while typing %d pictures are shown", n)
	}
	p.Clock.Advance(time.Second)
	p.Settle()
	if n := len(p.Model.Timeline.IDs); n == 0 || n > 40 {
		t.Errorf("found %d", n)
	}
	p.Model.ClearFilters()
	p.Settle()
	if n := len(p.Model.Timeline.IDs); n != 300 || p.Model.Search != "" {
		t.Errorf("cleared: %d, %q", n, p.Model.Search)
	}
}

func TestChipsAndAlbums(t *testing.T) {
	p := open(t, 300, 1000, 700)
	count := func(c photos.Chip) int {
		p.Model.SetChip(c)
		p.Settle()
		return len(p.Model.Timeline.IDs)
	}
	all, photo, video, favorite, shots := count(photos.All), count(photos.Photos), count(photos.Videos), count(photos.Favorites), count(photos.Screenshots)
	if all != 300 || photo+video != 300 || video == 0 || favorite == 0 || favorite > 40 || shots == 0 || shots > 60 {
		t.Errorf("all %d, photos %d, videos %d, favourites %d, screenshots %d", all, photo, video, favorite, shots)
	}
	p.Model.SetChip(photos.All)
	p.Model.SetTab(photos.AlbumsTab)
	p.Settle()
	if len(p.Model.Albums) < 3 {
		t.Fatalf("%d albums", len(p.Model.Albums))
	}
	p.Model.OpenAlbum(p.Model.Albums[1])
	p.Settle()
	if n := len(p.Model.Timeline.IDs); n != p.Model.Albums[1].Count {
		t.Errorf("the album shows %d pictures, has %d", n, p.Model.Albums[1].Count)
	}
	if !p.Key(fyne.KeyEscape) || p.Model.Inside != nil {
		t.Error("Escape does not leave the album")
	}
}

func TestNewPicturesDoNotMoveWhatIsLookedAt(t *testing.T) {
	p := open(t, 1000, 1000, 700)
	p.Grid().ScrollTo(4000)
	p.Settle()
	off, _ := p.Grid().Offset()
	was := p.Model.Timeline.IDs[p.Grid().Flow().AnchorAt(off).Index]
	p.lib.Prepend(25)
	p.Changed()
	p.Settle()
	off, _ = p.Grid().Offset()
	if is := p.Model.Timeline.IDs[p.Grid().Flow().AnchorAt(off).Index]; is != was {
		t.Errorf("picture %d was at the top, now %d is", was, is)
	}
	// At the very top the new ones are shown.
	p.Grid().ScrollTo(0)
	p.Settle()
	p.lib.Prepend(5)
	p.Changed()
	p.Settle()
	if off, _ := p.Grid().Offset(); off != 0 {
		t.Errorf("at the top the window moved to %v", off)
	}
}

func TestChangesWaitWhileOutOfSight(t *testing.T) {
	p := open(t, 10, 1000, 700)
	p.Screen.Hide()
	p.lib.Prepend(5)
	p.Changed()
	p.Settle()
	if n := len(p.Model.Timeline.IDs); n != 10 {
		t.Errorf("read anew out of sight: %d", n)
	}
	p.Screen.Show()
	p.Settle()
	if n := len(p.Model.Timeline.IDs); n != 15 {
		t.Errorf("back in sight: %d", n)
	}
}

func TestExport(t *testing.T) {
	p := open(t, 30, 1000, 700)
	p.Export() // nothing chosen
	if p.exported != nil {
		t.Errorf("exported %v", p.exported)
	}
	p.Model.Selection.Add([]int64{2, 5})
	p.Export()
	if !slices.Equal(p.exported, []int64{2, 5}) || p.Model.Selection.Count() != 2 {
		t.Errorf("exported %v, %d chosen", p.exported, p.Model.Selection.Count())
	}
	p.finished()
	if p.Model.Selection.Count() != 0 {
		t.Error("still chosen when it was done")
	}
}

func TestABrokenLibrarySaysSoAndRecovers(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	lib := uitest.NewLibrary(10)
	lib.Err = errors.New("the index is damaged")
	loader := thumbs.New(b.Context(), lib, b.Queue.Post, thumbs.Budget)
	t.Cleanup(func() { b.Stop(); loader.Wait() })
	s := photos.New(b.Kit, lib, lib, loader, lib, 0)
	s.Show()
	b.Open(t, s.Content(), 1000, 700)
	if s.Model.Err == nil {
		t.Fatal("no error")
	}
	lib.Err = nil
	s.Changed()
	b.Settle()
	if s.Model.Err != nil || len(s.Model.Timeline.IDs) != 10 {
		t.Errorf("recovered: %v, %d", s.Model.Err, len(s.Model.Timeline.IDs))
	}
}

func TestScrubberGoesWhereItIsPressed(t *testing.T) {
	p := open(t, 3000, 1000, 700)
	test.Drag(p.Window.Canvas(), fyne.NewPos(980, 400), 0, 10)
	p.Settle()
	off, _ := p.Grid().Offset()
	if h := p.Grid().Flow().Height(); off < h*0.3 || off > h*0.7 {
		t.Errorf("half way down leads to %v of %v", off, h)
	}
	test.MoveMouse(p.Window.Canvas(), fyne.NewPos(980, 690))
	if says := p.Scrubber().Bubble(); says != "November 2023" && says != "December 2023" {
		t.Errorf("at the end the bubble says %q", says)
	}
	test.Scroll(p.Window.Canvas(), fyne.NewPos(980, 400), 0, 1e7)
	if off, _ := p.Grid().Offset(); off != 0 {
		t.Errorf("the wheel over the scrubber leads to %v", off)
	}
}

func BenchmarkScroll(b *testing.B) {
	bench := uitest.NewBench(b, look.Light)
	lib := uitest.NewLibrary(100_000)
	loader := thumbs.New(bench.Context(), lib, bench.Queue.Post, thumbs.Budget)
	b.Cleanup(func() { bench.Stop(); loader.Wait() })
	bench.Watch(loader.Idle)
	s := photos.New(bench.Kit, lib, lib, loader, lib, 0)
	s.Show()
	bench.Open(b, s.Content(), 1280, 800)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Grid().ScrollTo(float64(i * 40 % 2_000_000))
	}
}

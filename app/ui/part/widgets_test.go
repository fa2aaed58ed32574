package part_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/uitest"
	"keepsake/gallery"
)

func key(o fyne.Focusable, k fyne.KeyName) { o.TypedKey(&fyne.KeyEvent{Name: k}) }

func TestButtonsAnswerPointerAndKeyboard(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	n := 0
	do := func() { n++ }
	button := part.NewButton(part.Primary, "Back up now", look.IconBackup, do)
	icon := part.NewIconButton(look.IconClose, "Close", b.Kit.Tips, do)
	chip := part.NewChip("Videos", look.IconVideo, do)
	area := part.NewArea("A card", 8, part.Space(40, 40), do)
	b.Open(t, part.Row(4, button, icon, chip, area), 500, 60)
	for _, o := range []interface {
		fyne.CanvasObject
		fyne.Focusable
		fyne.Accessible
	}{button, icon, chip, area} {
		n = 0
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		test.TapCanvas(b.Window.Canvas(), at.AddXY(o.Size().Width/2, o.Size().Height/2))
		b.Window.Canvas().Focus(o)
		key(o, fyne.KeySpace)
		key(o, fyne.KeyReturn)
		key(o, fyne.KeyLeft)
		if n != 3 {
			t.Errorf("%s: pressed three times, did it %d times", o.AccessibilityLabel(), n)
		}
		if o.AccessibilityLabel() == "" {
			t.Errorf("%T has no accessible name", o)
		}
		n = 0
		if d, ok := o.(fyne.Disableable); ok {
			d.Disable()
			key(o, fyne.KeySpace)
			if n != 0 {
				t.Errorf("%s does it while disabled", o.AccessibilityLabel())
			}
		}
	}
}

func TestUnusedKeysReachTheWindow(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	button := part.NewButton(part.Plain, "x", "", func() {})
	b.Open(t, button, 100, 40)
	var got []fyne.KeyName
	b.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, e.Name) })
	b.Window.Canvas().Focus(button)
	key(button, fyne.KeyEscape)
	if !slices.Equal(got, []fyne.KeyName{fyne.KeyEscape}) {
		t.Errorf("the window got %v", got)
	}
}

func TestSegments(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	var got []int
	s := part.NewSegments([]string{"Light", "Dark", "System"}, func(i int) { got = append(got, i) })
	b.Open(t, part.Row(0, s), 400, 40)
	test.TapCanvas(b.Window.Canvas(), fyne.NewPos(s.Size().Width-10, 20))
	test.TapCanvas(b.Window.Canvas(), fyne.NewPos(s.Size().Width-10, 20)) // the same again
	key(s, fyne.KeyLeft)
	key(s, fyne.KeyLeft)
	key(s, fyne.KeyLeft)
	if !slices.Equal(got, []int{2, 1, 0}) {
		t.Errorf("chose %v", got)
	}
}

func TestSlide(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	var got []float32
	s := part.NewSlide("Size", 100, 200, 10, 150, func(v float32) { got = append(got, v) })
	b.Open(t, s, 214, 40) // a hundred steps and the knob
	key(s, fyne.KeyRight)
	test.TapCanvas(b.Window.Canvas(), fyne.NewPos(7, 20))
	test.Drag(b.Window.Canvas(), fyne.NewPos(107, 20), 0, 0)
	key(s, fyne.KeyLeft)
	if !slices.Equal(got, []float32{160, 100, 150, 140}) {
		t.Errorf("moved to %v", got)
	}
	s.Set(999)
	if len(got) != 4 {
		t.Error("Set told of a change")
	}
}

func TestToasts(t *testing.T) {
	var c uitest.Clock
	test.NewTempApp(t)
	ts := part.NewToasts(c.After)
	ts.Show(part.Toast{Text: "news"})
	ts.Show(part.Toast{Text: "trouble", Tone: look.Failed})
	ts.Show(part.Toast{Text: "news"}) // again: not twice
	if got := ts.Texts(); !slices.Equal(got, []string{"trouble", "news"}) {
		t.Errorf("shown %q", got)
	}
	c.Advance(part.ToastTime - time.Millisecond)
	if len(ts.Texts()) != 2 {
		t.Error("news went too soon")
	}
	c.Advance(time.Hour)
	if got := ts.Texts(); !slices.Equal(got, []string{"trouble"}) {
		t.Errorf("after an hour %q", got)
	}
	for _, s := range []string{"a", "b", "c", "d", "e"} {
		ts.Show(part.Toast{Text: s})
	}
	if got := ts.Texts(); !slices.Equal(got, []string{"trouble", "c", "d", "e"}) {
		t.Errorf("many: %q", got)
	}
}

func TestTips(t *testing.T) {
	var c uitest.Clock
	test.NewTempApp(t)
	tips := part.NewTips(c.After)
	tips.Layer().Resize(fyne.NewSize(300, 200))
	tips.Offer("Close", fyne.NewPos(280, 180), fyne.NewSize(20, 20))
	if tips.Shown() {
		t.Error("shown at once")
	}
	c.Advance(part.TipDelay)
	if !tips.Shown() {
		t.Error("not shown after a moment")
	}
	tips.Hide()
	tips.Offer("Close", fyne.NewPos(0, 0), fyne.NewSize(20, 20))
	tips.Hide()
	c.Advance(time.Hour)
	if tips.Shown() {
		t.Error("shown after the pointer had gone")
	}
	var none *part.Tips
	none.Offer("x", fyne.Position{}, fyne.Size{})
	none.Hide()
}

func TestSheet(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	under := 0
	b.Open(t, part.NewArea("under", 0, part.Space(400, 300), func() { under++ }), 400, 300)
	closed := 0
	s := part.NewSheet("Failed", "Close", fyne.NewSize(200, 150), part.Space(10, 10), func() { closed++ })
	s.ShowOn(b.Window.Canvas())
	test.TapCanvas(b.Window.Canvas(), fyne.NewPos(200, 180)) // inside
	if !s.Open() {
		t.Error("a press inside closed it")
	}
	test.TapCanvas(b.Window.Canvas(), fyne.NewPos(10, 10)) // beside
	s.Close()
	if s.Open() || closed != 1 || under != 0 {
		t.Errorf("open %v, closed %d times, %d presses went through", s.Open(), closed, under)
	}
}

func TestSearch(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	var got []string
	left := 0
	s := part.NewSearch("Search", "Clear", func(q string) { got = append(got, q) }, func() { left++ })
	b.Open(t, s, 300, 40)
	b.Window.Canvas().Focus(s)
	test.Type(s, "ab")
	key(s, fyne.KeyEscape)
	key(s, fyne.KeyEscape)
	if !slices.Equal(got, []string{"a", "ab", ""}) || left != 1 {
		t.Errorf("searched %q, left %d times", got, left)
	}
}

// held is a source whose pictures come when the test says so.
type held struct {
	*uitest.Library
	gate chan struct{}
	fail bool
}

func (h *held) Thumb(ctx context.Context, x gallery.Hash, n int) ([]byte, error) {
	select {
	case <-h.gate:
	case <-ctx.Done():
	}
	if h.fail {
		return nil, errors.New("gone")
	}
	return h.Library.Thumb(ctx, x, n)
}

// A tile that was bound anew never shows the picture it waited for before.
func TestTileBoundAnew(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	src := &held{Library: uitest.NewLibrary(3), gate: make(chan struct{}, 10)}
	loader := thumbs.New(b.Context(), src, b.Queue.Post, thumbs.Budget)
	t.Cleanup(func() { b.Stop(); loader.Wait() })
	b.Watch(loader.Idle)
	tile := part.NewTile(loader, 4)
	tile.Resize(fyne.NewSquareSize(100))
	bind := func(i int) {
		tile.Bind(b.Context(), part.Thumbnail{Hash: uitest.HashOf(i), Kind: gallery.Photo}, 100, 1)
	}
	bind(0)
	bind(1)
	if tile.HasPicture() {
		t.Fatal("a picture before any was loaded")
	}
	src.gate <- struct{}{}
	src.gate <- struct{}{}
	b.Settle()
	if !tile.HasPicture() || tile.Shows() != loader.Cached(thumbs.Key{Hash: uitest.HashOf(1), Side: 128}) {
		t.Error("the tile does not show the picture it was bound to last")
	}
	bind(2)
	if tile.HasPicture() {
		t.Error("bound to another, the tile still shows the picture before")
	}
	tile.Unbind()
	src.gate <- struct{}{}
	b.Settle()
	if tile.HasPicture() {
		t.Error("an unbound tile shows a picture")
	}
}

func TestATileSaysThatThereIsNoPicture(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	src := &held{Library: uitest.NewLibrary(3), gate: make(chan struct{}, 10), fail: true}
	loader := thumbs.New(b.Context(), src, b.Queue.Post, thumbs.Budget)
	t.Cleanup(func() { b.Stop(); loader.Wait() })
	b.Watch(loader.Idle)
	tile := part.NewTile(loader, 4)
	tile.Resize(fyne.NewSquareSize(100))
	show := part.Thumbnail{Hash: uitest.HashOf(0), Kind: gallery.Video}
	tile.Bind(b.Context(), show, 100, 1)
	src.gate <- struct{}{}
	b.Settle()
	if tile.HasPicture() || tile.KindIcon() != look.IconVideo {
		t.Errorf("picture %v, icon %q", tile.HasPicture(), tile.KindIcon())
	}
	// Bound to the same once more, it tries again: the thumbnail may be there now.
	src.fail = false
	src.gate <- struct{}{}
	tile.Bind(b.Context(), show, 100, 1)
	b.Settle()
	if !tile.HasPicture() {
		t.Error("the tile did not try again")
	}
}

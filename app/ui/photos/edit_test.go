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

	"keepsake/app/ui/photos"
	"keepsake/app/ui/shelf"
)

// has reports whether the timeline shows an id.
func (p *page) has(id int64) bool { return slices.Contains(p.Model.Timeline.IDs, id) }

// undo presses the newest toast's button.
func (p *page) undo(t *testing.T) {
	t.Helper()
	p.tap(t, "Undo")
}

// tap presses the last thing on the window that carries these words.
func (p *page) tap(t *testing.T, label string) {
	t.Helper()
	var found fyne.Tappable
	roots := append([]fyne.CanvasObject{p.Window.Content()}, p.Window.Canvas().Overlays().List()...)
	for _, root := range roots {
		for _, o := range test.LaidOutObjects(root) {
			a, ok := o.(interface{ AccessibilityLabel() string })
			x, tappable := o.(fyne.Tappable)
			if ok && tappable && o.Visible() && a.AccessibilityLabel() == label {
				found = x
			}
		}
	}
	if found == nil {
		t.Fatalf("nothing is called %q", label)
	}
	found.Tapped(&fyne.PointEvent{})
	p.Settle()
}

func (p *page) choose(ids ...int64) {
	p.Model.Selection.Add(ids)
	p.Model.OnChange()
	p.Settle()
}

func TestTrashAndUndo(t *testing.T) {
	p := open(t, 60, 1000, 700)
	p.choose(2, 5)
	p.tap(t, "Move to the trash")
	if p.has(2) || p.has(5) || len(p.Model.Timeline.IDs) != 58 || p.Model.Selection.Count() != 0 {
		t.Fatalf("after trashing two: %d shown, %d chosen", len(p.Model.Timeline.IDs), p.Model.Selection.Count())
	}
	if got := p.Toasts.Texts(); !slices.Equal(got, []string{"2 items are in the trash"}) {
		t.Errorf("told %q", got)
	}
	p.Model.OpenView(shelf.Trash)
	p.Settle()
	if !slices.Equal(p.Model.Timeline.IDs, []int64{2, 5}) {
		t.Fatalf("the trash shows %v", p.Model.Timeline.IDs)
	}
	p.choose(2)
	p.tap(t, "Put back")
	if p.has(2) || !p.has(5) {
		t.Errorf("after putting one back the trash shows %v", p.Model.Timeline.IDs)
	}
	p.Model.Leave()
	p.Model.SetTab(photos.TimelineTab)
	p.Settle()
	if !p.has(2) || p.has(5) {
		t.Error("what was put back is not in the timeline, or more than that")
	}
}

func TestUndoBringsBack(t *testing.T) {
	p := open(t, 60, 1000, 700)
	p.choose(2, 5)
	p.Key(fyne.KeyDelete)
	p.Settle()
	if p.has(2) || p.has(5) {
		t.Fatal("Delete did not trash")
	}
	p.Open(t, p.Toasts.Layer(), 1000, 700)
	p.undo(t)
	if !p.has(2) || !p.has(5) {
		t.Error("Undo did not bring them back")
	}
}

func TestEmptyingTheTrashIsAskedFirst(t *testing.T) {
	p := open(t, 60, 1000, 700)
	p.choose(2, 5)
	p.Key(fyne.KeyDelete)
	p.Model.OpenView(shelf.Trash)
	p.Settle()
	if p.Key(fyne.KeyDelete); len(p.Model.Timeline.IDs) != 2 {
		t.Error("the Delete key in the trash did something")
	}
	p.tap(t, "Empty trash…")
	if len(p.Model.Timeline.IDs) != 2 {
		t.Fatal("emptied without asking")
	}
	p.tap(t, "Keep them")
	if len(p.Model.Timeline.IDs) != 2 {
		t.Fatal("emptied although they were to be kept")
	}
	p.tap(t, "Empty trash…")
	p.tap(t, "Delete for good")
	if len(p.Model.Timeline.IDs) != 0 {
		t.Errorf("the trash still shows %v", p.Model.Timeline.IDs)
	}
}

func TestOnlyWhatIsChosenIsDeletedForGood(t *testing.T) {
	p := open(t, 60, 1000, 700)
	p.choose(2, 5, 7)
	p.Key(fyne.KeyDelete)
	p.Model.OpenView(shelf.Trash)
	p.Settle()
	p.choose(5)
	p.Key(fyne.KeyDelete)
	p.tap(t, "Keep them")
	if len(p.Model.Timeline.IDs) != 3 {
		t.Fatal("deleted although it was to be kept")
	}
	p.tap(t, "Delete for good…")
	p.tap(t, "Delete for good")
	if got := p.Model.Timeline.IDs; !slices.Equal(got, []int64{2, 7}) {
		t.Errorf("the trash shows %v", got)
	}
}

func TestFavouriteHideAndTurn(t *testing.T) {
	p := open(t, 60, 1000, 700)
	row := func(id int64) shelf.Row {
		r, ok := p.Model.Row(id)
		if !ok {
			t.Fatalf("no row %d", id)
		}
		return r
	}
	p.choose(1, 2)
	p.Key(fyne.KeyF)
	p.Settle()
	if !row(1).Favorite || !row(2).Favorite {
		t.Error("F made no favourites")
	}
	p.choose(1, 2)
	p.Key(fyne.KeyF)
	p.Settle()
	if row(1).Favorite || row(2).Favorite {
		t.Error("F a second time did not take it back")
	}
	p.choose(1)
	p.Key(fyne.KeyR)
	p.Settle()
	p.choose(1)
	p.Mods = fyne.KeyModifierShift
	p.Key(fyne.KeyR)
	p.Mods = 0
	p.Settle()
	if got := row(1).Turn; got != 0 {
		t.Errorf("right and left again: turned by %d", got)
	}
	p.choose(1)
	p.Key(fyne.KeyH)
	p.Settle()
	if p.has(1) {
		t.Error("H did not hide")
	}
	p.Model.OpenView(shelf.Hidden)
	p.Settle()
	p.choose(1)
	p.Key(fyne.KeyH)
	p.Settle()
	if p.has(1) {
		t.Error("H in the hidden view did not show it again")
	}
	p.Model.SetTab(photos.TimelineTab)
	p.Settle()
	p.choose(3)
	p.lib.Err = errors.New("the library is in use")
	p.Key(fyne.KeyH)
	p.Settle()
	if got := p.Toasts.Texts(); !slices.Contains(got, "the library is in use") {
		t.Errorf("a failure was told as %q", got)
	}
}

func TestKeysWithNothingChosen(t *testing.T) {
	p := open(t, 60, 1000, 700)
	if p.Key(fyne.KeyDelete) || p.Key(fyne.KeyH) {
		t.Error("a key acted on nothing")
	}
	if n := len(p.Model.Timeline.IDs); n != 60 {
		t.Errorf("%d are left", n)
	}
}

func TestShiftAndArrowsChoose(t *testing.T) {
	p := open(t, 60, 1000, 700)
	p.Window.Canvas().Focus(p.Grid())
	p.Mods = fyne.KeyModifierShift
	for range 3 {
		p.Grid().TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	p.Mods = 0
	if got := p.chosen(); !slices.Equal(got, []int64{1, 2, 3, 4}) {
		t.Errorf("Shift and three times right chose %v", got)
	}
}

func TestOwnAlbums(t *testing.T) {
	p := open(t, 60, 1000, 700)
	p.choose(3, 4)
	p.AskAlbum([]int64{3, 4})
	p.Window.Canvas().Focused().(interface{ SetText(string) }).SetText("  Summer  ")
	p.tap(t, "Make and add")
	p.Model.SetTab(photos.AlbumsTab)
	p.Settle()
	i := slices.IndexFunc(p.Model.Albums, func(a shelf.Album) bool { return a.Own })
	if i < 0 || p.Model.Albums[i].Name != "Summer" || p.Model.Albums[i].Count != 2 {
		t.Fatalf("albums: %+v", p.Model.Albums)
	}
	p.Model.OpenAlbum(p.Model.Albums[i])
	p.Settle()
	p.choose(3)
	p.tap(t, "Take out of this album")
	if !slices.Equal(p.Model.Timeline.IDs, []int64{4}) {
		t.Errorf("the album shows %v", p.Model.Timeline.IDs)
	}
	p.tap(t, "Rename album")
	p.Window.Canvas().Focused().(interface{ SetText(string) }).SetText("By the sea")
	p.tap(t, "Rename")
	if p.Model.Album().Name != "By the sea" {
		t.Errorf("it is called %q", p.Model.Album().Name)
	}
	p.tap(t, "Take the album apart")
	if p.Model.Inside != nil || slices.ContainsFunc(p.Model.Albums, func(a shelf.Album) bool { return a.Own }) {
		t.Errorf("still there: %+v", p.Model.Albums)
	}
}

func TestDates(t *testing.T) {
	p := open(t, 60, 1000, 700)
	first, _ := p.Model.Row(1)
	second, _ := p.Model.Row(2)
	p.AskDate([]int64{1, 2})
	field := p.Window.Canvas().Focused().(interface{ SetText(string) })
	field.SetText("someday")
	p.tap(t, "Correct")
	if r, _ := p.Model.Row(1); !r.Taken.Equal(first.Taken) {
		t.Fatal("nonsense was taken for a date")
	}
	field.SetText(first.Taken.AddDate(0, 0, -3).Format("2006-01-02 15:04"))
	p.tap(t, "Correct")
	a, _ := p.Model.Row(1)
	b, _ := p.Model.Row(2)
	if first.Taken.Sub(a.Taken) != 72*time.Hour || second.Taken.Sub(b.Taken) != 72*time.Hour {
		t.Errorf("moved by %v and %v", first.Taken.Sub(a.Taken), second.Taken.Sub(b.Taken))
	}
	p.AskDate([]int64{5})
	p.Window.Canvas().Focused().(interface{ SetText(string) }).SetText("2019-02-03 04:05")
	p.tap(t, "Correct")
	if r, _ := p.Model.Row(5); r.Taken.Format("2006-01-02 15:04") != "2019-02-03 04:05" {
		t.Errorf("the date is %v", r.Taken)
	}
}

func TestLookAlikes(t *testing.T) {
	p := open(t, 300, 1000, 700)
	p.Model.SetTab(photos.SimilarTab)
	p.Settle()
	if len(p.Model.Groups) == 0 {
		t.Fatal("no groups")
	}
	g := p.Model.Groups[0]
	var leafed []int64
	p.Viewer = func(tl *shelf.Timeline, i int) { leafed = tl.IDs }
	p.tap(t, "Open the best one")
	if len(leafed) < 2 {
		t.Errorf("the viewer leafs through %v", leafed)
	}
	p.tap(t, "Keep the best, trash the rest")
	if !slices.ContainsFunc(p.Toasts.Texts(), func(s string) bool { return strings.HasPrefix(s, "The best one is kept") }) {
		t.Errorf("told %q", p.Toasts.Texts())
	}
	p.Model.OpenView(shelf.Trash)
	p.Settle()
	if p.has(g.IDs[0]) || len(p.Model.Timeline.IDs) == 0 {
		t.Errorf("the trash holds %v of %v", p.Model.Timeline.IDs, g.IDs)
	}
}

func TestPlaces(t *testing.T) {
	p := open(t, 300, 1000, 700)
	p.Model.SetTab(photos.PlacesTab)
	p.Settle()
	v := p.Places()
	if len(v.Clusters()) == 0 {
		t.Fatal("no clusters on the map")
	}
	c := v.Clusters()[0]
	at := v.SpotOf(0)
	v.Tapped(&fyne.PointEvent{Position: at})
	p.Settle()
	if p.Model.Inside == nil || p.Model.Inside.Box == nil || len(p.Model.Timeline.IDs) < c.Count {
		t.Fatalf("a press on %d pictures shows %d", c.Count, len(p.Model.Timeline.IDs))
	}
	if !p.Key(fyne.KeyEscape) || p.Model.Tab != photos.PlacesTab || p.Model.Inside != nil {
		t.Error("Escape does not lead back to the map")
	}
	p.Settle()
	before := len(v.Clusters())
	for range 6 {
		e := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 25)}
		e.Position = v.SpotOf(0)
		v.Scrolled(e)
		p.Settle()
	}
	if n := len(v.Clusters()); n == 0 || n == before && v.Clusters()[0].Count == c.Count {
		t.Errorf("closer by, %d clusters are shown, the first of %d", n, v.Clusters()[0].Count)
	}
	near := v.SpotOf(0)
	drag := &fyne.DragEvent{Dragged: fyne.NewDelta(20, 10)}
	v.Dragged(drag)
	p.Settle()
	if got := v.SpotOf(0); got.X-near.X < 15 {
		t.Errorf("dragged by 20, moved by %v", got.X-near.X)
	}
	v.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: v.SpotOf(0)}})
	if v.Cursor() != desktop.PointerCursor {
		t.Error("a picture under the pointer does not look pressable")
	}
}

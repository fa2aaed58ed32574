package viewer

import (
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
)

func TestTurningIsSeenAtOnce(t *testing.T) {
	s := open(t, 5, 1)
	before := s.Model.Picture().Rect
	s.Key(fyne.KeyPlus)
	s.Key(fyne.KeyR)
	s.Settle()
	row, _ := s.Model.Row()
	if row.Turn != 1 || row.Width != 3000 || row.Height != 4000 {
		t.Fatalf("turned by %d, %d × %d", row.Turn, row.Width, row.Height)
	}
	if w, h := s.stage.natural(); w >= h {
		t.Errorf("it lies as %v × %v", w, h)
	}
	if got := s.Model.Picture().Rect; (got.Dx() < got.Dy()) == (before.Dx() < before.Dy()) {
		t.Errorf("the picture is %v, was %v", got, before)
	}
	if !s.Model.zoom.Fitted() {
		t.Error("a turned picture stays moved about")
	}
	if len(s.Model.askew) != 0 {
		t.Error("it was not fitted to the window anew")
	}
	s.Mods = fyne.KeyModifierShift
	s.Key(fyne.KeyR)
	s.Key(fyne.KeyR)
	s.Settle()
	if row, _ := s.Model.Row(); row.Turn != 3 {
		t.Errorf("after two turns to the left it is at %d, want 3", row.Turn)
	}
}

func TestFavourite(t *testing.T) {
	s := open(t, 5, 1)
	for _, want := range []bool{true, false} {
		s.Key(fyne.KeyF)
		s.Settle()
		if row, _ := s.Model.Row(); row.Favorite != want {
			t.Errorf("favourite %v, want %v", row.Favorite, want)
		}
	}
}

func TestWhatIsTrashedGoesAndTheNextIsShown(t *testing.T) {
	s := open(t, 5, 1)
	timeline, _ := s.lib.Timeline(t.Context(), shelf.Filter{})
	s.Key(fyne.KeyDelete)
	s.Settle()
	if got := s.Model.ID(); got != 3 {
		t.Errorf("%d is shown, want 3", got)
	}
	if n, of := s.Model.Place(); n != 2 || of != 4 {
		t.Errorf("%d of %d", n, of)
	}
	if left, _ := s.lib.Timeline(t.Context(), shelf.Filter{}); len(left.IDs) != 4 {
		t.Errorf("%d are left", len(left.IDs))
	}
	if !slices.Equal(timeline.IDs, []int64{1, 2, 3, 4, 5}) {
		t.Error("the timeline it was opened from has changed")
	}
	if !slices.Equal(s.Toasts.Texts(), []string{"1 item is in the trash"}) {
		t.Errorf("told %q", s.Toasts.Texts())
	}
	s.Key(fyne.KeyEnd)
	s.Key(fyne.KeyH) // the last one: the one before it is shown
	s.Settle()
	if got := s.Model.ID(); got != 4 {
		t.Errorf("%d is shown, want 4", got)
	}
}

func TestTheWayBackShowsItAgain(t *testing.T) {
	s := open(t, 3, 1)
	var told part.Toast
	s.kit.Toast = func(m part.Toast) { told = m }
	s.Key(fyne.KeyDelete)
	s.Settle()
	if s.Model.ID() != 3 || told.Do == nil {
		t.Fatalf("%d is shown, told %+v", s.Model.ID(), told)
	}
	told.Do()
	s.Settle()
	if left, _ := s.lib.Timeline(t.Context(), shelf.Filter{}); len(left.IDs) != 3 {
		t.Errorf("%d are in the library after the way back", len(left.IDs))
	}
	if s.Model.ID() != 2 || !slices.Equal(s.Model.ids, []int64{1, 2, 3}) {
		t.Errorf("%d of %v", s.Model.ID(), s.Model.ids)
	}
	if s.Model.Remove(77) != -1 {
		t.Error("what is not there was removed")
	}
}

func TestTheLastOneTrashedClosesTheViewer(t *testing.T) {
	s := open(t, 1, 0)
	s.Key(fyne.KeyDelete)
	s.Settle()
	if len(s.closed) != 1 {
		t.Errorf("closed %v", s.closed)
	}
}

func TestInTheTrashOnlyTheWayBackIsOpen(t *testing.T) {
	s := open(t, 3, 0)
	s.View = shelf.Trash
	for _, k := range []fyne.KeyName{fyne.KeyR, fyne.KeyF, fyne.KeyH} {
		s.Key(k)
	}
	s.Settle()
	if row, _ := s.Model.Row(); row.Turn != 0 || row.Favorite || s.Model.ID() != 1 {
		t.Errorf("changed in the trash: %+v", row)
	}
	s.Key(fyne.KeyDelete)
	s.Settle()
	if !slices.Equal(s.Toasts.Texts(), []string{"1 item is back"}) {
		t.Errorf("told %q", s.Toasts.Texts())
	}
}

func TestAChangeThatFailsIsTold(t *testing.T) {
	s := open(t, 3, 0)
	s.lib.Err = errors.New("the disk is full")
	s.Key(fyne.KeyDelete)
	s.Settle()
	if s.Model.ID() != 1 || !slices.Equal(s.Toasts.Texts(), []string{"the disk is full"}) {
		t.Errorf("%d is shown, told %q", s.Model.ID(), s.Toasts.Texts())
	}
}

func TestSlideshow(t *testing.T) {
	s := open(t, 3, 0)
	s.Key(fyne.KeyS)
	if s.bar.Visible() {
		t.Error("the bars stay")
	}
	s.Clock.Advance(slideTime)
	s.Settle()
	if s.Model.ID() != 2 {
		t.Errorf("%d is shown, want 2", s.Model.ID())
	}
	s.Key(fyne.KeyEscape)
	s.Clock.Advance(3 * slideTime)
	if s.Model.ID() != 2 || s.sliding() || !s.bar.Visible() || len(s.closed) != 0 {
		t.Errorf("goes on after a key: %d is shown", s.Model.ID())
	}
	s.Key(fyne.KeyS)
	for range 3 {
		s.Clock.Advance(slideTime)
	}
	s.Settle()
	if s.Model.ID() != 3 || s.sliding() {
		t.Errorf("at %d, going on %v: want the end", s.Model.ID(), s.sliding())
	}
	s.Key(fyne.KeyS)
	if s.Model.ID() != 1 || !s.sliding() {
		t.Error("at the end it does not start from the first")
	}
	s.Leave()
	if s.sliding() {
		t.Error("goes on out of sight")
	}
}

func TestTheKeysAreShown(t *testing.T) {
	s := open(t, 3, 0)
	s.Key("?")
	if s.Window.Canvas().Overlays().Top() == nil {
		t.Error("no sheet")
	}
}

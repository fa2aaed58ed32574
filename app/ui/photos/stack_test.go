package photos_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/photos"
	"keepsake/app/ui/shelf"
)

func TestABurstStandsAsOne(t *testing.T) {
	p := open(t, 60, 1000, 700)
	p.lib.Bursts = [][]int64{{2, 3, 4, 5}}
	p.Changed()
	p.Settle()
	if n := len(p.Model.Timeline.IDs); n != 57 || p.has(3) {
		t.Fatalf("%d stand in the timeline", n)
	}
	p.press(nextX, firstY)
	if len(p.opened) != 0 || !slices.Equal(p.Model.Timeline.IDs, []int64{2, 3, 4, 5}) {
		t.Fatalf("a press on a burst opened %v and shows %v", p.opened, p.Model.Timeline.IDs)
	}
	p.press(firstX, firstY)
	if !slices.Equal(p.opened, []int{0}) {
		t.Errorf("a press on one of its photos opened %v", p.opened)
	}
	if !p.Key(fyne.KeyEscape) || p.Model.Inside != nil || p.Model.Tab != photos.TimelineTab {
		t.Error("Escape does not lead back to the timeline")
	}
	p.Settle()
	// What is said of a burst is said of all its photos.
	p.choose(2)
	p.Key(fyne.KeyDelete)
	p.Settle()
	p.Model.OpenView(shelf.Trash)
	p.Settle()
	if !slices.Equal(p.Model.Timeline.IDs, []int64{2, 3, 4, 5}) {
		t.Errorf("the trash holds %v", p.Model.Timeline.IDs)
	}
}

func TestABurstInAnAlbumLeadsBackThere(t *testing.T) {
	p := open(t, 60, 1000, 700)
	p.Model.OpenAlbum(p.Model.Albums[0])
	p.Settle()
	p.Model.OpenBurst(p.Model.Timeline.IDs[:2])
	p.Settle()
	p.Model.Leave()
	p.Settle()
	if p.Model.Album() == nil {
		t.Error("it does not")
	}
}

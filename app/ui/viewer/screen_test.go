package viewer

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/look"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/uitest"
	"keepsake/gallery"
	"keepsake/gallery/media"
)

// stand is the viewer on a bench.
type stand struct {
	*uitest.Bench
	*Screen
	lib    *counting
	closed []int64
	full   []bool
}

// counting remembers which pictures were made ready.
type counting struct {
	*uitest.Library
	mu     sync.Mutex // a Fit that nobody waits for any more may still be under way
	fitted []string
	fail   map[int64]error
}

// failing makes the picture with this id impossible to show.
func (c *counting) failing(id int64, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fail[id] = err
}

func (c *counting) Fit(ctx context.Context, r shelf.Row, w, h int) (*image.RGBA, error) {
	size := "window"
	if w == detail {
		size = "close"
	}
	c.mu.Lock()
	c.fitted = append(c.fitted, size+" "+r.Name[:3]+" "+string(rune('0'+r.ID)))
	err := c.fail[r.ID]
	c.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return c.Library.Fit(ctx, r, w, h)
}

func open(t *testing.T, items, at int) *stand {
	t.Helper()
	s := &stand{Bench: uitest.NewBench(t, look.Light), lib: &counting{Library: uitest.NewLibrary(items), fail: map[int64]error{}}}
	loader := thumbs.New(s.Context(), s.lib, s.Queue.Post, thumbs.Budget)
	t.Cleanup(func() { s.Stop(); loader.Wait() })
	s.Watch(loader.Idle)
	s.Screen = New(s.Kit, s.lib, s.lib, loader)
	s.Closed = func(id int64) { s.closed = append(s.closed, id) }
	s.Fullscreen = func(on bool) { s.full = append(s.full, on) }
	s.Bench.Open(t, s.Content(), 900, 600)
	tl, err := s.lib.Timeline(t.Context(), shelf.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	s.Screen.Open(tl, at)
	s.Settle()
	return s
}

func TestThePictureAndItsNeighboursAreMadeReady(t *testing.T) {
	s := open(t, 9, 4)
	if got := s.lib.fitted; len(got) != 3 || got[0] != "window IMG 5" {
		t.Errorf("made ready %q, want the fifth first and its neighbours", got)
	}
	if s.Model.Picture() == nil {
		t.Fatal("no picture")
	}
	s.Key(fyne.KeyRight)
	if s.Model.Picture() == nil {
		t.Error("the neighbour was not at hand at once")
	}
	s.Settle()
	if len(s.Model.sharp) != 3 {
		t.Errorf("%d pictures are kept, want 3", len(s.Model.sharp))
	}
	s.Leave()
	if s.Model.Picture() != nil || len(s.Model.sharp) != 0 {
		t.Error("pictures are kept after leaving")
	}
}

func TestLeafing(t *testing.T) {
	s := open(t, 9, 0)
	tests := []struct {
		key  fyne.KeyName
		want int64
	}{
		{fyne.KeyLeft, 1}, {fyne.KeyRight, 2}, {fyne.KeySpace, 3}, {fyne.KeyEnd, 9}, {fyne.KeyRight, 9}, {fyne.KeyHome, 1},
	}
	for _, tt := range tests {
		s.Key(tt.key)
		s.Settle()
		if got := s.Model.ID(); got != tt.want {
			t.Errorf("%s leads to %d, want %d", tt.key, got, tt.want)
		}
	}
	s.Key(fyne.KeyEscape)
	if !slices.Equal(s.closed, []int64{1}) {
		t.Errorf("closed %v", s.closed)
	}
	if s.Key(fyne.KeyF9) {
		t.Error("a key that means nothing was taken")
	}
}

func TestCloseUpGetsALargerPictureOnce(t *testing.T) {
	s := open(t, 3, 0)
	s.lib.fitted = nil
	for range 3 {
		test.Scroll(s.Window.Canvas(), fyne.NewPos(300, 300), 0, 10)
	}
	s.Settle()
	if !slices.Equal(s.lib.fitted, []string{"close IMG 1"}) {
		t.Errorf("made ready %q", s.lib.fitted)
	}
	if s.Model.close == nil || s.Model.Picture() != s.Model.close {
		t.Error("the larger picture is not shown")
	}
	s.Key(fyne.KeyRight) // moves the picture, not the timeline
	if s.Model.ID() != 1 {
		t.Error("an arrow left a picture that is looked at closely")
	}
	s.Key(fyne.KeyEscape)
	if !s.Model.zoom.Fitted() || s.Model.close != nil || len(s.closed) != 0 {
		t.Error("Escape does not fit the picture first")
	}
	s.Key(fyne.KeyPlus)
	s.Key(fyne.Key0)
	if !s.Model.zoom.Fitted() {
		t.Error("0 does not fit the picture")
	}
}

func TestOneShowsThePictureAtItsOwnSize(t *testing.T) {
	s := open(t, 3, 0)
	w, h := s.stage.natural()
	fitted := s.stage.picture.Size()
	if fitted.Width >= w {
		t.Fatalf("the picture is %v wide fitted, of %v: nothing to enlarge", fitted.Width, w)
	}
	for _, before := range []fyne.KeyName{fyne.Key0, fyne.KeyPlus} {
		s.Key(before)
		s.Key(fyne.Key1)
		if got := s.stage.picture.Size(); !near(got.Width/w, 1) || !near(got.Height/h, 1) {
			t.Errorf("after %s the picture is %v, want %v by %v", before, got, w, h)
		}
	}
	s.Settle()
}

func TestTheSmallPictureLiesWhereTheSharpOneWill(t *testing.T) {
	s := open(t, 3, 0)
	sharp := s.stage.picture.Size()
	s.Model.sharp = map[int64]*image.RGBA{}
	s.stage.update()
	if s.stage.shown == nil || s.stage.shown != s.stage.thumb {
		t.Fatal("the small picture is not shown while there is no other")
	}
	if got := s.stage.picture.Size(); got != sharp {
		t.Errorf("the small picture is %v, the sharp one %v", got, sharp)
	}
}

func TestVideosOpenInAnotherProgram(t *testing.T) {
	s := open(t, 20, 7) // the eighth is a video
	if r, _ := s.Model.Row(); r.Kind != gallery.Video || !s.play.Visible() {
		t.Fatalf("kind %s, play shown %v", r.Kind, s.play.Visible())
	}
	s.Key(fyne.KeySpace)
	test.TapCanvas(s.Window.Canvas(), fyne.NewPos(450, 300))
	s.Settle()
	if !slices.Equal(s.lib.Opened, []string{"open 8", "open 8"}) {
		t.Errorf("opened %q", s.lib.Opened)
	}
}

func TestWhatCannotBeShownSaysWhy(t *testing.T) {
	s := open(t, 60, 41)
	if s.noticeOf != "broken" || s.stage.shown != nil {
		t.Errorf("notice %q, picture %v", s.noticeOf, s.stage.shown != nil)
	}
	s.lib.failing(44, errors.New("the file is not there any more"))
	s.Key(fyne.KeyRight)
	s.Settle()
	if s.notice.Visible() {
		t.Error("a neighbour that cannot be shown is told of already")
	}
	s.Key(fyne.KeyRight)
	s.Settle()
	if s.noticeOf != "error" {
		t.Errorf("notice %q", s.noticeOf)
	}
	s.Key(fyne.KeyRight)
	s.Settle()
	if s.notice.Visible() {
		t.Error("the notice stays on the next picture")
	}
}

func TestInfoFollowsThePicture(t *testing.T) {
	s := open(t, 9, 0)
	s.Key(fyne.KeyI)
	s.Settle()
	if !s.panel.Visible() || s.infoOf != 1 {
		t.Fatalf("panel %v, of %d", s.panel.Visible(), s.infoOf)
	}
	s.Key(fyne.KeyRight)
	s.Settle()
	if s.infoOf != 2 {
		t.Errorf("the panel is of %d", s.infoOf)
	}
	s.Key(fyne.KeyI)
	if s.panel.Visible() {
		t.Error("the panel stays")
	}
}

type named struct{}

func (named) PhoneName(id string) string { return map[string]string{"a": "Mum's phone"}[id] }

func (named) PlaceName(lat, _ float64) string {
	if lat < 0 {
		return "Sydney, Australia"
	}
	return ""
}

func TestFacts(t *testing.T) {
	it := gallery.Item{Size: 3_600_000, Path: "Photos/Mum/DCIM/Camera/a.jpg", Info: gallery.Info{
		Kind: gallery.Photo, Width: 4000, Height: 3000, Camera: "Xiaomi\x00 12", Place: &gallery.Place{Lat: -33.85, Lon: 151.2},
		Taken: gallery.Taken{Time: time.Date(2026, 3, 3, 18, 2, 0, 0, time.FixedZone("", 5400)), Zoned: true, Source: gallery.TakenName},
	}, Origins: []gallery.Origin{
		{Phone: "a", Album: "DCIM/Camera", Verified: uitest.Now.Add(-26 * time.Hour)},
		{Phone: "b", Album: "", Trashed: true},
	}}
	about, copies := Facts(it, media.Details{}, "a.jpg", named{}, uitest.Now)
	var all []string
	for _, f := range append(about, copies...) {
		all = append(all, f.Text+" | "+f.More)
	}
	want := []string{
		"Tuesday, 3 March 2026 at 18:02 | From the file’s name, UTC+01:30",
		"4000 × 3000 | 12 megapixels, 3.6 MB",
		"Xiaomi  12 | ",
		"Sydney, Australia | 33.85000° S, 151.20000° E",
		"a.jpg | Photos/Mum/DCIM/Camera/a.jpg",
		"Mum's phone · DCIM/Camera | Verified yesterday at 17:30",
		"A phone | Not verified yet; in the phone’s trash",
	}
	if !slices.Equal(all, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(all, "\n"), strings.Join(want, "\n"))
	}
	if copies[0].Tone != look.Verified || copies[1].Tone != "" {
		t.Error("green is not for what is verified, and that alone")
	}
}

func TestTheBarsGoWhenThePointerRests(t *testing.T) {
	s := open(t, 9, 0)
	test.MoveMouse(s.Window.Canvas(), fyne.NewPos(450, 250))
	s.Clock.Advance(restTime + time.Second)
	if s.bar.Visible() || s.bottom.Visible() {
		t.Error("the bars stay over the picture")
	}
	test.MoveMouse(s.Window.Canvas(), fyne.NewPos(460, 260))
	if !s.bar.Visible() {
		t.Error("the bars do not come back")
	}
	test.MoveMouse(s.Window.Canvas(), fyne.NewPos(34, 30)) // on a button
	s.Clock.Advance(restTime + time.Second)
	if !s.bar.Visible() {
		t.Error("the bar goes under the pointer")
	}
}

func TestFullScreenIsLeft(t *testing.T) {
	s := open(t, 9, 0)
	s.Key(fyne.KeyF11)
	s.Key(fyne.KeyEscape)
	s.Key(fyne.KeyF11)
	s.Leave()
	if !slices.Equal(s.full, []bool{true, false, true, false}) {
		t.Errorf("full screen %v", s.full)
	}
}

func TestTheFilmLeads(t *testing.T) {
	s := open(t, 30, 10)
	test.TapCanvas(s.Window.Canvas(), fyne.NewPos(450+2*(filmTile+filmGap), 600-filmHigh/2))
	s.Settle()
	if got := s.Model.ID(); got != 13 {
		t.Errorf("pressed the second to the right, and %d is shown, want 13", got)
	}
}

package viewer

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// frames lets work go on until a picture of a clip is there.
func (s *stand) frames(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); s.Model.frame == nil; {
		if time.Now().After(end) {
			t.Fatal("no picture of the clip")
		}
		s.Queue.Drain()
		time.Sleep(time.Millisecond)
	}
}

func TestHoldingPlaysTheClip(t *testing.T) {
	s := open(t, 20, 4) // the fifth is a motion photo
	still := s.Model.Picture()
	s.stage.MouseDown(&desktop.MouseEvent{})
	s.Clock.Advance(holdTime / 2)
	if s.Model.plays {
		t.Error("plays before it is held")
	}
	s.Clock.Advance(holdTime)
	s.frames(t)
	if r := s.stage.picture.Size(); !near(r.Width/r.Height, 64.0/36) {
		t.Errorf("the clip is drawn as %v", r)
	}
	s.stage.MouseUp(&desktop.MouseEvent{})
	s.Settle()
	if s.Model.Picture() != still || s.Model.plays {
		t.Error("the still picture is not back")
	}
	s.stage.MouseDown(&desktop.MouseEvent{})
	s.stage.MouseUp(&desktop.MouseEvent{})
	s.Clock.Advance(2 * holdTime)
	if s.Model.plays {
		t.Error("a short press plays")
	}
}

func TestMPlaysAndStops(t *testing.T) {
	s := open(t, 20, 7) // a video
	s.Key(fyne.KeyM)
	s.frames(t)
	if s.play.Visible() {
		t.Error("the button lies over the video")
	}
	s.Key(fyne.KeyM)
	s.Settle()
	if s.Model.frame != nil || !s.play.Visible() {
		t.Error("M does not stop")
	}
	s.Key(fyne.KeyM)
	s.frames(t)
	s.Key(fyne.KeyEnd)
	s.Settle()
	if s.Model.plays || s.Model.frame != nil {
		t.Error("goes on after leafing")
	}
	s.Key(fyne.KeyM) // a still picture
	if s.Model.plays {
		t.Error("plays a still picture")
	}
}

func TestAClipThatCannotBePlayedIsTold(t *testing.T) {
	s := open(t, 20, 4)
	s.lib.Err = errors.New("it is damaged")
	s.Key(fyne.KeyM)
	s.Settle()
	if s.Model.plays || !slices.Equal(s.Toasts.Texts(), []string{"it is damaged"}) {
		t.Errorf("plays %v, told %q", s.Model.plays, s.Toasts.Texts())
	}
}

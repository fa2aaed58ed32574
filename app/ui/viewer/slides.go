package viewer

import (
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// slideTime is how long the slideshow shows each picture.
const slideTime = 4 * time.Second

func (s *Screen) sliding() bool { return s.next != nil }

// slideshow starts or ends the slideshow. It ends by itself at the last picture;
// at that one it starts from the first.
func (s *Screen) slideshow(on bool) {
	if on == s.sliding() || on && len(s.Model.ids) < 2 {
		return
	}
	if !on {
		s.next()
		s.next = nil
		s.bars(true)
		s.render()
		return
	}
	s.stay()
	s.wait()
	s.bars(false)
	if s.Model.at == len(s.Model.ids)-1 {
		s.Model.Step(-s.Model.at)
		return
	}
	s.render()
}

// wait has the next picture shown in a while.
func (s *Screen) wait() {
	s.next = s.kit.After(slideTime, func() {
		s.wait()
		if !s.Model.Step(1) {
			s.slideshow(false)
		}
	})
}

// showKeys lays a sheet over the picture with what the keyboard does.
func (s *Screen) showKeys() {
	col := part.Column(look.S2)
	for _, k := range [][2]string{
		{"← →", words.T("Newer, older")},
		{words.T("Home, End"), words.T("The newest, the oldest")},
		{"+ −", words.T("Closer, further away")},
		{"1, 0", words.T("At its own size, fitted to the window")},
		{"R, ⇧R", words.T("Turn right, turn left")},
		{"F", words.T("Favourite, or not")},
		{"H", words.T("Hide, or show again")},
		{words.T("Del"), words.T("Into the trash, or back")},
		{"M", words.T("Play the clip, or the video without sound")},
		{"S", words.T("Slideshow, 4 seconds a picture")},
		{"I", words.T("Information")},
		{"E", words.T("Export")},
		{words.T("Enter"), words.T("Open with another program")},
		{"F11", words.T("Full screen")},
		{words.T("Esc"), words.T("Back")},
	} {
		col.Add(part.Row(look.S3, part.Fixed(110, look.S6, part.Strong(k[0])), part.Grow(part.Body(k[1]))))
	}
	s.kit.Sheet(words.T("What the keyboard does"), words.T("Close"), fyne.NewSize(460, 560), col)
}

// turnHeld turns right, or left while Shift is held.
func (s *Screen) turnHeld() { s.Key(fyne.KeyR) }

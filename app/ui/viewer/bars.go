package viewer

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

func (s *Screen) button(icon look.Icon, name string, do func()) *part.IconButton {
	return part.NewIconButton(icon, name, s.kit.Tips, do).OnStage()
}

func (s *Screen) build() {
	s.name, s.date = part.Strong("").In(look.OnStage).Middle(), part.Small("").In(look.OnStage).Middle()
	s.count = part.Small("").In(look.OnStage)
	s.infoButton = s.button(look.IconInfo, words.T("Information (I)"), func() { s.Model.ShowInfo(!s.Model.info) })
	s.zoomIn = s.button(look.IconPlus, words.T("Closer (+)"), func() { s.stage.zoomMiddle(1.5) })
	s.zoomOut = s.button(look.IconMinus, words.T("Further away (−)"), func() { s.stage.zoomMiddle(1 / 1.5) })
	s.fullButton = s.button(look.IconFit, words.T("Full screen (F11)"), s.toggleFull)
	s.heart = s.button(look.IconHeart, words.T("Favourite (F)"), s.favorite)
	s.slideButton = s.button(look.IconPlay, words.T("Slideshow (S)"), func() { s.slideshow(!s.sliding()) })
	s.turns = []*part.IconButton{s.button(look.IconTurn, words.T("Turn right (R), left with Shift"), func() { s.turnHeld() })}
	folder := s.button(look.IconFolder, words.T("Show in folder"), func() { s.do(s.images.Reveal) })
	export := s.button(look.IconExport, words.T("Export (E)"), s.export)
	s.spare = []fyne.CanvasObject{s.count, export, s.zoomOut, s.zoomIn, folder, s.fullButton}
	s.bar = part.Layers(
		canvas.NewVerticalGradient(shadow(0xd9), shadow(0)),
		part.Inset(look.S4, look.S3, look.S4, look.S8, part.Row(look.S2,
			s.button(look.IconBack, words.T("Back (Esc)"), s.close),
			part.Space(look.S1, 0),
			part.Grow(part.Column(0, s.name, s.date)),
			s.count, part.Space(look.S2, 0),
			s.zoomOut, s.zoomIn, s.turns[0], s.heart,
			s.button(look.IconEyeOff, words.T("Hide, or show again (H)"), s.hide),
			s.button(look.IconTrash, words.T("Into the trash, or back (Del)"), s.trash),
			s.slideButton,
			export,
			s.button(look.IconRestore, words.T("Restore to phone (P)"), s.restore),
			folder,
			s.button(look.IconOpen, words.T("Open with another program"), func() { s.do(s.images.Open) }),
			s.infoButton, s.fullButton,
		)))
	s.back = s.button(look.IconLeft, words.T("Newer (←)"), func() { s.Model.Step(-1) })
	s.on = s.button(look.IconRight, words.T("Older (→)"), func() { s.Model.Step(1) })
	s.sides = part.Row(0, part.Inset(look.S4, 0, 0, 0, s.back), part.NewSpring(), part.Inset(0, 0, look.S4, 0, s.on))
	s.bottom = part.Layers(canvas.NewVerticalGradient(shadow(0), shadow(0xb0)), part.Inset(0, look.S2, 0, look.S1, s.film))

	playButton := part.NewArea(words.T("Play"), 44, part.Fixed(88, 88, part.Layers(
		part.NewFill(look.Badge, 44), container.NewCenter(part.NewIcon(look.IconPlay, look.OnStage, 40)))), func() { s.do(s.images.Open) })
	s.play = container.NewCenter(playButton)
	s.notice = part.Layers()

	s.panelBody = part.Column(look.S6)
	s.panelPage = part.NewPage(312, look.S6, s.panelBody)
	s.panel = part.Layers(part.NewFill(look.StagePanel, 0), part.Column(0,
		part.Inset(look.S6, look.S4, look.S4, 0, part.Row(0, part.Head(words.T("Information")).In(look.OnStage), part.NewSpring(),
			s.button(look.IconClose, words.T("Close"), func() { s.Model.ShowInfo(false) }))),
		part.Tall(s.panelPage)))
	s.content = container.New(&layout{s}, s.stage, s.play, s.notice, s.bar, s.bottom, s.sides, s.panel)
}

// restTime is how long the pointer rests on a picture before the bars over it go.
const restTime = 3 * time.Second

// wake shows the bars while the pointer moves over the picture.
func (s *Screen) wake() {
	s.stay()
	s.bars(true)
	s.resting = s.kit.After(restTime, func() { s.bars(false) })
}

// stay keeps the bars: the pointer is on one of them, or gone.
func (s *Screen) stay() {
	if s.resting != nil {
		s.resting()
		s.resting = nil
	}
}

func (s *Screen) bars(on bool) {
	if s.bar.Visible() == on {
		return
	}
	for _, o := range []fyne.CanvasObject{s.bar, s.bottom, s.sides} {
		part.Show(o, on)
	}
	s.content.Refresh()
}

func able(b *part.IconButton, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

package viewer

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// Screen is the viewer over the whole window.
type Screen struct {
	Model *Model
	// Closed is told which picture was shown last. Fullscreen switches the window.
	Closed     func(id int64)
	Fullscreen func(on bool)
	// Exporter copies pictures to a folder of the owner's; ShowPlace shows a place on
	// the map. With nil neither is offered.
	Exporter  func(ids []int64)
	Restorer  func(ids []int64) // brings the picture back to a phone
	ShowPlace func(lat, lon float64)
	// View is what the pictures are leafed through of. Out of the trash and the
	// hidden ones they are put back.
	View shelf.View

	kit     *part.Kit
	images  Images
	editor  Editor
	stage   *stage
	film    *film
	full    bool
	infoOf  int64
	infoBy  *gallery.Item // what the panel was drawn from
	resting func()        // stops the wait for the pointer to rest
	holding func()        // stops the wait for the pointer to be held; nil while it is up
	next    func()        // stops the slideshow; nil while there is none

	name, date, count  *part.Text
	back, on           *part.IconButton
	infoButton         *part.IconButton
	zoomIn, zoomOut    *part.IconButton
	fullButton         *part.IconButton
	heart, slideButton *part.IconButton
	turns              []*part.IconButton
	spare              []fyne.CanvasObject // of the bar, where there is little room
	play               *fyne.Container
	notice             *fyne.Container
	noticeOf           string
	panel              *fyne.Container
	panelBody          *fyne.Container
	panelPage          *part.Page
	bar, sides, bottom *fyne.Container
	content            *fyne.Container
}

// New returns the viewer.
func New(kit *part.Kit, images Images, editor Editor, loader *thumbs.Loader) *Screen {
	s := &Screen{kit: kit, images: images, editor: editor, Model: NewModel(images, kit.Hop), Closed: func(int64) {}, Fullscreen: func(bool) {}}
	s.Model.OnChange = s.render
	s.Model.OnFrame = func() { s.stage.update() }
	s.stage = newStage(kit, s.Model, loader)
	s.film = newFilm(kit, s.Model, loader)
	s.stage.moved, s.stage.left = s.wake, s.stay
	s.stage.pressed, s.stage.released = s.press, s.release
	s.build()
	return s
}

// layout puts the panel beside the stage, and the rest over it.
type layout struct{ s *Screen }

const panelWidth float32 = 340

// roomy is the width from which the bar has room for everything; what it leaves
// out, keys and the wheel do as well.
const roomy float32 = 720

func (*layout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 300) }

func (l *layout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	s := l.s
	w := size.Width
	if s.panel.Visible() {
		w -= panelWidth
		part.Place(s.panel, w, 0, panelWidth, size.Height)
	}
	part.Place(s.stage, 0, 0, w, size.Height)
	part.Place(s.play, w/2-44, size.Height/2-44, 88, 88)
	part.Place(s.notice, 0, 0, w, size.Height)
	for _, o := range s.spare {
		part.Show(o, w >= roomy)
	}
	part.Place(s.bar, 0, 0, w, s.bar.MinSize().Height)
	h := s.bottom.MinSize().Height
	part.Place(s.bottom, 0, size.Height-h, w, h)
	part.Place(s.sides, 0, size.Height/2-look.Control/2, w, look.Control)
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Open shows the picture at an index of a timeline.
func (s *Screen) Open(t *shelf.Timeline, at int) {
	s.infoOf, s.infoBy = 0, nil
	s.bars(true)
	s.film.forget()
	s.Model.Open(t.IDs, at)
}

// Leave lets go of everything that takes memory; the screen is out of sight.
func (s *Screen) Leave() {
	if s.full {
		s.toggleFull()
	}
	s.slideshow(false)
	s.release()
	s.stay()
	s.film.forget()
	s.stage.drop()
	s.stage.shown, s.stage.picture.Image = nil, nil
	s.Model.Leave()
}

func (s *Screen) close() { s.Closed(s.Model.ID()) }

func (s *Screen) toggleFull() {
	s.full = !s.full
	s.Fullscreen(s.full)
}

func (s *Screen) do(f func(context.Context, int64) error) {
	id := s.Model.ID()
	if id == 0 {
		return
	}
	s.kit.Hop.Go(func(ctx context.Context) func() {
		if err := f(ctx, id); err != nil {
			return func() { s.kit.Failed(err) }
		}
		return nil
	})
}

func (s *Screen) render() {
	m := s.Model
	row, ok := m.Row()
	n, of := m.Place()
	s.count.Set(words.F("{{.N}} of {{.Of}}", "N", words.Count(n), "Of", words.Count(of)))
	s.name.Set("")
	s.date.Set("")
	if ok {
		s.name.Set(words.Name(row.Name))
		s.date.Set(words.F("{{.Date}} at {{.Time}}", "Date", words.LongDate(row.Taken), "Time", words.Clock(row.Taken)))
	}
	able(s.back, n > 1)
	able(s.on, n < of)
	able(s.zoomOut, !m.zoom.Fitted())
	able(s.zoomIn, m.Picture() != nil)
	s.infoButton.Choose(m.info)
	s.slideButton.Choose(s.sliding())
	if ok && row.Favorite {
		s.heart.Set(look.IconHeartFill, words.T("Favourite (F)"))
	} else {
		s.heart.Set(look.IconHeart, words.T("Favourite (F)"))
	}
	able(s.heart, ok && s.View != shelf.Trash)
	for _, b := range s.turns {
		able(b, ok && s.turnable(row))
	}
	part.Show(s.play, ok && m.zoom.Fitted() && !m.plays && (row.Kind == gallery.Video || row.Kind == gallery.Audio))
	s.renderNotice(row, ok)
	s.renderInfo()
	s.stage.update()
	s.film.update()
	s.content.Refresh()
}

// renderNotice says why there is no picture, when there will be none.
func (s *Screen) renderNotice(row shelf.Row, ok bool) {
	kind := ""
	switch {
	case s.Model.err != nil:
		kind = "error"
	case ok && row.Broken:
		kind = "broken"
	case ok && row.Kind == gallery.Other:
		kind = "other"
	}
	part.Show(s.notice, kind != "")
	if kind == s.noticeOf {
		return
	}
	s.noticeOf = kind
	say := func(icon look.Icon, what, next string) {
		s.notice.Objects = []fyne.CanvasObject{part.Middle(440, part.Column(look.S2,
			container.NewCenter(part.NewIcon(icon, look.Dim, 48)),
			part.Head(what).In(look.OnStage).Wrapped().Aligned(fyne.TextAlignCenter),
			part.Body(next).In(look.Dim).Wrapped().Aligned(fyne.TextAlignCenter)))}
	}
	switch kind {
	case "error":
		what, next := s.kit.Explain(s.Model.err)
		say(look.IconError, what, next)
	case "broken":
		say(look.IconBroken, words.T("This file cannot be shown"), words.T("Its bytes could not be understood. It is kept exactly as it was on the phone; another program may be able to open it."))
	case "other":
		say(look.IconFile, words.T("This kind of file cannot be shown here"), words.T("It is kept exactly as it was on the phone. Open it with another program."))
	}
}

func (s *Screen) renderInfo() {
	m := s.Model
	part.Show(s.panel, m.info)
	if !m.info || m.item == nil || s.infoBy == m.item {
		return
	}
	s.infoOf, s.infoBy = m.ID(), m.item
	row, _ := m.Row()
	about, copies := Facts(*m.item, m.details, row.Name, s.images, s.kit.Now())
	if row.Clouds != "" {
		copies = append(copies, Fact{Icon: look.IconCloud, Text: words.Name(row.Clouds), More: words.T("A copy is up")})
	}
	s.panelBody.Objects = []fyne.CanvasObject{draw(words.As("a picture", "About"), about)}
	if p := m.item.Place(); p != nil && s.ShowPlace != nil {
		s.panelBody.Add(part.Row(0, part.NewArea(words.T("Show on the map"), look.Radius, part.Layers(part.NewFill(look.Badge, look.Radius), part.Inset(look.S3, look.S2, look.S4, look.S2,
			part.Row(look.S2, part.NewIcon(look.IconPlace, look.OnStage, 18), part.Body(words.T("Show on the map")).In(look.OnStage)))), func() { s.ShowPlace(p.Lat, p.Lon) }), part.NewSpring()))
	}
	s.panelBody.Add(draw(words.N("{{.N}} places on your phones", len(copies)), copies))
	s.panelPage.Relayout()
	s.panelPage.ScrollTo(0)
}

package part

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// mark is a badge: a dark pill with an icon, a word or both.
type mark struct {
	pill *canvas.Rectangle
	icon *canvas.Image
	text *canvas.Text
	w    float32
	at   corners
}

type corners int

const (
	topRight corners = iota
	bottomLeft
	bottomRight
)

// pill is the height of a badge.
const pill float32 = 22

type tileRenderer struct{ t *Tile }

func (r *tileRenderer) Destroy() { r.t.stop() }

func (r *tileRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(32) }

func (r *tileRenderer) Objects() []fyne.CanvasObject { return r.t.parts }

func (r *tileRenderer) Refresh() {
	r.update()
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

// update decides what is drawn. A ground under a loaded picture would be painted
// for nothing, so it is left out.
func (r *tileRenderer) update() {
	t := r.t
	t.parts = t.parts[:0]
	if t.chosen {
		t.frame.FillColor, t.frame.CornerRadius = Color(look.Tint), t.radius
		t.parts = append(t.parts, t.frame)
	}
	if t.picture.Image != nil {
		t.picture.CornerRadius = t.radius
		t.parts = append(t.parts, t.picture)
	} else {
		t.ground.FillColor, t.ground.CornerRadius = t.groundColor(), t.radius
		t.parts = append(t.parts, t.ground)
		if icon := t.kindIcon(); icon != "" {
			setIcon(t.kind, icon, look.Muted)
			t.parts = append(t.parts, t.kind)
		}
	}
	r.badges()
	if t.chosen || t.choosing || t.hovered {
		t.tickGround.StrokeWidth, t.tickGround.StrokeColor = 1.5, color.White
		t.tickGround.FillColor = Color(look.Veil)
		t.parts = append(t.parts, t.tickGround)
		if t.chosen {
			t.tickGround.FillColor = Color(look.Accent)
			setIcon(t.tick, look.IconCheck, look.OnAccent)
			t.parts = append(t.parts, t.tick)
		}
	}
	if t.current {
		dress(t.focus, "", look.Focus, 3, t.radius)
		t.parts = append(t.parts, t.focus)
	}
}

func (t *Tile) groundColor() color.Color {
	if !t.bound || t.shows.NoThumb || t.failed || t.shows.Color == [3]uint8{} {
		return Color(look.Track)
	}
	c := t.shows.Color
	return color.NRGBA{R: c[0], G: c[1], B: c[2], A: 0xff}
}

// kindIcon is drawn where no picture will come.
func (t *Tile) kindIcon() look.Icon {
	if !t.bound || !t.shows.NoThumb && !t.failed {
		return ""
	}
	switch {
	case t.shows.Locked:
		return look.IconLock
	case t.shows.Broken:
		return look.IconBroken
	case t.shows.Kind == gallery.Video:
		return look.IconVideo
	case t.shows.Kind == gallery.Audio:
		return look.IconAudio
	case t.shows.Kind == gallery.Photo:
		return look.IconPhotos
	}
	return look.IconFile
}

// badges draws what there is to say, with room for it in the tile.
func (r *tileRenderer) badges() {
	t := r.t
	t.used = 0
	add := func(at corners, icon look.Icon, text string) {
		if t.used == len(t.marks) {
			t.marks = append(t.marks, &mark{pill: canvas.NewRectangle(nil), icon: &canvas.Image{FillMode: canvas.ImageFillContain}, text: canvas.NewText("", nil)})
		}
		m := t.marks[t.used]
		t.used++
		m.at, m.w = at, pill
		m.pill.FillColor, m.pill.CornerRadius = Color(look.Badge), pill/2
		setIcon(m.icon, icon, look.OnStage)
		m.text.Text, m.text.TextSize, m.text.Color = text, look.S3, Color(look.OnStage)
		t.parts = append(t.parts, m.pill, m.icon)
		if text != "" {
			m.w = m.text.MinSize().Width + pill + look.S2 - 2
			t.parts = append(t.parts, m.text)
		}
	}
	if !t.bound || t.shows.Plain {
		return
	}
	s := t.shows
	switch {
	case s.Broken:
		add(topRight, look.IconBroken, "")
	case s.Stack > 1:
		add(topRight, look.IconCopies, words.Count(s.Stack))
	case s.Motion:
		add(topRight, look.IconMotion, "")
	}
	if s.Kind == gallery.Video || s.Kind == gallery.Audio {
		length := ""
		if s.Length > 0 {
			length = words.Length(s.Length)
		}
		add(bottomRight, look.IconPlay, length)
	}
	if s.Favorite {
		add(bottomLeft, look.IconHeartFill, "")
	}
	switch {
	case s.Unproven:
		add(bottomLeft, look.IconShieldDots, "")
	case t.hovered:
		add(bottomLeft, look.IconShieldCheck, "")
	}
	if s.Up {
		add(bottomLeft, look.IconCloud, "")
	}
}

func (r *tileRenderer) Layout(size fyne.Size) {
	t := r.t
	in := float32(0)
	if t.chosen {
		in = min(look.S2, size.Width/12)
	}
	Place(t.frame, 0, 0, size.Width, size.Height)
	for _, o := range []fyne.CanvasObject{t.ground, t.picture} {
		Place(o, in, in, size.Width-2*in, size.Height-2*in)
	}
	k := min(40, size.Width*0.35)
	Place(t.kind, (size.Width-k)/2, (size.Height-k)/2, k, k)
	Place(t.focus, 0, 0, size.Width, size.Height)
	Place(t.tickGround, look.S2, look.S2, 22, 22)
	Place(t.tick, look.S2+4, look.S2+4, 14, 14)
	gap := in + 6
	left := gap
	for _, m := range t.marks[:t.used] {
		x, y := size.Width-gap-m.w, gap
		if m.at == bottomLeft {
			x = left
			left += m.w + look.S1
		}
		if m.at != topRight {
			y = size.Height - gap - pill
		}
		Place(m.pill, x, y, m.w, pill)
		Place(m.icon, x+4, y+4, pill-8, pill-8)
		h := m.text.MinSize().Height
		Place(m.text, x+pill-2, y+(pill-h)/2, m.w-pill, h)
	}
}

package messages

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
	"keepsake/gallery"
	"keepsake/gallery/records"
)

// The measures of a bubble.
const (
	bubbleSide   float32 = 12  // within, left and right
	bubbleTop    float32 = 8   // within, above and below
	bubbleMost   float32 = 520 // widest
	pictureMost  float32 = 260 // of a picture, its longer side
	bubbleRadius float32 = 16
)

// bubble is one row of a conversation: the day when it is another than before, who
// wrote when there are several, the text and the files, and the time below.
type bubble struct {
	widget.BaseWidget
	day      *part.Text
	who      *part.Text
	ground   *part.Fill
	subject  *part.Text
	text     *part.Text
	files    []*fileView
	caption  *part.Text
	shows    shown
	measured *measure
	large    func(p records.Part, small image.Image) // shows a picture alone
}

// shown is what a bubble shows.
type shown struct {
	day, who, subject, text string
	mine, hit, loading      bool
	caption                 string
	color                   fyne.ThemeColorName
	files                   []records.Part
}

func newBubble(large func(records.Part, image.Image)) *bubble {
	b := &bubble{large: large, day: part.Small("").Aligned(fyne.TextAlignCenter).Bold(), who: part.Small("").Middle(), ground: part.NewFill(look.Surface, bubbleRadius),
		subject: part.Strong("").Wrapped(), text: part.Body("").Wrapped(), caption: part.Small("")}
	b.ExtendBaseWidget(b)
	return b
}

// measure tells how high and wide bubbles are.
type measure struct {
	sizes map[gallery.Hash]fyne.Size // of the pictures that have come, as they are drawn
	probe *part.Text
}

func newMeasure() *measure {
	return &measure{sizes: map[gallery.Hash]fyne.Size{}, probe: part.Body("").Wrapped()}
}

// inner is the size of a text in a bubble at most so wide.
func (m *measure) inner(text string, most float32) fyne.Size {
	if text == "" {
		return fyne.Size{}
	}
	m.probe.Set(text)
	h := m.probe.HeightFor(most)
	return fyne.NewSize(min(m.probe.Widest(most)+1, most), h)
}

// picture is the size a picture is drawn at; until it has come nobody knows its shape.
func (m *measure) picture(p records.Part) fyne.Size {
	if s, ok := m.sizes[hashOf(p)]; ok {
		return s
	}
	return fyne.NewSize(200, 150)
}

// box is the size of what is within a bubble.
func (m *measure) box(s shown, width float32) fyne.Size {
	most := min(bubbleMost, width*0.74) - 2*bubbleSide
	size := m.inner(s.text, most)
	if s.subject != "" {
		t := m.inner(s.subject, most)
		size = fyne.NewSize(max(size.Width, min(t.Width*1.1, most)), size.Height+t.Height)
	}
	for _, f := range s.files {
		p := fyne.NewSize(min(240, most), 44)
		if Picture(f) {
			p = m.picture(f)
		}
		size = fyne.NewSize(max(size.Width, p.Width), size.Height+p.Height+look.S1)
	}
	if s.loading {
		size = fyne.NewSize(min(220, most), part.Size(look.Body)*1.5)
	}
	return size
}

func (m *measure) smallHigh() float32 { return part.Size(look.Caption) * 1.5 }

// height is how high a row is.
func (m *measure) height(s shown, width float32) float32 {
	h := m.box(s, width).Height + 2*bubbleTop + 3
	if s.day != "" {
		h += m.smallHigh() + look.S6
	}
	if s.who != "" {
		h += m.smallHigh()
	}
	if s.caption != "" {
		h += m.smallHigh() + look.S2
	}
	return h
}

func hashOf(p records.Part) gallery.Hash {
	h, err := gallery.ParseHash(p.SHA256)
	if err != nil {
		return gallery.Hash{}
	}
	return h
}

// set shows a message.
func (b *bubble) set(ctx context.Context, s shown, m *measure, loader *thumbs.Loader, scale float32, came func(gallery.Hash, fyne.Size)) {
	b.shows, b.measured = s, m
	b.day.Set(s.day)
	b.who.Set(s.who)
	b.caption.Set(s.caption)
	b.caption.SetColor(s.color)
	align := fyne.TextAlignLeading
	if fromRight(s.text) {
		align = fyne.TextAlignTrailing
	}
	b.text.Aligned(align)
	b.text.Set(s.text)
	b.subject.Set(s.subject)
	fill, stroke := look.Surface, look.Border
	switch {
	case s.loading:
		fill, stroke = look.Track, ""
	case s.mine:
		fill, stroke = look.Tint, ""
	}
	width := float32(1)
	if s.hit {
		stroke, width = look.Accent, 2
	}
	b.ground.Set(fill)
	b.ground.SetStroke(stroke, width)
	for len(b.files) < len(s.files) {
		b.files = append(b.files, newFileView(b.large))
	}
	for i, f := range b.files {
		part.Show(f, i < len(s.files))
		if i < len(s.files) {
			f.set(ctx, s.files[i], loader, scale, came)
		} else {
			f.clear()
		}
	}
	for o, on := range map[fyne.CanvasObject]bool{b.day: s.day != "", b.who: s.who != "", b.subject: s.subject != "", b.text: s.text != "", b.caption: s.caption != ""} {
		part.Show(o, on)
	}
	b.lay(b.Size())
}

func (b *bubble) clear() {
	for _, f := range b.files {
		f.clear()
	}
}

func (b *bubble) lay(size fyne.Size) {
	s, m := b.shows, b.measured
	if m == nil || size.Width <= 0 {
		return
	}
	const margin = look.S6
	small := m.smallHigh()
	var y float32
	if s.day != "" {
		part.Place(b.day, 0, y+look.S4, size.Width, small)
		y += small + look.S6
	}
	box := m.box(s, size.Width)
	w, h := box.Width+2*bubbleSide, box.Height+2*bubbleTop
	x := margin
	if s.mine {
		x = size.Width - margin - w
	}
	if s.who != "" {
		part.Place(b.who, x+bubbleSide, y, size.Width-x-2*margin, small)
		y += small
	}
	part.Place(b.ground, x, y, w, h)
	top := y + bubbleTop
	for i, f := range s.files {
		fs := fyne.NewSize(box.Width, 44)
		if Picture(f) {
			fs = m.picture(f)
		}
		part.Place(b.files[i], x+bubbleSide, top, fs.Width, fs.Height)
		top += fs.Height + look.S1
	}
	if s.subject != "" {
		sh := b.subject.HeightFor(box.Width)
		part.Place(b.subject, x+bubbleSide, top, box.Width, sh)
		top += sh
	}
	part.Place(b.text, x+bubbleSide, top, box.Width, max(0, y+h-bubbleTop-top))
	y += h
	cw := b.caption.MinSize().Width
	cx := x + bubbleSide
	if s.mine {
		cx = size.Width - margin - bubbleSide - cw
	}
	part.Place(b.caption, cx, y+2, cw, small)
}

// AccessibilityLabel implements fyne.Accessible.
func (b *bubble) AccessibilityLabel() string { return b.shows.text }

// AccessibilityRole implements fyne.Accessible.
func (b *bubble) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (b *bubble) CreateRenderer() fyne.WidgetRenderer { return &bubbleRenderer{b} }

type bubbleRenderer struct{ b *bubble }

func (r *bubbleRenderer) Destroy()              { r.b.clear() }
func (r *bubbleRenderer) MinSize() fyne.Size    { return fyne.NewSize(200, 20) }
func (r *bubbleRenderer) Layout(size fyne.Size) { r.b.lay(size) }
func (r *bubbleRenderer) Refresh() {
	r.b.lay(r.b.Size())
	canvas.Refresh(r.b)
}
func (r *bubbleRenderer) Objects() []fyne.CanvasObject {
	b := r.b
	all := []fyne.CanvasObject{b.day, b.who, b.ground, b.subject, b.text, b.caption}
	for _, f := range b.files {
		all = append(all, f)
	}
	return all
}

// fileView is a picture of a message, or the name of another file.
type fileView struct {
	widget.BaseWidget
	ground  *part.Fill
	picture *canvas.Image
	icon    *part.Icon
	name    *part.Text
	size    *part.Text
	file    records.Part
	key     thumbs.Key
	cancel  context.CancelFunc
	failed  bool
	large   func(p records.Part, small image.Image)
}

var (
	_ fyne.Tappable      = (*fileView)(nil)
	_ desktop.Cursorable = (*fileView)(nil)
)

// Tapped implements fyne.Tappable: a picture is shown large.
func (f *fileView) Tapped(*fyne.PointEvent) {
	if f.picture.Image != nil {
		f.large(f.file, f.picture.Image)
	}
}

// Cursor implements desktop.Cursorable.
func (f *fileView) Cursor() desktop.Cursor {
	if f.picture.Image != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// AccessibilityLabel implements fyne.Accessible.
func (f *fileView) AccessibilityLabel() string { return words.Name(f.file.Shown()) }

// AccessibilityRole implements fyne.Accessible.
func (f *fileView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func newFileView(large func(records.Part, image.Image)) *fileView {
	f := &fileView{large: large, ground: part.NewFill(look.Track, look.Radius), icon: part.NewIcon(look.IconFile, look.Muted, 24), name: part.Body("").Middle(), size: part.Small(""),
		picture: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleFastest, CornerRadius: look.Radius}}
	f.ExtendBaseWidget(f)
	return f
}

func (f *fileView) set(ctx context.Context, p records.Part, loader *thumbs.Loader, scale float32, came func(gallery.Hash, fyne.Size)) {
	k := thumbs.Key{}
	if Picture(p) {
		k = thumbs.Key{Hash: hashOf(p), Side: thumbs.Side(pictureMost * scale), Whole: true}
	}
	if f.key == k && f.file.SHA256 == p.SHA256 && (f.picture.Image != nil || f.cancel != nil || f.failed || k == thumbs.Key{}) {
		return
	}
	f.clear()
	f.file, f.key, f.failed, f.picture.Image = p, k, false, nil
	f.name.Set(words.Name(p.Shown()))
	f.size.Set(kindOf(p))
	if p.Size > 0 {
		f.size.Set(words.Size(p.Size))
	}
	f.icon.Set(iconOf(p), look.Muted)
	if k != (thumbs.Key{}) {
		take := func(im *image.RGBA) {
			f.picture.Image = im
			s := im.Rect.Size()
			scaled := pictureMost / float32(max(s.X, s.Y, 1))
			came(k.Hash, fyne.NewSize(float32(s.X)*scaled, float32(s.Y)*scaled))
		}
		if im := loader.Cached(k); im != nil {
			take(im)
		} else {
			ctx, f.cancel = context.WithCancel(ctx)
			loader.Request(ctx, k, func(im *image.RGBA, err error) {
				f.clear()
				if f.failed = err != nil; !f.failed {
					take(im)
				}
				f.Refresh()
			})
		}
	}
	f.Refresh()
}

func (f *fileView) clear() {
	if f.cancel != nil {
		f.cancel()
		f.cancel = nil
	}
}

// CreateRenderer implements fyne.Widget.
func (f *fileView) CreateRenderer() fyne.WidgetRenderer {
	return (&part.Renderer{
		Parts: []fyne.CanvasObject{f.ground, f.picture, f.icon, f.name, f.size},
		OnMin: func() fyne.Size { return fyne.NewSize(80, 44) },
		OnLayout: func(s fyne.Size) {
			part.Place(f.ground, 0, 0, s.Width, s.Height)
			part.Place(f.picture, 0, 0, s.Width, s.Height)
			if Picture(f.file) {
				part.Place(f.icon, (s.Width-24)/2, (s.Height-24)/2, 24, 24)
				return
			}
			nh, sh := f.name.MinSize().Height, f.size.MinSize().Height
			part.Place(f.icon, look.S2, (s.Height-24)/2, 24, 24)
			part.Place(f.name, look.S2+32, (s.Height-nh-sh)/2, s.Width-look.S2*2-32, nh)
			part.Place(f.size, look.S2+32, (s.Height-nh-sh)/2+nh, s.Width-look.S2*2-32, sh)
		},
		OnRefresh: func() {
			f.picture.Hidden = f.picture.Image == nil
			f.ground.Hidden = !f.picture.Hidden
			named := !Picture(f.file)
			f.name.Hidden, f.size.Hidden = !named, !named
			f.icon.Hidden = !named && !f.failed
		},
		OnDestroy: f.clear,
	}).Ready()
}

package messages

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// talks are the rows of conversations, or, while something is searched for, of the
// messages found.
type talks struct {
	kit    *part.Kit
	model  *Model
	loader *thumbs.Loader
}

// Count implements part.RollRows.
func (l *talks) Count() int {
	if l.model.Hits != nil {
		return len(l.model.Named) + l.model.Hits.Count()
	}
	return len(l.model.Talks)
}

// Height implements part.RollRows.
func (l *talks) Height(int, float32) float32 { return 68 * (1 + (part.Zoom()-1)*0.8) }

// New implements part.RollRows.
func (l *talks) New() fyne.CanvasObject { return newTalk(l.loader) }

// Free implements part.RollRows.
func (l *talks) Free(o fyne.CanvasObject) { o.(*talk).face.Clear() }

// Bind implements part.RollRows.
func (l *talks) Bind(i int, o fyne.CanvasObject, state part.RowState) {
	r, m := o.(*talk), l.model
	if m.Hits == nil || i < len(m.Named) {
		if m.Hits != nil {
			i = m.Named[i]
		}
		c := m.Talks[i]
		setFace(l.kit, r.face, c)
		r.set(titleOf(c), words.ShortDate(time.UnixMilli(c.Last.Date), l.kit.Now()), [3]string{Line(c.Last.Record)}, words.Count(c.Count), c.Unread > 0, state)
		return
	}
	e, ok := m.Hits.Row(i - len(m.Named))
	if !ok {
		r.set("", "", [3]string{}, "", false, state)
		return
	}
	c := l.conversation(e.Record)
	setFace(l.kit, r.face, c)
	before, hit, after := snippet(Text(e.Record), m.Search)
	r.set(titleOf(c), words.ShortDate(time.UnixMilli(e.Date), l.kit.Now()), [3]string{before, hit, after}, "", false, state)
}

// conversation is the one a message found belongs to.
func (l *talks) conversation(m records.Message) shelf.Conversation {
	thread := m.Thread()
	for _, c := range l.model.Talks {
		if c.Thread == thread {
			return c
		}
	}
	return shelf.Conversation{Thread: thread, Others: m.Others(), Name: words.Name(m.Contact)}
}

// talk is one row: who, when, the last words and how many there are.
type talk struct {
	widget.BaseWidget
	ground     *part.Fill
	face       *part.Face
	name, when *part.Text
	text       [3]*part.Text
	count      *part.Text
	unread     *part.Dot
}

func newTalk(loader *thumbs.Loader) *talk {
	r := &talk{ground: part.NewFill("", look.Radius), face: part.NewFace(loader, 44), name: part.Strong("").Middle(), when: part.Small(""), count: part.Small(""), unread: part.NewDot(look.Accent)}
	r.text = [3]*part.Text{part.Muted("").AtMost(1), part.Strong(""), part.Muted("").AtMost(1)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *talk) set(name, when string, text [3]string, count string, unread bool, s part.RowState) {
	var fill, ring fyne.ThemeColorName
	switch {
	case s.Chosen:
		fill = look.Tint
	case s.Hovered:
		fill = look.Hover
	}
	if s.Focused {
		ring = look.Focus
	}
	r.ground.Set(fill)
	r.ground.SetStroke(ring, 2)
	r.name.Set(name)
	r.when.Set(when)
	for i, t := range r.text {
		t.Set(text[i])
		part.Show(t, text[i] != "")
	}
	r.count.Set(count)
	part.Show(r.unread, unread)
	r.lay(r.Size())
}

func (r *talk) lay(s fyne.Size) {
	part.Place(r.ground, 0, 1, s.Width, s.Height-2)
	part.Place(r.face, look.S3, (s.Height-44)/2, 44, 44)
	x := look.S3 + 44 + look.S3
	right := s.Width - look.S3
	nh, th := r.name.MinSize().Height, r.text[0].MinSize().Height
	y := (s.Height - nh - th - 2) / 2
	ww := r.when.MinSize().Width
	part.Place(r.when, right-ww, y, ww, nh)
	nw := right - ww - look.S2 - x
	if r.unread.Visible() {
		nw -= 8 + look.S2
		part.Place(r.unread, right-ww-look.S2-8, y, 8, nh)
	}
	part.Place(r.name, x, y, max(0, nw), nh)
	y += nh + 2
	if cw := r.count.MinSize().Width; r.count.Text() != "" {
		part.Place(r.count, right-cw, y, cw, th)
		right -= cw + look.S2
	}
	for i, t := range r.text {
		if !t.Visible() {
			continue
		}
		w := right - x
		if i < 2 && r.text[1].Visible() {
			w = min(w, fyne.MeasureText(t.Text(), part.Size(look.Body), fyne.TextStyle{Bold: i == 1}).Width)
		}
		part.Place(t, x, y, max(0, w), th)
		x += w
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (r *talk) AccessibilityLabel() string { return r.name.Text() }

// AccessibilityRole implements fyne.Accessible.
func (r *talk) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (r *talk) CreateRenderer() fyne.WidgetRenderer {
	return &part.Renderer{
		Parts:    []fyne.CanvasObject{r.ground, r.face, r.name, r.when, r.text[0], r.text[1], r.text[2], r.count, r.unread},
		OnMin:    func() fyne.Size { return fyne.NewSize(200, 60) },
		OnLayout: r.lay,
	}
}

package calls

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
	"keepsake/gallery"
	"keepsake/gallery/records"
)

// Says is a call in words.
type Says struct {
	Icon   look.Icon
	Color  fyne.ThemeColorName
	Name   string
	Detail string // the number when it has a name, the SIM
	Kind   string // "Missed", or how long it lasted
}

// Say says a call; people are the contacts by their numbers' tails.
func Say(c records.Call, people map[string]shelf.Face) Says {
	s := Says{Icon: look.IconCallIn, Color: look.Muted}
	length := words.Took(time.Duration(c.Duration) * time.Second)
	switch c.Type {
	case records.Outgoing:
		s.Icon, s.Kind = look.IconCallOut, length
		if c.Duration == 0 {
			s.Kind = words.T("No answer")
		}
	case records.Missed:
		s.Icon, s.Color, s.Kind = look.IconCallMissed, look.Failed, words.T("Missed")
	case records.Rejected:
		s.Icon, s.Kind = look.IconCallOff, words.T("Rejected")
	case records.BlockedOut:
		s.Icon, s.Kind = look.IconCallOff, words.T("Blocked")
	case records.Voicemail:
		s.Icon, s.Kind = look.IconVoicemail, words.T("Voicemail")
	case records.Elsewhere:
		s.Kind = words.T("Answered on another device")
	default:
		s.Kind = length
	}
	var detail []string
	number := words.Name(c.Number)
	switch f := people[records.Tail(c.Number)]; {
	case c.Number == "" && c.Presentation == records.PresentPayphone:
		s.Name = words.T("Payphone")
	case c.Number == "":
		s.Name = words.T("Number withheld")
	case f.Name != "":
		s.Name = words.Name(f.Name)
		detail = append(detail, number)
	case c.Contact != "":
		s.Name = words.Name(c.Contact)
		detail = append(detail, number)
	default:
		s.Name = number
	}
	if sim := c.Subscription; sim != "" && len(sim) < 3 {
		detail = append(detail, words.F("SIM {{.N}}", "N", words.Name(sim)))
	}
	s.Detail = strings.Join(detail, " · ")
	return s
}

// log are the rows.
type log struct {
	kit    *part.Kit
	model  *Model
	loader *thumbs.Loader
}

// Count implements part.RollRows.
func (l *log) Count() int {
	if l.model.Calls == nil {
		return 0
	}
	return l.model.Calls.Count()
}

func (l *log) at(i int) time.Time {
	return time.UnixMilli(l.model.Calls.Line.Dates[i]).In(l.kit.Now().Location())
}

// day is the heading over a row, "" when it has none.
func (l *log) day(i int) string {
	t := l.at(i)
	if i > 0 {
		if b := l.at(i - 1); b.YearDay() == t.YearDay() && b.Year() == t.Year() {
			return ""
		}
	}
	switch words.DaysBetween(t, l.kit.Now()) {
	case 0:
		return words.T("Today")
	case 1:
		return words.T("Yesterday")
	}
	return words.LongDate(t)
}

func rowHigh() float32 { return 60 * (1 + (part.Zoom()-1)*0.8) }
func dayHigh() float32 { return 44 * (1 + (part.Zoom()-1)*0.6) }

// Height implements part.RollRows.
func (l *log) Height(i int, _ float32) float32 {
	if l.day(i) != "" {
		return rowHigh() + dayHigh()
	}
	return rowHigh()
}

// New implements part.RollRows.
func (l *log) New() fyne.CanvasObject { return newRow(l.loader) }

// Free implements part.RollRows.
func (l *log) Free(o fyne.CanvasObject) { o.(*row).face.Clear() }

// Bind implements part.RollRows.
func (l *log) Bind(i int, o fyne.CanvasObject, state part.RowState) {
	r, m := o.(*row), l.model
	e, ok := m.Calls.Row(i)
	var says Says
	when := ""
	var face shelf.Face
	if ok {
		says, when = Say(e.Record, m.People), words.Clock(l.at(i))
		face = m.People[records.Tail(e.Record.Number)]
	}
	r.set(l.day(i), says, when, state)
	var photo gallery.Hash
	if face.Photo {
		photo = shelf.FacePicture(face.ID, 0)
	}
	name := says.Name
	if ok && e.Record.Number == "" {
		name = ""
	}
	r.face.Set(l.kit.Hop.Context(), name, photo, l.kit.Scale())
}

// row draws a call, below the day's name where that is another.
type row struct {
	widget.BaseWidget
	heading      bool
	day          *part.Text
	ground       *part.Fill
	icon         *part.Icon
	face         *part.Face
	name, detail *part.Text
	when, kind   *part.Text
}

func newRow(loader *thumbs.Loader) *row {
	r := &row{day: part.Strong("").In(look.Muted), ground: part.NewFill("", look.Radius), icon: part.NewIcon(look.IconCallIn, look.Muted, 20), face: part.NewFace(loader, 40),
		name: part.Strong("").Middle(), detail: part.Small("").Middle(), when: part.Body(""), kind: part.Small("")}
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) set(day string, s Says, when string, state part.RowState) {
	r.heading = day != ""
	var fill, ring fyne.ThemeColorName
	if state.Hovered {
		fill = look.Hover
	}
	if state.Chosen {
		fill = look.Tint
	}
	if state.Focused {
		ring = look.Focus
	}
	r.ground.Set(fill)
	r.ground.SetStroke(ring, 2)
	r.day.Set(day)
	part.Show(r.icon, s.Icon != "")
	if s.Icon != "" {
		r.icon.Set(s.Icon, s.Color)
	}
	r.name.Set(s.Name)
	name, kind := look.Foreground, look.Muted
	if s.Color == look.Failed {
		name, kind = look.Failed, look.Failed
	}
	r.name.SetColor(name)
	r.detail.Set(s.Detail)
	part.Show(r.detail, s.Detail != "")
	r.when.Set(when)
	r.kind.Set(s.Kind)
	r.kind.SetColor(kind)
	r.lay(r.Size())
}

// widest keeps a name and its time from lying far apart.
const widest float32 = 900

func (r *row) lay(s fyne.Size) {
	s.Width = min(s.Width, widest)
	var top float32
	if r.heading {
		top = dayHigh()
		h := r.day.MinSize().Height
		part.Place(r.day, look.S3, top-h-look.S2, s.Width-2*look.S3, h)
	}
	part.Show(r.day, r.heading)
	high := s.Height - top
	part.Place(r.ground, 0, top+1, s.Width, high-2)
	part.Place(r.icon, look.S3, top+(high-20)/2, 20, 20)
	part.Place(r.face, look.S3+20+look.S3, top+(high-40)/2, 40, 40)
	x := look.S3 + 20 + look.S3 + 40 + look.S3
	nh, dh := r.name.MinSize().Height, r.detail.MinSize().Height
	right := s.Width - look.S4
	y := top + (high-nh-dh)/2
	ww, kw := r.when.MinSize().Width, r.kind.MinSize().Width
	part.Place(r.when, right-ww, y, ww, nh)
	part.Place(r.kind, right-kw, y+nh, kw, dh)
	w := max(0, right-max(ww, kw)-look.S3-x)
	if !r.detail.Visible() {
		part.Place(r.name, x, top+(high-nh)/2, w, nh)
		return
	}
	part.Place(r.name, x, y, w, nh)
	part.Place(r.detail, x, y+nh, w, dh)
}

// AccessibilityLabel implements fyne.Accessible.
func (r *row) AccessibilityLabel() string {
	return strings.Join([]string{r.name.Text(), r.kind.Text(), r.when.Text()}, ", ")
}

// AccessibilityRole implements fyne.Accessible.
func (r *row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	return &part.Renderer{
		Parts:    []fyne.CanvasObject{r.day, r.ground, r.icon, r.face, r.name, r.detail, r.when, r.kind},
		OnMin:    func() fyne.Size { return fyne.NewSize(240, 48) },
		OnLayout: r.lay,
	}
}

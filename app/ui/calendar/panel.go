package calendar

import (
	"cmp"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/prose"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// panel is at the right: the chosen day, or what there is to know of an event.
type panel struct {
	s       *Screen
	body    *fyne.Container
	page    *part.Page
	content *fyne.Container
}

func newPanel(s *Screen) *panel {
	p := &panel{s: s, body: part.Column(look.S2)}
	p.page = part.NewPage(520, look.S4, p.body).Least(180)
	p.content = part.Layers(part.NewFill(look.Surface, 12).Stroked(look.Border, 1), p.page)
	return p
}

func (p *panel) render() {
	m := p.s.Model
	p.body.Objects = nil
	if m.Chosen >= 0 && m.Chosen < len(m.Items) {
		p.event(m.Items[m.Chosen])
	} else {
		p.day()
	}
	p.body.Refresh()
	p.page.ScrollTo(0)
	p.page.Relayout()
}

// stripe is a line in an event's colour.
func stripe(c color.Color) fyne.CanvasObject {
	r := canvas.NewRectangle(c)
	r.CornerRadius = 2
	return part.Layers(r, part.Space(4, 20))
}

func (p *panel) day() {
	m := p.s.Model
	if m.Searching() || m.View == ListView {
		p.body.Add(part.Muted(words.T("Choose an event to read all about it.")).Wrapped())
		return
	}
	t := dayTime(m.Day)
	p.body.Add(part.Column(0, part.Head(words.T(t.Weekday().String())), part.Muted(words.Date(t))))
	p.body.Add(part.Space(0, look.S1))
	all := m.On(m.Day)
	if len(all) == 0 {
		p.body.Add(part.Muted(words.T("Nothing on this day.")))
	}
	const most = 200
	for n, i := range all {
		if n == most {
			p.body.Add(part.Muted(words.N("… and {{.N}} more", len(all)-most)))
			break
		}
		it := m.Items[i]
		about := part.Column(1, part.Strong(title(it.Event)).AtMost(2), part.Small(it.clock(m.Day)))
		if it.Event.Location != "" {
			about.Add(part.Small(words.Name(it.Event.Location)).AtMost(1))
		}
		p.body.Add(part.Inset(-look.S2, 0, -look.S2, 0, part.NewArea(title(it.Event), look.Radius,
			part.Inset(look.S2, look.S2, look.S2, look.S2, striped(stripe(colorOf(it.Event)), about)), func() { m.Open(i) })))
	}
}

// event is everything about one event.
func (p *panel) event(it Item) {
	m, e, kit := p.s.Model, it.Event, p.s.kit
	id := it.ID
	p.body.Add(part.Inset(-look.S2, -look.S3, -look.S2, 0, part.Row(0,
		part.NewIconButton(look.IconBack, words.T("Back to the day"), kit.Tips, func() { m.Close() }), part.NewSpring(),
		part.NewIconButton(look.IconCopy, words.T("Copy the text"), kit.Tips, func() {
			part.Copy(text(it))
			kit.Toast(part.Toast{Text: words.T("The event’s text was copied.")})
		}),
		part.NewIconButton(look.IconExport, words.T("Export this event…"), kit.Tips, func() {
			p.s.Export(shelf.RecordQuery{Category: records.Events, IDs: []int64{id}}, 1, title(e))
		}))))
	head := part.Column(2, prose.NewFlow([]prose.Span{{Text: title(e), Bold: true, Struck: e.Status == "cancelled"}}, look.Heading, 1, look.Foreground))
	for _, l := range it.when() {
		head.Add(part.Body(l).Wrapped())
	}
	if s := it.elsewhere(); s != "" {
		head.Add(part.Small(s))
	}
	p.body.Add(striped(stripe(colorOf(e)), head))
	p.body.Add(part.Space(0, look.S1))
	line := func(icon look.Icon, s string) {
		if s = strings.TrimSpace(s); s != "" {
			p.body.Add(part.RowTop(look.S3, part.NewIcon(icon, look.Muted, 18), part.Grow(part.Body(s).Wrapped())))
		}
	}
	switch e.Status {
	case "cancelled":
		line(look.IconClose, words.T("Cancelled"))
	case "tentative":
		line(look.IconHelp, words.T("Not certain yet"))
	}
	line(look.IconRefresh, repeats(e))
	line(look.IconPlace, words.Name(e.Location))
	var rings []string
	for _, r := range e.Reminders {
		rings = append(rings, reminder(r))
	}
	line(look.IconBell, strings.Join(rings, "\n"))
	p.people(e)
	line(look.IconCalendar, calendarName(it, len(m.Phones) > 1))
	if d := strings.TrimSpace(e.Description); d != "" {
		p.body.Add(part.Inset(0, look.S2, 0, look.S2, part.NewRule()))
		if rs := []rune(d); len(rs) > maxDescription {
			d = string(rs[:maxDescription]) + "…"
		}
		p.body.Add(prose.NewFlow([]prose.Span{{Text: d}}, look.Body, 1, look.Foreground))
	}
}

// maxDescription is how many characters of a description are shown.
const maxDescription = 20_000

// people lists who is invited.
func (p *panel) people(e records.Event) {
	if len(e.Attendees) == 0 && e.Organizer == "" {
		return
	}
	list := part.Column(look.S1)
	if e.Organizer != "" {
		list.Add(part.Body(words.F("Invited by {{.Name}}", "Name", words.Name(e.Organizer))).Wrapped())
	}
	const most = 100
	for i, a := range e.Attendees {
		if i == most {
			list.Add(part.Muted(words.N("… and {{.N}} more", len(e.Attendees)-most)))
			break
		}
		icon, tint := look.IconHelp, look.Faint
		switch a.Status {
		case "accepted":
			icon, tint = look.IconCheck, look.Foreground
		case "declined":
			icon, tint = look.IconClose, look.Foreground
		}
		name := words.Name(cmp.Or(a.Name, a.Mail))
		list.Add(part.Row(look.S2, part.NewIcon(icon, tint, 14), part.Body(name).Middle(), part.Small(answer(a))))
	}
	p.body.Add(part.RowTop(look.S3, part.NewIcon(look.IconPeople, look.Muted, 18), part.Grow(list)))
}

func calendarName(it Item, phones bool) string {
	var all []string
	for _, s := range []string{it.Event.Calendar, it.Event.Account} {
		if s = words.Name(s); s != "" && (len(all) == 0 || all[0] != s) {
			all = append(all, s)
		}
	}
	if phones {
		all = append(all, words.Name(it.PhoneName))
	}
	return strings.Join(all, " · ")
}

// text is an event as it is pasted elsewhere.
func text(it Item) string {
	lines := append([]string{title(it.Event)}, it.when()...)
	for _, s := range []string{repeats(it.Event), it.Event.Location, it.Event.Description} {
		if s = strings.TrimSpace(s); s != "" {
			lines = append(lines, s)
		}
	}
	return strings.Join(lines, "\n")
}

// striped puts a stripe beside an object, as high as it is.
func striped(line, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&beside{}, line, o)
}

type beside struct{}

func (*beside) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return part.HeightFor(objects[1], width-look.S4)
}

func (*beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[1].MinSize().AddWidthHeight(look.S4, 0)
}

func (*beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	part.Place(objects[0], 0, 1, 4, size.Height-2)
	part.Place(objects[1], look.S4, 0, size.Width-look.S4, size.Height)
}

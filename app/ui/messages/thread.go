package messages

import (
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
	"keepsake/gallery"
	"keepsake/gallery/records"
)

// together is how close messages of one side stand so that one time serves them all.
const together = 3 * time.Minute

// thread are the rows of the open conversation.
type thread struct {
	kit     *part.Kit
	model   *Model
	loader  *thumbs.Loader
	measure *measure
	heights map[int64]rowHeight
	shaped  func() // a picture's shape has become known
}

// rowHeight is a height that was worked out for a width and a size of text.
type rowHeight struct{ width, zoom, h float32 }

func newThread(kit *part.Kit, m *Model, loader *thumbs.Loader) *thread {
	return &thread{kit: kit, model: m, loader: loader, measure: newMeasure(), heights: map[int64]rowHeight{}, shaped: func() {}}
}

// reset forgets what was worked out: another conversation, or other words searched for.
func (t *thread) reset() { clear(t.heights) }

func (t *thread) zone() *time.Location { return t.kit.Now().Location() }

// Count implements part.RollRows.
func (t *thread) Count() int {
	if p := t.model.pager(); p != nil {
		return p.Count()
	}
	return 0
}

// Height implements part.RollRows.
func (t *thread) Height(i int, width float32) float32 {
	open := t.model.Open
	id := open.Line.IDs[i]
	if h, ok := t.heights[id]; ok && h.width == width && h.zoom == part.Zoom() {
		return h.h
	}
	s := t.shown(i)
	h := t.measure.height(s, width)
	if !s.loading && t.settled(i) {
		const most = 20_000
		if len(t.heights) > most {
			clear(t.heights)
		}
		t.heights[id] = rowHeight{width, part.Zoom(), h}
	}
	return h
}

// settled reports whether all that a row's height depends on is at hand.
func (t *thread) settled(i int) bool {
	open := t.model.Open
	e, _ := open.Row(i)
	for _, f := range Files(e.Record) {
		if _, known := t.measure.sizes[hashOf(f)]; Picture(f) && !known {
			return false
		}
	}
	_, next := open.Row(i + 1)
	return next || i+1 == open.Pager.Count()
}

// shown is what the i-th row shows.
func (t *thread) shown(i int) shown {
	open := t.model.Open
	at := time.UnixMilli(open.Line.Dates[i]).In(t.zone())
	var s shown
	if i == 0 || !sameDay(at, time.UnixMilli(open.Line.Dates[i-1]).In(t.zone())) {
		s.day = day(at, t.kit.Now())
	}
	e, ok := open.Row(i)
	if !ok {
		s.loading = true
		return s
	}
	m := e.Record
	s.mine, s.text, s.subject, s.files = m.Box.Mine(), Text(m), words.Name(m.Subject), Files(m)
	if s.text == "" && s.subject == "" && len(s.files) == 0 {
		s.text = words.T("Empty message")
	}
	s.hit = open.At >= 0 && open.At < len(open.Hits) && open.Hits[open.At] == i
	before, hasBefore := open.Row(i - 1)
	if len(open.Others) > 1 && !s.mine {
		from := sender(m)
		if !hasBefore || before.Record.Box.Mine() || sender(before.Record) != from || s.day != "" {
			s.who = nameOf(t.model.People, from)
		}
	}
	if t.timed(i, e) {
		s.caption, s.color = caption(e, len(open.subs) > 1, t.zone())
	}
	return s
}

// timed reports whether a row has its time below: the last of those that came close
// together, and whatever was not sent.
func (t *thread) timed(i int, e shelf.Entry[records.Message]) bool {
	open := t.model.Open
	if says, _ := state(e.Record); says != "" || i+1 >= open.Pager.Count() {
		return true
	}
	a, b := time.UnixMilli(open.Line.Dates[i]).In(t.zone()), time.UnixMilli(open.Line.Dates[i+1]).In(t.zone())
	if b.Sub(a) > together || !sameDay(a, b) {
		return true
	}
	next, ok := open.Row(i + 1)
	return ok && (next.Record.Box.Mine() != e.Record.Box.Mine() || next.Record.Sub != e.Record.Sub || sender(next.Record) != sender(e.Record))
}

// sender is the number a received message came from.
func sender(m records.Message) string {
	for _, a := range m.Addrs {
		if a.Role == records.From && a.Number != records.Self {
			return a.Number
		}
	}
	return m.Address
}

func sameDay(a, b time.Time) bool {
	return a.YearDay() == b.YearDay() && a.Year() == b.Year()
}

// day names the day of messages: today, yesterday, else its date.
func day(t, now time.Time) string {
	switch words.DaysBetween(t, now) {
	case 0:
		return words.T("Today")
	case 1:
		return words.T("Yesterday")
	}
	return words.LongDate(t)
}

// New implements part.RollRows.
func (t *thread) New() fyne.CanvasObject { return newBubble(t.enlarge) }

// Free implements part.RollRows.
func (t *thread) Free(o fyne.CanvasObject) { o.(*bubble).clear() }

// Bind implements part.RollRows.
func (t *thread) Bind(i int, o fyne.CanvasObject, _ part.RowState) {
	if e, ok := t.model.Open.Row(i); ok {
		t.model.Open.subs[e.Record.Sub] = true
	}
	o.(*bubble).set(t.kit.Hop.Context(), t.shown(i), t.measure, t.loader, t.kit.Scale(), func(h gallery.Hash, s fyne.Size) {
		if _, known := t.measure.sizes[h]; !known {
			t.measure.sizes[h] = s
			t.shaped()
		}
	})
}

// header names the open conversation.
type header struct {
	face    *part.Face
	name    *part.Text
	says    *part.Text
	hits    *part.Text
	up, low *part.IconButton
	date    *part.IconButton
	out     *part.IconButton
	finding *fyne.Container
	content *fyne.Container
}

func newHeader(s *Screen) *header {
	h := &header{face: part.NewFace(s.loader, 40), name: part.Head("").Middle(), says: part.Small("").Middle(), hits: part.Small("")}
	h.up = part.NewIconButton(look.IconUp, words.T("The one before"), s.kit.Tips, func() { s.Model.Step(-1) })
	h.low = part.NewIconButton(look.IconDown, words.T("The next one"), s.kit.Tips, func() { s.Model.Step(1) })
	h.date = part.NewIconButton(look.IconCalendar, words.T("Go to a month"), s.kit.Tips, s.months)
	h.out = part.NewIconButton(look.IconExport, words.T("Export this conversation…"), s.kit.Tips, s.exportOpen)
	h.finding = part.Row(0, h.hits, h.up, h.low)
	h.content = part.Inset(look.S6, look.S3, look.S4, look.S3, part.Row(look.S3, h.face, part.Grow(part.Column(0, h.name, h.says)), h.finding, h.date, h.out))
	return h
}

func (h *header) render(s *Screen) {
	t := s.Model.Open
	if t == nil {
		return
	}
	h.name.Set(titleOf(t.Conversation))
	says := words.N("{{.N}} messages", t.Conversation.Count)
	if t.Name != "" && len(t.Others) == 1 {
		says = words.F("{{.What}} · {{.Number}}", "What", says, "Number", words.Name(t.Others[0]))
	}
	if n := t.Pager.Count(); n > 0 {
		first := time.UnixMilli(t.Line.Dates[0]).In(s.kit.Now().Location())
		says = words.F("{{.What}} · since {{.Date}}", "What", says, "Date", words.Date(first))
	}
	h.says.Set(says)
	setFace(s.kit, h.face, t.Conversation)
	part.Show(h.finding, len(t.Hits) > 0)
	if n := len(t.Hits); n > 0 {
		h.hits.Set(words.N("{{.N}} found", n))
		if t.At >= 0 {
			h.hits.Set(words.F("{{.N}} of {{.Of}}", "N", words.Count(t.At+1), "Of", words.Count(n)))
		}
	}
	part.Show(h.date, t.Pager.Count() > 30)
	h.content.Refresh()
}

// setFace draws who a conversation is with. Photos are those of today's contacts.
func setFace(kit *part.Kit, f *part.Face, c shelf.Conversation) {
	var photo gallery.Hash
	if c.Face.Photo {
		photo = shelf.FacePicture(c.Face.ID, 0)
	}
	f.Set(kit.Hop.Context(), titleOf(c), photo, kit.Scale())
}

package activity

import (
	"time"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/restoring"
	"keepsake/app/ui/words"
)

// Screen is the Activity page.
type Screen struct {
	Model *Model
	// Photos goes to the photos, Backup to where a backup starts.
	Photos, Backup func()
	// Undo takes a restore back; nil when that cannot be done.
	Undo func(r job.Receipt)

	report  *part.Button
	head    *fyne.Container
	kit     *part.Kit
	list    *widget.List
	detail  *fyne.Container
	page    *part.Page
	both    *fyne.Container
	empty   *fyne.Container
	content *fyne.Container
	shown   time.Time
}

// New returns the page.
func New(kit *part.Kit, log Log) *Screen {
	s := &Screen{kit: kit, Model: NewModel(log, kit.Hop), Photos: func() {}, Backup: func() {}}
	s.Model.OnChange = s.render
	s.list = widget.NewList(func() int { return len(s.Model.Runs) }, newLine, s.updateLine)
	s.list.HideSeparators = true
	s.list.OnSelected = func(i int) { s.Model.Choose(i) }
	s.detail = part.Layers()
	s.page = part.NewPage(720, look.S6, s.detail).Flush()
	s.both = container.New(&beside{}, s.list, s.page)
	s.empty = part.Layers()
	s.report = part.NewButton(part.Plain, words.T("Save a report…"), look.IconDownload, nil)
	s.report.Hide()
	s.head = part.Row(look.S3, part.Title(words.T("Activity")), part.NewSpring(), s.report)
	s.content = part.Column(0,
		part.Inset(look.S8, look.S6, look.S8, look.S3, s.head),
		part.Tall(part.Layers(s.both, s.empty)))
	s.render()
	return s
}

// beside gives the list a third of the width and the receipt the rest.
type beside struct{}

func (*beside) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 200) }
func (*beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(max(size.Width*0.34, 260), 380)
	part.Place(objects[0], look.S6, 0, w-look.S6, size.Height-look.S4)
	part.Place(objects[1], w, 0, size.Width-w, size.Height)
}

func newLine() fyne.CanvasObject {
	return part.Inset(look.S3, look.S2, look.S3, look.S2, part.RowTop(look.S3,
		part.NewIcon(look.IconDone, look.Muted, 20),
		part.Grow(part.Column(0,
			part.Row(look.S2, part.Strong(" ").Middle(), part.Small(" ")),
			part.Small(" ").Middle()))))
}

func (s *Screen) updateLine(i int, o fyne.CanvasObject) {
	r := s.Model.Runs[i]
	l := LineOf(r, s.kit.Now())
	row := o.(*fyne.Container).Objects[0].(*fyne.Container).Objects
	row[0].(*part.Icon).Set(l.Icon, l.Tone)
	col := row[1].(*fyne.Container).Objects[0].(*fyne.Container)
	top := col.Objects[0].(*fyne.Container)
	top.Objects[0].(*part.Text).Set(l.Title)
	top.Objects[1].(*part.Text).Set(shortDay(r.Started, s.kit.Now()))
	col.Objects[1].(*part.Text).Set(l.Detail)
	top.Refresh() // the day's width changed
}

func shortDay(t, now time.Time) string {
	t = t.In(now.Location())
	if words.DaysBetween(t, now) == 0 {
		return words.Clock(t)
	}
	return words.DayMonth(t)
}

// OfferReport lets the owner save a report for somebody who helps.
func (s *Screen) OfferReport(save func()) {
	s.report.Do(save)
	s.report.Show()
	s.head.Refresh()
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() { s.Model.Load() }

// Changed tells the screen that a run has ended.
func (s *Screen) Changed() { s.Model.Load() }

func (s *Screen) render() {
	m := s.Model
	none := m.Loaded && (m.Err != nil || len(m.Runs) == 0)
	part.Show(s.both, len(m.Runs) > 0 && !none)
	part.Show(s.empty, none)
	if none {
		s.renderEmpty()
	}
	s.list.Refresh()
	if m.Chosen >= 0 {
		s.list.Select(m.Chosen)
		if r := m.Runs[m.Chosen]; !r.Started.Equal(s.shown) {
			s.shown = r.Started
			s.detail.Objects = []fyne.CanvasObject{s.receipt(r)}
			s.page.ScrollTo(0)
			s.page.Relayout()
		}
	}
}

func (s *Screen) renderEmpty() {
	if s.Model.Err != nil {
		what, next := s.kit.Explain(s.Model.Err)
		s.empty.Objects = []fyne.CanvasObject{part.Empty(look.IconError, what, next,
			part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, s.Model.Load))}
	} else {
		s.empty.Objects = []fyne.CanvasObject{part.Empty(look.IconActivity, words.T("Nothing has happened yet"),
			words.T("Each backup leaves a receipt here: what was found, what became of it, and how much is verified."),
			part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() }))}
	}
	s.empty.Refresh()
}

func (s *Screen) receipt(r job.Receipt) fyne.CanvasObject {
	now := s.kit.Now()
	w := receipt.Of(r, now)
	says := part.Column(2, part.Strong(w.Summary.Text).Wrapped())
	if w.Summary.Next != "" {
		says.Add(part.Muted(w.Summary.Next).Wrapped())
	}
	took := words.F("{{.When}}, took {{.Took}}", "When", words.When(r.Started, now), "Took", words.Took(time.Duration(r.Seconds*float64(time.Second))))
	if r.Bytes > 0 {
		took = words.F("{{.Took}}, {{.Size}} copied", "Took", took, "Size", words.Size(r.Bytes))
	}
	drawn := part.Drawing(look.Phone(r.Phone, true), 56, 76)
	switch r.Job {
	case job.ImportName:
		drawn = part.Fixed(56, 56, part.NewIcon(look.IconDownload, look.Muted, 40))
	case job.UploadName, job.FetchName:
		drawn = part.Fixed(56, 56, part.NewIcon(look.IconCloud, look.Muted, 40))
	case job.ExportName:
		drawn = part.Fixed(56, 56, part.NewIcon(look.IconExport, look.Muted, 40))
	case job.DrillName:
		drawn = part.Fixed(56, 56, part.NewIcon(look.IconShieldCheck, look.Muted, 40))
	}
	undo := part.Row(0)
	if s.Undo != nil && s.Model.CanUndo(r) {
		undo.Add(part.NewButton(part.Secondary, restoring.UndoWord(r), look.IconBack, func() { s.Undo(r) }))
		undo.Add(part.NewSpring())
	}
	part.Show(undo, len(undo.Objects) > 0)
	return part.Card(part.Column(look.S4,
		part.RowTop(look.S4,
			drawn,
			part.Grow(part.Column(2, part.Head(Name(r)).Middle(), part.Muted(capital(took)).Wrapped()))),
		part.Note(w.Summary.Tone, w.Summary.Icon, says),
		receipt.NewView(s.kit, r, func() { s.Photos() }),
		undo,
	))
}

// capital makes the first letter of a sentence a capital one.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

package home

import (
	"slices"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/doctor"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
)

// Deps is what the page needs. Names and Pauser may be nil.
type Deps struct {
	Phones  Phones
	Runs    Runs
	Library Library
	Names   Names
	Pauser  Pauser
	Doctor  doctor.Deps
}

// Screen is the Home page.
type Screen struct {
	Model *Model
	// Photos goes to the photos; View opens one of the newest; Help explains what
	// keeps a phone from being read.
	Photos func()
	View   func(row shelf.Row)
	Help   func(phoneID string)
	// SelfBackup leads to the backup that a phone makes of itself; nil leaves it out.
	SelfBackup func(phoneID string)
	choose     func() // goes to where automatic backups are chosen

	// Prove opens the drill that proves the backup.
	Prove func()

	kit    *part.Kit
	loader *thumbs.Loader
	clouds *fyne.Container // how things stand with the places it is uploaded to; empty: there are none
	proof  *fyne.Container // when the backup was proven last; empty while unknown
	doctor *doctor.Screen
	first  *firstView

	cards   map[string]*cardView
	small   bool // several phones: their cards are small
	order   []string
	head    *fyne.Container
	many    *part.Text
	all     *part.Button
	list    *fyne.Container
	others  *fyne.Container
	numbers *fyne.Container
	newest  *strip
	library *fyne.Container
	column  *fyne.Container
	page    *part.Page
	shown   shelf.Stats
}

// New returns the page.
func New(kit *part.Kit, d Deps, loader *thumbs.Loader) *Screen {
	s := &Screen{kit: kit, loader: loader, cards: map[string]*cardView{},
		Model:  NewModel(d.Phones, d.Runs, d.Library, kit.Hop, kit.Explain, kit.Now),
		Photos: func() {}, View: func(shelf.Row) {}, Help: func(string) {}, choose: func() {},
		Prove: func() {}, proof: part.Layers(), clouds: part.Column(look.S2),
		many: part.Title("").Middle(), list: part.Column(look.S4), others: part.Column(look.S2), numbers: part.Cells(156, 4, look.S3)}
	s.Model.Names, s.Model.Pauser = d.Names, d.Pauser
	s.Model.OnChange = s.render
	s.all = part.NewButton(part.Primary, words.T("Back up all"), look.IconBackup, func() {
		if err := s.Model.StartAll(); err != nil {
			kit.Failed(err)
		}
	})
	s.head = part.Row(look.S4, s.many, s.all)
	s.doctor = doctor.New(kit, d.Doctor, s.relayout)
	s.newest = newStrip(kit, loader, func(r shelf.Row) { s.View(r) })
	s.library = part.Column(look.S3,
		part.Row(look.S3, part.Head(words.T("Your library")), part.NewSpring(),
			part.Inset(0, 0, -look.S3, 0, part.NewButton(part.Plain, words.T("All photos"), "", func() { s.Photos() }))),
		s.numbers, s.proof, s.clouds, s.newest.Container)
	s.proof.Hide()
	s.clouds.Hide()
	s.first = newFirstView(s)
	s.column = part.Column(look.S6)
	s.page = part.NewPage(look.Column, look.S8, s.column)
	s.render()
	return s
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// Look asks how phones and backups are.
func (s *Screen) Look() {
	s.Model.Poll()
	s.doctor.Model.Suppose(s.Model.System())
}

// Diagnose looks for what keeps phones from being found, while that is in sight.
func (s *Screen) Diagnose() {
	if s.Model.Doctor {
		s.doctor.Model.Refresh()
	}
}

// Key does what a key means to the page, and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool { return s.Model.Doctor && s.doctor.Key(k) }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() {
	s.Look()
	s.Diagnose()
	if !s.Model.Loaded {
		s.Model.Reload()
	}
}

// Changed tells the screen that the library has changed.
func (s *Screen) Changed() { s.Model.Reload() }

// SetProof says when the backup was proven last, with the way to do it again.
func (s *Screen) SetProof(l receipt.Line) {
	tone := l.Tone
	if tone == "" {
		tone = look.Muted
	}
	says := part.Column(0, part.Strong(l.Text).Middle())
	if l.Next != "" {
		says.Add(part.Small(l.Next).Middle())
	}
	s.proof.Objects = []fyne.CanvasObject{part.CardPadded(look.S3, part.Row(look.S3, part.NewIcon(l.Icon, tone, 22),
		part.Grow(says), part.NewButton(part.Secondary, words.T("Prove…"), "", func() { s.Prove() })))}
	s.proof.Show()
	s.library.Refresh()
	s.relayout()
}

// SetClouds says how things stand with each place that the library is uploaded to;
// show goes there.
func (s *Screen) SetClouds(all []receipt.Line, show func()) {
	s.clouds.Objects = nil
	for _, l := range all {
		tone := l.Tone
		if tone == "" {
			tone = look.Muted
		}
		says := part.Column(0, part.Strong(l.Text).Middle())
		if l.Next != "" {
			says.Add(part.Small(l.Next).Middle())
		}
		s.clouds.Add(part.CardPadded(look.S3, part.Row(look.S3, part.NewIcon(look.IconCloud, tone, 22),
			part.Grow(says), part.NewButton(part.Secondary, words.T("Show"), "", show))))
	}
	part.Show(s.clouds, len(all) > 0)
	s.library.Refresh()
	s.relayout()
}

// Tried tells that the demo phone is there, or could not be started.
func (s *Screen) Tried() { s.doctor.Tried() }

func (s *Screen) relayout() {
	if s.page != nil {
		s.page.Relayout()
	}
}

func (s *Screen) render() {
	m := s.Model
	part.Show(s.doctor.Content(), m.Doctor)
	s.first.render(m.First)
	s.renderCards()
	// Before there is a phone the steps come first; then the one thing to press does.
	s.column.Objects = []fyne.CanvasObject{s.first.content, s.doctor.Content(), s.head, s.list, s.others, s.library}
	if !m.Doctor {
		s.column.Objects = []fyne.CanvasObject{s.doctor.Content(), s.head, s.list, s.first.content, s.others, s.library}
	}
	part.Show(s.list, !m.Doctor)
	s.renderOthers()
	s.renderLibrary()
	s.column.Refresh()
	s.relayout()
}

// fewPhones is how many phones have a large card each.
const fewPhones = 2

// renderCards keeps a card for each connected phone, and for each that a backup
// waits for. More than a few have small cards, side by side.
func (s *Screen) renderCards() {
	var here []Card
	for _, c := range s.Model.Cards {
		if c.Phone.Present() || c.Running {
			here = append(here, c)
		}
	}
	if small := len(here) > fewPhones; small != s.small {
		s.small = small
		clear(s.cards)
		if small {
			s.list = part.Cells(460, 3, look.S4)
			s.page.Widen(look.WideColumn)
		} else {
			s.list = part.Column(look.S4)
			s.page.Widen(look.Column)
		}
	}
	s.order = s.order[:0]
	s.list.Objects = s.list.Objects[:0]
	for _, c := range here {
		id := c.Phone.ID
		v := s.cards[id]
		if v == nil {
			v = newCardView(s, id, s.small)
			s.cards[id] = v
		}
		v.render(c, s.Model.CanStart() > 1)
		s.list.Add(v.content)
		s.order = append(s.order, id)
	}
	for id := range s.cards {
		if !slices.Contains(s.order, id) {
			delete(s.cards, id)
		}
	}
	s.many.Set(words.N("{{.N}} phones", len(here)))
	part.Show(s.head, len(here) > 1 && !s.Model.Doctor)
	part.Show(s.all, s.Model.CanStart() > 1)
}

// renderOthers lists the phones that are away, in a line each.
func (s *Screen) renderOthers() {
	s.others.Objects = s.others.Objects[:0]
	for _, c := range s.Model.Cards {
		if c.Phone.State == phone.Away && !c.Running {
			if len(s.others.Objects) == 0 {
				s.others.Add(part.Head(words.T("Not connected")))
			}
			s.others.Add(otherLine(c))
		}
	}
	part.Show(s.others, len(s.others.Objects) > 0)
}

func otherLine(c Card) fyne.CanvasObject {
	line := part.Muted(c.Headline.Text).Middle()
	if c.Headline.Tone != "" {
		line.In(c.Headline.Tone)
	}
	says := part.Column(0, part.Strong(c.Phone.Title()).Middle(), line)
	if c.Automatic != "" {
		auto := part.Small(c.Automatic).Middle()
		if c.Late {
			auto.In(look.NeedsYou)
		}
		says.Add(auto)
	}
	return part.CardPadded(look.S3, part.Row(look.S4,
		part.Drawing(look.Phone(c.Phone.ID, false), 32, 44), part.Grow(says)))
}

func (s *Screen) renderLibrary() {
	m := s.Model
	part.Show(s.library, m.Loaded && m.Stats.Items > 0)
	if m.Stats != s.shown {
		s.shown = m.Stats
		s.numbers.Objects = s.numbers.Objects[:0]
		st := m.Stats
		s.numbers.Add(number(look.IconPhotos, words.Count(st.Photos), words.T("photos"), look.Muted))
		s.numbers.Add(number(look.IconVideo, words.Count(st.Videos), words.T("videos"), look.Muted))
		if st.Verified == st.Items && st.Items > 0 {
			s.numbers.Add(number(look.IconShieldCheck, words.T("All"), words.T("verified"), look.Verified))
		} else {
			s.numbers.Add(number(look.IconShieldDots, words.Count(st.Verified), words.F("of {{.N}} verified", "N", words.Count(st.Items)), look.Muted))
		}
		s.numbers.Add(number(look.IconLibrary, words.Size(st.Bytes), words.T("on this computer"), look.Muted))
	}
	s.newest.render(m.Latest)
}

func number(icon look.Icon, n, label string, tint fyne.ThemeColorName) fyne.CanvasObject {
	return part.CardPadded(look.S4, part.Row(look.S3,
		part.NewIcon(icon, tint, 24),
		part.Grow(part.Column(0, part.Head(n).Middle(), part.Small(label).Middle()))))
}

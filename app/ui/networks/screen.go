package networks

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/catalogue"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Screen is the Wi-Fi page.
type Screen struct {
	Model *Model
	// Backup goes to where a backup starts, Guide to how the phone is brought to give
	// passwords; Export copies the list. Guide may be nil.
	Backup func()
	Guide  func()
	Export func(q shelf.RecordQuery, count int, name string)

	kit     *part.Kit
	page    *catalogue.Page
	list    *part.Rows
	lines   map[fyne.CanvasObject]*line
	banner  *fyne.Container
	typed   *part.Line
	detail  *detail
	columns *fyne.Container
}

// New returns the page; vault may be nil.
func New(kit *part.Kit, lib Library, vault Vault) *Screen {
	s := &Screen{kit: kit, Model: NewModel(lib, vault, kit.Hop, kit.After), Backup: func() {}, Export: func(shelf.RecordQuery, int, string) {}, lines: map[fyne.CanvasObject]*line{}}
	s.Model.OnChange = s.render
	s.list = part.NewRows(func(int) float32 { return 60 }, s.newRow, s.setRow)
	s.list.Press = s.Model.Choose
	s.list.Name = func(i int) string { return words.Name(s.Model.Shown[i].Wifi.SSID) }
	s.banner = part.Layers()
	s.typed = part.NewLine(words.T("Passphrase"), words.T("Passphrase"))
	s.typed.Password = true
	s.typed.Done, s.typed.Shortcut = s.unlock, kit.Shortcut
	s.detail = newDetail(s)
	s.columns = container.New(&columns{}, s.list, s.detail.content)
	s.page = catalogue.New(kit, catalogue.Texts{Title: words.T("Wi-Fi"), Search: words.T("Search networks"), Export: words.T("Export networks…")},
		catalogue.Acts{Search: s.Model.SetSearch, Phone: s.Model.SetPhone, Export: s.export}, nil, s.banner, s.columns)
	s.render()
	return s
}

// columns are the list and what there is to know of one network.
type columns struct{}

func (*columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 200) }

func (*columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(max(size.Width*0.44, 270), 520)
	part.Place(objects[0], look.S6, 0, w-look.S6, size.Height-look.S6)
	part.Place(objects[1], w+look.S4, 0, min(size.Width-w-look.S4-look.S8, 560), size.Height-look.S6)
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.page.Content() }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() {
	s.Model.Load()
	if s.Model.Lock == Unknown {
		s.Model.Unlock("")
	}
}

// Hide tells the screen that it goes out of sight: the passwords are forgotten.
func (s *Screen) Hide() {
	s.typed.SetText("")
	s.Model.Forget()
}

// Changed tells the screen that the library has changed.
func (s *Screen) Changed() {
	s.Model.Load()
	if l := s.Model.Lock; l == None || l == Open {
		s.Model.Unlock("")
	}
}

// Find gives the keyboard to the search.
func (s *Screen) Find() { s.page.Find() }

// Key does what a key means to the page, and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyDown:
		s.Model.Step(1)
	case fyne.KeyUp:
		s.Model.Step(-1)
	default:
		return false
	}
	s.list.Reveal(s.Model.At())
	return true
}

func (s *Screen) unlock(passphrase string) {
	if passphrase != "" {
		s.Model.Unlock(passphrase)
	}
}

func (s *Screen) export() {
	m := s.Model
	s.Export(shelf.RecordQuery{Category: records.Wifi, Phone: m.Phone, Search: m.Search}, len(m.Shown), words.T("Wi-Fi"))
}

func (s *Screen) render() {
	m := s.Model
	if m.Loaded && len(m.Shown) > 0 && m.At() < 0 {
		m.Choose(0) // which renders again
		return
	}
	if s.page == nil {
		return
	}
	s.renderBanner()
	s.page.Render(catalogue.StateOf(m.Model, func(n int) string { return words.N("{{.N}} networks", n) }, words.T("No network here has this name.")), s.empty, m.Load)
	s.list.Choose(m.At())
	s.list.Set(make([]int, len(m.Shown)))
	s.detail.render()
}

func (s *Screen) empty() fyne.CanvasObject {
	button := part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() })
	if s.Guide != nil {
		button = part.NewButton(part.Primary, words.T("Show me how"), look.IconPhone, func() { s.Guide() })
	}
	return part.Empty(look.IconWifi, words.T("No networks yet"),
		words.T("A backup keeps the names of the networks that the phone knows. Their passwords come with the backup that the phone makes of itself, and are kept encrypted."), button)
}

// renderBanner asks for the passphrase, or says why there are no passwords.
func (s *Screen) renderBanner() {
	m := s.Model
	s.banner.Objects = nil
	switch m.Lock {
	case Locked:
		says := words.T("The passwords are in an encrypted file. Type its passphrase to see them.")
		tone, icon := fyne.ThemeColorName(""), look.IconLock
		if m.Wrong {
			says, tone = words.T("That was not the passphrase. Nothing was changed; try again."), look.NeedsYou
		}
		s.banner.Add(part.Note(tone, icon, part.Column(look.S2, part.Strong(says).Wrapped(),
			part.Row(look.S2, part.Field(240, s.typed), part.NewButton(part.Secondary, words.T("Unlock"), "", func() { s.unlock(s.typed.Text) })))))
	case None:
		says := part.Column(look.S2, part.Strong(words.T("Passwords are not kept yet")).Wrapped(),
			part.Muted(words.T("Over the cable a phone tells only names. Its own backup holds the passwords, too.")).Wrapped())
		if s.Guide != nil {
			says.Add(part.Row(0, part.NewButton(part.Secondary, words.T("Show me how"), look.IconPhone, func() { s.Guide() }), part.NewSpring()))
		}
		s.banner.Add(part.Note("", look.IconInfo, says))
	case Failed:
		what, next := s.kit.Explain(m.Why)
		s.banner.Add(part.Note(look.Failed, look.IconError, part.Column(2, part.Strong(what).Wrapped(), part.Muted(next).Wrapped())))
	case Open:
		s.typed.SetText("")
	}
	part.Show(s.banner, len(s.banner.Objects) > 0)
	s.banner.Refresh()
}

// line is the parts of a row.
type line struct {
	name, about *part.Text
	icon        *part.Icon
}

func (s *Screen) newRow(int) fyne.CanvasObject {
	l := &line{name: part.Strong("").Middle(), about: part.Small("").Middle(), icon: part.NewIcon(look.IconWifi, look.Muted, 20)}
	row := part.Inset(look.S2, look.S1, look.S3, look.S1, part.Row(look.S3,
		part.Fixed(36, 36, part.Layers(part.NewFill(look.Track, 18), l.icon)), part.Grow(part.Column(1, l.name, l.about))))
	s.lines[row] = l
	return row
}

func (s *Screen) setRow(i int, o fyne.CanvasObject) {
	n, l := s.Model.Shown[i], s.lines[o]
	l.name.Set(words.Name(n.Wifi.SSID))
	about := Security(n)
	if n.Wifi.Hidden {
		about = words.F("{{.Security}} · hidden", "Security", about)
	}
	if len(s.Model.Phones) > 1 {
		about = words.F("{{.What}} · {{.Phone}}", "What", about, "Phone", words.Name(n.PhoneName))
	}
	l.about.Set(about)
	tint := look.Muted
	if _, ok := s.Model.Password(n); ok {
		tint = look.Accent
	}
	l.icon.Set(look.IconWifi, tint)
	o.Refresh()
}

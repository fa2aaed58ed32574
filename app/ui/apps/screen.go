package apps

import (
	"context"
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/catalogue"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Screen is the Apps page.
type Screen struct {
	Model *Model
	// Backup goes to where a backup starts; Export copies the list.
	Backup func()
	Export func(q shelf.RecordQuery, count int, name string)

	kit   *part.Kit
	lib   Library
	page  *catalogue.Page
	order *part.Choice
	chips []*part.Chip
	list  *part.Rows
	lines map[fyne.CanvasObject]*line
	sheet *part.Sheet
}

// New returns the page.
func New(kit *part.Kit, lib Library) *Screen {
	s := &Screen{kit: kit, lib: lib, Model: NewModel(lib, kit.Hop, kit.After), Backup: func() {}, Export: func(shelf.RecordQuery, int, string) {}, lines: map[fyne.CanvasObject]*line{}}
	m := s.Model
	m.OnChange = s.render
	s.order = part.NewChoice(kit, func(id string) { m.SetOrder(Order(id)) })
	chips := part.Row(look.S2)
	for i, c := range []struct {
		name string
		icon look.Icon
	}{{words.T("Installed"), look.IconApps}, {words.T("Came with the phone"), look.IconPhone}, {words.T("Kept to install"), look.IconDownload}, {words.T("All"), ""}} {
		chip := part.NewChip(c.name, c.icon, func() { m.SetChip(Chip(i)) })
		s.chips = append(s.chips, chip)
		chips.Add(chip)
	}
	s.list = part.NewRows(func(int) float32 { return 60 }, s.newRow, s.setRow)
	s.list.Press = s.open
	s.list.Name = func(i int) string { return m.Shown[i].Name() }
	s.page = catalogue.New(kit, catalogue.Texts{Title: words.T("Apps"), Search: words.T("Search apps"), Export: words.T("Export the list…")},
		catalogue.Acts{Search: m.SetSearch, Phone: m.SetPhone, Export: s.export}, s.order.Content(), chips, part.Inset(look.S6, 0, look.S6, look.S4, s.list))
	s.render()
	return s
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.page.Content() }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() { s.Model.Load() }

// Changed tells the screen that the library has changed.
func (s *Screen) Changed() { s.Model.Load() }

// Find gives the keyboard to the search.
func (s *Screen) Find() { s.page.Find() }

// Key does what a key means to the page, and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyDown:
		s.Model.Step(1)
	case fyne.KeyUp:
		s.Model.Step(-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		s.open(s.Model.At())
	default:
		return false
	}
	s.list.Reveal(s.Model.At())
	return true
}

func (s *Screen) export() {
	s.Export(shelf.RecordQuery{Category: records.Apps, IDs: s.Model.IDs()}, len(s.Model.Shown), words.T("Apps"))
}

func (s *Screen) render() {
	m := s.Model
	if s.page == nil {
		return
	}
	ids := []string{string(ByName), string(ByAge), string(ByUpdate), string(BySize)}
	s.order.Set(ids, []string{words.T("By name"), words.T("Newest first"), words.T("Last updated"), words.T("Largest first")}, string(m.Order))
	for i, c := range s.chips {
		c.Choose(Chip(i) == m.Chip)
	}
	none := words.T("No app here has this name.")
	if m.Search == "" && m.Chip == Kept {
		none = words.T("Installation files are kept when that is chosen for a backup.")
	}
	s.page.Render(catalogue.StateOf(m.Model, func(n int) string { return words.N("{{.N}} apps", n) }, none), s.empty, m.Load)
	s.list.Choose(m.At())
	s.list.Set(make([]int, len(m.Shown)))
}

func (s *Screen) empty() fyne.CanvasObject {
	return part.Empty(look.IconApps, words.T("No apps yet"), words.T("A backup notes which apps a phone has, in which version and since when, so that a new phone can have the same."),
		part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() }))
}

// line is the parts of a row.
type line struct {
	face                              *face
	name, pack, version, since, bytes *part.Text
	kept                              *part.Icon
}

// face is the letter that stands for an app.
type face struct {
	*fyne.Container
	ground *canvas.Rectangle
	letter *canvas.Text
}

func newFace(side float32) *face {
	f := &face{ground: canvas.NewRectangle(nil), letter: canvas.NewText("", color.White)}
	f.ground.CornerRadius = side * 0.26
	f.letter.TextSize, f.letter.TextStyle.Bold, f.letter.Alignment = side*0.5, true, fyne.TextAlignCenter
	f.Container = part.Fixed(side, side, part.Layers(f.ground, container.NewCenter(f.letter)))
	return f
}

func (f *face) set(a App) {
	f.ground.FillColor, f.letter.Text = colorOf(a), initial(a)
	f.Container.Refresh()
}

func (s *Screen) newRow(int) fyne.CanvasObject {
	l := &line{face: newFace(38), name: part.Strong("").Middle(), pack: part.Small("").Middle(), version: part.Muted("").Middle(), since: part.Muted("").Middle(), bytes: part.Muted("").Middle(),
		kept: part.NewIcon(look.IconDownload, look.Muted, 18)}
	row := part.Inset(look.S2, look.S1, look.S4, look.S1, container.New(&table{}, l.face.Container, part.Column(1, l.name, l.pack), l.version, l.since, l.bytes, l.kept))
	s.lines[row] = l
	return row
}

// table lays a row out: the letter, the name, and what there is room for of version,
// date and size.
type table struct{}

func (*table) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(300, 44) }

func (*table) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const faceWide, icon = 38, 20
	rest := size.Width - faceWide - look.S3 - icon
	wide := []float32{0, 0, 0}
	switch {
	case rest > 760:
		wide = []float32{rest * 0.2, rest * 0.2, rest * 0.12}
	case rest > 520:
		wide = []float32{rest * 0.2, rest * 0.22, rest * 0.13}
	case rest > 380:
		wide = []float32{rest * 0.26, 0, 0}
	}
	name := rest - wide[0] - wide[1] - wide[2] - look.S4
	mid := func(x fyne.CanvasObject, at, w float32) {
		h := part.HeightFor(x, w)
		part.Place(x, at, (size.Height-h)/2, max(0, w-look.S3), h)
	}
	mid(o[0], 0, faceWide+look.S3)
	x := faceWide + look.S3
	mid(o[1], x, name)
	x += name
	for i, w := range wide {
		part.Show(o[2+i], w > 0)
		mid(o[2+i], x, w)
		x += w
	}
	part.Place(o[5], size.Width-icon, (size.Height-icon)/2, icon, icon)
}

func (s *Screen) setRow(i int, o fyne.CanvasObject) {
	a, l := s.Model.Shown[i], s.lines[o]
	l.face.set(a)
	l.name.Set(a.Name())
	pack := words.Name(a.App.Package)
	if a.App.User != 0 {
		pack = words.F("{{.App}} · second copy", "App", pack)
	}
	if len(s.Model.Phones) > 1 {
		pack = words.F("{{.What}} · {{.Phone}}", "What", pack, "Phone", words.Name(a.PhoneName))
	}
	l.pack.Set(pack)
	l.version.Set(words.Name(a.App.Version))
	l.since.Set(s.date(a.App.Installed))
	if s.Model.Order == ByUpdate {
		l.since.Set(s.date(a.App.Updated))
	}
	size := ""
	if a.Kept() {
		size = words.Size(a.Size())
	}
	l.bytes.Set(size)
	part.Show(l.kept, a.Kept())
	o.Refresh()
}

func (s *Screen) date(ms int64) string {
	if ms == 0 {
		return ""
	}
	return words.Date(time.UnixMilli(ms).In(s.kit.Now().Location()))
}

// open shows everything about an app.
func (s *Screen) open(i int) {
	m := s.Model
	if i < 0 || i >= len(m.Shown) {
		return
	}
	m.Choose(i)
	a := m.Shown[i]
	f := newFace(56)
	f.set(a)
	body := part.Column(look.S3, part.Row(look.S4, f.Container, part.Grow(part.Column(2, part.Head(a.Name()).AtMost(2), part.Muted(words.Name(a.App.Package)).Middle()))), part.Space(0, look.S1))
	fact := func(label, value string) {
		if value = strings.TrimSpace(value); value != "" {
			body.Add(part.RowTop(look.S3, part.Field(130, part.Column(0, part.Muted(label))), part.Grow(part.Body(value).Wrapped())))
		}
	}
	fact(words.T("Version"), words.Name(a.App.Version))
	fact(words.T("Installed"), s.date(a.App.Installed))
	fact(words.T("Updated"), s.date(a.App.Updated))
	fact(words.As("where it came from", "From"), installer(a.App.Installer))
	fact(words.T("Phone"), words.Name(a.PhoneName))
	if a.App.System {
		fact(words.T("Kind"), words.T("Came with the phone"))
	}
	if a.App.Disabled {
		fact(words.T("State"), words.T("Switched off on the phone"))
	}
	if a.App.User != 0 {
		fact(words.As("one of two", "Copy"), words.T("The second copy, of Dual apps"))
	}
	if a.Kept() {
		fact(words.T("Kept"), words.F("{{.Files}}, {{.Size}}", "Files", words.N("{{.N}} files", len(a.App.APKs)), "Size", words.Size(a.Size())))
		first := a.App.APKs[0]
		body.Add(part.Row(0, part.NewButton(part.Secondary, words.T("Show in folder"), look.IconFolder, func() { s.reveal(a.Phone, first) }), part.NewSpring()))
	} else {
		body.Add(part.Muted(words.T("Its installation files were not kept. They can be, when that is chosen for a backup.")).Wrapped())
	}
	s.sheet = s.kit.Sheet(words.T("App"), words.T("Close"), fyne.NewSize(520, 460), part.NewPage(480, 0, body).Flush())
}

func (s *Screen) reveal(phone string, a records.Attachment) {
	s.kit.Hop.Go(func(ctx context.Context) func() {
		if err := s.lib.RevealFile(ctx, phone, a); err != nil {
			return func() { s.kit.Failed(err) }
		}
		return nil
	})
}

// installer names the shop an app came from.
func installer(p string) string {
	switch p {
	case "com.android.vending":
		return "Google Play"
	case "com.xiaomi.market", "com.xiaomi.mipicks":
		return "GetApps"
	case "org.fdroid.fdroid":
		return "F-Droid"
	case "com.google.android.packageinstaller", "com.miui.packageinstaller":
		return words.T("A file")
	}
	return words.Name(p)
}

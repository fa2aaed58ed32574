package settings

import (
	"math"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/automatic"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// About is what the page says of the program.
type About struct {
	Version, License string
	// Parts are the modules that are linked into the program, with their versions.
	Parts []string
}

// Screen is the Settings page.
type Screen struct {
	Model *Model
	// Check goes to the connection check, Wifi opens what connects a phone over
	// the network; without them there is nothing to press.
	Check, Wifi func()
	// Health opens what looks after the library; without it there is no button.
	Health func()

	phones    *fyne.Container
	automatic *fyne.Container
	editor    *automatic.Editor
	albums    PrivateAlbums
	private   *fyne.Container
	switches  *fyne.Container

	kit          *part.Kit
	more         More
	vault        VaultState
	unlocking    bool
	changing     bool // another passphrase is typed
	differs      bool // what was typed the second time
	extras       *fyne.Container
	typing       *fyne.Container
	vaultText    *part.Text
	passphrase   *part.Line
	again        *part.Line
	unequal      *part.Text
	rekey        *part.Button
	unlockButton *part.Button
	appFiles     *part.Chip

	wifi         *part.Button
	dir, space   *part.Text
	disk         *part.Bar
	busy         *fyne.Container
	change, open *part.Button
	health       *part.Button
	mode, zoom   *part.Segments
	language     *part.Choice
	restart      *part.Text
	page         *part.Page
}

// New returns the page.
func New(kit *part.Kit, store Store, desk Desk, about About) *Screen {
	s := &Screen{Model: NewModel(store, desk, kit.Hop), kit: kit}
	s.Model.OnChange = s.render
	s.Model.OnError = kit.Failed
	s.dir, s.space = part.Strong("").Middle(), part.Small("")
	s.disk = part.NewBar(6, look.Muted)
	s.change = part.NewButton(part.Secondary, words.T("Choose another folder…"), look.IconFolder, func() {
		s.Model.Choose(words.T("Choose the folder for your library"))
	})
	s.open = part.NewButton(part.Plain, words.T("Open the folder"), "", s.Model.OpenFolder)
	s.busy = part.Note("", look.IconInfo, part.Body(words.T("A backup is running. The library can be changed when it is done.")).Wrapped())
	s.health = part.NewButton(part.Plain, words.T("Library health…"), look.IconShieldCheck, func() { s.Health() })
	s.mode = part.NewSegments([]string{words.T("Like the desktop"), words.T("Light"), words.T("Dark")}, func(i int) {
		s.Model.SetMode([]look.Mode{look.System, look.Light, look.Dark}[i])
	})
	var sizes []string
	for _, z := range Zooms {
		sizes = append(sizes, words.F("{{.N}} %", "N", words.Count(int(math.Round(float64(z)*100)))))
	}
	s.zoom = part.NewSegments(sizes, func(i int) { s.Model.SetZoom(Zooms[i]) })

	s.language = part.NewChoice(kit, s.Model.SetLanguage)
	s.restart = part.Small(words.T("Keepsake speaks it from its next start.")).Wrapped()

	library := section(words.T("Library"), words.T("Your photos and videos lie here as ordinary files, in folders named after the phone and its albums."),
		part.Row(look.S3, part.NewIcon(look.IconFolder, look.Muted, 24), part.Grow(part.Column(2, s.dir, s.space))),
		s.disk,
		s.busy,
		part.Wrap(look.S2, s.change, s.open, s.health),
		part.Small(words.T("The page Storage moves the library to another disk. Choosing a folder here never moves or deletes anything.")).Wrapped(),
	)
	s.wifi = part.NewButton(part.Secondary, words.T("Connect over Wi-Fi"), look.IconWifi, func() { s.Wifi() })
	s.phones = part.Layers(section(words.T("Phones"), words.T("What keeps a phone from being found, and the ways to connect one."),
		part.Row(look.S2, part.NewButton(part.Secondary, words.T("Connection check"), look.IconHelp, func() { s.Check() }), s.wifi)))
	s.automatic = part.Layers()
	s.automatic.Hide()
	s.switches = part.Wrap(look.S2)
	s.private = part.Layers(section(words.T("Private album"), words.T("The Gallery's private album is left out of backups, unless you choose a phone here. Its pictures then lie on this computer too: encrypted as on the phone, but with a key that every phone has, so whoever can read the library can look at them. They are shown only under Private."),
		s.switches,
		part.Small(words.T("What lies in Mi Cloud is kept as it is, and stays locked: only Mi Cloud has its keys.")).Wrapped()))
	s.makeMore()
	appearance := section(words.T("Appearance"), "",
		labelled(words.T("Look"), s.mode),
		labelled(words.T("Text size"), s.zoom),
		labelled(words.T("Language"), s.language.Content()),
		s.restart,
	)
	version := words.T("Keepsake")
	if about.Version != "" {
		version = words.F("Keepsake {{.Version}}", "Version", about.Version)
	}
	program := section(words.T("About"), "",
		part.Row(look.S3, part.Drawing(look.Mark(), 40, 40), part.Grow(part.Column(2, part.Strong(version), part.Small(about.License)))),
		part.Muted(words.T("Keepsake keeps what is on your phone safe on your own computer. No account, no subscription, no server: nothing leaves this computer by itself.")).Wrapped(),
		madeWith(kit, about.Parts),
	)
	s.page = part.NewPage(720, look.S8, part.Column(look.S6, part.Title(words.T("Settings")), library, s.automatic, s.phones, s.private, s.extras, appearance, program))
	s.render()
	return s
}

// madeWith leads to the list of what others made that the program has in it.
func madeWith(kit *part.Kit, parts []string) fyne.CanvasObject {
	if len(parts) == 0 {
		return part.Space(0, 0)
	}
	open := part.NewButton(part.Plain, words.T("What it is made with…"), look.IconInfo, func() {
		col := part.Column(look.S1, part.Body(words.T("These libraries are in the program, under free licences: their texts come with each package, in LICENCES.txt. Towns are from GeoNames, CC BY 4.0; the map is Natural Earth’s.")).Wrapped(), part.Space(0, look.S2))
		for _, p := range parts {
			col.Add(part.Small(p).In(look.Foreground).Middle())
		}
		kit.Sheet(words.T("What it is made with"), words.T("Close"), fyne.NewSize(620, 640), part.NewPage(580, 0, part.Inset(0, 0, look.S4, look.S4, col)).Flush())
	})
	return part.Row(0, open, part.NewSpring())
}

func section(title, line string, objects ...fyne.CanvasObject) fyne.CanvasObject {
	col := part.Column(look.S4)
	head := part.Column(2, part.Head(title))
	if line != "" {
		head.Add(part.Muted(line).Wrapped())
	}
	col.Add(head)
	for _, o := range objects {
		col.Add(o)
	}
	return part.Card(col)
}

func labelled(label string, o fyne.CanvasObject) fyne.CanvasObject {
	return part.Column(look.S2, part.Body(label), part.Row(0, o, part.NewSpring()))
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() {
	s.Model.Load()
	if s.editor != nil {
		s.editor.Render()
	}
	s.loadVault()
}

func (s *Screen) render() {
	m := s.Model
	part.Show(s.phones, s.Check != nil)
	s.renderPrivate()
	s.renderMore()
	part.Show(s.wifi, s.Wifi != nil)
	part.Show(s.health, s.Health != nil)
	s.dir.Set(words.Name(m.Library.Dir))
	s.space.Set("")
	if m.Library.Total > 0 {
		used := m.Library.Total - m.Library.Free
		s.space.Set(words.F("{{.Free}} free of {{.Total}}", "Free", words.Size(m.Library.Free), "Total", words.Size(m.Library.Total)))
		part := float32(used) / float32(m.Library.Total)
		color := look.Muted
		if part > 0.95 {
			color = look.NeedsYou
		}
		s.disk.Set(part, color)
	}
	part.Show(s.disk, m.Library.Total > 0)
	part.Show(s.busy, m.Busy)
	if m.Busy || m.Choosing {
		s.change.Disable()
	} else {
		s.change.Enable()
	}
	for i, mode := range []look.Mode{look.System, look.Light, look.Dark} {
		if mode == m.Mode {
			s.mode.Choose(i)
		}
	}
	s.zoom.Choose(ZoomIndex(m.Zoom))
	tags, names := []string{""}, []string{words.T("Like the desktop")}
	for _, l := range words.Languages() {
		tags, names = append(tags, l.Tag), append(names, l.Name)
	}
	s.language.Set(tags, names, m.Language)
	part.Show(s.restart, m.Restart)
	s.page.Relayout()
}

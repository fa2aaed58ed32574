package importing

import (
	"context"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Picker asks the owner for things on this computer.
type Picker interface {
	PickFolder(ctx context.Context, title string) (string, error)
	PickFiles(ctx context.Context, title string) ([]string, error)
}

// Sheet is the model, drawn.
type Sheet struct {
	Model *Model

	kit   *part.Kit
	pick  Picker
	into  string
	panel *part.Sheet

	ring     *part.Ring
	password *part.Line
	body     *fyne.Container
	page     *part.Page
	folder   *part.Button
	files    *part.Button
	start    *part.Button
	foot     *fyne.Container
}

// size of the sheet.
var size = fyne.NewSize(720, 540)

// Open opens the sheet on a window; closed runs when it has gone.
func Open(kit *part.Kit, i Imports, p Picker, closed func()) *Sheet {
	s := &Sheet{kit: kit, pick: p, into: i.Into(), Model: NewModel(i, kit.Hop), ring: part.NewRing(48)}
	s.password = part.NewLine(words.T("Password"), words.T("Password"))
	s.password.Password = true
	s.password.Done = func(string) { s.unlock() }
	s.password.Shortcut = kit.Shortcut
	s.folder = part.NewButton(part.Secondary, words.T("Choose a folder…"), look.IconFolder, func() { s.ask(true) })
	s.files = part.NewButton(part.Secondary, words.T("Choose files…"), look.IconFile, func() { s.ask(false) })
	s.start = part.NewButton(part.Primary, words.T("Import"), look.IconDownload, s.Model.Start)
	s.body = part.Column(look.S4)
	s.page = part.NewPage(720, 0, part.Inset(0, 0, look.S4, 0, s.body)).Flush()
	s.Model.OnChange = s.render
	s.foot = part.Row(look.S2, s.folder, s.files, part.NewSpring(), s.start)
	s.panel = part.NewSheet(words.T("Import"), words.T("Close"), size, part.Column(look.S3, part.Tall(s.page), part.Inset(0, 0, look.S2, look.S2, s.foot)), func() {
		s.Model.Stop()
		closed()
	})
	s.Model.Started = s.panel.Close
	s.render()
	if c := kit.Canvas(); c != nil {
		s.panel.ShowOn(c)
	}
	return s
}

// Close takes the sheet away.
func (s *Sheet) Close() { s.panel.Close() }

func (s *Sheet) unlock() {
	s.Model.Unlock(s.password.Text)
}

// ask lets the owner choose a folder, or files.
func (s *Sheet) ask(folder bool) {
	s.kit.Hop.Go(func(ctx context.Context) func() {
		var paths []string
		var err error
		if folder {
			var dir string
			if dir, err = s.pick.PickFolder(ctx, words.T("Folder to import")); dir != "" {
				paths = []string{dir}
			}
		} else {
			paths, err = s.pick.PickFiles(ctx, words.T("Files to import"))
		}
		return func() {
			if err != nil {
				s.kit.Failed(err)
			} else if s.panel.Open() {
				s.Model.Add(paths)
			}
		}
	})
}

func (s *Sheet) render() {
	m := s.Model
	s.body.Objects = nil
	if m.Step != Looking {
		s.ring.Hide()
	}
	switch m.Step {
	case Asking:
		s.body.Add(s.asking())
	case Looking:
		s.body.Add(s.looking())
	case Failed:
		what, next := s.kit.Explain(m.Err)
		s.body.Add(s.note(look.Failed, look.IconError, what, next))
	case Ready:
		s.ready()
	}
	s.renderFoot()
	s.page.Relayout()
	if m.Step == Ready && len(m.Locked()) > 0 && !m.Trying {
		s.kit.Focus(s.password)
	}
}

func (s *Sheet) renderFoot() {
	m := s.Model
	first := part.Secondary
	if m.Step == Asking || m.Step == Failed {
		first = part.Primary
	}
	s.folder.Weigh(first)
	part.Show(s.start, m.Step == Ready)
	s.start.Set(words.N("Import {{.N}} files", m.Files()))
	if m.CanStart() {
		s.start.Enable()
	} else {
		s.start.Disable()
	}
	s.foot.Refresh()
}

func (s *Sheet) note(tone fyne.ThemeColorName, icon look.Icon, what, next string) fyne.CanvasObject {
	says := part.Column(2, part.Strong(what).Wrapped())
	if next != "" {
		says.Add(part.Muted(next).Wrapped())
	}
	return part.Note(tone, icon, says)
}

// asking says what can be imported.
func (s *Sheet) asking() fyne.CanvasObject {
	kinds := part.Column(look.S2)
	for _, k := range []struct {
		icon        look.Icon
		what, means string
	}{
		{look.IconFolder, words.T("A folder, or pictures"), words.T("With everything in it; its folders become albums.")},
		{look.IconLock, words.T("ZIP archives"), words.T("The download of Mi Cloud, too: encrypted and in several parts.")},
		{look.IconDownload, words.T("Google Takeout"), words.T("With dates, places, favourites and albums. Choose all its parts at once.")},
		{look.IconPhone, words.T("A phone's own backup"), words.T("Xiaomi's AllBackup folder, .bak and .ab files: notes, messages, contacts, passwords, the data of apps.")},
		{look.IconPeople, words.T("Contacts, messages, calls, calendars"), words.T("vCards (.vcf), .ics files, and the XML of SMS Backup & Restore.")},
		{look.IconLibrary, words.T("Another Keepsake library"), words.T("With its phones, its albums and your corrections.")},
	} {
		kinds.Add(part.Row(look.S4, part.NewIcon(k.icon, look.Muted, 24),
			part.Grow(part.Column(0, part.Strong(k.what), part.Small(k.means).Wrapped()))))
	}
	return part.Column(look.S4,
		part.Body(words.T("Drop it anywhere in this window, or choose it here.")).Wrapped(),
		kinds)
}

func (s *Sheet) looking() fyne.CanvasObject {
	s.ring.Show()
	s.ring.Unknown()
	says := words.T("Looking at what it is")
	if s.Model.Found > 0 {
		says = words.N("Looking at what it is: {{.N}} files so far", s.Model.Found)
	}
	return part.Row(look.S4, part.Fixed(48, 48, s.ring), part.Grow(part.Body(says).Middle()))
}

// ready shows what was recognised and what is still to be said.
func (s *Sheet) ready() {
	m := s.Model
	list := part.Column(look.S2)
	for _, p := range m.Parts {
		icon, tone := icons[p.Kind], look.Muted
		if p.Locked {
			icon, tone = look.IconLock, look.NeedsYou
		}
		list.Add(part.CardPadded(look.S3, part.Row(look.S3, part.NewIcon(icon, tone, 24),
			part.Grow(part.Column(0, part.Strong(words.Name(p.Title)).Middle(), part.Small(p.Says()).Middle())))))
	}
	s.body.Add(list)
	switch locked := m.Locked(); {
	case len(locked) > 0:
		s.body.Add(s.locked(locked[0]))
	case m.Wrong != nil:
		what, next := s.kit.Explain(m.Wrong)
		s.body.Add(s.note(look.Failed, look.IconError, what, next))
	case m.Files() == 0:
		s.body.Add(s.note("", look.IconInfo, words.T("There are no files in it."), ""))
	}
	if len(m.Backups) > 1 {
		s.body.Add(s.which())
	}
	if len(m.Phones) > 0 {
		s.body.Add(s.whose())
	}
	s.body.Add(part.Small(words.F("Everything goes into {{.Folder}}. What the library has already is not kept twice, and nothing changes where it comes from.",
		"Folder", words.Name(s.into))).Wrapped())
}

var icons = map[Kind]look.Icon{Folder: look.IconFolder, Archive: look.IconFile, Takeout: look.IconDownload, Library: look.IconLibrary}

// locked asks for an archive's password.
func (s *Sheet) locked(p Part) fyne.CanvasObject {
	m := s.Model
	open := part.NewButton(part.Primary, words.T("Open"), "", s.unlock)
	says := words.T("It came with the download, or was chosen by whoever packed it.")
	tone := look.NeedsYou
	switch {
	case m.Trying:
		says = words.T("Trying the password…")
		open.Disable()
	case m.Wrong != nil:
		what, next := s.kit.Explain(m.Wrong)
		says, tone = what+" "+next, look.Failed
	}
	return part.Note(tone, look.IconLock, part.Column(look.S2,
		part.Strong(words.F("{{.Archive}} needs its password.", "Archive", words.Name(p.Title))).Wrapped(),
		part.Row(look.S2, part.Field(280, s.password), open, part.NewSpring()),
		part.Small(says).Wrapped()))
}

// which lets the owner choose among the backups that a phone made of itself.
func (s *Sheet) which() fyne.CanvasObject {
	m := s.Model
	chips := part.Wrap(look.S2)
	add := func(label, name string) {
		c := part.NewChip(label, "", func() { m.UseBackup(name) })
		c.Choose(m.Backup == name)
		chips.Add(c)
	}
	for i, b := range m.Backups {
		when := words.Date(b.Made) + ", " + words.Clock(b.Made)
		if name := b.Name; i == 0 {
			add(words.F("The newest, of {{.Day}}", "Day", when), "")
		} else if i < 12 {
			add(when, name)
		}
	}
	add(words.T("All of them"), AllBackups)
	return part.Column(look.S2, part.Strong(words.T("Which of the phone's own backups")), chips)
}

// whose lets the owner say which phone the pictures come from.
func (s *Sheet) whose() fyne.CanvasObject {
	m := s.Model
	chips := part.Wrap(look.S2)
	none := part.NewChip(words.T("No phone"), "", func() { m.Choose(-1) })
	none.Choose(m.As < 0)
	chips.Add(none)
	for i, p := range m.Phones {
		c := part.NewChip(words.Name(p.Name), look.IconPhone, func() { m.Choose(i) })
		c.Choose(m.As == i)
		chips.Add(c)
	}
	return part.Column(look.S2, part.Strong(words.T("They come from")), chips)
}

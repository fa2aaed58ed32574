package cloud

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// wizardSheet is the wizard, drawn.
type wizardSheet struct {
	w     *Wizard
	kit   *part.Kit
	body  *fyne.Container
	page  *part.Page
	back  *part.Button
	try   *part.Button
	foot  *fyne.Container
	panel *part.Sheet
	drawn int // the service whose fields are drawn
	note  *fyne.Container
}

// openWizard shows the wizard over the window; closed runs when it has gone.
func openWizard(kit *part.Kit, w *Wizard, closed func()) *wizardSheet {
	s := &wizardSheet{w: w, kit: kit, body: part.Column(look.S4), drawn: -2, note: part.Column(0)}
	s.back = part.NewButton(part.Secondary, words.T("Back"), look.IconBack, w.Back)
	s.try = part.NewButton(part.Primary, words.T("Test and add"), look.IconCheck, w.Try)
	s.foot = part.Row(look.S2, s.back, part.NewSpring(), s.try)
	s.page = part.NewPage(680, 0, part.Inset(0, 0, look.S4, 0, s.body)).Flush()
	s.panel = part.NewSheet(words.T("Add a cloud"), words.T("Close"), fyne.NewSize(760, 620),
		part.Column(look.S3, part.Tall(s.page), part.Inset(0, 0, look.S2, look.S2, s.foot)), func() {
			w.Stop()
			closed()
		})
	w.OnChange = s.render
	w.Added = func() {
		kit.Toast(part.Toast{Text: words.F("{{.Name}} works.", "Name", words.Name(w.Draft.Name)), Tone: look.Verified})
		s.panel.Close()
	}
	s.render()
	if c := kit.Canvas(); c != nil {
		s.panel.ShowOn(c)
	}
	return s
}

func (s *wizardSheet) render() {
	w := s.w
	if s.drawn != w.Chosen {
		s.drawn = w.Chosen
		s.body.Objects = nil
		if w.Chosen < 0 {
			s.services()
		} else {
			s.form()
		}
		s.body.Refresh()
		s.page.ScrollTo(0)
	}
	s.note.Objects = nil
	switch {
	case w.Trying:
		says := words.T("Trying it: signing in, writing a small file, reading it back …")
		if w.Service().SignIn {
			says = words.T("Sign in on the page that opened in your browser. Keepsake goes on by itself.")
		}
		s.note.Add(part.Note("", look.IconRefresh, part.Body(says).Wrapped()))
	case w.Err != nil:
		what, next := s.kit.Explain(w.Err)
		says := part.Column(2, part.Strong(what).Wrapped())
		if next != "" {
			says.Add(part.Muted(next).Wrapped())
		}
		if detail := w.Err.Error(); detail != what {
			says.Add(part.Small(words.Name(detail)).AtMost(4))
		}
		s.note.Add(part.Note(look.Failed, look.IconError, says))
	}
	s.note.Refresh()
	part.Show(s.back, w.Chosen >= 0)
	part.Show(s.try, w.Chosen >= 0)
	s.able()
	s.page.Relayout()
}

// able lets the button be pressed when all is filled in.
func (s *wizardSheet) able() {
	if s.w.Ready() {
		s.try.Enable()
	} else {
		s.try.Disable()
	}
	s.foot.Refresh()
}

// services is the grid to choose from.
func (s *wizardSheet) services() {
	s.body.Add(part.Muted(words.T("Where shall the second copy be?")))
	var cells []fyne.CanvasObject
	for i, svc := range s.w.Services {
		cells = append(cells, part.NewArea(svc.Title, look.Radius, part.CardPadded(look.S4,
			part.Row(look.S3, part.NewIcon(iconOf(svc.Kind), look.Accent, 24), part.Grow(part.Strong(svc.Title).Wrapped()))), func() { s.w.Choose(i) }))
	}
	s.body.Add(part.Cells(200, 3, look.S3, cells...))
}

func iconOf(kind string) look.Icon {
	switch kind {
	case "folder", "smb":
		return look.IconFolder
	case "immich", "gphotos":
		return look.IconPhotos
	case "rclone":
		return look.IconSettings
	}
	return look.IconCloud
}

// form asks for what a service needs to know.
func (s *wizardSheet) form() {
	w, svc := s.w, s.w.Service()
	s.body.Add(part.Row(look.S3, part.NewIcon(iconOf(svc.Kind), look.Accent, 28), part.Grow(part.Head(svc.Title).Middle())))
	if svc.Help != "" {
		s.body.Add(part.Note("", look.IconInfo, part.Muted(svc.Help).Wrapped()))
	}
	s.line(words.T("What you call it"), "", w.Draft.Name, false, false, func(v string) { w.Draft.Name = v })
	for _, f := range svc.Fields {
		s.line(f.Title, f.Example, "", f.Secret, f.Optional, func(v string) { w.Draft.Values[f.Name] = v })
	}
	if svc.Root != "" {
		s.line(words.T("Folder there"), svc.Root, w.Draft.Root, false, false, func(v string) { w.Draft.Root = v })
	}
	if svc.Encrypts {
		s.line(words.T("Encrypt with a passphrase"), words.T("empty: files lie there as they are"), "", true, true, func(v string) { w.Draft.Passphrase = v })
		s.body.Add(part.Small(words.T("Whoever loses the passphrase loses what is encrypted. The rclone program opens it with the same one.")).Wrapped())
	}
	s.body.Add(s.note)
}

// line is one field with its title.
func (s *wizardSheet) line(title, hint, value string, secret, optional bool, set func(string)) {
	l := part.NewLine(title, hint)
	l.Password = secret
	l.SetText(value)
	l.OnChanged = func(v string) {
		set(v)
		s.able()
	}
	l.Done = func(string) { s.w.Try() }
	l.Shortcut = s.kit.Shortcut
	head := part.Row(look.S2, part.Strong(title))
	if optional {
		head.Add(part.Small(words.T("optional")))
	}
	s.body.Add(part.Column(look.S1, head, l))
}

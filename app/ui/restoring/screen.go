package restoring

import (
	"context"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Picker asks the owner for a folder.
type Picker interface {
	PickFolder(ctx context.Context, title string) (string, error)
}

// Screen is the Restore page.
type Screen struct {
	Model *Model
	// Backup goes to where a backup starts, Free and Prove open their sheets, Open
	// shows a folder of this computer.
	Backup, Free, Prove func()

	kit    *part.Kit
	picker Picker
	lines  *fyne.Container
	shown  []Line
	view   *flowView
	body   *fyne.Container
	page   *part.Page
	step   Step
}

// New returns the page.
func New(kit *part.Kit, r Restores, p Picker) *Screen {
	s := &Screen{kit: kit, picker: p, Model: NewModel(r, kit), Backup: func() {}, Free: func() {}, Prove: func() {},
		lines: part.Column(look.S2), body: part.Column(look.S4)}
	s.view = newFlowView(kit, s.Model.Flow, s.Model.Again)
	s.Model.OnChange = s.render
	s.page = part.NewPage(look.Column-160, look.S8, s.body)
	s.render()
	return s
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() { s.Model.Show() }

// Changed tells the screen that the library has changed.
func (s *Screen) Changed() { s.Model.Load() }

// Look asks phones, and what is under way, how they are.
func (s *Screen) Look() { s.Model.Look() }

// Key does what a key means to the page, and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool {
	if k == fyne.KeyEscape && s.Model.Flow.Step == Ready {
		s.Model.Flow.Back()
		return true
	}
	return false
}

func (s *Screen) render() {
	m := s.Model
	s.body.Objects = nil
	s.body.Add(part.Title(words.T("Restore")))
	switch {
	case m.Flow.Step != Asking:
		s.body.Add(s.view.render())
	case m.Err != nil:
		what, next := s.kit.Explain(m.Err)
		s.body.Add(part.Space(0, 80))
		s.body.Add(part.Empty(look.IconError, what, next, part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, m.Load)))
	case !m.Loaded:
		s.body.Add(part.Muted(words.T("Looking for backups …")))
	case len(m.Backups) == 0 && !m.Handed():
		s.body.Add(part.Space(0, 80))
		s.body.Add(part.Empty(look.IconRestore, words.T("There is no backup yet"),
			words.T("What is backed up can be brought back here: to the same phone, to another one, or into a folder."),
			part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() })))
	default:
		s.choose()
	}
	s.body.Refresh()
	s.page.Relayout()
	if m.Flow.Step != s.step {
		s.step = m.Flow.Step
		s.page.ScrollTo(0)
	}
}

// failed says why the comparison, or the beginning, failed.
func failed(kit *part.Kit, err error) fyne.CanvasObject {
	what, next := kit.Explain(err)
	says := part.Column(2, part.Strong(what).Wrapped())
	if next != "" {
		says.Add(part.Muted(next).Wrapped())
	}
	return part.Note(look.Failed, look.IconError, says)
}

// unfinished offers what was interrupted.
func (s *Screen) unfinished() {
	for _, b := range s.Model.Unfinish {
		to := words.Name(b.Target.Name)
		text := words.N("A restore to {{.To}} was interrupted with {{.N}} things left.", b.Left, "To", to)
		if b.Job == job.FreeName {
			text = words.N("Freeing space on {{.To}} was interrupted with {{.N}} things left.", b.Left, "To", to)
		}
		s.body.Add(part.Note(look.NeedsYou, look.IconWarning, part.Column(look.S2,
			part.Strong(text).Wrapped(),
			part.Muted(words.F("It began {{.When}}. Nothing is half done: go on where it stopped, or take back what it did.", "When", words.When(b.Made, s.kit.Now()))).Wrapped(),
			part.Wrap(look.S2,
				part.NewButton(part.Secondary, words.T("Go on"), "", func() { s.Model.Flow.Finish(b.ID) }),
				part.NewButton(part.Plain, words.T("Take it back"), "", func() { s.Model.Flow.TakeBack(b.ID) })))))
	}
}

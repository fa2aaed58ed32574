package cloud

import (
	"context"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Screen is the Cloud page.
type Screen struct {
	Model *Model

	// Folder asks for an empty folder, "" when the owner wants none; nil leaves the way
	// back out. Use opens the library that was made there.
	Folder func(ctx context.Context, title string) (string, error)
	Use    func(dir string)

	kit     *part.Kit
	clouds  Clouds
	body    *fyne.Container
	head    *fyne.Container
	add     *part.Button
	page    *part.Page
	empty   *fyne.Container
	content *fyne.Container
}

// New returns the page.
func New(kit *part.Kit, c Clouds) *Screen {
	s := &Screen{kit: kit, clouds: c, Model: NewModel(c, kit.Hop, kit.After)}
	s.Model.OnChange = s.render
	s.body = part.Column(look.S4)
	s.add = part.NewButton(part.Secondary, words.T("Add a cloud…"), look.IconPlus, s.Add)
	s.page = part.NewPage(860, look.S8, s.body).Flush()
	s.empty = part.Layers(part.Empty(look.IconCloud, words.T("Keep a second copy somewhere else"),
		words.T("A folder on another disk, a NAS, Nextcloud, Immich, S3 and more. Keepsake calls a picture uploaded only when the place itself says it has it."),
		part.NewButton(part.Primary, words.T("Add a cloud"), look.IconPlus, s.Add)))
	s.head = part.Row(look.S3, part.Grow(part.Title(words.T("Cloud"))), s.add)
	s.content = part.Column(0,
		part.Inset(look.S8, look.S6, look.S8, look.S3, s.head),
		part.Tall(part.Layers(s.page, s.empty)))
	s.render()
	return s
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Show tells the screen that it has come into sight.
func (s *Screen) Show() { s.Model.Show() }

// Hide tells the screen that it goes out of sight.
func (s *Screen) Hide() { s.Model.Hide() }

// Changed tells the screen that the library has changed.
func (s *Screen) Changed() { s.Model.Load() }

// Add opens the wizard.
func (s *Screen) Add() {
	w := NewWizard(s.clouds, s.kit.Hop)
	s.Model.Wizard = w
	openWizard(s.kit, w, func() {
		s.Model.Wizard = nil
		s.Model.Load()
	})
}

func (s *Screen) render() {
	m := s.Model
	none := len(m.Cards) == 0
	part.Show(s.page, !none)
	part.Show(s.add, !none)
	part.Show(s.empty, none)
	s.head.Refresh() // the button came or went
	s.body.Objects = nil
	asks := true // one button at most asks to be pressed
	for _, c := range m.Cards {
		s.body.Add(s.card(c, asks && !c.Running))
		asks = asks && c.Running
	}
	s.body.Refresh()
	s.page.Relayout()
}

func (s *Screen) card(c Card, first bool) fyne.CanvasObject {
	about := c.Kind
	if c.Account != "" {
		about += " · " + words.Name(c.Account)
	}
	if c.Encrypted {
		about = words.F("{{.About}} · encrypted", "About", about)
	}
	head := part.RowTop(look.S3, part.NewIcon(look.IconCloud, look.Accent, 28),
		part.Grow(part.Column(2, part.Head(words.Name(c.Name)).Middle(), part.Muted(about).Middle())))
	body := part.Column(look.S3, head)
	if c.State.Free >= 0 || c.State.Used >= 0 {
		body.Add(space(c.State))
	}
	body.Add(s.numbers(c))
	if note := s.note(c); note != nil {
		body.Add(note)
	}
	if c.Running {
		body.Add(meter(c.Now, progress(c.Now)))
	}
	body.Add(s.buttons(c, first))
	if o := s.other(c); o != nil {
		body.Add(o)
	}
	body.Add(s.deeds(c))
	if s.Model.Open == c.ID {
		body.Add(s.queue())
	}
	return part.Card(body)
}

// space shows how full a cloud is.
func space(s State) fyne.CanvasObject {
	if s.Free < 0 {
		return part.Small(words.F("{{.Size}} used", "Size", words.Size(s.Used)))
	}
	if s.Used < 0 || s.Used+s.Free == 0 {
		return part.Small(words.F("{{.Size}} free", "Size", words.Size(s.Free)))
	}
	free := part.Small(words.F("{{.Free}} of {{.All}} free", "Free", words.Size(s.Free), "All", words.Size(s.Used+s.Free)))
	full := float32(s.Used) / float32(s.Used+s.Free)
	colour := look.Muted
	if full > 0.95 {
		colour = look.NeedsYou
	}
	bar := part.NewBar(6, colour)
	bar.Set(full, colour)
	return part.Row(look.S3, part.Grow(bar), free)
}

// numbers says how many are up, wait and failed.
func (s *Screen) numbers(c Card) fyne.CanvasObject {
	if !c.Loaded {
		return part.Muted(words.T("Looking …"))
	}
	row := part.Row(look.S4)
	if proven := c.State.Up - c.State.Unproven; proven > 0 {
		row.Add(part.Row(look.S1, part.NewIcon(look.IconShieldCheck, look.Verified, 18), part.Body(words.N("{{.N}} up, confirmed", proven))))
	}
	if c.State.Unproven > 0 {
		row.Add(part.Row(look.S1, part.NewIcon(look.IconShield, look.Muted, 18), part.Body(words.N("{{.N}} sent, not verifiable", c.State.Unproven))))
	}
	if c.State.Waiting > 0 {
		row.Add(part.Row(look.S1, part.NewIcon(look.IconUp, look.Muted, 18), part.Body(words.N("{{.N}} waiting", c.State.Waiting))))
	}
	if c.State.Failed > 0 {
		row.Add(part.Row(look.S1, part.NewIcon(look.IconError, look.Failed, 18), part.Body(words.N("{{.N}} failed", c.State.Failed)).In(look.Failed)))
	}
	if len(row.Objects) == 0 {
		return part.Muted(words.T("Nothing was uploaded yet."))
	}
	return row
}

// note says what came of the last upload, where that needs to be known.
func (s *Screen) note(c Card) fyne.CanvasObject {
	says := func(tone fyne.ThemeColorName, icon look.Icon, what, next string) fyne.CanvasObject {
		col := part.Column(2, part.Strong(what).Wrapped())
		if next != "" {
			col.Add(part.Muted(next).Wrapped())
		}
		return part.Note(tone, icon, col)
	}
	switch {
	case c.Err != nil:
		what, next := s.kit.Explain(c.Err)
		return says(look.Failed, look.IconError, what, next)
	case c.Running:
		return nil
	case c.State.Wait.After(s.kit.Now()):
		return says("", look.IconActivity, words.F("Waits until {{.When}}.", "When", until(c.State.Wait, s.kit.Now())),
			words.T("The service takes no more today. What is up is safe; the upload goes on by itself while Keepsake runs."))
	case !c.State.HasLast:
		return nil
	case c.State.Last.Status == job.Failed:
		return says(look.Failed, look.IconError, words.T("The last upload ended early."), words.Name(c.State.Last.Message))
	case c.State.Failed > 0:
		return says(look.NeedsYou, look.IconWarning, words.N("{{.N}} files could not be uploaded. Their reasons are in the list.", c.State.Failed), "")
	}
	text := words.F("Last upload {{.When}}", "When", words.When(c.State.Last.Started, s.kit.Now()))
	if h := holds(c.State.Holds.Why); h != "" {
		text += " · " + h
	}
	return part.Small(text).Wrapped()
}

// progress says how far an upload has come.
func progress(n job.Snapshot) string {
	switch {
	case n.Status == job.Paused:
		return words.T("Paused")
	case n.Status == job.Cancelling:
		return words.T("Stopping …")
	case n.Phase == job.Uploading && n.FilesTotal > 0:
		text := words.F("{{.Done}} of {{.All}}", "Done", words.Count(n.Files), "All", words.Count(n.FilesTotal))
		if n.Speed > 0 {
			text += " · " + words.Speed(n.Speed)
		}
		if n.Left > 0 {
			text += " · " + words.Left(n.Left)
		}
		if n.Item != "" {
			text += " · " + words.Name(n.Item)
		}
		return text
	case n.Phase == job.Fetching && n.FilesTotal > 0, n.Phase == job.Verifying && n.FilesTotal > 0:
		text := words.F("{{.Done}} of {{.All}}", "Done", words.Count(n.Files), "All", words.Count(n.FilesTotal))
		if n.Left > 0 {
			text += " · " + words.Left(n.Left)
		}
		return text
	case n.Phase == job.Albuming:
		return words.T("Putting them into albums …")
	case n.Phase == job.Finishing:
		return words.T("Finishing …")
	}
	return words.T("Looking at what is there already …")
}

func (s *Screen) buttons(c Card, first bool) fyne.CanvasObject {
	row := part.Row(look.S2)
	if c.Running {
		paused := c.Now.Status == job.Paused
		label, icon := words.T("Pause"), look.IconPause
		if paused {
			label, icon = words.T("Continue"), look.IconPlay
		}
		row.Add(part.NewButton(part.Secondary, label, icon, func() { s.Model.Hold(c.ID, !paused) }))
		row.Add(part.NewButton(part.Secondary, words.T("Cancel"), "", func() { s.Model.Cancel(c.ID) }))
	} else {
		label := words.T("Upload now")
		if c.State.Failed > 0 {
			label = words.T("Try again")
		}
		weight := part.Secondary
		if first && !c.State.Wait.After(s.kit.Now()) {
			weight = part.Primary
		}
		row.Add(part.NewButton(weight, label, look.IconCloud, func() {
			if err := s.Model.Upload(c.ID); err != nil {
				s.kit.Failed(err)
			}
		}))
	}
	if c.State.Failed+c.State.Waiting > 0 {
		label := words.T("Show the list")
		if s.Model.Open == c.ID {
			label = words.T("Hide the list")
		}
		row.Add(part.NewButton(part.Plain, label, "", func() { s.Model.Unfold(c.ID) }))
	}
	row.Add(part.NewSpring())
	return row
}

// remove explains what it does before it does it: the password cannot be brought
// back.
func (s *Screen) remove(c Card) {
	var sheet *part.Sheet
	body := part.Column(look.S4,
		part.Body(words.F("Keepsake forgets {{.Name}} and its password. What is there stays there.", "Name", words.Name(c.Name))).Wrapped(),
		part.Row(look.S2, part.NewSpring(),
			part.NewButton(part.Secondary, words.T("Keep it"), "", func() { sheet.Close() }),
			part.NewButton(part.Danger, words.T("Remove"), "", func() {
				sheet.Close()
				s.Model.Remove(c.ID, s.kit.Failed)
			})))
	sheet = s.kit.Sheet(words.T("Remove this cloud?"), words.T("Close"), fyne.NewSize(480, 220), body)
}

// most is how many lines of a queue are shown.
const most = 100

// queue lists what is not up, and why.
func (s *Screen) queue() fyne.CanvasObject {
	list := part.Column(look.S2, part.NewRule())
	for i, l := range s.Model.Lines {
		if i == most {
			list.Add(part.Small(words.N("and {{.N}} more", len(s.Model.Lines)-most)))
			break
		}
		icon, tone, says := look.IconUp, look.Muted, words.F("waits · {{.Size}}", "Size", words.Size(l.Size))
		if l.Failed {
			icon, tone, says = look.IconError, look.Failed, words.Name(l.Reason)
		}
		list.Add(part.RowTop(look.S2, part.NewIcon(icon, tone, 18),
			part.Grow(part.Column(0, part.Body(words.Name(l.Path)).Middle(), part.Small(says).Wrapped()))))
	}
	if len(s.Model.Lines) == 0 {
		list.Add(part.Small(words.T("Looking …")))
	}
	return list
}

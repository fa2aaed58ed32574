package selfbackup

import (
	"strings"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// now says what is the case at this moment, and what to do about it.
func (s *Screen) now() fyne.CanvasObject {
	m := s.Model
	name := m.Phone.Title()
	if m.Err != nil && m.State != Reading {
		what, next := s.kit.Explain(m.Err)
		col := part.Column(look.S2, part.Strong(what).Wrapped(), part.Muted(next).Wrapped())
		if m.State == Found {
			col.Add(part.Row(0, part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, func() { m.Read("") }), part.NewSpring()))
		}
		return part.Note(look.Failed, look.IconError, col)
	}
	switch m.State {
	case NoPhone:
		return part.Note(look.NeedsYou, look.IconCable, part.Column(look.S2,
			part.Strong(words.T("Connect the phone, and this page sees when its backup is there.")).Wrapped(),
			part.Row(0, part.NewButton(part.Secondary, words.T("Connect a phone"), look.IconCable, func() { s.Connect() }), part.NewSpring())))
	case Watching:
		return part.Note("", look.IconPhone, part.Column(2, part.Strong(words.F("Watching {{.Phone}}", "Phone", name)).Wrapped(),
			part.Muted(words.T("No backup is on it yet. As soon as one appears, it is shown here.")).Wrapped()))
	case Writing:
		return part.Note("", look.IconBackup, part.Column(2, part.Strong(words.T("The phone is making its backup…")).Wrapped(),
			part.Muted(words.F("{{.Files}}, {{.Size}} so far", "Files", words.N("{{.N}} files", m.Backup.Files), "Size", words.Size(m.Backup.Bytes))).Wrapped()))
	case Found:
		return s.found()
	case Asking:
		says := words.T("This backup was made with a password. What is its password?")
		tone := fyne.ThemeColorName("")
		if m.Wrong {
			says, tone = words.T("That was not the backup’s password. Nothing was changed; try again."), look.NeedsYou
		}
		return part.Note(tone, look.IconLock, part.Column(look.S2, part.Strong(says).Wrapped(),
			part.Row(look.S2, part.Field(200, s.typed), part.NewButton(part.Primary, words.T("Read"), "", func() { s.unlock(s.typed.Text) }))))
	case Reading:
		return part.Card(part.Column(look.S3, part.Strong(words.F("Reading the backup of {{.Phone}}", "Phone", name)).Wrapped(), s.bar,
			part.Muted(words.T("The phone can be used meanwhile; leave the cable in.")).Wrapped()))
	}
	return s.done()
}

// found offers to read what is there.
func (s *Screen) found() fyne.CanvasObject {
	m := s.Model
	var holds []string
	for _, h := range []struct{ pkg, name string }{
		{NotesApp, words.T("notes")}, {SettingsApp, words.T("networks with passwords, settings")}, {MessagesApp, words.T("messages")}, {ContactsApp, words.T("contacts and calls")},
	} {
		if m.Backup.Has(h.pkg) {
			holds = append(holds, h.name)
		}
	}
	what := words.T("It holds nothing that Keepsake can read. Tick Notes and WLAN settings for the next one.")
	if len(holds) > 0 {
		what = words.F("It holds {{.What}}.", "What", strings.Join(holds, ", "))
	}
	head := words.F("A backup of {{.Date}} is on the phone", "Date", words.Date(m.Backup.Made))
	if m.Fresh {
		head = words.T("The backup is there")
	}
	about := words.F("{{.Time}} · {{.Files}} · {{.Size}}", "Time", words.Clock(m.Backup.Made), "Files", words.N("{{.N}} files", m.Backup.Files), "Size", words.Size(m.Backup.Bytes))
	col := part.Column(look.S2, part.Head(head).Wrapped(), part.Muted(about).Middle(), part.Body(what).Wrapped())
	if len(holds) > 0 {
		col.Add(part.Row(0, part.NewButton(part.Primary, words.T("Read it now"), look.IconDownload, func() { m.Read("") }), part.NewSpring()))
	}
	if !m.Fresh {
		col.Add(part.Small(words.T("Make a new one to have what was changed since.")).Wrapped())
	}
	return part.Card(col)
}

// done says what was got, with the way to it.
func (s *Screen) done() fyne.CanvasObject {
	m := s.Model
	g := m.Got
	col := part.Column(look.S2, part.Row(look.S2, part.NewIcon(look.IconDone, look.Foreground, 22), part.Grow(part.Head(words.T("The backup was read")).Wrapped())))
	line := func(n int, says string, to func()) {
		if n == 0 {
			return
		}
		row := part.Row(look.S2, part.NewIcon(look.IconCheck, look.Muted, 16), part.Grow(part.Body(says).Wrapped()))
		if to != nil {
			row.Add(part.NewButton(part.Plain, words.T("Show"), "", to))
		}
		col.Add(row)
	}
	line(g.Notes, words.N("{{.N}} notes", g.Notes), func() { s.Notes() })
	line(g.Networks, words.N("{{.N}} networks", g.Networks)+", "+words.N("{{.N}} passwords, encrypted", g.Passwords), func() { s.Networks() })
	line(g.Messages, words.N("{{.N}} messages", g.Messages), s.Messages)
	line(g.Contacts, words.N("{{.N}} contacts", g.Contacts), nil)
	line(g.Calls, words.N("{{.N}} calls", g.Calls), nil)
	line(g.Settings, words.N("{{.N}} settings", g.Settings), nil)
	if g.Apps > 0 {
		col.Add(part.Small(words.N("The data of {{.N}} apps mean something to those apps only, and stay on the phone.", g.Apps)).Wrapped())
	}
	const most = 8
	for i, w := range g.Why {
		if i == most {
			col.Add(part.Muted(words.N("… and {{.N}} more", len(g.Why)-most)))
			break
		}
		col.Add(part.Row(look.S2, part.NewIcon(look.IconInfo, look.NeedsYou, 16), part.Grow(part.Small(words.Name(w)).Wrapped())))
	}
	col.Add(part.Row(0, part.NewButton(part.Secondary, words.T("Watch for another"), look.IconRefresh, m.Again), part.NewSpring()))
	return part.Card(col)
}

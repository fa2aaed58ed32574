package ui

import (
	"keepsake/app/ui/apps"
	"keepsake/app/ui/calendar"
	"keepsake/app/ui/exporting"
	"keepsake/app/ui/networks"
	"keepsake/app/ui/notes"
	"keepsake/app/ui/recordings"
	"keepsake/app/ui/saving"
	"keepsake/app/ui/selfbackup"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
)

// Kept is where the pages of notes, events, networks, apps and recordings find theirs;
// nil leaves a page out. Vault has the networks' passwords, and may be nil.
type Kept struct {
	Notes      notes.Library
	Events     calendar.Library
	Networks   networks.Library
	Vault      networks.Vault
	Apps       apps.Library
	Recordings recordings.Library
	// SelfBackups are those that phones made of themselves.
	SelfBackups selfbackup.Reader
}

// others makes the pages of what is kept beside people and their talk.
func (p *papers) others(s *Shell) {
	k := s.deps.Kept
	backup := func() { s.Go(AtHome) }
	if k.Notes != nil {
		p.notes = notes.New(s.kit, k.Notes, p.loader)
		p.notes.Backup, p.notes.Export = backup, s.exportRecords
	}
	if k.Events != nil {
		p.calendar = calendar.New(s.kit, k.Events)
		p.calendar.Backup, p.calendar.Export = backup, s.exportRecords
	}
	if k.Networks != nil {
		p.networks = networks.New(s.kit, k.Networks, k.Vault)
		p.networks.Backup, p.networks.Export = backup, s.exportRecords
	}
	if k.Apps != nil {
		p.apps = apps.New(s.kit, k.Apps)
		p.apps.Backup, p.apps.Export = backup, s.exportRecords
	}
	if k.Recordings != nil {
		p.recordings = recordings.New(s.kit, k.Recordings)
		p.recordings.Backup, p.recordings.Export = backup, s.exportRecords
		p.recordings.Copy = func(items []int64) {
			if len(items) > 0 {
				exporting.Open(s.kit, s.deps.Library, s.deps.Desk, items, nil)
			}
		}
	}
}

// guide makes the page that leads to a phone's backup of itself, and the ways to it.
func (p *papers) guide(s *Shell) {
	if s.deps.Kept.SelfBackups == nil {
		return
	}
	p.selfbackup = selfbackup.New(s.kit, s.deps.Phones.Phones, s.deps.Kept.SelfBackups)
	g := p.selfbackup
	g.Connect = func() { s.Go(AtCheck) }
	g.Notes, g.Networks, g.Messages = func() { s.Go(AtNotes) }, func() { s.Go(AtWifi) }, func() { s.Go(AtMessages) }
	g.Model.Taken = func() { s.Notify(LibraryChanged) }
	show := func() { s.Go(AtSelfBackup) }
	p.messages.Guide, p.calls.Guide = show, show
	s.home.SelfBackup = func(id string) {
		show()
		g.Model.Choose(id)
	}
	if p.notes != nil {
		p.notes.Guide = show
	}
	if p.networks != nil {
		p.networks.Guide = show
	}
}

// exportRecords opens the sheet that writes records to a file.
func (s *Shell) exportRecords(q shelf.RecordQuery, count int, name string) {
	heading := words.F("Export “{{.Name}}”", "Name", name)
	if count > 1 {
		heading = words.F("Export {{.N}} from “{{.Name}}”", "N", words.Count(count), "Name", name)
	}
	saving.Open(s.kit, s.deps.Records, s.deps.Desk, saving.What{Heading: heading, File: name, Query: q})
}

package ui

import (
	"context"

	"keepsake/app/ui/apps"
	"keepsake/app/ui/calendar"
	"keepsake/app/ui/calls"
	"keepsake/app/ui/contacts"
	"keepsake/app/ui/messages"
	"keepsake/app/ui/networks"
	"keepsake/app/ui/notes"
	"keepsake/app/ui/recordings"
	"keepsake/app/ui/selfbackup"
	"keepsake/app/ui/thumbs"
)

// paperBudget is how many bytes of contacts' photos and messages' pictures are kept.
const paperBudget = 24 << 20

// papers are the pages of what is kept beside pictures.
type papers struct {
	loader   *thumbs.Loader
	contacts *contacts.Screen
	messages *messages.Screen
	calls    *calls.Screen

	notes      *notes.Screen // these are nil where the window has no such page
	calendar   *calendar.Screen
	networks   *networks.Screen
	apps       *apps.Screen
	recordings *recordings.Screen
	selfbackup *selfbackup.Screen
}

func newPapers(ctx context.Context, s *Shell) *papers {
	r := s.deps.Records
	p := &papers{loader: thumbs.New(ctx, r, s.deps.Post, paperBudget)}
	p.contacts = contacts.New(s.kit, r, r, s.deps.Desk, p.loader)
	p.contacts.Backup = func() { s.Go(AtHome) }
	p.messages = messages.New(s.kit, r, r, s.deps.Desk, p.loader)
	p.messages.Backup = func() { s.Go(AtHome) }
	p.calls = calls.New(s.kit, r, r, s.deps.Desk, p.loader)
	p.calls.Backup = func() { s.Go(AtHome) }

	written := func(tails []string, name string) {
		s.Go(AtMessages)
		p.messages.ShowOnly(tails, name)
	}
	p.contacts.Messages, p.calls.Messages = written, written
	p.contacts.Calls = func(tails []string, name string) {
		s.Go(AtCalls)
		p.calls.ShowOnly(tails, name)
	}
	p.calls.Contact = func(id int64) {
		s.Go(AtContacts)
		p.contacts.Model.Show(id)
	}
	p.others(s)
	p.guide(s)
	return p
}

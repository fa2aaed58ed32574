package ui

import (
	"context"

	"keepsake/app/ui/contacts"
	"keepsake/app/ui/thumbs"
)

// paperBudget is how many bytes of contacts' photos and messages' pictures are kept.
const paperBudget = 24 << 20

// papers are the pages of what is kept beside pictures.
type papers struct {
	loader   *thumbs.Loader
	contacts *contacts.Screen
}

func newPapers(ctx context.Context, s *Shell) *papers {
	r := s.deps.Records
	p := &papers{loader: thumbs.New(ctx, r, s.deps.Post, paperBudget)}
	p.contacts = contacts.New(s.kit, r, r, s.deps.Desk, p.loader)
	p.contacts.Backup = func() { s.Go(AtHome) }
	return p
}

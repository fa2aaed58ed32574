package contacts

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// noTime is now, to the history.
var noTime time.Time

func equal(a, b []string) bool { return slices.Equal(a, b) }

// emptiness names why there is nobody to see, "" when there is.
func (s *Screen) emptiness() string {
	m := s.Model
	switch {
	case m.Err != nil:
		return "error"
	case !m.Loaded:
		return ""
	case m.Count > 0:
		return ""
	case m.Search != "" || m.Past.AsOf() != 0:
		return "not found"
	case len(m.Refusals) > 0:
		return "refused"
	}
	return "nothing"
}

func (s *Screen) explain(why string) fyne.CanvasObject {
	m := s.Model
	switch why {
	case "error":
		what, next := s.kit.Explain(m.Err)
		return part.Empty(look.IconError, what, next, part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, m.Load))
	case "not found":
		return part.Empty(look.IconSearch, words.T("Nobody found"),
			words.T("Try a part of the name, or of a number. Who was deleted on the phone is found by looking back."),
			part.NewButton(part.Secondary, words.T("Show everybody"), "", func() {
				s.search.SetText("")
				m.Past.Look(noTime)
			}))
	case "refused":
		r := m.Refusals[0]
		return part.Empty(look.IconPeople, words.F("{{.Phone}} gave no contacts", "Phone", words.Name(r.Phone)), r.Why,
			part.NewButton(part.Secondary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() }))
	}
	return part.Empty(look.IconPeople, words.T("No contacts here yet"),
		words.T("After a backup everybody in the phone’s address book is here, with photos, numbers and notes. Who is deleted on the phone later is found again by looking back."),
		part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() }))
}

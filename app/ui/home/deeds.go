package home

import (
	"errors"
	"strings"

	"keepsake/app/ui/words"
)

// Start begins a backup of a phone; what goes wrong at once is returned.
func (m *Model) Start(id string) error {
	err := m.runs.Start(id)
	m.Poll()
	return err
}

// StartAll begins a backup of every phone that can have one. One that cannot
// begin does not keep the others from it.
func (m *Model) StartAll() error {
	var errs []error
	for _, c := range m.Cards {
		if c.CanStart {
			errs = append(errs, m.runs.Start(c.Phone.ID))
		}
	}
	m.Poll()
	return errors.Join(errs...)
}

// CanStart is how many phones could be backed up now.
func (m *Model) CanStart() (n int) {
	for _, c := range m.Cards {
		if c.CanStart {
			n++
		}
	}
	return n
}

// Cancel asks a backup to stop.
func (m *Model) Cancel(id string) {
	m.runs.Cancel(id)
	m.Poll()
}

// Hold pauses a running backup, or lets a paused one go on.
func (m *Model) Hold(id string) {
	for _, c := range m.Cards {
		if c.Phone.ID != id || !c.CanPause {
			continue
		}
		if c.Progress.Paused {
			m.Pauser.Continue(id)
		} else {
			m.Pauser.Pause(id)
		}
		m.Poll()
		return
	}
}

// NameMost is how many characters a phone's name may have.
const NameMost = 60

// Rename gives a phone the name its owner typed. The same name changes nothing;
// an empty one gives the phone back its own.
func (m *Model) Rename(id, name string) error {
	name = strings.Join(strings.Fields(words.Name(name)), " ")
	if r := []rune(name); len(r) > NameMost {
		name = strings.TrimSpace(string(r[:NameMost]))
	}
	for _, c := range m.Cards {
		if c.Phone.ID == id && c.Phone.Title() == name {
			return nil
		}
	}
	err := m.Names.Rename(id, name)
	m.Poll()
	return err
}

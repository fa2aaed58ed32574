package doctor

import (
	"keepsake/app/ui/words"
	"keepsake/device/doctor"
)

// Title is what stands above the checklist.
func (m *Model) Title() string {
	if m.ready() > 0 {
		return words.T("Connection check")
	}
	return words.T("Connect your phone")
}

// Line is the sentence below the title.
func (m *Model) Line() string {
	switch n := m.grave(); {
	case m.clinic == nil:
		return words.T("Follow the steps; the next one shows by itself when the phone is there.")
	case !m.Checked:
		return words.T("Looking at this computer and its sockets…")
	case m.ready() > 0 && n == 0:
		return words.T("Everything is in order.")
	case m.ready() > 0:
		return words.N("{{.N}} things need you.", n)
	}
	return words.T("This page follows along and ticks each step by itself.")
}

func (m *Model) ready() (n int) {
	for _, l := range m.Lines {
		if l.ID == doctor.Ready {
			n++
		}
	}
	return n
}

func (m *Model) grave() (n int) {
	for _, l := range m.Lines {
		if l.Mark >= Amber {
			n++
		}
	}
	return n
}

// Package activity is the list of what was done: every backup with its receipt,
// newest first.
//
// Begin with New.
package activity

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/look"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/restoring"
	"keepsake/app/ui/words"
)

// Log is where the receipts are.
type Log interface {
	// Receipts returns the newest receipts, newest first; limit 0 means all.
	Receipts(ctx context.Context, limit int) ([]job.Receipt, error)
}

// limit is how many runs are listed.
const limit = 500

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	Runs   []job.Receipt
	Chosen int // index into Runs, -1 for none
	Loaded bool
	Err    error

	OnChange func()

	log     Log
	hop     *hop.Hop
	loading hop.Latest
}

// NewModel returns a model; Load fills it.
func NewModel(log Log, h *hop.Hop) *Model {
	return &Model{log: log, hop: h, Chosen: -1, OnChange: func() {}}
}

// Load reads the runs anew; the chosen one stays chosen.
func (m *Model) Load() {
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		runs, err := m.log.Receipts(ctx, limit)
		return func() {
			var was time.Time
			if m.Chosen >= 0 && m.Chosen < len(m.Runs) {
				was = m.Runs[m.Chosen].Started
			}
			m.Loaded, m.Err = true, err
			if err == nil {
				m.Runs, m.Chosen = runs, -1
			}
			for i, r := range m.Runs {
				if !was.IsZero() && r.Started.Equal(was) {
					m.Chosen = i
				}
			}
			if m.Chosen < 0 && len(m.Runs) > 0 {
				m.Chosen = 0
			}
			m.OnChange()
		}
	})
}

// Choose opens a run's receipt.
func (m *Model) Choose(i int) {
	if i >= 0 && i < len(m.Runs) && i != m.Chosen {
		m.Chosen = i
		m.OnChange()
	}
}

// Line is a run in the list.
type Line struct {
	Icon          look.Icon
	Tone          fyne.ThemeColorName
	Title, Detail string
}

// LineOf says what a run was, read at now.
func LineOf(r job.Receipt, now time.Time) Line {
	w := receipt.Of(r, now)
	l := Line{Icon: w.Summary.Icon, Tone: w.Summary.Tone, Title: Name(r), Detail: w.Summary.Text}
	if l.Tone == "" && r.Status == job.Done && w.Proof.Tone == look.Verified {
		l.Icon, l.Tone = w.Proof.Icon, w.Proof.Tone
	}
	if l.Tone == "" {
		l.Tone = look.Muted
	}
	return l
}

// CanUndo reports whether a run can be taken back, and was not yet.
func (m *Model) CanUndo(r job.Receipt) bool {
	return restoring.CanUndo(r) && !slices.ContainsFunc(m.Runs, func(u job.Receipt) bool {
		return u.Job == job.UndoName && u.ID == r.ID && u.Status == job.Done
	})
}

// Name is the phone a run was about, or what it was.
func Name(r job.Receipt) string {
	name := r.Name
	if name == "" {
		name = r.Device
	}
	switch name = words.Name(name); r.Job {
	case job.RestoreName:
		return words.F("Restore to {{.Name}}", "Name", name)
	case job.UndoName:
		return words.F("Undo on {{.Name}}", "Name", name)
	case job.FreeName:
		return words.F("Space freed on {{.Name}}", "Name", name)
	case job.DrillName:
		return words.T("Backup put to the proof")
	}
	for _, s := range []string{r.Name, r.Device} {
		if s != "" && r.Job == job.ImportName {
			return words.F("Import of {{.Name}}", "Name", words.Name(s))
		}
		if s != "" && r.Job == job.ExportName {
			return words.F("Export to {{.Name}}", "Name", words.Name(s))
		}
		if s != "" && r.Job == job.UploadName {
			return words.F("Upload to {{.Name}}", "Name", words.Name(s))
		}
		if s != "" && r.Job == job.FetchName {
			return words.F("Library fetched from {{.Name}}", "Name", words.Name(s))
		}
		if s != "" {
			return words.Name(s)
		}
	}
	if r.Job == job.ImportName {
		return words.T("Import")
	}
	return words.T("Backup")
}

package cloud

import (
	"context"
	"strings"

	"keepsake/app/ui/hop"
)

// Wizard adds a cloud: which service, then what it needs to know, then it is tried.
// It belongs to the window's goroutine.
type Wizard struct {
	Services []Service
	Chosen   int // index into Services, -1: not chosen yet
	Draft    Draft
	Trying   bool
	Err      error // why it was not added

	OnChange func()
	Added    func() // it works and is kept

	clouds Clouds
	hop    *hop.Hop
	trying hop.Latest
}

// NewWizard returns one at its first step.
func NewWizard(c Clouds, h *hop.Hop) *Wizard {
	return &Wizard{Services: c.Services(), Chosen: -1, clouds: c, hop: h, OnChange: func() {}, Added: func() {}}
}

// Choose takes a service.
func (w *Wizard) Choose(i int) {
	w.Chosen, w.Err = i, nil
	w.Draft = Draft{Kind: w.Services[i].Kind, Name: w.Services[i].Title, Values: map[string]string{}}
	if w.Services[i].Root != "" && w.Services[i].Kind != "folder" && !strings.Contains(w.Services[i].Root, "/") {
		w.Draft.Root = "Keepsake"
	}
	w.OnChange()
}

// Back returns to the choice of services.
func (w *Wizard) Back() {
	w.Stop()
	w.Chosen, w.Err = -1, nil
	w.OnChange()
}

// Service is the one that was chosen.
func (w *Wizard) Service() Service { return w.Services[w.Chosen] }

// Ready reports whether all that is needed was filled in.
func (w *Wizard) Ready() bool {
	if w.Chosen < 0 || w.Trying || strings.TrimSpace(w.Draft.Name) == "" {
		return false
	}
	s := w.Service()
	if s.Root != "" && strings.TrimSpace(w.Draft.Root) == "" {
		return false
	}
	for _, f := range s.Fields {
		if !f.Optional && strings.TrimSpace(w.Draft.Values[f.Name]) == "" {
			return false
		}
	}
	return true
}

// Try tests the cloud and keeps it, if it works.
func (w *Wizard) Try() {
	if !w.Ready() {
		return
	}
	w.Trying, w.Err = true, nil
	w.OnChange()
	d := w.Draft
	w.trying.Go(w.hop, func(ctx context.Context) func() {
		err := w.clouds.Add(ctx, d)
		return func() {
			w.Trying, w.Err = false, err
			if err == nil {
				w.Added()
				return
			}
			w.OnChange()
		}
	})
}

// Stop ends a test under way.
func (w *Wizard) Stop() {
	w.trying.Cancel()
	w.Trying = false
}

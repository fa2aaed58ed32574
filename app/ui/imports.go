package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/ui/home"
	"keepsake/app/ui/importing"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/words"
)

// Dropped takes what was dropped onto the window. On a phone of the rail it goes to
// that phone, elsewhere it is imported; its owner sees first what it is.
func (s *Shell) Dropped(at fyne.Position, what []fyne.URI) {
	var paths []string
	for _, u := range what {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	if id := s.rail.phoneAt(at); id != "" && s.deps.Restores != nil && len(paths) > 0 && s.sheet == nil && !s.viewing {
		s.send(id, paths, nil)
		return
	}
	if sheet := s.openImport(); sheet != nil {
		sheet.Model.Add(paths)
	}
}

// openImport opens the sheet for an import, or returns the one that is open. It
// returns nil when nothing can be imported here.
func (s *Shell) openImport() *importing.Sheet {
	if s.deps.Imports == nil {
		return nil
	}
	if s.viewing {
		s.leaveViewer(0)
	}
	if s.sheet == nil {
		s.sheet = importing.Open(s.kit, s.deps.Imports, s.deps.Picker, func() {
			s.sheet = nil
			s.look()
		})
	}
	return s.sheet
}

// importID stands for the import among the jobs of the strip.
const importID = "import"

// importCard is the import under way as the strip shows jobs.
func (s *Shell) importCard() (home.Card, bool) {
	if s.deps.Imports == nil {
		return home.Card{}, false
	}
	now, ok := s.deps.Imports.Progress()
	if !ok || now.Status.Ended() {
		return home.Card{}, false
	}
	p := home.ProgressOf(now, words.T("Import"), s.kit.Explain)
	if now.Status == job.Running && now.Phase == job.Listing {
		p.Phase = words.T("Looking through what is there")
	}
	return home.Card{Phone: phone.Phone{ID: importID, Name: words.T("Import")}, Import: true, Running: true, Progress: p, CanPause: !p.Ending}, true
}

// lookAtImport asks the import how it is, and tells when it has ended.
func (s *Shell) lookAtImport() {
	if s.deps.Imports == nil {
		return
	}
	_, was := s.importCard()
	was, s.taking = s.taking, was
	if !was || s.taking {
		return
	}
	s.Notify(LibraryChanged)
	r, ok := s.deps.Imports.Receipt()
	if !ok {
		return
	}
	says := receipt.Of(r, s.kit.Now()).Summary
	s.toasts.Show(part.Toast{
		Text: words.F("{{.Phone}}: {{.What}}", "Phone", words.T("Import"), "What", says.Text), Next: says.Next, Tone: says.Tone,
		Action: words.T("Show"), Do: func() { s.Go(AtActivity) },
	})
}

// hold pauses a job of the strip, or lets it go on.
func (s *Shell) hold(id string) {
	switch id {
	case importID:
		if c, ok := s.importCard(); ok {
			s.deps.Imports.Hold(!c.Progress.Paused)
		}
	case restoreID:
		if c, ok := s.restoreCard(); ok {
			s.deps.Restores.Hold(!c.Progress.Paused)
		}
	default:
		if strings.HasPrefix(id, uploadID) {
			s.holdUpload(id)
			return
		}
		s.home.Model.Hold(id)
	}
}

// stop asks a job of the strip to stop.
func (s *Shell) stop(id string) {
	switch id {
	case importID:
		s.deps.Imports.Cancel()
	case restoreID:
		s.deps.Restores.Cancel()
	default:
		if cloud, ok := strings.CutPrefix(id, uploadID); ok {
			s.deps.Clouds.Cancel(cloud)
			return
		}
		s.home.Model.Cancel(id)
	}
}

// showJob goes to where a job of the strip can be watched.
func (s *Shell) showJob(id string) {
	switch id {
	case importID:
		s.Go(AtPhotos)
	case restoreID:
		s.Go(AtRestore)
	default:
		if strings.HasPrefix(id, uploadID) {
			s.Go(AtCloud)
			return
		}
		s.Go(AtHome)
	}
}

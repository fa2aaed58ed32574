package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/job"
	"keepsake/app/ui/home"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/restoring"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
)

// restoreID stands for the restore among the jobs of the strip.
const restoreID = "restore"

// openRestores makes the Restore page, and lets the others lead to it.
func (s *Shell) openRestores() {
	r := s.deps.Restores
	if r == nil {
		return
	}
	s.restore = restoring.New(s.kit, r, s.deps.Desk)
	s.restore.Backup = func() { s.Go(AtHome) }
	s.restore.Prove = s.openDrill
	s.restore.Free = func() { s.openFree("") }
	bring := func(ids []int64) {
		s.restore.Model.Take(ids)
		s.Go(AtRestore)
	}
	s.photos.Restorer = bring
	s.viewer.Restorer = bring
	if s.papers != nil {
		s.papers.contacts.Restore = func(q shelf.RecordQuery) {
			s.restore.Model.TakeRecords(q)
			s.Go(AtRestore)
		}
	}
	s.photos.Carry = s.carry
	s.photos.Carried = s.carried
	s.activity.Undo = func(run job.Receipt) {
		s.restore.Model.Flow.TakeBack(run.ID)
		s.Go(AtRestore)
		s.look()
	}
	s.home.Prove = s.openDrill
}

// openDrill opens the sheet that proves the backup.
func (s *Shell) openDrill() {
	s.flowSheet(func(closed func()) (interface{ Close() }, *restoring.Flow) {
		m := restoring.NewDrills(s.kit, s.deps.Restores)
		return restoring.OpenDrill(s.kit, m, closed), m.Flow
	})
}

// openFree opens the sheet that frees space on a phone.
func (s *Shell) openFree(id string) {
	s.flowSheet(func(closed func()) (interface{ Close() }, *restoring.Flow) {
		m := restoring.NewFreeUp(s.kit, s.deps.Restores, id)
		return restoring.OpenFree(s.kit, m, closed), m.Flow
	})
}

// send opens the sheet for what was dropped onto a phone.
func (s *Shell) send(id string, files []string, items []int64) {
	for _, p := range s.deps.Restores.Phones() {
		if p.ID != id {
			continue
		}
		if !p.Ready() || p.Locked {
			s.toasts.Show(part.Toast{Text: words.F("{{.Phone}} is not ready.", "Phone", p.Title()), Next: p.Next, Tone: look.NeedsYou})
			return
		}
		s.flowSheet(func(closed func()) (interface{ Close() }, *restoring.Flow) {
			m := restoring.NewSend(s.kit, s.deps.Restores, p, files, items)
			return restoring.OpenSend(s.kit, m, closed), m.Flow
		})
		return
	}
}

// flowSheet opens a sheet with a flow in place of the one before.
func (s *Shell) flowSheet(open func(closed func()) (interface{ Close() }, *restoring.Flow)) {
	if s.viewing {
		s.leaveViewer(0)
	}
	if s.flow.sheet != nil {
		s.flow.sheet.Close()
	}
	s.flow.sheet, s.flow.Flow = open(func() {
		s.flow.sheet, s.flow.Flow = nil, nil
		s.look()
	})
}

// openFlow is the sheet with a flow that is open, if one is.
type openFlow struct {
	*restoring.Flow
	sheet interface{ Close() }
}

// restoreCard is the restore under way as the strip shows jobs. Where it is shown
// already, the strip has none.
func (s *Shell) restoreCard() (home.Card, bool) {
	if s.deps.Restores == nil {
		return home.Card{}, false
	}
	now, ok := s.deps.Restores.Progress()
	if !ok || now.Status.Ended() {
		return home.Card{}, false
	}
	p := home.ProgressOf(now, words.T("Restore"), s.kit.Explain)
	p.Unknown = restoring.Unknown(now)
	if now.Status == job.Running {
		p.Phase, p.Numbers = restoring.Phase(now), restoring.Numbers(now)
	}
	return home.Card{Phone: phone.Phone{ID: restoreID, Name: words.T("Restore")}, Import: true, Running: true, Progress: p, CanPause: !p.Ending}, true
}

// lookAtRestore asks the restore how it is, and tells when it has ended.
func (s *Shell) lookAtRestore() {
	if s.deps.Restores == nil {
		return
	}
	if s.place == AtRestore {
		s.restore.Look()
	} else {
		s.restore.Model.Flow.Look()
	}
	if s.flow.Flow != nil {
		s.flow.Look()
	}
	_, on := s.restoreCard()
	was := s.restoring
	s.restoring = on
	if !was || on {
		return
	}
	s.Notify(LibraryChanged)
	s.proofs()
	r, ok := s.deps.Restores.Receipt()
	if !ok || s.place == AtRestore && !s.viewing || s.flow.Flow != nil {
		return // it is in sight
	}
	says := receipt.Of(r, s.kit.Now()).Summary
	t := part.Toast{Text: says.Text, Next: says.Next, Tone: says.Tone, Action: words.T("Show"), Do: func() { s.Go(AtActivity) }}
	if restoring.CanUndo(r) && says.Tone == "" {
		t.Action, t.Do = words.T("Undo"), func() { s.activity.Undo(r) }
	}
	s.toasts.Show(t)
}

// proofs reads when the backup was proven last, for Home.
func (s *Shell) proofs() {
	if s.deps.Restores == nil {
		return
	}
	s.hop.Go(func(ctx context.Context) func() {
		past, err := s.deps.Restores.Proofs(ctx)
		if err != nil {
			return nil // Home does without
		}
		return func() { s.home.SetProof(restoring.ProofLine(past, s.kit.Now())) }
	})
}

// carry shows pictures under the pointer on their way to a phone of the rail.
func (s *Shell) carry(n int, at fyne.Position) {
	if s.ghost == nil {
		s.ghost = newGhost()
		s.content.Add(s.ghost.layer)
	}
	s.ghost.show(n, at)
	s.rail.aim(s.rail.phoneAt(at))
}

// carried lets them fall.
func (s *Shell) carried(ids []int64, at fyne.Position) {
	if s.ghost != nil {
		s.content.Remove(s.ghost.layer)
		s.ghost = nil
	}
	s.rail.aim("")
	if id := s.rail.phoneAt(at); id != "" {
		s.send(id, nil, ids)
	}
}

// ghost is what is carried, drawn beside the pointer.
type ghost struct {
	text  *part.Text
	card  *fyne.Container
	layer *fyne.Container
}

func newGhost() *ghost {
	g := &ghost{text: part.Strong("")}
	g.card = part.CardPadded(look.S2, part.Row(look.S2, part.NewIcon(look.IconPhotos, look.Accent, 20), g.text))
	g.layer = container.NewWithoutLayout(g.card)
	return g
}

func (g *ghost) show(n int, at fyne.Position) {
	g.text.Set(words.N("{{.N}} pictures", n))
	g.card.Resize(g.card.MinSize())
	g.card.Move(at.AddXY(look.S3, look.S3))
	g.layer.Refresh()
}

// aim lights the phone that what is carried would fall onto; "" none.
func (r *rail) aim(id string) {
	for p, a := range r.areas {
		a.Choose(p == id && id != "")
	}
}

// phoneAt is the phone whose card lies at a place of the window, "" for none.
func (r *rail) phoneAt(at fyne.Position) string {
	app := fyne.CurrentApp()
	if app == nil {
		return ""
	}
	top := app.Driver().AbsolutePositionForObject(r.scroll)
	if at.Y < top.Y || at.Y >= top.Y+r.scroll.Size().Height {
		return "" // beyond what the rail shows of them
	}
	for id, a := range r.areas {
		from := app.Driver().AbsolutePositionForObject(a)
		to := from.Add(a.Size())
		if at.X >= from.X && at.X < to.X && at.Y >= from.Y && at.Y < to.Y {
			return id
		}
	}
	return ""
}

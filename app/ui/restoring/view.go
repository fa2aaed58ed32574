package restoring

import (
	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/words"
)

// flowView draws a flow from the comparison to the receipt.
type flowView struct {
	kit  *part.Kit
	flow *Flow
	done func() // leaves the receipt

	ring    *part.Ring
	phase   *part.Text
	numbers *part.Text
	at      *part.Text
	next    *part.Text
	hold    *part.Button
	cancel  *part.Button
	running *fyne.Container

	open map[string]bool // categories whose steps are shown
	plan *restore.Plan   // that open is about
}

func newFlowView(kit *part.Kit, f *Flow, done func()) *flowView {
	v := &flowView{kit: kit, flow: f, done: done, ring: part.NewRing(96), open: map[string]bool{},
		phase: part.Head("").Wrapped(), numbers: part.Body("").Wrapped(), at: part.Small("").Middle(), next: part.Small("").Wrapped()}
	v.hold = part.NewButton(part.Secondary, words.T("Pause"), "", f.Hold)
	v.cancel = part.NewButton(part.Secondary, words.T("Cancel"), "", f.Cancel)
	v.running = part.Card(part.Column(look.S4,
		part.Row(look.S6, part.Fixed(96, 96, v.ring), part.Grow(part.Column(look.S1, v.phase, v.numbers, v.at))),
		part.Row(look.S2, part.Grow(v.next), v.hold, v.cancel)))
	return v
}

// render returns what the flow is at.
func (v *flowView) render() fyne.CanvasObject {
	f := v.flow
	if f.Step != Comparing && f.Step != Running {
		v.ring.Hide()
	}
	switch f.Step {
	case Comparing, Running:
		v.renderRunning()
		return v.running
	case Ready:
		if v.plan != f.Plan {
			v.plan = f.Plan
			clear(v.open)
		}
		return v.preview()
	case Ended:
		return v.ended()
	}
	return part.Column(0)
}

func (v *flowView) renderRunning() {
	f := v.flow
	waiting, paused, ending := f.Now.Status == job.Waiting, f.Now.Status == job.Paused, f.Now.Status == job.Cancelling
	v.ring.Show()
	if Unknown(f.Now) && !waiting && !paused {
		v.ring.Unknown()
	} else {
		v.ring.Set(Part(f.Now), words.Percent(float64(Part(f.Now))))
	}
	v.phase.Set(Phase(f.Now))
	v.phase.SetColor(look.Foreground)
	v.numbers.Set(Numbers(f.Now))
	part.Show(v.numbers, v.numbers.Text() != "")
	v.at.Set(words.Name(f.Now.Item))
	part.Show(v.at, f.Now.Item != "")
	v.next.Set(words.T("You can go elsewhere: it goes on by itself, and what is done is whole at every moment."))
	switch {
	case f.Step == Comparing:
		v.next.Set(words.T("Nothing is changed by this."))
	case waiting:
		what, next := v.kit.Explain(f.Now.Err)
		v.phase.SetColor(look.NeedsYou)
		v.phase.Set(what)
		v.next.Set(next)
	}
	part.Show(v.hold, f.Step == Running && !ending && !waiting)
	if paused {
		v.hold.Set(words.T("Continue"))
	} else {
		v.hold.Set(words.T("Pause"))
	}
	if ending {
		v.cancel.Disable()
	} else {
		v.cancel.Enable()
	}
}

// Unknown reports whether nobody knows yet how much there is to do.
func Unknown(s job.Snapshot) bool {
	return s.FilesTotal == 0 && s.BytesTotal == 0 || s.Phase == restore.Saving
}

// Part is how far the phase at hand is, from 0 to 1.
func Part(s job.Snapshot) float32 {
	bytes, things := 0.0, 0.0
	if s.BytesTotal > 0 {
		bytes = min(max(float64(s.Bytes)/float64(s.BytesTotal), 0), 1)
	}
	if s.FilesTotal > 0 {
		things = min(float64(s.Files)/float64(s.FilesTotal), 1)
	}
	switch {
	case s.BytesTotal == 0:
		return float32(things)
	case s.FilesTotal == 0:
		return float32(bytes)
	}
	return float32(bytes+things) / 2 // a film is all bytes, a contact next to none
}

// Numbers are how far a restore is, in words.
func Numbers(s job.Snapshot) string {
	var all []string
	switch {
	case s.FilesTotal > 0:
		all = append(all, words.F("{{.Done}} of {{.Total}}", "Done", words.Count(s.Files), "Total", words.Count(s.FilesTotal)))
	case s.Files > 0:
		all = append(all, words.N("{{.N}} items found so far", s.Files))
	}
	if s.Speed > 0 && s.BytesTotal > 0 {
		all = append(all, words.Speed(s.Speed))
	}
	if left := words.Left(s.Left); left != "" {
		all = append(all, left)
	}
	return join(all)
}

func join(all []string) string {
	out := ""
	for _, s := range all {
		if out != "" {
			out += " · "
		}
		out += s
	}
	return out
}

// ended draws the receipt.
func (v *flowView) ended() fyne.CanvasObject {
	f := v.flow
	r := f.Receipt
	w := receipt.Of(r, v.kit.Now())
	says := part.Column(2, part.Strong(w.Summary.Text).Wrapped())
	if w.Summary.Next != "" {
		says.Add(part.Muted(w.Summary.Next).Wrapped())
	}
	if kinds := Kinds(r); kinds != "" {
		says.Add(part.Muted(kinds).Wrapped())
	}
	col := part.Column(look.S4, part.Note(w.Summary.Tone, w.Summary.Icon, says), receipt.NewView(v.kit, r, nil))
	if f.Err != nil {
		col.Add(failed(v.kit, f.Err))
	}
	done := part.NewButton(part.Primary, words.T("Done"), "", v.done)
	row := part.Row(look.S2, done)
	if CanUndo(r) {
		row.Add(part.NewButton(part.Secondary, UndoWord(r), look.IconBack, f.Undo))
		row.Add(part.Grow(part.Small(words.T("It can be taken back later, too: Activity keeps it.")).Wrapped()))
	} else {
		row.Add(part.NewSpring())
	}
	col.Add(row)
	return part.Card(col)
}

// Kinds lists of what there was how much, of what a run did.
func Kinds(r job.Receipt) string {
	var all []string
	for _, c := range InOrder(r.Categories) {
		if n := r.Categories[c].Copied; n > 0 {
			name, _ := category(c)
			all = append(all, words.F("{{.Name}}: {{.N}}", "Name", name, "N", words.Count(n)))
		}
	}
	return join(all)
}

// UndoWord is what the button says that takes a run back.
func UndoWord(r job.Receipt) string {
	if r.Job == job.FreeName {
		return words.T("Bring everything back")
	}
	return words.T("Undo this restore")
}

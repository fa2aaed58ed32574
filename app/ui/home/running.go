package home

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
)

// progressView draws a running backup on its phone's card.
type progressView struct {
	ring           *part.Ring
	step           *part.Text
	phase, numbers *part.Text
	at             *part.Text // where it is just now
	next           *part.Text // what lets it go on
	arriving       *part.Arrival
	content        *fyne.Container
}

func newProgressView(kit *part.Kit, loader *thumbs.Loader, small bool) *progressView {
	ring, thumb := float32(112), float32(96)
	v := &progressView{step: part.Small(""), numbers: part.Body("").Wrapped(), at: part.Small("").Middle(), next: part.Muted("").Wrapped()}
	if small {
		ring, thumb = 72, 64
		v.phase = part.Strong("").Wrapped()
	} else {
		v.phase = part.Head("").Wrapped()
	}
	v.ring, v.arriving = part.NewRing(ring), part.NewArrival(kit, loader, thumb)
	gap := look.S6
	if small {
		gap = look.S4
	}
	v.content = part.Row(gap, part.Fixed(ring, ring, v.ring),
		part.Grow(part.Column(look.S1, v.step, v.phase, v.numbers, v.at, v.next)), v.arriving)
	return v
}

func (v *progressView) render(p Progress) {
	v.ring.Show()
	if p.Unknown && !p.Waiting && !p.Paused {
		v.ring.Unknown()
	} else {
		v.ring.Set(p.Part, words.Percent(float64(p.Part)))
	}
	v.step.Set(words.F("Step {{.Step}} of {{.Steps}}", "Step", words.Count(p.Step), "Steps", words.Count(Steps)))
	v.phase.Set(p.Phase)
	v.phase.SetColor(look.Foreground)
	if p.Waiting {
		v.phase.SetColor(look.NeedsYou)
	}
	v.numbers.Set(p.Numbers)
	v.at.Set(p.At)
	part.Show(v.numbers, p.Numbers != "")
	v.next.Set(p.At)
	still := p.Waiting || p.Paused
	part.Show(v.at, p.At != "" && !still)
	part.Show(v.next, p.At != "" && still)
	if p.Hash != noHash {
		v.arriving.Next(p.Hash)
	}
}

// stop lets the ring stand still and forgets the last picture.
func (v *progressView) stop() {
	v.ring.Hide()
	v.arriving.Clear()
}

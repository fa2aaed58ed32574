package home

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// cardView is one phone's card. It is made once and then told what changed, so
// that a button does not vanish under the pointer.
type cardView struct {
	kit   *part.Kit
	model *Model
	id    string
	photo func() // goes to the photos
	grown func() // the card has become longer or shorter
	shown Card
	first bool

	drawing          *fyne.Container
	name, about      *part.Text
	battery          *part.Battery
	charge, storage  *part.Text
	used             *part.Bar
	facts            *fyne.Container
	start, cancel    *part.Button
	headline         *fyne.Container
	ring             *part.Ring
	phase, numbers   *part.Text
	at, step         *part.Text
	arriving         *part.Arrival
	progress         *fyne.Container
	receipt          *fyne.Container
	content          *fyne.Container
	lastReceipt      job.Receipt
	lastReceiptShown bool
}

func newCardView(kit *part.Kit, m *Model, loader *thumbs.Loader, id string, photo, grown func()) *cardView {
	v := &cardView{kit: kit, model: m, id: id, photo: photo, grown: grown, first: true,
		drawing: container.NewStack(), name: part.Title("").Middle(), about: part.Muted("").Middle(),
		battery: part.NewBattery(), charge: part.Muted(""), storage: part.Muted(""), used: part.NewBar(6, look.Muted),
		headline: part.Layers(), ring: part.NewRing(112), phase: part.Head("").Wrapped(), numbers: part.Body("").Wrapped(),
		at: part.Small("").Middle(), step: part.Small(""), arriving: part.NewArrival(kit, loader, 96), receipt: part.Layers()}
	v.start = part.NewButton(part.Primary, words.T("Back up now"), look.IconBackup, func() {
		if err := m.Start(id); err != nil {
			kit.Failed(err)
		}
	})
	v.cancel = part.NewButton(part.Secondary, words.T("Cancel"), "", func() { m.Cancel(id) })
	v.facts = part.Row(look.S2, v.battery, v.charge, part.Space(look.S4, 0), part.Fixed(120, 14, v.used), v.storage)
	v.progress = part.Row(look.S6, part.Fixed(112, 112, v.ring),
		part.Grow(part.Column(look.S1, v.step, v.phase, v.numbers, v.at)), v.arriving)
	who := part.Column(look.S2,
		part.Row(look.S4, v.name, v.start, v.cancel),
		v.about, v.facts,
		part.Space(0, look.S1),
		v.headline, v.progress)
	v.content = part.Card(part.Column(look.S6,
		part.RowTop(look.S6, part.Fixed(112, 153, v.drawing), part.Grow(who)),
		v.receipt))
	return v
}

func (v *cardView) render(c Card) {
	v.renderPhone(c.Phone)
	part.Show(v.start, !c.Running && c.Phone.Present())
	if c.CanStart {
		v.start.Enable()
	} else {
		v.start.Disable()
	}
	part.Show(v.cancel, c.Running)
	if c.Progress.Ending {
		v.cancel.Disable()
	} else {
		v.cancel.Enable()
	}
	part.Show(v.progress, c.Running)
	part.Show(v.headline, !c.Running)
	if c.Running {
		v.renderProgress(c.Progress)
	} else {
		v.ring.Hide() // stands still
		v.arriving.Clear()
		v.renderHeadline(c.Headline)
	}
	v.renderReceipt(c)
	v.shown, v.first = c, false
	v.content.Refresh()
	v.grown()
}

func (v *cardView) renderPhone(p phone.Phone) {
	if v.first || v.shown.Phone.Lit() != p.Lit() {
		v.drawing.Objects = []fyne.CanvasObject{part.Drawing(look.Phone(p.ID, p.Lit()), 112, 153)}
	}
	v.name.Set(p.Title())
	v.about.Set(p.About())
	v.battery.Set(p.Battery, p.Charging)
	charge := p.Charge()
	v.charge.Set(charge)
	part.Show(v.battery, charge != "")
	part.Show(v.charge, charge != "")
	used, says := p.Used()
	color := look.Muted
	if used > 0.95 {
		color = look.NeedsYou
	}
	v.used.Set(used, color)
	v.storage.Set(says)
	part.Show(v.used, says != "")
	part.Show(v.facts, p.Present() && (says != "" || charge != ""))
}

func (v *cardView) renderHeadline(l receipt.Line) {
	if !v.first && !v.shown.Running && v.shown.Headline == l {
		return
	}
	says := part.Column(2, part.Strong(l.Text).Wrapped())
	if l.Next != "" {
		says.Add(part.Muted(l.Next).Wrapped())
	}
	v.headline.Objects = []fyne.CanvasObject{part.Note(l.Tone, l.Icon, says)}
}

func (v *cardView) renderProgress(p Progress) {
	v.ring.Show()
	switch {
	case p.Waiting:
		v.ring.Set(p.Part, words.Percent(float64(p.Part)))
	case p.Unknown:
		v.ring.Unknown()
	default:
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
	part.Show(v.at, p.At != "")
	if p.Hash != (gallery.Hash{}) {
		v.arriving.Next(p.Hash)
	}
}

// renderReceipt shows the last run's numbers under a phone that is not running.
func (v *cardView) renderReceipt(c Card) {
	if c.Receipt == nil || c.Running || !c.Phone.Present() {
		v.receipt.Hide()
		return
	}
	r := *c.Receipt
	if !v.lastReceiptShown || !v.lastReceipt.Started.Equal(r.Started) || v.lastReceipt.Counts != r.Counts || v.lastReceipt.Status != r.Status {
		v.lastReceipt, v.lastReceiptShown = r, true
		title := words.F("Last backup, {{.When}}", "When", words.When(r.Started, v.kit.Now()))
		v.receipt.Objects = []fyne.CanvasObject{part.Column(look.S3,
			part.NewRule(), part.Small(title), receipt.NewNumbers(v.kit, r, v.photo, c.Headline.Tone != look.Verified))}
	}
	v.receipt.Show()
}

package home

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// cardView is one phone's card. It is made once and then told what changed, so
// that a button does not vanish under the pointer. A small one, for a page with
// several, leaves out the receipt and says the rest in fewer lines.
type cardView struct {
	screen *Screen
	kit    *part.Kit
	model  *Model
	id     string
	small  bool
	shown  Card
	first  bool

	drawing             *fyne.Container
	title               *titleView
	about               *part.Text
	way                 *part.Icon
	wayWord             *part.Text
	battery             *part.Battery
	charge, storage     *part.Text
	used                *part.Bar
	charged, stored     *fyne.Container
	facts               *fyne.Container
	spaces              *spacesView
	warnings            *fyne.Container
	start, cancel, help *part.Button
	hold                *part.Button
	own                 *part.IconButton
	headline            *fyne.Container
	automatic           *automaticView
	progress            *progressView
	receipt             *fyne.Container
	content             *fyne.Container
	lastReceipt         job.Receipt
	lastReceiptShown    bool
}

func newCardView(s *Screen, id string, small bool) *cardView {
	v := &cardView{screen: s, kit: s.kit, model: s.Model, id: id, small: small, first: true,
		drawing: container.NewStack(), about: part.Muted("").Middle(),
		way: part.NewIcon(look.IconCable, look.Muted, 16), wayWord: part.Muted(""),
		battery: part.NewBattery(), charge: part.Muted(""), storage: part.Muted(""), used: part.NewBar(6, look.Muted),
		spaces: newSpacesView(small), warnings: part.Column(look.S1),
		headline: part.Layers(), automatic: newAutomaticView(s), progress: newProgressView(s.kit, s.loader, small), receipt: part.Layers()}
	v.title = newTitleView(s.kit, s.Model, id, small)
	v.start = part.NewButton(part.Primary, words.T("Back up now"), look.IconBackup, func() {
		if err := s.Model.Start(id); err != nil {
			s.kit.Failed(err)
		}
	})
	v.help = part.NewButton(part.Secondary, words.T("Show me how"), look.IconHelp, func() { s.Help(id) })
	v.own = part.NewIconButton(look.IconNotes, words.T("Notes and passwords, from the backup the phone makes of itself"), v.kit.Tips, func() { s.SelfBackup(id) })
	v.hold = part.NewButton(part.Secondary, words.T("Pause"), "", func() { s.Model.Hold(id) })
	v.cancel = part.NewButton(part.Secondary, words.T("Cancel"), "", func() { s.Model.Cancel(id) })
	gap, bar := look.S6, float32(120)
	if small {
		gap, bar = look.S3, 56
	}
	v.charged = part.Row(look.S2, v.battery, v.charge)
	v.stored = part.Row(look.S2, part.Fixed(bar, 14, v.used), v.storage)
	v.facts = part.Wrap(gap, part.Row(look.S2, v.way, v.wayWord), v.charged, v.stored)
	if small {
		v.compose(56, 76, look.S4)
	} else {
		v.compose(112, 153, look.S6)
	}
	return v
}

// compose puts the card together around a drawing of a size.
func (v *cardView) compose(w, h, gap float32) {
	top := part.Row(look.S2, part.Grow(v.title.content), v.own, v.help, v.start, v.hold, v.cancel)
	if v.small {
		who := part.Column(look.S1, top, v.about, v.facts)
		v.content = part.CardPadded(look.S4, part.Column(look.S3,
			part.RowTop(gap, part.Fixed(w, h, v.drawing), part.Grow(who)),
			v.spaces.content, v.warnings, v.headline, v.automatic.content, v.progress.content))
		return
	}
	who := part.Column(look.S2, top, v.about, v.facts, v.spaces.content, v.warnings, part.Space(0, look.S1), v.headline, v.automatic.content, v.progress.content)
	v.content = part.Card(part.Column(look.S6,
		part.RowTop(gap, part.Fixed(w, h, v.drawing), part.Grow(who)),
		v.receipt))
}

// render shows a card; among says that there is a button for all phones above.
func (v *cardView) render(c Card, among bool) {
	v.renderPhone(c.Phone)
	if among {
		v.start.Weigh(part.Secondary)
	} else {
		v.start.Weigh(part.Primary)
	}
	ready := c.Phone.Ready() && !c.Phone.Locked
	part.Show(v.start, !c.Running && ready)
	part.Show(v.help, c.Phone.Present() && !ready)
	part.Show(v.own, !c.Running && ready && !v.small && v.screen.SelfBackup != nil)
	part.Show(v.cancel, c.Running)
	part.Show(v.hold, c.Running && c.CanPause && !c.Progress.Waiting)
	able(v.start, c.CanStart)
	able(v.cancel, !c.Progress.Ending)
	if c.Progress.Paused {
		v.hold.Set(words.T("Continue"))
		v.hold.Weigh(part.Primary)
	} else {
		v.hold.Set(words.T("Pause"))
		v.hold.Weigh(part.Secondary)
	}
	part.Show(v.progress.content, c.Running)
	part.Show(v.headline, !c.Running)
	if c.Running {
		v.progress.render(c.Progress)
	} else {
		v.progress.stop()
		v.renderHeadline(c.Headline)
	}
	v.automatic.render(c)
	v.renderReceipt(c)
	v.shown, v.first = c, false
	v.content.Refresh()
}

func able(b *part.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

func (v *cardView) renderPhone(p phone.Phone) {
	if v.first || v.shown.Phone.Lit() != p.Lit() {
		size := fyne.NewSize(112, 153)
		if v.small {
			size = fyne.NewSize(56, 76)
		}
		v.drawing.Objects = []fyne.CanvasObject{part.Drawing(look.Phone(p.ID, p.Lit()), size.Width, size.Height)}
	}
	v.title.render(p)
	v.about.Set(p.About())
	part.Show(v.about, p.About() != "")
	icon, word := p.Way()
	v.way.Set(icon, look.Muted)
	v.wayWord.Set(word)
	part.Show(v.wayWord, !v.small || p.Wireless || p.Charge() == "")
	v.battery.Set(p.Battery, p.Charging)
	charge := p.Charge()
	if v.small && charge != "" {
		charge = words.Percent(float64(p.Battery) / 100) // the bolt says the rest
	}
	v.charge.Set(charge)
	part.Show(v.charged, charge != "")
	used, says := p.Used()
	color := look.Muted
	if used > 0.95 {
		color = look.NeedsYou
	}
	v.used.Set(used, color)
	v.storage.Set(says)
	part.Show(v.stored, says != "")
	part.Show(v.facts, p.Present())
	v.spaces.render(p)
	v.renderWarnings(p)
}

func (v *cardView) renderWarnings(p phone.Phone) {
	says := p.Warnings()
	v.warnings.Objects = v.warnings.Objects[:0]
	for _, w := range says {
		v.warnings.Add(part.RowTop(look.S2, part.NewIcon(look.IconWarning, look.NeedsYou, 16), part.Grow(part.Body(w).In(look.NeedsYou).Wrapped())))
	}
	part.Show(v.warnings, len(says) > 0)
}

func (v *cardView) renderHeadline(l receipt.Line) {
	if !v.first && !v.shown.Running && v.shown.Headline == l {
		return
	}
	says := part.Column(2, part.Strong(l.Text).Wrapped())
	if l.Next != "" && !(v.small && l.Tone == "") {
		says.Add(part.Muted(l.Next).Wrapped())
	}
	v.headline.Objects = []fyne.CanvasObject{part.Note(l.Tone, l.Icon, says)}
}

// renderReceipt shows the last run's numbers under a phone that is not running.
func (v *cardView) renderReceipt(c Card) {
	if v.small || c.Receipt == nil || c.Running || !c.Phone.Present() {
		v.receipt.Hide()
		return
	}
	r := *c.Receipt
	if !v.lastReceiptShown || !v.lastReceipt.Started.Equal(r.Started) || v.lastReceipt.Counts != r.Counts || v.lastReceipt.Status != r.Status {
		v.lastReceipt, v.lastReceiptShown = r, true
		title := words.F("Last backup, {{.When}}", "When", words.When(r.Started, v.kit.Now()))
		v.receipt.Objects = []fyne.CanvasObject{part.Column(look.S3,
			part.NewRule(), part.Small(title), receipt.NewNumbers(v.kit, r, func() { v.screen.Photos() }, c.Headline.Tone != look.Verified))}
	}
	v.receipt.Show()
}

var noHash gallery.Hash

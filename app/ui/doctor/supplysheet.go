package doctor

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// OpenSupply opens the sheet that leads to a downloaded adb program; done runs
// when it is in use. It may be opened from anywhere.
func OpenSupply(kit *part.Kit, s Supply, done func()) {
	if s == nil {
		return
	}
	v := &supplySheet{kit: kit, order: NewOrder(s, kit.Hop), done: done, body: part.Column(look.S4), foot: part.Row(look.S2),
		bar: part.NewBar(8, look.Accent), far: part.Small("")}
	v.order.OnChange = v.render
	v.content = part.Inset(0, 0, look.S2, look.S2, part.Column(look.S4, part.Tall(v.body), v.foot))
	v.render()
	sheet := part.NewSheet(words.T("Download the adb program"), words.T("Close"), fyne.NewSize(600, 440), v.content, v.order.Stop)
	v.close = sheet.Close
	if c := kit.Canvas(); c != nil {
		sheet.ShowOn(c)
	}
}

type supplySheet struct {
	kit        *part.Kit
	order      *Order
	done       func()
	close      func()
	stage      Stage
	drawn      bool
	bar        *part.Bar
	far        *part.Text
	body, foot *fyne.Container
	content    *fyne.Container
}

func (v *supplySheet) render() {
	o := v.order
	if o.Stage == Fetching {
		v.progress()
	}
	if v.drawn && v.stage == o.Stage {
		v.content.Refresh()
		return
	}
	v.drawn, v.stage = true, o.Stage
	v.body.Objects, v.foot.Objects = v.body.Objects[:0], []fyne.CanvasObject{part.NewSpring()}
	switch o.Stage {
	case Asking:
		v.say(part.Body(words.T("Keepsake talks to phones through adb, a small program by Google. It is part of Google’s “SDK Platform-Tools”, about 8 MB, and comes under Google’s terms.")).Wrapped())
		v.fact(words.As("where it came from", "From"), o.Source)
		v.say(part.Muted(words.T("Nothing is installed before you have seen what came. It goes into Keepsake’s own folder; nothing else on this computer changes.")).Wrapped())
		v.offer(words.T("Not now"), words.T("Download"))
	case Fetching:
		v.say(part.Strong(words.T("Downloading…")))
		v.fact(words.As("where it came from", "From"), o.Source)
		v.say(part.Column(look.S2, v.bar, v.far))
		v.offer(words.T("Cancel"), "")
	case Fetched:
		v.say(part.Strong(words.T("It is here. Nothing has been done with it yet.")).Wrapped())
		v.fact(words.As("where it came from", "From"), o.Source)
		v.fact(words.T("Size"), words.Size(o.Archive.Size))
		v.fact(words.T("SHA-256"), o.Archive.SHA256)
		v.offer(words.T("Throw it away"), words.T("Install"))
	case Installing:
		v.say(part.Strong(words.T("Installing…")))
	case Installed:
		v.say(part.Row(look.S3, part.NewIcon(look.IconDone, look.Accent, 24), part.Strong(words.T("adb is ready. Keepsake looks for your phone now.")).Wrapped()))
		v.foot.Add(part.NewButton(part.Primary, words.T("Close"), "", func() { v.close() }))
		v.done()
	}
	if o.Err != nil {
		what, next := v.kit.Explain(o.Err)
		says := part.Column(2, part.Strong(what).Wrapped())
		if next != "" {
			says.Add(part.Muted(next).Wrapped())
		}
		v.say(part.Note(look.Failed, look.IconError, says))
	}
	v.content.Refresh()
}

func (v *supplySheet) progress() {
	o := v.order
	if o.Total > 0 {
		v.bar.Set(float32(o.Done)/float32(o.Total), look.Accent)
		v.far.Set(words.F("{{.Done}} of {{.Total}}", "Done", words.Size(o.Done), "Total", words.Size(o.Total)))
	} else {
		v.bar.Set(0, look.Accent)
		v.far.Set(words.Size(o.Done))
	}
}

func (v *supplySheet) say(o fyne.CanvasObject) { v.body.Add(o) }

// fact is a name and, below it, what can be compared letter by letter.
func (v *supplySheet) fact(name, value string) {
	v.say(part.Layers(part.NewFill(look.RailBg, look.Radius), part.Inset(look.S3, look.S2, look.S3, look.S2,
		part.Column(2, part.Small(name), part.Body(words.Name(value)).Mono().Wrapped()))))
}

func (v *supplySheet) offer(no, yes string) {
	v.foot.Add(part.NewButton(part.Secondary, no, "", func() { v.close() }))
	if yes != "" {
		v.foot.Add(part.NewButton(part.Primary, yes, "", v.order.Go))
	}
}

package exporting

import (
	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Panel is the model, drawn.
type Panel struct {
	Model *Model

	kit      *part.Kit
	format   *part.Segments
	sizes    *part.Segments
	folders  *part.Chip
	motion   *part.Chip
	export   *part.Button
	body     *fyne.Container
	page     *part.Page
	close    func()
	finished func()
}

// size of the sheet.
var size = fyne.NewSize(600, 480)

// Open shows the panel for some items. Finished, which may be nil, is told when
// an export has ended well.
func Open(kit *part.Kit, e Exporter, d Desk, ids []int64, finished func()) *Panel {
	p := newPanel(kit, NewModel(e, d, kit.Hop, kit.After, kit.Now, ids), finished)
	sheet := part.NewSheet(words.N("Export {{.N}} pictures", len(ids)), words.T("Close"), size, p.page, func() {
		p.Model.OnChange = p.told // it goes on, and says in a word how it ended
	})
	p.close = sheet.Close
	if c := kit.Canvas(); c != nil {
		sheet.ShowOn(c)
	}
	return p
}

func newPanel(kit *part.Kit, m *Model, finished func()) *Panel {
	p := &Panel{Model: m, kit: kit, body: part.Column(look.S4), close: func() {}, finished: finished}
	p.format = part.NewSegments([]string{words.T("Originals"), words.T("JPEG")}, func(i int) {
		m.Set(func(o *job.ExportOptions) { o.JPEG = i == 1 })
	})
	var names []string
	for _, s := range Sizes {
		name := words.T("As it is")
		if s > 0 {
			name = words.F("{{.N}} pixels", "N", words.Count(s))
		}
		names = append(names, name)
	}
	p.sizes = part.NewSegments(names, func(i int) { m.Set(func(o *job.ExportOptions) { o.Size = Sizes[i] }) })
	p.folders = part.NewChip(words.T("A folder for each album"), look.IconFolder, func() {
		m.Set(func(o *job.ExportOptions) { o.Folders = !o.Folders })
	})
	p.motion = part.NewChip(words.T("Clips of motion photos too"), look.IconMotion, func() {
		m.Set(func(o *job.ExportOptions) { o.Motion = !o.Motion })
	})
	p.export = part.NewButton(part.Primary, words.T("Choose the folder…"), look.IconExport, func() { m.Export(words.T("Export to a folder")) })
	p.page = part.NewPage(560, 0, part.Inset(0, 0, look.S4, 0, p.body)).Flush()
	m.OnChange = p.render
	p.render()
	return p
}

// told says how an export ended whose panel was closed.
func (p *Panel) told() {
	if m := p.Model; m.State == Ended {
		p.kit.Toast(part.Toast{Text: headline(m), Next: words.Name(m.Dir)})
		p.done()
	}
}

// done tells the caller, once, of an export that worked.
func (p *Panel) done() {
	if p.finished != nil && p.Model.Err == nil && p.Model.Receipt.Status == job.Done {
		p.finished()
		p.finished = nil
	}
}

func (p *Panel) render() {
	m := p.Model
	p.body.Objects = nil
	if m.Err != nil {
		what, next := p.kit.Explain(m.Err)
		says := part.Column(2, part.Strong(what).Wrapped())
		if next != "" {
			says.Add(part.Muted(next).Wrapped())
		}
		p.body.Add(part.Note(look.Failed, look.IconError, says))
	}
	switch m.State {
	case Running:
		p.running()
	case Ended:
		p.ended()
	default:
		p.choices()
	}
	p.body.Refresh()
	p.page.Relayout()
}

func (p *Panel) choices() {
	m := p.Model
	p.format.Choose(map[bool]int{false: 0, true: 1}[m.Options.JPEG])
	for i, s := range Sizes {
		if s == m.Options.Size {
			p.sizes.Choose(i)
		}
	}
	p.folders.Choose(m.Options.Folders)
	p.motion.Choose(m.Options.Motion)
	says := words.T("Byte for byte as they are kept, with their dates.")
	switch {
	case m.Options.JPEG && m.Options.Size > 0:
		says = words.T("HEIC, AVIF, WebP and PNG become JPEG, and larger pictures are made smaller. The others and videos stay as they are.")
	case m.Options.JPEG:
		says = words.T("HEIC, AVIF, WebP and PNG become JPEG, which every program opens. JPEGs and videos stay as they are.")
	case m.Options.Size > 0:
		says = words.T("Larger pictures are made smaller, as JPEG. The others and videos stay as they are.")
	}
	p.body.Add(labelled(words.T("Format"), p.format))
	p.body.Add(labelled(words.T("Longest side"), p.sizes))
	p.body.Add(part.Small(says).Wrapped())
	p.body.Add(part.Wrap(look.S2, p.folders, p.motion))
	if m.State == Picking {
		p.export.Disable()
	} else {
		p.export.Enable()
	}
	p.body.Add(part.Row(0, p.export, part.NewSpring()))
	p.body.Add(part.Small(words.T("Nothing in the folder is replaced: a name that is taken gets a number.")).Wrapped())
}

func labelled(label string, o fyne.CanvasObject) fyne.CanvasObject {
	return part.Column(look.S2, part.Body(label), part.Row(0, o, part.NewSpring()))
}

func (p *Panel) running() {
	s := p.Model.Seen
	bar := part.NewBar(6, look.Accent)
	if s.BytesTotal > 0 {
		bar.Set(float32(float64(s.Bytes)/float64(s.BytesTotal)), look.Accent)
	}
	stop := part.NewButton(part.Secondary, words.T("Cancel"), "", p.Model.Cancel)
	if s.Status == job.Cancelling {
		stop.Disable()
	}
	count := words.F("{{.N}} of {{.Of}}", "N", words.Count(s.Files), "Of", words.Count(len(p.Model.IDs)))
	if left := words.Left(s.Left); left != "" {
		count += " · " + left
	}
	p.body.Add(part.Strong(words.F("Exporting to {{.Dir}}", "Dir", words.Name(p.Model.Dir))).Middle())
	p.body.Add(bar)
	p.body.Add(part.Row(look.S3, part.Grow(part.Column(0, part.Muted(count), part.Small(words.Name(s.Item)).Middle())), stop))
}

// headline is how an export ended, in one sentence.
func headline(m *Model) string {
	r := m.Receipt
	if r.Status == job.Cancelled {
		return words.N("Cancelled: {{.N}} were exported, and are whole.", r.Copied)
	}
	return words.N("{{.N}} pictures exported.", r.Copied)
}

func (p *Panel) ended() {
	m := p.Model
	r := m.Receipt
	icon, tone := look.IconDone, fyne.ThemeColorName("")
	if r.Failed+r.Skipped > 0 && r.Status != job.Cancelled {
		icon, tone = look.IconWarning, look.NeedsYou
	}
	says := part.Column(2, part.Strong(headline(m)).Wrapped(), part.Muted(words.Name(m.Dir)).Middle())
	if n := r.Failed; n > 0 {
		says.Add(part.Body(words.N("{{.N}} could not be exported.", n)).Wrapped())
	}
	p.body.Add(part.Note(tone, icon, says))
	p.body.Add(part.Wrap(look.S2,
		part.NewButton(part.Primary, words.T("Done"), "", p.close),
		part.NewButton(part.Secondary, words.T("Open the folder"), look.IconFolder, func() { m.OpenFolder(p.kit.Failed) })))
	const shown = 50
	for i, q := range r.Problems {
		if i == shown {
			p.body.Add(part.Muted(words.N("… and {{.N}} more", len(r.Problems)-shown)))
			break
		}
		p.body.Add(part.RowTop(look.S3, part.NewIcon(look.IconInfo, look.Muted, 20), part.Grow(part.Small(words.Name(q.Reason)).Wrapped())))
	}
	p.done()
}

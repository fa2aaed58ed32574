package health

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Panel is the model, drawn.
type Panel struct {
	Model *Model

	kit    *part.Kit
	depth  *part.Segments
	check  *part.Button
	repair *part.Button
	body   *fyne.Container
	page   *part.Page
	sheet  *part.Sheet
}

// size of the sheet.
var size = fyne.NewSize(720, 640)

// Open shows the panel over the window. What runs goes on when it is closed.
func Open(kit *part.Kit, m *Model) *Panel {
	p := newPanel(kit, m)
	p.sheet = part.NewSheet(words.T("Library health"), words.T("Close"), size, p.page, func() { m.OnChange = func() {} })
	if c := kit.Canvas(); c != nil {
		p.sheet.ShowOn(c)
	}
	m.Load()
	return p
}

func newPanel(kit *part.Kit, m *Model) *Panel {
	p := &Panel{Model: m, kit: kit, body: part.Column(look.S4)}
	p.depth = part.NewSegments([]string{words.T("Quick"), words.T("One in a hundred"), words.T("Everything")}, func(i int) { m.Choose(Depth(i)) })
	p.check = part.NewButton(part.Primary, words.T("Check now"), look.IconShieldCheck, m.Check)
	p.repair = part.NewButton(part.Secondary, words.T("What a repair would do…"), "", m.Preview)
	p.page = part.NewPage(680, 0, part.Inset(0, 0, look.S4, 0, p.body)).Flush()
	m.OnChange = p.render
	p.render()
	return p
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
	case Checking, Previewing, Repairing:
		p.running()
	case Previewed:
		p.previewed()
	case Repaired:
		p.repaired()
	default:
		p.idle()
	}
	p.body.Refresh()
	p.page.Relayout()
}

// running shows how far it has come.
func (p *Panel) running() {
	m := p.Model
	what := map[State]string{
		Checking:   words.T("Looking the library over …"),
		Previewing: words.T("Finding out what a repair would do. Every file is read for that …"),
		Repairing:  words.T("Repairing. Every file is read for that …"),
	}[m.State]
	bar := part.NewBar(6, look.Accent)
	count := ""
	if m.Total > 0 {
		bar.Set(float32(m.Done)/float32(m.Total), look.Accent)
		count = words.F("{{.N}} of {{.Of}} files", "N", words.Count(m.Done), "Of", words.Count(m.Total))
	}
	stop := part.NewButton(part.Secondary, words.T("Cancel"), "", m.Cancel)
	if m.Stopping {
		stop.Disable()
	}
	p.body.Add(part.Strong(what).Wrapped())
	p.body.Add(bar)
	p.body.Add(part.Row(look.S3, part.Grow(part.Muted(count)), stop))
	p.body.Add(part.Small(words.T("This panel can be closed: it goes on by itself.")).Wrapped())
}

// idle shows the last check, and offers the next.
func (p *Panel) idle() {
	m := p.Model
	if m.Loaded || m.Known {
		p.verdict()
	}
	p.depth.Choose(int(m.Depth))
	p.body.Add(part.NewRule())
	p.body.Add(part.Column(look.S2,
		part.Row(0, p.depth, part.NewSpring()),
		part.Small(p.explain()).Wrapped()))
	row := part.Wrap(look.S2, p.check)
	if m.Known && !m.Found.Good() && !m.Found.NothingThere {
		row.Add(p.repair)
	}
	p.body.Add(row)
	if m.Known {
		p.problems()
	}
}

// explain says what the chosen depth means.
func (p *Panel) explain() string {
	switch p.Model.Depth {
	case Structure:
		return words.T("Is every picture there, with its right size? Takes seconds.")
	case Sample:
		return words.T("Also reads one picture in a hundred and compares it with its SHA-256, those first that were not read for longest.")
	}
	return words.T("Also reads every picture and compares it with its SHA-256. Takes as long as reading the whole library.")
}

// verdict is the last check in two lines, and where what is lost can be had.
func (p *Panel) verdict() {
	m, f := p.Model, p.Model.Found
	icon, tone := look.IconShieldDots, fyne.ThemeColorName("")
	var head string
	switch {
	case !m.Known:
		head = words.T("Not checked yet.")
	case f.NothingThere:
		head = words.T("There was nothing to check: the library is empty.")
	case !f.Good() && f.Lost > 0:
		icon, tone = look.IconError, look.Failed
		head = words.N("{{.N}} pictures or videos are damaged or missing.", f.Lost)
	case !f.Good():
		icon, tone = look.IconWarning, look.NeedsYou
		head = words.T("Some of the library's own records cannot be read. A repair writes them anew.")
	case f.Read == f.Items:
		icon, tone = look.IconShieldCheck, look.Verified
		head = words.N("All {{.N}} pictures and videos are there and unharmed.", f.Items)
	default:
		icon = look.IconShieldCheck
		head = words.N("All {{.N}} pictures and videos are there.", f.Items)
	}
	says := part.Column(look.S1, part.Strong(head).Wrapped())
	if m.Known {
		when := words.F("Checked {{.When}}.", "When", words.When(f.When, p.kit.Now()))
		if f.Read > 0 {
			when += " " + words.N("{{.N}} were read back and compared.", f.Read)
		} else if !f.NothingThere {
			when += " " + words.T("None was read back.")
		}
		says.Add(part.Muted(when).Wrapped())
	} else {
		says.Add(part.Muted(words.T("A check finds out whether every picture is there and unharmed.")).Wrapped())
	}
	p.body.Add(part.Note(tone, icon, says))
	for _, s := range f.Sources {
		p.next(look.IconPhone, words.N("{{.N}} came from {{.Phone}}. Repair the library, then connect the phone: the next backup fetches what is still on it.", s.Count, "Phone", words.Name(s.Name)))
	}
	if f.Nowhere > 0 {
		p.next(look.IconHelp, words.N("{{.N}} came from no phone. What is damaged is kept aside; import it again from where it came.", f.Nowhere))
	}
}

func (p *Panel) next(icon look.Icon, text string) {
	p.body.Add(part.RowTop(look.S3, part.NewIcon(icon, look.Muted, 20), part.Grow(part.Body(text).Wrapped())))
}

// shown is how many lines of a list are drawn.
const shown = 100

func (p *Panel) problems() {
	f := p.Model.Found
	if len(f.Problems) == 0 {
		return
	}
	p.body.Add(part.NewRule())
	for i, q := range f.Problems {
		if i == shown {
			break
		}
		icon, tone := look.IconInfo, look.Muted
		if q.Grave {
			icon, tone = look.IconBroken, look.Failed
		}
		p.body.Add(line(icon, tone, q.Path, q.Detail))
	}
	if more := len(f.Problems) - min(len(f.Problems), shown) + f.More; more > 0 {
		p.body.Add(part.Muted(words.N("… and {{.N}} more", more)))
	}
}

func line(icon look.Icon, tone fyne.ThemeColorName, path, detail string) fyne.CanvasObject {
	return part.RowTop(look.S3, part.NewIcon(icon, tone, 20),
		part.Grow(part.Column(0, part.Body(words.Name(path)).Middle(), part.Small(words.Name(detail)).Wrapped())))
}

// previewed lists what a repair would do.
func (p *Panel) previewed() {
	m := p.Model
	p.body.Add(part.Strong(words.N("A repair would do {{.N}} things:", len(m.Actions))).Wrapped())
	p.body.Add(part.Muted(words.T("It deletes nothing but what is made anew. What is damaged is moved to the library's quarantine folder.")).Wrapped())
	do := part.NewButton(part.Primary, words.T("Repair now"), look.IconShieldCheck, m.Repair)
	if m.Busy() {
		do.Disable()
		p.body.Add(part.Note("", look.IconInfo, part.Body(words.T("A backup is running. The library can be repaired when it is done.")).Wrapped()))
	}
	p.body.Add(part.Wrap(look.S2, do, part.NewButton(part.Secondary, words.T("Leave it as it is"), "", m.Back)))
	p.actions()
}

// repaired lists what was done, and what comes next.
func (p *Panel) repaired() {
	m := p.Model
	says := part.Column(2, part.Strong(words.N("Repaired: {{.N}} things were done.", len(m.Actions))).Wrapped(),
		part.Muted(words.T("Now back up again: what was lost here and is still on a phone comes back.")).Wrapped())
	p.body.Add(part.Note("", look.IconDone, says))
	p.body.Add(part.Row(0, part.NewButton(part.Primary, words.T("Done"), "", m.Back), part.NewSpring()))
	p.actions()
}

func (p *Panel) actions() {
	p.body.Add(part.NewRule())
	for i, a := range p.Model.Actions {
		if i == shown {
			p.body.Add(part.Muted(words.N("… and {{.N}} more", len(p.Model.Actions)-shown)))
			break
		}
		p.body.Add(line(look.IconRight, look.Muted, a.Path, a.Detail))
	}
}

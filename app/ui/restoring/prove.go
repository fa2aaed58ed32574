package restoring

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/words"
)

// Drills is the drill that proves a backup, before it is drawn.
type Drills struct {
	Past   []Proof
	Loaded bool
	Sample int // index into Samples
	Flow   *Flow

	OnChange func()

	restores Restores
	hop      *hop.Hop
	loading  hop.Latest
}

// Samples are how many items a drill restores; 0 is all.
var Samples = [...]int{100, 1000, 0}

// NewDrills returns a model; Load fills it.
func NewDrills(kit *part.Kit, r Restores) *Drills {
	m := &Drills{restores: r, hop: kit.Hop, Flow: NewFlow(r, kit), OnChange: func() {}}
	m.Flow.OnChange = func() { m.OnChange() }
	m.Flow.Join()
	return m
}

// Load reads the drills there were.
func (m *Drills) Load() {
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		past, err := m.restores.Proofs(ctx)
		if err != nil {
			return nil // as if there had been none
		}
		return func() { m.Past, m.Loaded = past, true; m.OnChange() }
	})
}

// Choose says how many items are restored.
func (m *Drills) Choose(i int) {
	m.Sample = i
	m.OnChange()
}

// Run begins a drill.
func (m *Drills) Run() { m.Flow.Drill(Order{Task: Prove, Sample: Samples[m.Sample]}) }

// monthly is after how many days another drill is worth its while.
const monthly = 31

// ProofLine says when it was proven last that the backup can be restored.
func ProofLine(past []Proof, now time.Time) receipt.Line {
	if len(past) == 0 {
		return receipt.Line{Icon: look.IconShieldDots, Text: words.T("Not proven yet that it can be restored."), Next: words.T("A drill restores some of it into a folder and reads it back. It takes a minute.")}
	}
	p := past[0]
	when := words.When(p.When, now)
	if p.Failed > 0 {
		return receipt.Line{Tone: look.Failed, Icon: look.IconError, Text: words.N("{{.N}} items could not be restored in the drill {{.When}}.", p.Failed, "When", when),
			Next: words.T("Check the library in Settings: it says what is damaged, and where it can be had again.")}
	}
	l := receipt.Line{Tone: look.Verified, Icon: look.IconShieldCheck, Text: words.N("Last proven restorable {{.When}}: all {{.N}} items.", p.Files, "When", when)}
	if p.Sample {
		l.Text = words.N("Last proven restorable {{.When}}: {{.N}} items, chosen by chance.", p.Files, "When", when)
	}
	if p.Records > 0 {
		l.Next = words.N("{{.N}} contacts, messages and other records were read and understood, too.", p.Records)
	}
	if words.DaysBetween(p.When, now) >= monthly {
		l.Tone, l.Icon, l.Next = "", look.IconShieldDots, words.T("That is more than a month ago: another drill takes a minute.")
	}
	return l
}

// DrillSheet draws it.
type DrillSheet struct {
	Model *Drills

	kit   *part.Kit
	view  *flowView
	size  *part.Segments
	body  *fyne.Container
	page  *part.Page
	panel *part.Sheet
}

// OpenDrill shows the sheet; closed runs when it has gone.
func OpenDrill(kit *part.Kit, m *Drills, closed func()) *DrillSheet {
	s := &DrillSheet{Model: m, kit: kit, body: part.Column(look.S4)}
	s.size = part.NewSegments([]string{words.T("100 by chance"), words.T("1,000 by chance"), words.T("Everything")}, m.Choose)
	s.view = newFlowView(kit, m.Flow, func() { m.Flow.Back(); m.Load() })
	s.page = part.NewPage(720, 0, part.Inset(0, 0, look.S4, 0, s.body)).Flush()
	s.panel = part.NewSheet(words.T("Prove this backup"), words.T("Close"), sheetSize, s.page, func() {
		m.Flow.Close()
		closed()
	})
	m.OnChange = s.render
	s.render()
	m.Load()
	if c := kit.Canvas(); c != nil {
		s.panel.ShowOn(c)
	}
	return s
}

// Close takes the sheet away; what runs goes on.
func (s *DrillSheet) Close() { s.panel.Close() }

func (s *DrillSheet) render() {
	m := s.Model
	s.body.Objects = nil
	if m.Flow.Step != Asking {
		s.body.Add(s.view.render())
	} else {
		s.ask()
	}
	s.body.Refresh()
	s.page.Relayout()
}

func (s *DrillSheet) ask() {
	m := s.Model
	if m.Flow.Err != nil {
		s.body.Add(failed(s.kit, m.Flow.Err))
	}
	if m.Loaded {
		l := ProofLine(m.Past, s.kit.Now())
		says := part.Column(2, part.Strong(l.Text).Wrapped())
		if l.Next != "" {
			says.Add(part.Muted(l.Next).Wrapped())
		}
		s.body.Add(part.Note(l.Tone, l.Icon, says))
	}
	s.body.Add(part.Body(words.T("A backup that was never restored is a hope. The drill restores the newest backup into a folder of its own on this computer, reads every byte back from there, and takes the folder away again. No phone is needed, and none is touched.")).Wrapped())
	s.size.Choose(m.Sample)
	s.body.Add(part.Row(0, s.size, part.NewSpring()))
	s.body.Add(part.Row(look.S3, part.NewButton(part.Primary, words.T("Begin the drill"), look.IconShieldCheck, m.Run),
		part.Grow(part.Small(words.T("To keep what is restored, choose a folder on the Restore page instead.")).Wrapped())))
	if len(m.Past) == 0 {
		return
	}
	list := part.Column(look.S2, part.NewRule(), part.Strong(words.T("Earlier drills")))
	for _, p := range m.Past[:min(len(m.Past), 12)] {
		text := words.N("{{.N}} items, all whole", p.Files)
		icon, tone := look.IconDone, look.Muted
		if p.Failed > 0 {
			text, icon, tone = words.N("{{.N}} could not be restored", p.Failed), look.IconError, look.Failed
		}
		list.Add(part.Row(look.S3, part.NewIcon(icon, tone, 18), part.Grow(part.Body(text).Middle()),
			part.Small(words.F("{{.Size}} · {{.When}}", "Size", words.Size(p.Bytes), "When", words.When(p.When, s.kit.Now())))))
	}
	s.body.Add(list)
}

package doctor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/handset"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
	"keepsake/device/doctor"
)

// Deps is what the page needs; all of it may be nil.
type Deps struct {
	Clinic Clinic
	Supply Supply
	Demo   func() // starts the demo phone
	Wifi   func() // opens what connects a phone without a cable
}

// Screen is the page.
type Screen struct {
	Model *Model

	kit     *part.Kit
	deps    Deps
	changed func()

	title, line *part.Text
	lines       *fyne.Container
	areas       []*part.Area
	stage       *fyne.Container
	caption     *part.Text
	where       *part.Text
	leaves      *fyne.Container
	systems     *part.Segments
	systemBox   *fyne.Container
	try         *part.Button
	drawn       drawn
	content     *fyne.Container
}

// drawn is what the stage shows, so that the same is not drawn again.
type drawn struct {
	picture doctor.Picture
	system  System
	guide   Guide
	guiding bool
	chosen  int
	zoom    float32
}

// New returns the page. Changed, which may be nil, is told when it has become
// longer or shorter.
func New(kit *part.Kit, d Deps, changed func()) *Screen {
	if changed == nil {
		changed = func() {}
	}
	s := &Screen{kit: kit, deps: d, changed: changed, Model: NewModel(d.Clinic, kit.Hop),
		title: part.Title("").Wrapped(), line: part.Muted("").Wrapped(), lines: part.Column(2),
		stage: container.NewCenter(), caption: part.Body("").Wrapped().Aligned(fyne.TextAlignCenter),
		where: part.Small("").Aligned(fyne.TextAlignCenter), leaves: part.Row(look.S2)}
	s.Model.OnChange, s.Model.OnError = s.render, kit.Failed
	s.Model.Fetch = func() { OpenSupply(kit, d.Supply, s.Model.Refresh) }
	s.systems = part.NewSegments([]string{"HyperOS", "MIUI"}, func(i int) { s.Model.SetSystem(System(i)) })
	s.systemBox = container.NewCenter(s.systems)
	left := part.Column(look.S2, s.title, s.line, part.Space(0, look.S2), part.Inset(-look.S3, 0, 0, 0, s.lines), s.ways())
	right := part.Layers(part.NewFill(look.RailBg, 12), part.Pad(look.S6, part.Column(look.S3,
		part.Fixed(356, handset.Height, s.stage),
		s.where,
		s.caption,
		container.NewCenter(s.leaves),
		s.systemBox,
	)))
	s.content = part.Cells(340, 2, look.S8, left, part.Column(0, right))
	s.render()
	return s
}

// ways are the other ways to a phone.
func (s *Screen) ways() fyne.CanvasObject {
	row := part.Wrap(look.S2)
	if s.deps.Wifi != nil {
		row.Add(part.NewButton(part.Secondary, words.T("Connect over Wi-Fi"), look.IconWifi, s.deps.Wifi))
	}
	row.Add(part.NewButton(part.Secondary, words.T("Set up a new phone"), look.IconPhone, s.Model.SetUp))
	col := part.Column(look.S2, part.Space(0, look.S1), row)
	if s.deps.Demo != nil {
		s.try = part.NewButton(part.Secondary, words.T("Try with a demo phone"), look.IconPlay, func() {
			s.try.Disable()
			s.deps.Demo()
		})
		row.Add(s.try)
		col.Add(part.Muted(words.T("No phone at hand? A demo phone shows everything. Its pictures are made up, and its library is its own.")).Wrapped())
	}
	return col
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Tried tells that the demo phone is there, or could not be started.
func (s *Screen) Tried() {
	if s.try != nil {
		s.try.Enable()
	}
}

// Key does what a key means to the guide, and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool {
	if !s.Model.Guiding() {
		return false
	}
	switch k {
	case fyne.KeyLeft:
		s.Model.Turn(-1)
	case fyne.KeyRight:
		s.Model.Turn(1)
	default:
		return false
	}
	return true
}

func (s *Screen) render() {
	s.title.Set(s.Model.Title())
	s.line.Set(s.Model.Line())
	s.renderLines()
	s.renderStage()
	s.content.Refresh()
	s.changed()
}

func (s *Screen) renderStage() {
	m := s.Model
	now := drawn{m.Picture(), m.System, m.Guide, m.Guiding(), m.Chosen, part.Zoom()}
	if now == s.drawn {
		return
	}
	s.drawn = now
	p := pageOf(m.Picture(), m.System)
	s.stage.Objects = []fyne.CanvasObject{p.draw(m.System)}
	s.caption.Set(p.says)
	if l := m.Chosen; l >= 0 && m.Lines[l].Picture == doctor.PictureAdb && m.Lines[l].ID != doctor.NoProgram {
		s.caption.Set(words.T("All programs on this computer share one adb server. Keepsake starts it when there is none."))
	}
	s.systems.Choose(int(m.System))
	part.Show(s.systemBox, p.systems)
	part.Show(s.where, m.Guiding())
	part.Show(s.leaves, m.Guiding())
	if m.Guiding() {
		s.where.Set(words.F("Step {{.Step}} of {{.Steps}}", "Step", words.Count(m.Guide.At+1), "Steps", words.Count(len(Steps))))
		s.renderLeaves()
	}
}

// renderLeaves draws a dot for each step of the guide, ticked when it is known to
// be done, between the ways back and on.
func (s *Screen) renderLeaves() {
	g := s.Model.Guide
	back := part.NewIconButton(look.IconLeft, words.T("Back"), s.kit.Tips, func() { s.Model.Turn(-1) })
	on := part.NewIconButton(look.IconRight, words.T("Next"), s.kit.Tips, func() { s.Model.Turn(1) })
	if g.At == 0 {
		back.Disable()
	}
	if g.At == len(Steps)-1 {
		on.Disable()
	}
	s.leaves.Objects = []fyne.CanvasObject{back}
	for i := range Steps {
		var dot fyne.CanvasObject = part.NewDot(look.Border)
		switch {
		case i == g.At:
			dot = part.Fixed(20, 8, part.NewFill(look.Accent, 4))
		case i < g.Reached:
			dot = part.NewIcon(look.IconCheck, look.Accent, 16)
		}
		s.leaves.Add(dot)
	}
	s.leaves.Add(on)
	s.leaves.Refresh()
}

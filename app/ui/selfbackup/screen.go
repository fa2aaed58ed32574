package selfbackup

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/handset"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/words"
)

// Screen is the page.
type Screen struct {
	Model *Model
	// Connect goes to where a phone is connected; Notes, Networks and Messages to the
	// pages of what was read. The last may be nil.
	Connect                   func()
	Notes, Networks, Messages func()

	kit     *part.Kit
	phones  *part.Choice
	list    *fyne.Container
	live    *fyne.Container
	stage   *fyne.Container
	where   *part.Text
	says    *part.Text
	leaves  *fyne.Container
	systems *part.Segments
	typed   *part.Line
	bar     *part.Bar
	page    *part.Page
	drawn   string
	told    string
}

// New returns the page. phones are those that are connected.
func New(kit *part.Kit, phones func() []phone.Phone, r Reader) *Screen {
	s := &Screen{kit: kit, Model: NewModel(phones, r, kit.Hop, kit.After), Connect: func() {}, Notes: func() {}, Networks: func() {},
		list: part.Column(2), live: part.Layers(), stage: container.NewCenter(), where: part.Small("").Aligned(fyne.TextAlignCenter),
		says: part.Body("").Wrapped().Aligned(fyne.TextAlignCenter), leaves: part.Row(look.S2), bar: part.NewBar(6, look.Accent)}
	m := s.Model
	m.OnChange = s.render
	s.phones = part.NewChoice(kit, m.Choose)
	s.systems = part.NewSegments([]string{"HyperOS", "MIUI"}, func(i int) { m.SetSystem(System(i)) })
	s.typed = part.NewLine(words.T("Password of the backup"), words.T("Password of the backup"))
	s.typed.Password, s.typed.Shortcut = true, kit.Shortcut
	s.typed.Done = s.unlock
	left := part.Column(look.S4,
		part.Column(look.S2, part.Title(words.T("Notes and passwords")).Wrapped(),
			part.Muted(words.T("Xiaomi’s phones give their notes and the passwords of their networks to nobody but the backup that they make of themselves. This page follows along.")).Wrapped()),
		part.Row(0, s.phones.Content(), part.NewSpring()),
		part.Inset(-look.S3, 0, 0, 0, s.list), s.live)
	right := part.Layers(part.NewFill(look.RailBg, 12), part.Pad(look.S6, part.Column(look.S3,
		part.Fixed(300, handset.Height, s.stage), s.where, s.says, container.NewCenter(s.leaves), container.NewCenter(s.systems))))
	s.page = part.NewPage(look.Column, look.S8, part.Cells(320, 2, look.S8, left, part.Column(0, right)))
	s.render()
	return s
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// Show tells the screen that it has come into sight, Hide that it goes.
func (s *Screen) Show() { s.Model.Show() }

// Hide ends the watch.
func (s *Screen) Hide() {
	s.typed.SetText("")
	s.Model.Hide()
}

// Key does what a key means to the page, and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyLeft, fyne.KeyUp:
		s.Model.Turn(-1)
	case fyne.KeyRight, fyne.KeyDown:
		s.Model.Turn(1)
	default:
		return false
	}
	return true
}

func (s *Screen) unlock(password string) {
	if password != "" {
		s.Model.Read(password)
		s.typed.SetText("")
	}
}

func (s *Screen) render() {
	m := s.Model
	if s.page == nil {
		return
	}
	var ids, names []string
	for _, p := range m.Phones {
		ids, names = append(ids, p.ID), append(names, p.Title())
	}
	s.phones.Set(ids, names, m.Phone.ID)
	part.Show(s.phones.Content(), len(ids) > 1)
	s.renderSteps()
	if told := fmt.Sprint(m.State, m.Backup, m.Fresh, m.Phone.ID, m.Got, m.Wrong, m.Err, part.Zoom()); told != s.told {
		s.told = told
		s.live.Objects = []fyne.CanvasObject{s.now()}
		s.live.Refresh()
	}
	if m.State == Reading && m.Now.All > 0 {
		s.bar.Set(float32(m.Now.Done)/float32(m.Now.All), look.Accent)
	}
	s.page.Relayout()
}

// renderSteps draws the list of steps, and the chosen one's drawing.
func (s *Screen) renderSteps() {
	m := s.Model
	drawn := fmt.Sprint(m.Step, m.System, m.State >= Writing && m.Fresh, m.State == Done, part.Zoom())
	if drawn == s.drawn {
		return
	}
	s.drawn = drawn
	all := steps()
	reached := 0
	if m.State >= Writing && m.Fresh || m.State == Done {
		reached = Steps
	}
	s.list.Objects = nil
	for i, st := range all {
		var mark fyne.CanvasObject = part.Fixed(24, 24, part.Layers(part.NewFill(look.Track, 12), part.Small(fmt.Sprint(i+1)).In(look.Foreground).Aligned(fyne.TextAlignCenter)))
		if i < reached {
			mark = part.Fixed(24, 24, part.Layers(part.NewFill(look.Accent, 12), part.NewIcon(look.IconCheck, look.OnAccent, 14)))
		}
		a := part.NewArea(st.name, look.Radius, part.Inset(look.S3, look.S2, look.S3, look.S2, part.Row(look.S3, mark, part.Body(st.name).Middle())), func() { m.Turn(i - m.Step) })
		a.Choose(i == m.Step)
		s.list.Add(a)
	}
	s.list.Refresh()
	st := all[m.Step]
	s.stage.Objects = []fyne.CanvasObject{st.draw(m.System)}
	s.stage.Refresh()
	s.says.Set(st.says)
	s.where.Set(words.F("Step {{.Step}} of {{.Steps}}", "Step", words.Count(m.Step+1), "Steps", words.Count(Steps)))
	s.systems.Choose(int(m.System))
	back := part.NewIconButton(look.IconLeft, words.T("Back"), s.kit.Tips, func() { m.Turn(-1) })
	on := part.NewIconButton(look.IconRight, words.T("Next"), s.kit.Tips, func() { m.Turn(1) })
	if m.Step == 0 {
		back.Disable()
	}
	if m.Step == Steps-1 {
		on.Disable()
	}
	s.leaves.Objects = []fyne.CanvasObject{back}
	for i := range all {
		var dot fyne.CanvasObject = part.NewDot(look.Border)
		if i == m.Step {
			dot = part.Fixed(20, 8, part.NewFill(look.Accent, 4))
		}
		s.leaves.Add(dot)
	}
	s.leaves.Add(on)
	s.leaves.Refresh()
}

package doctor

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Screen is the page.
type Screen struct {
	kit    *part.Kit
	demo   func()
	advice Advice
	system System
	leaf   int
	trying bool

	title, line *part.Text
	steps       *fyne.Container
	stage       *fyne.Container
	caption     *part.Text
	leaves      *fyne.Container
	systems     *part.Segments
	try         *part.Button
	tryBox      *fyne.Container
	content     *fyne.Container
	changed     func()
}

// New returns the page. Demo, when not nil, starts the demo phone. Changed is
// told when the page has become longer or shorter.
func New(kit *part.Kit, demo func(), changed func()) *Screen {
	s := &Screen{kit: kit, demo: demo, changed: changed,
		title: part.Title(""), line: part.Muted("").Wrapped(), steps: part.Column(look.S1),
		stage: container.NewCenter(), caption: part.Body("").Wrapped().Aligned(fyne.TextAlignCenter),
		leaves: part.Row(look.S2)}
	s.systems = part.NewSegments([]string{"HyperOS", "MIUI"}, func(i int) { s.system = System(i); s.renderLeaf() })
	s.try = part.NewButton(part.Secondary, words.T("Try with a demo phone"), look.IconPhone, func() {
		s.trying = true
		s.try.Disable()
		s.demo()
	})
	s.tryBox = part.Column(look.S2,
		part.Space(0, look.S1),
		part.Muted(words.T("No phone at hand? A demo phone shows everything. Its pictures are made up, and its library is its own.")).Wrapped(),
		part.Row(0, s.try, part.NewSpring()))
	if demo == nil {
		s.tryBox.Hide()
	}
	left := part.Column(look.S2, s.title, s.line, part.Space(0, look.S2), s.steps, s.tryBox)
	right := part.Layers(part.NewFill(look.RailBg, 12), part.Pad(look.S6, part.Column(look.S3,
		part.Fixed(340, frameHeight, s.stage),
		s.caption,
		container.NewCenter(s.leaves),
		container.NewCenter(s.systems),
	)))
	s.content = part.Cells(340, 2, look.S8, left, right)
	s.Update(Facts{})
	return s
}

// Content is what to show.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Update shows what is known now.
func (s *Screen) Update(f Facts) {
	a := Check(f)
	if same(a, s.advice) {
		return
	}
	if a.Picture != s.advice.Picture {
		s.leaf = 0
	}
	s.advice = a
	s.title.Set(a.Title)
	s.line.Set(a.Line)
	s.steps.Objects = s.steps.Objects[:0]
	for i, st := range a.Steps {
		s.steps.Add(stepLine(i, st))
	}
	s.renderLeaf()
}

// Tried tells that the demo phone is there, or could not be started.
func (s *Screen) Tried() {
	s.trying = false
	s.try.Enable()
}

func same(a, b Advice) bool {
	return a.Title == b.Title && a.Line == b.Line && a.Picture == b.Picture && slices.Equal(a.Steps, b.Steps)
}

func stepLine(i int, st Step) fyne.CanvasObject {
	var mark fyne.CanvasObject
	number := func(ground, text fyne.ThemeColorName) fyne.CanvasObject {
		return part.Layers(part.NewFill(ground, 12), part.Small(strconv.Itoa(i+1)).Bold().In(text).Aligned(fyne.TextAlignCenter))
	}
	title := part.Body(st.Title).Wrapped()
	switch st.Mark {
	case Done:
		mark = part.NewIcon(look.IconDone, look.Accent, 24)
		title.In(look.Muted)
	case Now:
		mark = number(look.Accent, look.OnAccent)
		title.Bold()
	case Problem:
		mark = part.NewIcon(look.IconError, look.Failed, 24)
		title.Bold()
	default:
		mark = number(look.Track, look.Muted)
		title.In(look.Muted)
	}
	text := part.Column(2, title)
	if st.Line != "" {
		text.Add(part.Muted(st.Line).Wrapped())
	}
	return part.Inset(0, look.S1, 0, look.S1, part.RowTop(look.S3, part.Fixed(24, 24, mark), part.Grow(part.Inset(0, 2, 0, 0, text))))
}

func (s *Screen) renderLeaf() {
	ps := pages(s.advice.Picture, s.system)
	s.leaf = min(s.leaf, len(ps)-1)
	p := ps[s.leaf]
	s.stage.Objects = []fyne.CanvasObject{p.draw(s.system)}
	s.caption.Set(p.says)
	s.systems.Choose(int(s.system))
	if p.systems {
		s.systems.Show()
	} else {
		s.systems.Hide()
	}
	s.leaves.Objects = s.leaves.Objects[:0]
	if len(ps) > 1 {
		back := part.NewIconButton(look.IconLeft, words.T("Back"), s.kit.Tips, func() { s.Turn(-1) })
		on := part.NewIconButton(look.IconRight, words.T("Next"), s.kit.Tips, func() { s.Turn(1) })
		if s.leaf == 0 {
			back.Disable()
		}
		if s.leaf == len(ps)-1 {
			on.Disable()
		}
		s.leaves.Add(back)
		for i := range ps {
			color := look.Border
			if i == s.leaf {
				color = look.Accent
			}
			s.leaves.Add(part.NewDot(color))
		}
		s.leaves.Add(on)
	}
	s.content.Refresh()
	s.changed()
}

// Turn leafs through the drawings.
func (s *Screen) Turn(by int) {
	s.leaf = max(0, min(s.leaf+by, len(pages(s.advice.Picture, s.system))-1))
	s.renderLeaf()
}

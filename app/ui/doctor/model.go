// Package doctor is the page that leads to a connected phone: a checklist that
// ticks itself, with one next step and a drawing of it, and a guide through the
// first connection. Home shows it while no phone can be read; it can be opened
// at any time.
//
// Begin with New, which makes the screen; Model is the page without its drawing.
package doctor

import (
	"context"
	"slices"

	"keepsake/app/ui/hop"
	"keepsake/device/doctor"
)

// Clinic is where the page gets its findings, and what mends them.
type Clinic interface {
	// Check looks at everything anew; it may take seconds.
	Check(ctx context.Context) []doctor.Finding
	// Do does what a finding's button says, for the phone it is about. To find the
	// program or choose a folder it asks the owner itself; that the owner changed
	// their mind is no error. It is never asked to download.
	Do(ctx context.Context, a doctor.Action, phoneID string) error
}

// Mark says how a line of the checklist is drawn.
type Mark int

// The marks.
const (
	Fine    Mark = iota // nothing to do
	Noted               // works, and is worth knowing
	Passing             // ends by itself
	Amber               // needs the owner
	Red                 // nothing works until it is mended
)

// Line is one line of the checklist, in words.
type Line struct {
	ID          doctor.ID
	Phone       string
	Mark        Mark
	Title, Next string
	Picture     doctor.Picture
	Buttons     []Button
	Detail      []string
}

// Button is one thing a line offers to do.
type Button struct {
	Label  string
	Action doctor.Action
}

// key tells lines apart while the list changes around them.
type key struct {
	id    doctor.ID
	phone string
}

func (l Line) key() key { return key{l.ID, l.Phone} }

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	Lines   []Line
	Checked bool // the computer has been looked at
	Chosen  int  // the line whose drawing is shown; -1: the guide alone
	System  System
	Guide   Guide
	Working doctor.Action // under way

	OnChange func()
	OnError  func(error)
	// Fetch opens what leads to a download of the adb program.
	Fetch func()

	clinic Clinic
	hop    *hop.Hop
	pinned *key // the line the owner chose
	guided bool // the owner asked for the guide
	picked bool // the owner chose the system
	open   map[key]bool
	asking bool
	again  bool
}

// NewModel returns a model; Refresh fills it. Without a clinic there is the
// guide alone.
func NewModel(c Clinic, h *hop.Hop) *Model {
	return &Model{clinic: c, hop: h, Chosen: -1, open: map[key]bool{},
		OnChange: func() {}, OnError: func(error) {}, Fetch: func() {}}
}

// Refresh looks at everything anew, off the window's goroutine. Asked again
// meanwhile, it looks once more afterwards.
func (m *Model) Refresh() {
	if m.clinic == nil {
		return
	}
	if m.asking {
		m.again = true
		return
	}
	m.asking, m.again = true, false
	m.hop.Go(func(ctx context.Context) func() {
		found := m.clinic.Check(ctx)
		return func() {
			m.asking = false
			m.show(found)
			if m.again {
				m.Refresh()
			}
		}
	})
}

// show puts findings on the page.
func (m *Model) show(found []doctor.Finding) {
	lines := make([]Line, 0, len(found))
	for _, f := range found {
		lines = append(lines, lineOf(f))
	}
	moved := m.Guide.Notice(found)
	if m.Checked && !moved && slices.EqualFunc(lines, m.Lines, sameLine) {
		return
	}
	m.Lines, m.Checked = lines, true
	m.place()
	m.OnChange()
}

func sameLine(a, b Line) bool {
	return a.key() == b.key() && a.Mark == b.Mark && a.Title == b.Title && a.Next == b.Next && a.Picture == b.Picture &&
		slices.Equal(a.Buttons, b.Buttons) && slices.Equal(a.Detail, b.Detail)
}

// place finds the line to show: the one the owner chose, as long as it is there;
// else the gravest.
func (m *Model) place() {
	m.Chosen = -1
	if m.guided {
		return
	}
	for i, l := range m.Lines {
		if m.pinned != nil && l.key() == *m.pinned {
			m.Chosen = i
			return
		}
	}
	m.pinned = nil
	for i, l := range m.Lines {
		if m.Chosen < 0 || l.rank() > m.Lines[m.Chosen].rank() {
			m.Chosen = i
		}
	}
}

// rank orders lines by what to show first: what needs somebody, then a phone
// that is ready, then what is worth knowing.
func (l Line) rank() int {
	switch {
	case l.Mark > Noted:
		return 2 + int(l.Mark)
	case l.ID == doctor.Ready:
		return 2
	case l.Mark == Noted:
		return 1
	}
	return 0
}

// Choose shows a line's drawing, until the line goes.
func (m *Model) Choose(i int) {
	if i < 0 || i >= len(m.Lines) {
		return
	}
	k := m.Lines[i].key()
	m.pinned, m.guided = &k, false
	m.Chosen = i
	m.Guide.Show(m.Lines[i].Picture)
	m.OnChange()
}

// Point shows what is wrong with one phone.
func (m *Model) Point(phoneID string) {
	m.guided = false
	m.pinned = nil
	for i, l := range m.Lines {
		if l.Phone == phoneID && phoneID != "" && (m.pinned == nil || l.Mark > m.Lines[m.Chosen].Mark) {
			k := l.key()
			m.pinned, m.Chosen = &k, i
		}
	}
	m.place()
	m.OnChange()
}

// SetUp shows the guide from its beginning, whatever the checklist says.
func (m *Model) SetUp() {
	m.guided, m.pinned = true, nil
	m.Guide.At = 0
	m.place()
	m.OnChange()
}

// Guiding reports whether the guide is what is drawn, and not the line's picture.
func (m *Model) Guiding() bool {
	if m.Chosen < 0 {
		return true
	}
	return stepOf(m.Lines[m.Chosen].Picture) >= 0
}

// Picture is what is drawn.
func (m *Model) Picture() doctor.Picture {
	if m.Guiding() {
		return Steps[m.Guide.At]
	}
	return m.Lines[m.Chosen].Picture
}

// Turn leafs through the guide.
func (m *Model) Turn(by int) {
	if m.Guiding() && m.Guide.Turn(by) {
		m.OnChange()
	}
}

// SetSystem chooses which of Xiaomi's systems is drawn.
func (m *Model) SetSystem(s System) {
	m.picked = true
	if m.System != s {
		m.System = s
		m.OnChange()
	}
}

// Suppose takes the system from what a phone says of itself, unless the owner chose.
func (m *Model) Suppose(os string) {
	if s, ok := systemOf(os); ok && !m.picked && s != m.System {
		m.System = s
		m.OnChange()
	}
}

// Unfolded reports whether a line's details are shown.
func (m *Model) Unfolded(i int) bool { return m.open[m.Lines[i].key()] }

// Unfold shows or hides a line's details.
func (m *Model) Unfold(i int) {
	k := m.Lines[i].key()
	m.open[k] = !m.open[k]
	m.OnChange()
}

// Press does what a line's button says, and looks again.
func (m *Model) Press(i, button int) {
	if m.Working != doctor.None || m.clinic == nil || i < 0 || i >= len(m.Lines) || button >= len(m.Lines[i].Buttons) {
		return
	}
	a, id := m.Lines[i].Buttons[button].Action, m.Lines[i].Phone
	if a == doctor.DownloadAdb {
		m.Fetch()
		return
	}
	m.Working = a
	m.OnChange()
	m.hop.Go(func(ctx context.Context) func() {
		err := m.clinic.Do(ctx, a, id)
		return func() {
			m.Working = doctor.None
			if err != nil {
				m.OnError(err)
			}
			m.OnChange()
			m.Refresh()
		}
	})
}

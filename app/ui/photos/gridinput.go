package photos

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// wheelZoom says that a wheel step with these keys down changes the tile size.
func wheelZoom(m fyne.KeyModifier) bool {
	return m&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0
}

// Scrolled implements fyne.Scrollable.
func (g *Grid) Scrolled(e *fyne.ScrollEvent) {
	if wheelZoom(g.kit.Keys()) {
		switch {
		case e.Scrolled.DY > 0:
			g.Zoom(1)
		case e.Scrolled.DY < 0:
			g.Zoom(-1)
		}
		return
	}
	g.ScrollTo(g.offset - float64(e.Scrolled.DY))
}

// MouseDown implements desktop.Mouseable: it learns which keys are down.
func (g *Grid) MouseDown(e *desktop.MouseEvent) { g.mods = e.Modifier }

// MouseUp implements desktop.Mouseable.
func (g *Grid) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable: a press opens a picture; in its corner, with
// Ctrl or Shift, or while anything is chosen, it chooses.
func (g *Grid) Tapped(e *fyne.PointEvent) {
	mods := g.mods
	g.mods = 0
	i := g.at(e.Position)
	if i < 0 {
		return
	}
	g.cursor = i
	x, y := g.flow.Spot(i)
	corner := e.Position.X-x < part.TickZone && float64(e.Position.Y)+g.offset-y < float64(part.TickZone)
	choosing := g.model.Selection.Count() > 0
	switch {
	case mods&fyne.KeyModifierShift != 0:
		g.choose(i, true)
	case corner, choosing, wheelZoom(mods):
		g.choose(i, false)
	default:
		g.Open(i)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (g *Grid) TappedSecondary(e *fyne.PointEvent) {
	i := g.at(e.Position)
	if i < 0 { // a month's heading has the menu of its first picture
		i = g.headed(e.Position)
	}
	if i >= 0 {
		g.cursor = i
		g.Menu(i, e.AbsolutePosition)
	}
}

// headed is the first picture of the month whose heading is at pos, -1 for none.
func (g *Grid) headed(pos fyne.Position) int {
	if g.flow.Count() == 0 {
		return -1
	}
	y := float64(pos.Y) + g.offset
	for _, h := range g.flow.Headings(g.offset, g.offset+float64(g.Size().Height)) {
		if y >= h.Y && y < h.Y+g.flow.heading {
			return h.Month.Start
		}
	}
	return -1
}

func (g *Grid) choose(i int, through bool) {
	ids := g.model.Timeline.IDs
	if i < 0 || i >= len(ids) {
		return
	}
	if through {
		g.model.Selection.Range(ids[i], ids)
	} else {
		g.model.Selection.Toggle(ids[i])
	}
	g.changed()
}

func (g *Grid) changed() {
	g.arrange()
	g.Chosen()
}

// ChooseAll chooses everything the timeline holds.
func (g *Grid) ChooseAll() {
	g.model.Selection.Add(g.model.Timeline.IDs)
	g.changed()
}

// ChooseNone chooses nothing; it reports whether anything was chosen before.
func (g *Grid) ChooseNone() bool {
	if g.model.Selection.Count() == 0 {
		return false
	}
	g.model.Selection.Clear()
	g.changed()
	return true
}

// MouseIn implements desktop.Hoverable.
func (g *Grid) MouseIn(e *desktop.MouseEvent) { g.hover(g.at(e.Position)) }

// MouseMoved implements desktop.Hoverable.
func (g *Grid) MouseMoved(e *desktop.MouseEvent) { g.hover(g.at(e.Position)) }

// MouseOut implements desktop.Hoverable.
func (g *Grid) MouseOut() { g.hover(-1) }

func (g *Grid) hover(i int) {
	if i == g.hovered {
		return
	}
	old := g.hovered
	g.hovered = i
	for _, k := range []int{old, i} {
		if t := g.tiles[k]; t != nil {
			g.bind(t, k)
		}
	}
}

// FocusGained implements fyne.Focusable.
func (g *Grid) FocusGained() {
	g.focused = true
	if _, on := g.tiles[g.cursor]; !on {
		g.cursor, _ = g.flow.Visible(g.offset+g.flow.heading, g.offset+float64(g.Size().Height))
	}
	g.arrange()
}

// FocusLost implements fyne.Focusable.
func (g *Grid) FocusLost() { g.focused = false; g.arrange() }

// TypedRune implements fyne.Focusable.
func (g *Grid) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (g *Grid) TypedKey(e *fyne.KeyEvent) {
	if !g.Key(e.Name) {
		part.PassKey(e)
	}
}

// Key does what a key means to the grid and reports whether it means anything.
func (g *Grid) Key(k fyne.KeyName) bool {
	high := float64(g.Size().Height)
	switch k {
	case fyne.KeyLeft:
		g.step(-1, 0)
	case fyne.KeyRight:
		g.step(1, 0)
	case fyne.KeyUp:
		g.step(0, -1)
	case fyne.KeyDown:
		g.step(0, 1)
	case fyne.KeyPageUp:
		g.ScrollTo(g.offset - high*0.9)
	case fyne.KeyPageDown:
		g.ScrollTo(g.offset + high*0.9)
	case fyne.KeyHome:
		g.ScrollTo(0)
	case fyne.KeyEnd:
		g.ScrollTo(g.flow.Height())
	case fyne.KeySpace:
		g.choose(g.cursor, g.kit.Keys()&fyne.KeyModifierShift != 0)
	case fyne.KeyReturn, fyne.KeyEnter:
		if g.cursor >= 0 && g.cursor < g.flow.Count() {
			g.Open(g.cursor)
		}
	case fyne.KeyEscape:
		return g.ChooseNone()
	default:
		return false
	}
	return true
}

func (g *Grid) step(columns, rows int) {
	if g.flow.Count() == 0 {
		return
	}
	if !g.focused {
		g.kit.Focus(g)
	}
	if _, on := g.tiles[g.cursor]; !on && g.cursor < 0 {
		g.cursor = 0
	}
	from := g.cursor
	g.cursor = g.flow.Step(g.cursor, columns, rows)
	if g.kit.Keys()&fyne.KeyModifierShift != 0 && g.cursor != from {
		g.extend(from)
	}
	g.reveal()
}

// extend chooses from where choosing with the keyboard began to the cursor.
func (g *Grid) extend(from int) {
	ids := g.model.Timeline.IDs
	if sel := &g.model.Selection; sel.Count() == 0 {
		sel.Toggle(ids[from])
	}
	g.choose(g.cursor, true)
}

// Reveal brings a picture into sight and puts the keyboard's mark on it.
func (g *Grid) Reveal(i int) {
	if i >= 0 && i < g.flow.Count() {
		g.cursor = i
		g.reveal()
	}
}

func (g *Grid) reveal() {
	to := g.flow.Clamp(g.flow.Reveal(g.cursor, g.offset, g.Size().Height), g.Size().Height)
	if to == g.offset {
		g.arrange()
		return
	}
	g.ScrollTo(to)
}

// AccessibilityLabel implements fyne.Accessible.
func (g *Grid) AccessibilityLabel() string { return words.T("Photos") }

// AccessibilityRole implements fyne.Accessible.
func (g *Grid) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

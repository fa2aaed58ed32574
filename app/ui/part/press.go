package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// pressable is what everything that can be pressed shares: pointer, keyboard
// and the two states they leave. The widget that embeds it sets onPress and
// draws hovered, focused and Disabled.
type pressable struct {
	widget.DisableableWidget
	label            string
	onPress          func()
	hovered, focused bool
	tips             *Tips
}

var (
	_ fyne.Tappable     = (*pressable)(nil)
	_ fyne.Focusable    = (*pressable)(nil)
	_ fyne.Accessible   = (*pressable)(nil)
	_ desktop.Hoverable = (*pressable)(nil)
)

// AccessibilityLabel implements fyne.Accessible.
func (p *pressable) AccessibilityLabel() string { return p.label }

// AccessibilityRole implements fyne.Accessible.
func (p *pressable) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements fyne.Tappable.
func (p *pressable) Tapped(*fyne.PointEvent) { p.press() }

func (p *pressable) press() {
	p.tips.Hide()
	if p.onPress != nil && !p.Disabled() {
		p.onPress()
	}
}

// FocusGained implements fyne.Focusable.
func (p *pressable) FocusGained() { p.focused = true; p.Refresh() }

// FocusLost implements fyne.Focusable.
func (p *pressable) FocusLost() { p.focused = false; p.Refresh() }

// TypedRune implements fyne.Focusable.
func (p *pressable) TypedRune(rune) {}

// TypedKey implements fyne.Focusable: space and return press.
func (p *pressable) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.press()
	default:
		PassKey(e)
	}
}

// MouseIn implements desktop.Hoverable.
func (p *pressable) MouseIn(e *desktop.MouseEvent) {
	p.hovered = true
	p.Refresh()
	if p.tips != nil {
		origin := e.AbsolutePosition.Subtract(e.Position)
		p.tips.Offer(p.label, origin, p.Size())
	}
}

// MouseMoved implements desktop.Hoverable.
func (p *pressable) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *pressable) MouseOut() {
	p.hovered = false
	p.Refresh()
	p.tips.Hide()
}

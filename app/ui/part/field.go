package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Line is a field of one line for something short to be typed: return takes it,
// Escape leaves it.
type Line struct {
	widget.Entry
	// Done is told the text on return, Left that Escape was pressed or the
	// keyboard went elsewhere. Either may be nil.
	Done func(text string)
	Left func()
	// Shortcut takes the shortcuts that mean the window rather than the text: see
	// Kit.Shortcut.
	Shortcut func(fyne.Shortcut)
	// Accept, when not nil, says whether a character may be typed.
	Accept func(r rune) bool
	// Most is how many characters fit; 0 is any number.
	Most int

	name string
}

var _ fyne.Accessible = (*Line)(nil)

// NewLine returns a field with an accessible name, and a hint while it is empty.
func NewLine(name, hint string) *Line {
	l := &Line{name: name}
	l.PlaceHolder = hint
	l.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	l.ExtendBaseWidget(l)
	return l
}

// AccessibilityLabel implements fyne.Accessible.
func (l *Line) AccessibilityLabel() string { return l.name }

// AccessibilityRole implements fyne.Accessible.
func (l *Line) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// TypedRune implements fyne.Focusable.
func (l *Line) TypedRune(r rune) {
	if l.Accept != nil && !l.Accept(r) || l.Most > 0 && len([]rune(l.Text)) >= l.Most && l.SelectedText() == "" {
		return
	}
	l.Entry.TypedRune(r)
}

// TypedKey implements fyne.Focusable.
func (l *Line) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.Done != nil {
			l.Done(l.Text)
		}
	case fyne.KeyEscape:
		if l.Left != nil {
			l.Left()
			return
		}
		PassKey(e)
	default:
		l.Entry.TypedKey(e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (l *Line) TypedShortcut(sc fyne.Shortcut) {
	if k, ok := sc.(*desktop.CustomShortcut); ok && len(k.KeyName) == 1 && l.Shortcut != nil {
		l.Shortcut(sc)
		return
	}
	l.Entry.TypedShortcut(sc)
}

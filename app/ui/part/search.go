package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Search is a field to find by typing. Escape empties it, and once empty gives
// the keyboard back to the page.
type Search struct {
	widget.Entry
	// Shortcut takes the shortcuts that mean the window rather than the text: see
	// Kit.Shortcut.
	Shortcut func(fyne.Shortcut)
	// Short is the hint where the other has no room; "" leaves it as it is.
	Short string

	hint  string
	leave func()
	clear *IconButton
}

// NewSearch returns a search field; leave, which may be nil, runs when Escape or
// return is pressed in it and the keyboard should go elsewhere.
func NewSearch(hint, clearName string, changed func(string), leave func()) *Search {
	s := &Search{hint: hint, leave: leave}
	s.PlaceHolder = hint
	s.Wrapping = fyne.TextWrap(fyne.TextTruncateClip) // as in any field of one line
	s.clear = NewIconButton(look.IconClose, clearName, nil, func() { s.SetText("") })
	s.clear.side = 14
	s.OnChanged = func(text string) {
		s.arm(text)
		changed(text)
	}
	s.Icon = look.IconSearch.In(Color(look.Muted))
	s.ExtendBaseWidget(s)
	return s
}

func (s *Search) arm(text string) {
	var item fyne.CanvasObject
	if text != "" {
		item = Fixed(28, 28, s.clear)
	}
	if (item == nil) != (s.ActionItem == nil) {
		s.ActionItem = item
		s.Refresh()
	}
}

// besideHint is what the icon, the button and the edges take of a field's width.
const besideHint float32 = 76

// Resize implements fyne.CanvasObject; the hint follows the width.
func (s *Search) Resize(size fyne.Size) {
	hint := s.hint
	if s.Short != "" && fyne.MeasureText(hint, Size(look.Body), fyne.TextStyle{}).Width+besideHint > size.Width {
		hint = s.Short
	}
	s.Entry.Resize(size)
	if s.PlaceHolder != hint {
		s.SetPlaceHolder(hint)
	}
}

// Refresh implements fyne.Widget; the drawing follows the theme.
func (s *Search) Refresh() {
	if r := look.IconSearch.In(Color(look.Muted)); s.Icon == nil || s.Icon.Name() != r.Name() {
		s.Icon = r
	}
	s.Entry.Refresh()
}

// TypedKey implements fyne.Focusable.
func (s *Search) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		if s.Text != "" {
			s.SetText("")
			return
		}
		s.done()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		s.done()
	default:
		s.Entry.TypedKey(e)
	}
}

// TypedShortcut implements fyne.Shortcutable. What has the keyboard gets every
// shortcut; those with a letter or digit that mean nothing to text go on to the
// window.
func (s *Search) TypedShortcut(sc fyne.Shortcut) {
	if k, ok := sc.(*desktop.CustomShortcut); ok && len(k.KeyName) == 1 && s.Shortcut != nil {
		s.Shortcut(sc)
		return
	}
	s.Entry.TypedShortcut(sc)
}

func (s *Search) done() {
	if s.leave != nil {
		s.leave()
	}
}

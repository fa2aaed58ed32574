package photos

import "unicode"

// Type begins a search with a letter that was typed at nothing in particular, and
// reports whether it did. While pictures are chosen, or the arrow keys are among
// them, letters mean what is done to them.
func (s *Screen) Type(r rune) bool {
	if s.Model.Tab != TimelineTab || s.grid.focused || s.Model.Selection.Count() > 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return false
	}
	s.kit.Focus(s.search)
	s.search.TypedRune(r)
	return true
}

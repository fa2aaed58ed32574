package notes

// ExportAll presses the button.
func (s *Screen) ExportAll() { s.exportAll() }

// Reveal brings the open note's card into sight.
func (s *Screen) Reveal() { s.list.Reveal(s.Model.At()) }

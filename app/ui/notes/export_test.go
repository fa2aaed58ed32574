package notes

// ExportAll presses the button.
func (s *Screen) ExportAll() { s.exportAll() }

// ExportOpen presses that of the open note.
func (s *Screen) ExportOpen() { s.note.export() }

// Reveal brings the open note's card into sight.
func (s *Screen) Reveal() { s.list.Reveal(s.Model.At()) }

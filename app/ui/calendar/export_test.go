package calendar

// ExportAll presses the button.
func (s *Screen) ExportAll() { s.exportAll() }

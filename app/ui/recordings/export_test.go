package recordings

// ExportAll presses the button.
func (s *Screen) ExportAll() { s.export() }

// CopyAll presses the button.
func (s *Screen) CopyAll() { s.Copy(s.Model.Items()) }

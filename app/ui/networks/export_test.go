package networks

// CopyPassword presses the button beside the open network's password.
func (s *Screen) CopyPassword() {
	if n, ok := s.Model.Open(); ok {
		s.detail.copy(n)
	}
}

// ExportAll presses the button.
func (s *Screen) ExportAll() { s.export() }

package apps

// ExportAll presses the button.
func (s *Screen) ExportAll() { s.export() }

// Open presses a row.
func (s *Screen) Open(i int) { s.open(i) }

// Reveal presses the sheet's button.
func (s *Screen) Reveal() {
	if a, ok := s.Model.Model.Open(); ok {
		s.reveal(a.Phone, a.App.APKs[0])
	}
}

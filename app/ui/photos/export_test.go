package photos

// Grid is the screen's grid.
func (s *Screen) Grid() *Grid { return s.grid }

// Scrubber is the screen's scrubber.
func (s *Screen) Scrubber() *Scrubber { return s.scrubber }

// Export presses the button.
func (s *Screen) Export() { s.doExport() }

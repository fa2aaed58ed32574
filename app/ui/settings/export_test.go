package settings

import "fyne.io/fyne/v2"

// Switches is how many private albums there are to choose.
func (s *Screen) Switches() int { return len(s.switches.Objects) }

// Press presses one of them.
func (s *Screen) Press(i int) { s.switches.Objects[i].(fyne.Tappable).Tapped(&fyne.PointEvent{}) }

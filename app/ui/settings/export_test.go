package settings

import "fyne.io/fyne/v2"

// Switches is how many private albums there are to choose.
func (s *Screen) Switches() int { return len(s.switches.Objects) }

// Press presses one of them.
func (s *Screen) Press(i int) { s.switches.Objects[i].(fyne.Tappable).Tapped(&fyne.PointEvent{}) }

// ToggleApps presses the switch for the files of apps.
func (s *Screen) ToggleApps() { s.appFiles.Tapped(&fyne.PointEvent{}) }

// Type types a passphrase and sends it off.
func (s *Screen) Type(passphrase string) {
	s.passphrase.SetText(passphrase)
	s.again.SetText(passphrase)
	s.passphrase.Done(passphrase)
}

// TypeUnlike types a passphrase, and another one the second time.
func (s *Screen) TypeUnlike(passphrase string) {
	s.passphrase.SetText(passphrase)
	s.again.SetText(passphrase + "x")
	s.passphrase.Done(passphrase)
}

// Change presses the button that offers another passphrase; Differs tells whether
// the page says that what was typed differs.
func (s *Screen) Change()       { s.rekey.Tapped(&fyne.PointEvent{}) }
func (s *Screen) Differs() bool { return s.unequal.Visible() }

// Typed is what stands in the field, Asks whether there is one, Says what is said of
// the key.
func (s *Screen) Typed() string { return s.passphrase.Text }
func (s *Screen) Asks() bool    { return s.typing.Visible() }
func (s *Screen) Says() string  { return s.vaultText.Text() }

// Automatic reports whether automatic backup is offered.
func (s *Screen) Automatic() bool { return s.automatic.Visible() && len(s.automatic.Objects) == 1 }

package part

import (
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/look"
)

// Kit is what the window lends every screen.
type Kit struct {
	Hop      *hop.Hop                        // work off the window's goroutine
	After    After                           // a moment later
	Tips     *Tips                           // names of icons
	Toast    func(Toast)                     // a short message
	Explain  func(error) (what, next string) // an error in two sentences
	Now      func() time.Time                // the clock
	Canvas   func() fyne.Canvas              // nil until the window is there
	Keys     func() fyne.KeyModifier         // held down at this moment
	Shortcut func(fyne.Shortcut)             // does what a shortcut means to the window
}

// Scale is how many pixels a unit has on the window's screen.
func (k *Kit) Scale() float32 {
	if c := k.Canvas(); c != nil {
		return c.Scale()
	}
	return 1
}

// Sheet lays a panel over the window, and returns it.
func (k *Kit) Sheet(title, closeName string, size fyne.Size, body fyne.CanvasObject) *Sheet {
	s := NewSheet(title, closeName, size, body, nil)
	if c := k.Canvas(); c != nil {
		s.ShowOn(c)
	}
	return s
}

// Focus gives the keyboard to an object.
func (k *Kit) Focus(o fyne.Focusable) {
	if c := k.Canvas(); c != nil {
		c.Focus(o)
	}
}

// Failed tells of an error in a toast that stays until it is read.
func (k *Kit) Failed(err error) {
	what, next := k.Explain(err)
	k.Toast(Toast{Text: what, Next: next, Tone: look.Failed})
}

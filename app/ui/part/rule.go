package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// NewRule returns a fine line between two groups.
func NewRule() fyne.CanvasObject {
	f := NewFill(theme.ColorNameSeparator, 0)
	return Layers(f, Space(0, 1))
}

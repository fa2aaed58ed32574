// Package look is how Keepsake looks: the theme in light and dark, the type
// scale, the spacing grid, the icons and the drawn phones. It holds no screens
// and no state of its own.
//
// Begin with New, which makes the fyne.Theme to hand to the app's settings, and
// Icon, which names the drawings.
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode says which of the two looks is shown.
type Mode string

// The modes. System follows the desktop's own choice.
const (
	System Mode = "system"
	Light  Mode = "light"
	Dark   Mode = "dark"
)

// ParseMode reads a saved mode; anything unknown is System.
func ParseMode(s string) Mode {
	switch m := Mode(s); m {
	case Light, Dark:
		return m
	default:
		return System
	}
}

// Theme is Keepsake's fyne.Theme. It answers for the colours, sizes and radii
// that Keepsake and Fyne's own widgets ask for, adds Chinese and Devanagari to
// Fyne's fonts, which cover Latin, Greek and Cyrillic, and leaves the rest to Fyne's
// default; other scripts are set in the system's fonts.
type Theme struct {
	mode Mode
	zoom float32
	base fyne.Theme
}

var _ fyne.Theme = (*Theme)(nil)

// New returns the theme in one mode. Zoom scales every text: 1 is normal, and
// values outside 0.8 to 2 are brought back into that range.
func New(mode Mode, zoom float32) *Theme {
	if zoom == 0 {
		zoom = 1
	}
	return &Theme{mode: mode, zoom: min(max(zoom, 0.8), 2), base: theme.DefaultTheme()}
}

// Mode returns the mode the theme was made with.
func (t *Theme) Mode() Mode { return t.mode }

// Color implements fyne.Theme.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch t.mode {
	case Light:
		variant = theme.VariantLight
	case Dark:
		variant = theme.VariantDark
	}
	if c, ok := palette(variant)[name]; ok {
		return c
	}
	return t.base.Color(name, variant)
}

// Icon implements fyne.Theme.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base.Icon(name) }

// Size implements fyne.Theme.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case Caption:
		return 12 * t.zoom
	case Body:
		return 14 * t.zoom
	case Heading:
		return 18 * t.zoom
	case Title:
		return 28 * t.zoom
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameCardRadius,
		theme.SizeNamePopupRadius, theme.SizeNameMenuRadius, theme.SizeNameSelectionRadius:
		return Radius
	case theme.SizeNameDialogRadius:
		return 12
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	case theme.SizeNameScrollBarRadius:
		return 5
	case theme.SizeNameModalBlurRadius:
		return 0 // the scrim is enough, and a blur costs a frame without a graphics card
	}
	return t.base.Size(name)
}

package look

import (
	_ "embed"

	"fyne.io/fyne/v2"
)

// The fonts hold Chinese and Devanagari, and of what Fyne's own font has only the
// space: text in both scripts is set in both fonts. fonts/make.py makes them.
var (
	//go:embed fonts/han-deva-regular.otf
	hanDevaRegular []byte
	//go:embed fonts/han-deva-bold.otf
	hanDevaBold []byte

	regular = fyne.NewStaticResource("han-deva-regular.otf", hanDevaRegular)
	bold    = fyne.NewStaticResource("han-deva-bold.otf", hanDevaBold)
)

// Font implements fyne.Theme. A letter that the font lacks is looked for in Fyne's
// default for the style, then among the system's fonts.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return t.base.Font(style)
	case style.Bold:
		return bold
	default:
		return regular
	}
}

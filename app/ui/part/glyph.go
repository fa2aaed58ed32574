package part

import (
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
)

// Drawn reports whether a font of this computer has what begins a text. The window's
// own font has the letters of Europe; the rest comes from the system's fonts, and
// what none has is drawn as a box.
func Drawn(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
		return true
	}
	// A box is as wide and as high as any other box; a character of another font
	// differs from it in one at least.
	const nothing = "\U0010fffe" // never a character
	body := Size(look.Body)
	return fyne.MeasureText(string(r), body, fyne.TextStyle{}) != fyne.MeasureText(nothing, body, fyne.TextStyle{})
}

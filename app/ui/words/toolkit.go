package words

import (
	"encoding/json"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// toolkitWords are those of Fyne's that this window shows.
var toolkitWords = []string{"Cut", "Copy", "Paste", "Select all", "Undo", "Redo", "OK", "Cancel", "Error", "Quit", "Open"}

// Toolkit makes Fyne's own menus and dialogs speak the window's language. Fyne has
// words in some languages only, and takes the desktop's. Call it once, after Speak.
func Toolkit() error { return toolkit(speaking().catalog, lang.SystemLocale()) }

// toolkit lays the catalog's words over those that Fyne has for the desktop's
// language.
func toolkit(c *catalog, desktop fyne.Locale) error {
	said := map[string]string{}
	for _, word := range toolkitWords {
		said[word] = c.plain(word)
	}
	data, err := json.Marshal(said)
	if err != nil {
		return fmt.Errorf("hand words to the toolkit: %w", err)
	}
	if err := lang.AddTranslationsForLocale(data, desktop); err != nil {
		return fmt.Errorf("hand words to the toolkit: %w", err)
	}
	return nil
}

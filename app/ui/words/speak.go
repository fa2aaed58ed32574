package words

import (
	"slices"
	"sync/atomic"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// voice is how the window speaks: its sentences, its numbers, its hours.
type voice struct {
	catalog  *catalog
	printer  *message.Printer
	clock    string // of time.Format
	american bool   // English with the month before its day
}

// spoken is set by Speak, or by the first sentence, and then stays: a window whose
// texts are drawn would speak two languages at once.
var spoken atomic.Pointer[voice]

// Speak chooses the language of the window, as BCP 47 writes it, and is called
// before the first sentence. Empty, and a language that there is not, mean the
// desktop's.
func Speak(tag string) {
	want, err := language.Parse(tag)
	if tag == "" || err != nil {
		want = language.Und
	}
	spoken.CompareAndSwap(nil, newVoice(want, Locale()))
}

func speaking() *voice {
	if v := spoken.Load(); v != nil {
		return v
	}
	Speak("")
	return spoken.Load()
}

// newVoice makes the voice of the chosen language, which is Und for the desktop's
// own. Numbers and hours are the desktop's, unless that speaks another language
// than the one that was chosen.
func newVoice(chosen, desktop language.Tag) *voice {
	cs, err := shipped(translations)
	if err != nil || len(cs) == 0 {
		cs = []*catalog{{tag: language.English}} // the code's own English
	}
	want := desktop
	if i := slices.IndexFunc(cs, func(c *catalog) bool { return c.tag == chosen }); i >= 0 {
		a, _ := desktop.Base()
		if b, _ := chosen.Base(); a != b {
			want = chosen
		}
		return newVoiceOf(cs[i], want)
	}
	return newVoiceOf(choose(cs, want), want)
}

func newVoiceOf(c *catalog, locale language.Tag) *voice {
	if c.file != "" {
		_ = c.read(translations) // a sentence that a catalog lacks is English
	}
	v := &voice{catalog: c, printer: message.NewPrinter(locale), clock: "15:04"}
	base, _ := c.tag.Base()
	region, from := locale.Region()
	if from != language.Exact && base == language.MustParseBase("en") {
		return v // English of no place
	}
	switch base.String() {
	case "en":
		v.american = region.String() == "US" || region.String() == "PH"
		if slices.Contains([]string{"US", "CA", "AU", "NZ", "IN", "PH", "PK"}, region.String()) {
			v.clock = "3:04 PM"
		}
	case "hi":
		v.clock = "3:04 pm"
	}
	return v
}

// Language is one that the window speaks.
type Language struct {
	Tag  string // as BCP 47 writes it: zh-Hans
	Name string // its own: 简体中文
}

// Languages are those that the window speaks, English first.
func Languages() []Language {
	cs, err := shipped(translations)
	if err != nil {
		return nil
	}
	var all []Language
	for _, c := range cs {
		name, ok := ownNames[c.tag.String()]
		if !ok {
			name = c.tag.String()
		}
		all = append(all, Language{c.tag.String(), name})
	}
	return all
}

// ownNames are the languages' names for themselves, as CLDR has them.
var ownNames = map[string]string{
	"en": "English", "zh-Hans": "简体中文", "es": "Español", "id": "Bahasa Indonesia",
	"hi": "हिन्दी", "tr": "Türkçe", "pt-BR": "Português (Brasil)", "ru": "Русский",
}

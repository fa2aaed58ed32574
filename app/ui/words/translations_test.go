package words

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Every language that has a file is shipped, and says all that English says.
func TestTranslationsAreComplete(t *testing.T) {
	cs, err := catalogs(translations)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cs[1:] {
		for _, flaw := range flaws(cs[0], c) {
			t.Errorf("%s: %s", c.tag, flaw)
		}
	}
}

// flaws compares a translation with the English it was made from.
func flaws(en, c *catalog) []string {
	var all []string
	report := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for key, english := range en.says {
		said, ok := c.says[key]
		if !ok {
			report("lacks %q", key)
			continue
		}
		if flaw := differs(english, said); flaw != "" {
			report("%q %s: %q", key, flaw, said)
		}
	}
	needed := cardinals(c.tag)
	for key, english := range en.forms {
		said, ok := c.forms[key]
		if !ok {
			report("lacks the plural forms of %q", key)
			continue
		}
		for form, numbers := range needed {
			s, ok := said[form]
			like := english["other"]
			if len(numbers) == 1 && numbers[0] == 1 {
				like = english["one"]
			}
			if flaw := differs(like, s); !ok {
				report("%q lacks the form %q", key, form)
			} else if flaw != "" {
				report("%q, %s, %s: %q", key, form, flaw, s)
			}
		}
		for form := range said {
			if _, ok := needed[form]; !ok && form != "other" {
				report("%q has the form %q, which no number takes", key, form)
			}
		}
	}
	for key := range c.says {
		if _, ok := en.says[key]; !ok {
			report("has %q, which English lacks", key)
		}
	}
	for key := range c.forms {
		if _, ok := en.forms[key]; !ok {
			report("has forms of %q, for which English has none", key)
		}
	}
	slices.Sort(all)
	return all
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

// differs says in what a translation is not like its English; the order of words
// is its own.
func differs(english, said string) string {
	set := func(s string) []string {
		return slices.Compact(slices.Sorted(slices.Values(placeholder.FindAllString(s, -1))))
	}
	switch {
	case strings.TrimSpace(said) == "" && english != "":
		return "is empty"
	case strings.TrimSpace(said) != said && strings.TrimSpace(english) == english:
		return "begins or ends with a space"
	case !slices.Equal(set(english), set(said)):
		return "has other placeholders"
	}
	return ""
}

// cardinals are the plural forms that whole numbers take in a language (CLDR's
// rules), each with numbers that take it.
func cardinals(tag language.Tag) map[string][]int {
	forms := map[string][]int{}
	for n := range 201 {
		f := formNames[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]
		forms[f] = append(forms[f], n)
	}
	return forms
}

func TestFlawsAreFound(t *testing.T) {
	en, err := parse(language.English, []byte(`{"Open":"Open","{{.A}} of {{.B}}":"{{.A}} of {{.B}}","{{.N}} items":{"one":"{{.N}} item","other":"{{.N}} items"}}`))
	if err != nil {
		t.Fatal(err)
	}
	whole := `"Open":"Открыть","{{.A}} of {{.B}}":"{{.B}}: {{.A}}"`
	forms := `"{{.N}} items":{"one":"{{.N}} снимок","few":"{{.N}} снимка","many":"{{.N}} снимков"}`
	for _, tt := range []struct{ says, flaw string }{
		{whole + "," + forms, ""},
		{`"Open":"Открыть",` + forms, `lacks "{{.A}} of {{.B}}"`},
		{whole + `,"Close":"Закрыть",` + forms, `has "Close", which English lacks`},
		{`"Open":" ","{{.A}} of {{.B}}":"{{.B}}: {{.A}}",` + forms, `"Open" is empty: " "`},
		{`"Open":"Открыть","{{.A}} of {{.B}}":"{{.B}}",` + forms, `"{{.A}} of {{.B}}" has other placeholders: "{{.B}}"`},
		{`"Open":"Открыть {{.C}}","{{.A}} of {{.B}}":"{{.B}}: {{.A}}",` + forms, `"Open" has other placeholders: "Открыть {{.C}}"`},
		{whole, `lacks the plural forms of "{{.N}} items"`},
		{whole + `,"{{.N}} items":{"one":"{{.N}} снимок","many":"{{.N}} снимков"}`, `"{{.N}} items" lacks the form "few"`},
		{whole + `,"{{.N}} items":{"one":"снимок","few":"{{.N}} снимка","many":"{{.N}} снимков"}`, `"{{.N}} items", one, has other placeholders: "снимок"`},
		{whole + `,"{{.N}} items":{"one":"{{.N}} снимок","two":"{{.N}} снимка","few":"{{.N}} снимка","many":"{{.N}} снимков"}`, `"{{.N}} items" has the form "two", which no number takes`},
	} {
		c, err := parse(language.Russian, []byte("{"+tt.says+"}"))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(flaws(en, c), "; "); got != tt.flaw {
			t.Errorf("%s: found %q, want %q", tt.says, got, tt.flaw)
		}
	}
}

// The rules of the languages that the window is to speak, as CLDR has them.
func TestPluralRules(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "one other", "zh-Hans": "other", "es": "one other", "id": "other", "hi": "one other",
		"tr": "one other", "pt-BR": "one other", "ru": "few many one",
	} {
		got := strings.Join(slices.Sorted(maps.Keys(cardinals(language.MustParse(tag)))), " ")
		if got != want {
			t.Errorf("%s has the forms %s, want %s", tag, got, want)
		}
		if ownNames[tag] == "" {
			t.Errorf("%s has no name of its own", tag)
		}
	}
	files, err := fs.Glob(translations, "translations/*.json")
	if err != nil || len(Languages()) != len(files) {
		t.Errorf("%d languages of %d files: %v", len(Languages()), len(files), err)
	}
	for _, l := range Languages() {
		if l.Name == l.Tag {
			t.Errorf("%s has no name of its own", l.Tag)
		}
	}
}

func TestVoices(t *testing.T) {
	for _, tt := range []struct {
		chosen, desktop string
		says, number    string
		clock           string
		american        bool
	}{
		{"", "en-GB", "en", "12,480.5", "15:04", false},
		{"", "en", "en", "12,480.5", "15:04", false},
		{"", "en-US", "en", "12,480.5", "3:04 PM", true},
		{"", "en-IN", "en", "12,480.5", "3:04 PM", false},
		{"", "de-DE", "en", "12.480,5", "15:04", false}, // its own numbers, in English sentences
		{"en", "de-DE", "en", "12,480.5", "15:04", false},
		{"en", "en-US", "en", "12,480.5", "3:04 PM", true},
		{"tlh", "en-GB", "en", "12,480.5", "15:04", false},
		{"not a tag!", "en-GB", "en", "12,480.5", "15:04", false},
	} {
		chosen, _ := language.Parse(tt.chosen)
		v := newVoice(chosen, language.MustParse(tt.desktop))
		number := v.printer.Sprintf("%.1f", 12480.5)
		if v.catalog.tag.String() != tt.says || number != tt.number || v.clock != tt.clock || v.american != tt.american {
			t.Errorf("%q on a desktop in %s: %s, %s, %s, %v", tt.chosen, tt.desktop, v.catalog.tag, number, v.clock, v.american)
		}
	}
}

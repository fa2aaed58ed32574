package words

import (
	"testing"
	"testing/fstest"

	"golang.org/x/text/language"
)

func TestCatalogs(t *testing.T) {
	files := fstest.MapFS{
		"translations/en.json": {Data: []byte(`{"Open":"Open","{{.N}} items":{"one":"{{.N}} item","other":"{{.N}} items"}}`)},
		"translations/ru.json": {Data: []byte(`{"Open":"Открыть","{{.N}} items":{"one":"{{.N}} снимок","few":"{{.N}} снимка","many":"{{.N}} снимков","other":"{{.N}} снимка"}}`)},
	}
	cs, err := catalogs(files)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		locale   string
		n        int
		open, of string
	}{
		{"en-GB", 1, "Open", "{{.N}} item"},
		{"ru-RU", 1, "Открыть", "{{.N}} снимок"},
		{"ru", 3, "Открыть", "{{.N}} снимка"},
		{"ru", 11, "Открыть", "{{.N}} снимков"},
		{"zh-Hans-CN", 7, "Open", "{{.N}} items"},
	}
	for _, tt := range tests {
		c := choose(cs, language.MustParse(tt.locale))
		if got := c.plain("Open"); got != tt.open {
			t.Errorf("%s: Open is %q, want %q", tt.locale, got, tt.open)
		}
		if got := c.plural("{{.N}} items", tt.n); got != tt.of {
			t.Errorf("%s: %d items is %q, want %q", tt.locale, tt.n, got, tt.of)
		}
		if got := c.plain("Unheard of"); got != "Unheard of" {
			t.Errorf("%s: a sentence nobody translated became %q", tt.locale, got)
		}
	}
}

func TestBrokenTranslationsAreNamed(t *testing.T) {
	for name, data := range map[string]string{
		"translations/en.json":      `{"Open":`,
		"translations/fr.json":      `{"Open":3}`,
		"translations/klingon.json": `{}`,
	} {
		if _, err := catalogs(fstest.MapFS{name: {Data: []byte(data)}}); err == nil {
			t.Errorf("%s with %s was taken", name, data)
		}
	}
}

func TestFill(t *testing.T) {
	if got := fill("{{.A}} of {{.B}}, {{.A}}", []string{"A", "{{.B}}", "B", "2"}); got != "{{.B}} of 2, {{.B}}" {
		t.Errorf("filled text was filled again: %q", got)
	}
}

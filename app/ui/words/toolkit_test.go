package words

import (
	"testing"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
)

func TestTheToolkitSpeaksTheSameLanguage(t *testing.T) {
	cs, err := catalogs(translations)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ tag, cut, ok string }{{"tr", "Kes", "Tamam"}, {"zh-Hans", "剪切", "好"}, {"en", "Cut", "OK"}} {
		c := choose(cs, language.MustParse(tt.tag))
		if err := toolkit(c, lang.SystemLocale()); err != nil {
			t.Fatal(err)
		}
		if cut, ok := lang.L("Cut"), lang.L("OK"); cut != tt.cut || ok != tt.ok {
			t.Errorf("%s: the toolkit says %q and %q", tt.tag, cut, ok)
		}
	}
}

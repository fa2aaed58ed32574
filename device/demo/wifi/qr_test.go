package wifi

import (
	"errors"
	"strings"
	"testing"
)

func TestParseQR(t *testing.T) {
	for text, want := range map[string][2]string{
		"WIFI:T:ADB;S:keepsake-abc;P:secret;;": {"keepsake-abc", "secret"},
		"WIFI:T:ADB;S:keepsake-abc;P:secret;":  {"keepsake-abc", "secret"},
		"WIFI:P:a:b;S:n;T:ADB;;":               {"n", "a:b"},
		`WIFI:T:ADB;S:a\;b\\;P:\:\,\";;`:       {`a;b\`, `:,"`},
		"WIFI:T:ADB;S:n;H:true;P:x;;":          {"n", "x"},
		"":                                     {},
		"WIFI:":                                {},
		"WIFI:T:WPA;S:home;P:secret;;":         {},
		"WIFI:T:ADB;S:;P:x;;":                  {},
		"WIFI:T:ADB;S:n;P:;;":                  {},
		"WIFI:T:ADB;S:n;P:x":                   {},
		`WIFI:T:ADB;S:n;P:x\`:                  {},
		"WIFI:T:ADB;S:n;S:m;P:x;;":             {},
		"WIFI:T:ADB;S:n;nonsense;P:x;;":        {},
		"wifi:T:ADB;S:n;P:x;;":                 {},
		"WIFI:T:ADB;S:" + strings.Repeat("n", 64) + ";P:x;;":   {},
		"WIFI:T:ADB;S:n;P:" + strings.Repeat("x", 2000) + ";;": {},
	} {
		name, password, err := ParseQR(text)
		if [2]string{name, password} != want || (err == nil) != (name != "") || err != nil && !errors.Is(err, ErrNotPairing) {
			t.Errorf("%.60q: %q %q %v", text, name, password, err)
		}
	}
}

func FuzzParseQR(f *testing.F) {
	f.Add("WIFI:T:ADB;S:keepsake-abc;P:secret;;")
	f.Add(`WIFI:T:ADB;S:a\;b\\;P:\:\,\";;`)
	f.Fuzz(func(t *testing.T, text string) {
		name, password, err := ParseQR(text)
		if err != nil {
			return
		}
		escape := strings.NewReplacer(`\`, `\\`, ";", `\;`)
		again, word, err := ParseQR("WIFI:T:ADB;S:" + escape.Replace(name) + ";P:" + escape.Replace(password) + ";;")
		if err != nil || again != name || word != password {
			t.Errorf("%q: %q %q, then %q %q %v", text, name, password, again, word, err)
		}
	})
}

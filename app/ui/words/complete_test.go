package words_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"keepsake/app/advice"
	"keepsake/app/ui/words"
	"keepsake/device/doctor"
)

var update = flag.Bool("update", false, "add missing sentences to translations/en.json")

const english = "translations/en.json"

// Every sentence in the code has its entry in en.json, from which translators
// start, and en.json has no others. Plural sentences have their forms.
func TestEnglishIsComplete(t *testing.T) {
	plain, plural := sentences(t)
	says := func(key string) string { return cmp.Or(plain[key], key) }
	data, err := os.ReadFile(english)
	if err != nil {
		t.Fatal(err)
	}
	var have map[string]any
	if err := json.Unmarshal(data, &have); err != nil {
		t.Fatal(err)
	}
	if *update {
		for s := range plain {
			have[s] = says(s)
		}
		for s := range plural {
			if _, ok := have[s].(map[string]any); !ok {
				have[s] = map[string]any{"one": singular.ReplaceAllString(s, "$1$2"), "other": s}
			}
		}
		for s := range have {
			if _, ok := plain[s]; !ok && !plural[s] {
				delete(have, s)
			}
		}
		out, err := json.MarshalIndent(have, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(out))
		if err := os.WriteFile(english, []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for s := range plain {
		if have[s] != says(s) {
			t.Errorf("en.json lacks %q; run this test with -update", s)
		}
	}
	for s := range plural {
		m, ok := have[s].(map[string]any)
		if !ok {
			t.Errorf("en.json lacks the plural forms of %q; run this test with -update", s)
			continue
		}
		if m["one"] == m["other"] && singular.MatchString(s) {
			t.Errorf("en.json: %q has the same form for one and for many", s)
		}
	}
	for s := range have {
		if _, ok := plain[s]; !ok && !plural[s] {
			t.Errorf("en.json has %q, which no code uses", s)
		}
	}
}

// singular guesses the form for one, for a person to look over.
var singular = regexp.MustCompile(`(\{\{\.N\}\}(?: new)? )(item|minute|hour|day|week|month|year|time|original|phone|photo|picture|video|place|run|note|event|recording|network|app|message|contact|call)s\b`)

// sentences collects the literals given to T, F, N and As anywhere in the window's
// code: plain sentences, with what English says where that is not the key itself,
// and those with plural forms.
func sentences(t *testing.T) (plain map[string]string, plural map[string]bool) {
	plain, plural = map[string]string{}, map[string]bool{}
	for _, u := range []string{"B", "KB", "MB", "GB", "TB", "PB"} {
		plain["{{.N}} "+u] = ""
	}
	for _, s := range slices.Concat(months, weekdays) {
		plain[s] = ""
	}
	for _, s := range weekdays {
		plain[s[:3]] = ""
	}
	for _, s := range months {
		plain["{{.Day}} "+s] = ""
	}
	for _, s := range words.ToolkitWords() {
		plain[s] = ""
	}
	// What the doctor finds is said by the window, too.
	plain[doctor.ThePhone] = ""
	for _, f := range doctor.All() {
		for _, said := range []string{f.What.Text, f.Next.Text} {
			if said != "" {
				plain[said] = ""
			}
		}
	}
	// What an error means, too, and what is refused for the moment.
	for _, said := range slices.Concat(advice.Sentences(), refusals(t), closed(t)) {
		plain[said] = ""
	}
	// What the window asks for to reach a cloud.
	for _, said := range services(t) {
		plain[said] = ""
	}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			s, ok := literal(call.Args[0])
			if !ok {
				return true
			}
			switch name(call.Fun, file.Name.Name == "words") {
			case "T", "F":
				plain[s] = ""
			case "N":
				plural[s] = true
			case "As":
				if word, ok := literal(call.Args[1]); ok {
					plain[word+" ("+s+")"] = word
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return plain, plural
}

// services are the titles of the clouds and of what each asks for, and their help.
func services(t *testing.T) (all []string) {
	for _, path := range []string{"../../../gallery/cloud/remote/kinds.go", "../../clouds/services.go", "../../clouds/gphotos.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		add := func(name string, value ast.Expr) {
			if s, ok := literal(value); ok && (name == "Title" || strings.HasSuffix(strings.ToLower(name), "help")) {
				all = append(all, s)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok {
					add(key.Name, n.Value)
				}
			case *ast.ValueSpec:
				if len(n.Values) == 1 {
					add(n.Names[0].Name, n.Values[0])
				}
			}
			return true
		})
	}
	if len(all) < 30 {
		t.Fatalf("of the clouds only %q were found", all)
	}
	return all
}

// literal is the text of a string that stands in the code.
func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// refusals are the sentences of the app's refusals.
func refusals(t *testing.T) (all []string) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../refusal.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.CompositeLit); ok && len(lit.Elts) == 2 {
			for _, e := range lit.Elts {
				if s, ok := e.(*ast.BasicLit); ok {
					said, err := strconv.Unquote(s.Value)
					if err != nil {
						t.Fatal(err)
					}
					all = append(all, said)
				}
			}
		}
		return true
	})
	if len(all) < 10 {
		t.Fatal("the refusals were not found")
	}
	return all
}

// closed are the sentences of the spaces of a phone that cannot be read, of which
// the window says the first.
func closed(t *testing.T) (all []string) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../../device/users.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok {
			if s, ok := literal(e); ok && strings.HasPrefix(s, "Android does not let") {
				first, _, _ := strings.Cut(s, ". ")
				all = append(all, first+".")
			}
		}
		return true
	})
	if len(all) < 4 {
		t.Fatal("the sentences of closed spaces were not found")
	}
	return all
}

func name(fun ast.Expr, inside bool) string {
	switch f := fun.(type) {
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && x.Name == "words" {
			return f.Sel.Name
		}
	case *ast.Ident:
		if inside {
			return f.Name
		}
	}
	return ""
}

var months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
var weekdays = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

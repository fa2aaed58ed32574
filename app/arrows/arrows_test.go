// Package arrows holds the house's floor plan: which room may import which. A
// wrong arrow turns this test red.
package arrows

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sort"
	"strings"
	"testing"
)

// A rule forbids imports: packages below from may not import packages below to,
// unless they lie below one of except.
type rule struct {
	from, to string
	except   []string // importers that may
	allow    []string // imports that are fine all the same
	why      string
}

var rules = []rule{
	{from: "keepsake/gallery", to: "keepsake/device", why: "the library knows nothing of phones"},
	{from: "keepsake/gallery", to: "keepsake/app", why: "arrows go one way"},
	{from: "keepsake/device", to: "keepsake/app", why: "arrows go one way"},
	{from: "keepsake/device", to: "keepsake/gallery", allow: []string{"keepsake/gallery/records"}, why: "a phone knows nothing of the library but what a record is"},
	{from: "keepsake/app/job", to: "keepsake/app", allow: []string{"keepsake/app/job"}, why: "jobs are used by the rest of the app, not the other way round"},
	{from: "keepsake/app/job", to: "keepsake/gallery/index", why: "jobs hold no SQL"},
	{from: "keepsake/app/job", to: "keepsake/device/adb", why: "jobs know phones, not the wire"},
	{from: "keepsake/app/ui", to: "keepsake/device/adb", why: "the window knows nothing of the wire"},
	{from: "keepsake/app/ui", to: "keepsake/gallery/store", why: "the window reads through the index"},
	{from: "keepsake", to: "fyne.io/fyne/v2", except: []string{"keepsake/app/ui", "keepsake/app/desk"}, allow: nil, why: "Fyne stays in the window"},
	{from: "keepsake/app/ui", to: "fyne.io/fyne/v2/app", why: "screens must render without a display"},
	{from: "keepsake", to: "github.com/mattn/go-sqlite3", except: []string{"keepsake/gallery/index"}, why: "SQLite has one importer"},
	{from: "keepsake", to: "github.com/electricbubble/gadb", except: []string{"keepsake/device/adb"}, why: "gadb has one importer"},
}

// composition is the one package that may import everything: it builds the app.
const composition = "keepsake/app"

// badNames say nothing about what is inside.
var badNames = []string{"util", "utils", "common", "helper", "helpers", "manager", "base", "misc"}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-tags", "migrated_fynedo", "-json=ImportPath,Imports", "keepsake/...")
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v\n%s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	var all []pkg
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func below(path, room string) bool { return path == room || strings.HasPrefix(path, room+"/") }

// wrong returns the rule that forbids from importing to, or nil.
func wrong(from, to string) *rule {
	for i := range rules {
		r := &rules[i]
		if !below(from, r.from) || !below(to, r.to) || from == composition {
			continue
		}
		ok := false
		for _, e := range r.except {
			ok = ok || below(from, e)
		}
		for _, a := range r.allow {
			ok = ok || below(to, a)
		}
		if !ok {
			return r
		}
	}
	return nil
}

func TestArrows(t *testing.T) {
	var bad []string
	for _, p := range packages(t) {
		for _, to := range p.Imports {
			if r := wrong(p.ImportPath, to); r != nil {
				bad = append(bad, fmt.Sprintf("%s imports %s: %s", p.ImportPath, to, r.why))
			}
		}
		last := p.ImportPath[strings.LastIndexByte(p.ImportPath, '/')+1:]
		for _, n := range badNames {
			if last == n {
				bad = append(bad, p.ImportPath+": a room's name says what is in it")
			}
		}
	}
	sort.Strings(bad)
	for _, b := range bad {
		t.Error(b)
	}
}

// TestRulesForbid is the negative control: each rule must catch what it is for.
func TestRulesForbid(t *testing.T) {
	for _, c := range [][2]string{
		{"keepsake/gallery/store", "keepsake/device"},
		{"keepsake/device/adb", "keepsake/app/job"},
		{"keepsake/device", "keepsake/gallery/store"},
		{"keepsake/app/job", "keepsake/gallery/index"},
		{"keepsake/app/job", "keepsake/app/ui"},
		{"keepsake/app/command", "fyne.io/fyne/v2"},
		{"keepsake/gallery/media", "fyne.io/fyne/v2/canvas"},
		{"keepsake/app/ui/photos", "fyne.io/fyne/v2/app"},
		{"keepsake/gallery/store", "github.com/mattn/go-sqlite3"},
		{"keepsake/device", "github.com/electricbubble/gadb"},
	} {
		if wrong(c[0], c[1]) == nil {
			t.Errorf("%s → %s is forbidden by no rule", c[0], c[1])
		}
	}
	for _, c := range [][2]string{
		{"keepsake/device/miui", "keepsake/gallery/records"}, {"keepsake/app", "fyne.io/fyne/v2/app"},
		{"keepsake/app/ui/home", "fyne.io/fyne/v2/widget"}, {"keepsake/app/job", "keepsake/gallery/store"},
	} {
		if r := wrong(c[0], c[1]); r != nil {
			t.Errorf("%s → %s is forbidden: %s", c[0], c[1], r.why)
		}
	}
}

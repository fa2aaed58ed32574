package probe

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// The catalogue is whole: every question says what it is about, and is either
// asked or says why not.
func TestCatalogue(t *testing.T) {
	seen := map[string]bool{}
	id := regexp.MustCompile(`^[a-z]+(\.[a-z]+){1,2}$`)
	key := regexp.MustCompile(`^[A-Za-z0-9_ -]+$`)
	for _, p := range catalogue() {
		if !id.MatchString(p.id) || seen[p.id] {
			t.Errorf("id %q", p.id)
		}
		seen[p.id] = true
		if !strings.HasSuffix(p.question, "?") || p.source == "" || strings.Contains(p.source, ".md") {
			t.Errorf("%s: %q, %q", p.id, p.question, p.source)
		}
		if (p.ask == nil) != (p.why != "") || p.why != "" && !notes[p.why] {
			t.Errorf("%s: neither asked nor explained", p.id)
		}
		keys := map[string]bool{}
		for _, k := range p.keys() {
			if !key.MatchString(k) || keys[k] {
				t.Errorf("%s: key %q", p.id, k)
			}
			keys[k] = true
		}
		if p.limit > 30*time.Second {
			t.Errorf("%s may take %v", p.id, p.limit)
		}
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.json")
	if err := os.WriteFile(path, []byte("an older one"), 0o644); err != nil {
		t.Fatal(err)
	}
	r := Report{Keepsake: "1.2.3", Points: []Point{{ID: "read.calls", Verdict: Yes}}}
	if err := r.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	want, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != string(want) {
		t.Errorf("%q %v", got, err)
	}
	in, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && in.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", in.Mode(), err)
	}
	blocked := filepath.Join(dir, "folder")
	if err := os.MkdirAll(filepath.Join(blocked, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := r.WriteFile(blocked); err == nil || !strings.Contains(err.Error(), blocked) {
		t.Errorf("over a folder: %v", err)
	}
	if err := r.WriteFile(filepath.Join(dir, "no", "report.json")); err == nil {
		t.Error("into a folder that is not there")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("%v are left, %v", left, err)
	}
}

func TestText(t *testing.T) {
	r := Report{Points: []Point{
		{ID: "read.calls", Verdict: Yes}, {ID: "read.nothing", Verdict: Yes}, {ID: "read.notes", Verdict: Unclear}, {ID: "read.mms", Verdict: Absent},
		{ID: "later.zip", Verdict: NotProbed},
	}}
	const want = `2 of 3 points are settled: 1 yes, 1 absent, 1 unclear.

yes      read.calls  May the shell read the call log?
unclear  read.notes  May the shell read notes?
absent   read.mms    May the shell read multimedia messages?

1 more cannot be found out by reading alone.
`
	if got := r.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestOnlyQuestions(t *testing.T) {
	for _, c := range []command{
		{}, {{}}, run("rm", "x"), run("content", "insert"), run("content", "call"), run("content", "write"), run("content", "delete"), run("content", "update"),
		run("settings", "put", "system", "x", "1"), run("am", "start"), run("input", "tap"), run("pm", "grant"), run("pm"), run("svc", "usb"),
		run("cmd", "appops", "set"), run("cmd", "wifi", "add-network"), run("cmd", "wifi", "help", "x"), run("dumpsys", "battery", "set", "level", "1"), run("dumpsys", "package", "write"),
		run("sh", "-c", "id"), run("date", "0101"), run("date", "+%z", "-s", "x"), run("getprop").pipe("tee", "/sdcard/x"), run("setprop", "x", "y"), run("dd"), run("find"),
	} {
		v := &visit{phone: &fake{}}
		if _, err := v.say(t.Context(), c); err != errNoQuestion {
			t.Errorf("%q: %v", c, err)
		}
		if asked := v.phone.(*fake).asked; len(asked) > 0 {
			t.Errorf("%q went to the phone", asked)
		}
	}
	c := run("grep", "-c", `it's "$HOME"; rm -rf / > /sdcard/x`, "/a/b c").pipe("head", "-c", "5")
	if got, want := c.String(), `grep -c 'it'\''s "$HOME"; rm -rf / > /sdcard/x' '/a/b c' | head -c 5`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := run("true", "", "~").String(); got != "true '' '~'" {
		t.Error(got)
	}
}

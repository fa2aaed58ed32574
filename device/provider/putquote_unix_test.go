//go:build unix

package provider

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// judge is a real shell whose content tool writes its arguments down.
func judge(t testing.TB) (dir string) {
	dir = t.TempDir()
	tool := "#!/bin/sh\nfor a in \"$@\"; do printf '%s\\000' \"$a\"; done > \"$OUT/$$\"\n"
	if err := os.WriteFile(filepath.Join(dir, "content"), []byte(tool), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// split undoes the escape of the tools since Android 11; the earlier ones take all
// behind the second colon.
func split(s string, escaped bool) []string {
	if !escaped {
		return strings.SplitN(s, ":", 3)
	}
	parts := []string{""}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			parts[len(parts)-1] += s[i : i+1]
		case s[i] == ':':
			parts = append(parts, "")
		default:
			parts[len(parts)-1] += s[i : i+1]
		}
	}
	return parts
}

// A real /bin/sh hands the tool exactly the value that was bound, and runs nothing
// else, whatever the value is.
func FuzzBinding(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, true)
		f.Add(s, false)
	}
	dir := judge(f)
	f.Fuzz(func(t *testing.T, value string, escaped bool) {
		if len(value) > 20_000 {
			return
		}
		r := insertion{uri: "content://sms/inbox"}
		r.text("body", value)
		r.number("date", 5)
		out := t.TempDir()
		cmd := exec.Command("/bin/sh", "-c", script([]string{r.command(escaped), "true"}, "MARK", 4))
		cmd.Env = []string{"PATH=" + dir + ":/usr/bin:/bin", "OUT=" + out}
		cmd.Dir = out
		said, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		if errs := answers(string(said), "MARK", 2); errs[0] != nil || errs[1] != nil {
			t.Fatalf("%v of %q", errs, said)
		}
		files, err := os.ReadDir(out)
		if err != nil || len(files) != 1 {
			t.Fatalf("%d files, %v", len(files), err)
		}
		got, err := os.ReadFile(filepath.Join(out, files[0].Name()))
		if err != nil {
			t.Fatal(err)
		}
		args := strings.Split(strings.TrimSuffix(string(got), "\x00"), "\x00")
		want := []string{"insert", "--uri", "content://sms/inbox", "--bind", "", "--bind", "date:l:5"}
		body := -1
		if clean(value) == "" {
			want = slices.Delete(want, 3, 5)
		} else if body = 4; len(args) > body {
			if parts := split(args[body], escaped); !slices.Equal(parts, []string{"body", "s", clean(value)}) {
				t.Fatalf("%q arrived as %q", value, parts)
			}
			args[body] = ""
		}
		if !slices.Equal(args, want) {
			t.Fatalf("%q for %q", args, value)
		}
	})
}

// What the phone's tools print, whatever it is, gives every command one answer.
func FuzzInsertAnswers(f *testing.F) {
	f.Add("MARK 0 \nMARK 1 Error while accessing provider:sms\njava.lang.SecurityException: no\nMARK 2 ")
	f.Add("MARK 2 \nMARK 9 x\nMARK  -1\nMARK MARK 1 \n")
	f.Fuzz(func(t *testing.T, out string) {
		errs := answers(out, "MARK", 3)
		if len(errs) != 3 {
			t.Fatal(errs)
		}
		for i, e := range errs {
			if e != nil && len(e.Error()) > 400 {
				t.Fatalf("%d: %v", i, e)
			}
		}
	})
}

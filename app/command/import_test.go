package command

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/app/job"
	"keepsake/gallery"
)

const samples = "../../gallery/archive/testdata/"

// runImport runs a command line and returns its exit code and what it wrote.
func runImport(t *testing.T, ask func(string) (string, error), args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Run(t.Context(), Env{Stdout: &out, Stderr: &errs, Ask: ask}, args)
	return code, out.String(), errs.String()
}

func TestScryptImportPasswords(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pw.txt")
	if err := os.WriteFile(file, []byte("sample-password\r\nsecond line\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	asked := 0
	typed := func(answers ...string) func(string) (string, error) {
		asked = 0
		return func(prompt string) (string, error) {
			if !strings.Contains(prompt, "aes256.zip") {
				t.Errorf("prompt %q", prompt)
			}
			asked++
			return answers[min(asked, len(answers))-1], nil
		}
	}
	for name, c := range map[string]struct {
		args  []string
		ask   func(string) (string, error)
		code  int
		asked int
		says  string
	}{
		"given":           {[]string{"--password", "sample-password"}, nil, exitOK, 0, "found 2 = copied 2"},
		"in a file":       {[]string{"--password-file", file}, nil, exitOK, 0, "found 2 = copied 2"},
		"wrong":           {[]string{"--password", "no"}, nil, exitFailed, 0, "the password is wrong"},
		"missing":         {nil, nil, exitFailed, 0, "needs its password"},
		"typed":           {nil, typed("sample-password"), exitOK, 1, "found 2 = copied 2"},
		"typed at second": {nil, typed("no", "sample-password"), exitOK, 2, "the password is wrong"},
		"never typed":     {nil, typed("no"), exitFailed, 3, "the password is wrong"},
	} {
		asked = 0
		args := append([]string{"import", "--library", filepath.Join(t.TempDir(), "lib")}, c.args...)
		code, out, errs := runImport(t, c.ask, append(args, samples+"zip/aes256.zip")...)
		if code != c.code || asked != c.asked || !strings.Contains(out+errs, c.says) {
			t.Errorf("%s: exit %d, asked %d times\n%s%s", name, code, asked, out, errs)
		}
		if strings.Contains(out+errs, "sample-password") {
			t.Errorf("%s: the password was printed", name)
		}
	}
}

// TestImportThenList: the receipt as JSON, and imports beside phones in lists.
func TestImportThenList(t *testing.T) {
	lib := filepath.Join(t.TempDir(), "lib")
	code, out, errs := runImport(t, nil, "import", "--library", lib, "--json", samples+"takeout", samples+"split/split.zip")
	if code != exitOK {
		t.Fatalf("exit %d\n%s", code, errs)
	}
	var r job.Receipt
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if err := r.Check(); err != nil || r.Job != "import" || r.Found != 9 || r.Library != lib || r.Name != "takeout + 1" {
		t.Errorf("%+v, %v", r, err)
	}
	if !strings.Contains(errs, "Google Takeout") || !strings.Contains(errs, "in 3 files") {
		t.Errorf("what was recognised: %s", errs)
	}
	code, out, _ = runImport(t, nil, "import", "--library", lib, "--json", samples+"takeout", samples+"split/split.zip")
	r = job.Receipt{}
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitOK || r.Copied != 0 || r.Already != 9 {
		t.Errorf("again: exit %d, %+v, %v", code, r.Counts, err)
	}
	_, out, _ = runImport(t, nil, "list", "--library", lib, "phones")
	for _, want := range []string{gallery.ImportedTakeout + "  Google Takeout", gallery.ImportedFiles + "    Imported"} {
		if !strings.Contains(out, want) {
			t.Errorf("phones:\n%s", out)
		}
	}
	if strings.Contains(out, "last backup") {
		t.Errorf("an import has a last backup:\n%s", out)
	}
	_, out, _ = runImport(t, nil, "list", "--library", lib, "albums")
	for _, want := range []string{"Holiday", "Photos from 2023", "Camera"} {
		if !strings.Contains(out, want) {
			t.Errorf("albums:\n%s", out)
		}
	}
}

func TestImportRefusals(t *testing.T) {
	dir := t.TempDir()
	broken := filepath.Join(dir, "half.zip")
	if err := os.WriteFile(broken, []byte("PK\x03\x04 and no end"), 0o600); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(text, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"nothing named":     {nil, exitFailed, "arg"},
		"not there":         {[]string{filepath.Join(dir, "gone")}, exitFailed, "not found"},
		"half an archive":   {[]string{broken}, exitFailed, "did not arrive whole"},
		"nothing in it":     {[]string{text}, exitPartial, "skipped 1"},
		"a phone not known": {[]string{"--as", "Dad's phone", text}, exitFailed, "Dad's phone"},
	} {
		args := append([]string{"import", "--library", filepath.Join(t.TempDir(), "lib")}, c.args...)
		if code, out, errs := runImport(t, nil, args...); code != c.code || !strings.Contains(out+errs, c.says) {
			t.Errorf("%s: exit %d\n%s%s", name, code, out, errs)
		}
	}
}

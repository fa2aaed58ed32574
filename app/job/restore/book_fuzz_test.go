package restore

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzBook reads runs back whatever their files hold: they may be damaged, or come
// with a library from anywhere.
func FuzzBook(f *testing.F) {
	f.Add([]byte(`{"id":"x","steps":[{"id":0,"part":"files","target":"base64:/w==","do":"add"}]}`), []byte(`{"e":"intend","s":0,"n":{"final":"x"}}`+"\n"+`{"e":"settle","o":"copied"}`+"\n"))
	f.Add([]byte(`{"steps":null}`), []byte(`{"e":"end","s":-1}`))
	f.Add([]byte(`{"steps":[{"id":7}]}`), []byte("\n\n{"))
	f.Fuzz(func(t *testing.T, plan, journal []byte) {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "run"), 0o700); err != nil {
			t.Fatal(err)
		}
		for name, data := range map[string][]byte{planFile: plan, journalFile: journal} {
			if err := os.WriteFile(filepath.Join(dir, "run", name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		book := NewBook(dir)
		if _, err := book.List(); err != nil {
			t.Fatal(err)
		}
		p, j, err := book.Open("run")
		if err != nil {
			return
		}
		defer j.Close()
		if n := len(j.Entries()); n != len(p.Steps) {
			t.Fatalf("%d entries of %d steps", n, len(p.Steps))
		}
		if _, err := unpack(j.Entries()); err != nil {
			return
		}
		if _, err := unpackFreed(j.Entries()); err != nil {
			return
		}
	})
}

package remote

import (
	"os"
	"path/filepath"
	"testing"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/contract"
)

func opened(t *testing.T, o Options) cloud.Target {
	t.Helper()
	target, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return target
}

// behind changes files below a folder that a server serves.
func behind(dir string) func(*testing.T, string, []byte) {
	return func(t *testing.T, ref string, data []byte) {
		t.Helper()
		name := filepath.Join(dir, filepath.FromSlash(ref))
		if data == nil {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
			return
		}
		if _, err := os.Stat(name); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	contract.Run(t, contract.Case{
		Open:   func(t *testing.T) cloud.Target { return opened(t, Options{Kind: "folder", Root: dir}) },
		Behind: behind(dir),
	})
}

func TestEncryptedFolder(t *testing.T) {
	dir := t.TempDir()
	contract.Run(t, contract.Case{Open: func(t *testing.T) cloud.Target {
		return opened(t, Options{Kind: "folder", Root: dir, Crypt: &Crypt{Password: "correct horse", Salt: "salt", Names: true}})
	}})
	if err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && (d.Name() == "Photos" || filepath.Ext(path) == ".jpg") {
			t.Errorf("%s is in the open", path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestOwnConf(t *testing.T) {
	dir := t.TempDir()
	conf := filepath.Join(t.TempDir(), "rclone.conf")
	text := "[disk]\ntype = local\n\n[nas]\ntype = alias\nremote = disk:" + dir + "\n[other]\ntype = mega\nuser = me\n"
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	contract.Run(t, contract.Case{
		Open: func(t *testing.T) cloud.Target {
			return opened(t, Options{Kind: Conf, Params: map[string]string{"conf": conf, "remote": "nas"}, Root: "backup"})
		},
		Behind: behind(filepath.Join(dir, "backup")),
	})
	if got, err := Remotes(conf); err != nil || len(got) != 3 || got[1] != "nas" {
		t.Errorf("%q, %v", got, err)
	}
}

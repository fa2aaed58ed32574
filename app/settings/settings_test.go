package settings

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestChangeIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sub", "settings.json")
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(f.Get(), Values{}) {
		t.Errorf("a fresh installation has %+v", f.Get())
	}
	if err := f.Change(func(v *Values) { v.Library, v.Width = "/srv/中文 library", 1280 }); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := again.Get(); got.Library != "/srv/中文 library" || got.Width != 1280 {
		t.Errorf("read back %+v", got)
	}
	if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", st.Mode(), err)
	}
}

func TestDamagedFileIsSetAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	if err := os.WriteFile(path, []byte(`{"library": "/x`), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(f.Get(), Values{}) {
		t.Errorf("damaged settings gave %+v", f.Get())
	}
	if _, err := os.Stat(path + ".broken"); err != nil {
		t.Errorf("the damaged file is gone: %v", err)
	}
}

func TestFailedChangeLeavesValues(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f := &File{path: filepath.Join(dir, "settings.json")}
	if err := f.Change(func(v *Values) { v.Theme = "dark" }); err == nil {
		t.Fatal("writing below a file succeeded")
	}
	if f.Get().Theme != "" {
		t.Error("a change that was not written is shown as made")
	}
}

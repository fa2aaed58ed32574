package desk

import (
	"os"
	"strings"
	"testing"
)

// TestAnEntryThatTheDesktopSwitchedOff is off, and switching it on again mends it.
func TestAnEntryThatTheDesktopSwitchedOff(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	a := Autostart{ID: "app.keepsake.Keepsake", Name: "Keepsake", Exe: "/usr/bin/keepsake"}
	if err := a.Set(true); err != nil {
		t.Fatal(err)
	}
	path, err := a.path()
	if err != nil {
		t.Fatal(err)
	}
	entry, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, off := range []string{
		string(entry) + "Hidden=true\n",
		strings.Replace(string(entry), "enabled=true", "enabled=false", 1),
	} {
		if err := os.WriteFile(path, []byte(off), 0o600); err != nil {
			t.Fatal(err)
		}
		if a.On() {
			t.Errorf("on:\n%s", off)
		}
	}
	if err := a.Set(true); err != nil || !a.On() {
		t.Errorf("still off: %v", err)
	}
}

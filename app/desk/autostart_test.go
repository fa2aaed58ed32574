package desk

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheEntriesOfEachDesktop(t *testing.T) {
	a := Autostart{ID: "app.keepsake.Keepsake", Name: "Keepsake", Exe: `/home/anna/My "50%" & $apps\keepsake`, Args: []string{"--background"}}
	wantExec := `Exec="/home/anna/My \\"50%%\\" & \\$apps\\\\keepsake" "--background"`
	if got := a.desktopEntry(); !strings.Contains(got, "\n"+wantExec+"\n") || !strings.HasPrefix(got, "[Desktop Entry]\n") {
		t.Errorf("Linux:\n%s\nwant %s", got, wantExec)
	}
	var said []string
	for dec := xml.NewDecoder(strings.NewReader(a.launchAgent())); ; {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("macOS: %v\n%s", err, a.launchAgent())
		}
		if s, ok := tok.(xml.CharData); ok && strings.TrimSpace(string(s)) != "" {
			said = append(said, string(s))
		}
	}
	if got := strings.Join(said, "|"); got != "Label|"+a.ID+"|ProgramArguments|"+a.Exe+"|--background|RunAtLoad|ProcessType|Interactive" {
		t.Errorf("macOS: %s", got)
	}
	a.Exe = `C:\Users\Anna B\keepsake.exe`
	if got := a.runLine(); got != `"C:\Users\Anna B\keepsake.exe" --background` {
		t.Errorf("Windows: %s", got)
	}
}

// TestAutostartIsSwitched on this computer's own desktop, in a home of its own.
func TestAutostartIsSwitched(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	a := Autostart{ID: "app.keepsake.Test", Name: "Keepsake test", Exe: "/usr/bin/keepsake", Args: []string{"--background"}}
	t.Cleanup(func() { _ = a.Set(false) })
	for _, on := range []bool{false, true, true, false, false} {
		if err := a.Set(on); err != nil {
			t.Fatal(err)
		}
		if a.On() != on {
			t.Errorf("set to %t, it is %t", on, a.On())
		}
	}
}

func TestProgramOfAnAppImage(t *testing.T) {
	t.Setenv("APPIMAGE", "/home/anna/Keepsake.AppImage")
	if p, err := Program(); err != nil || p != "/home/anna/Keepsake.AppImage" {
		t.Errorf("%s, %v", p, err)
	}
	t.Setenv("APPIMAGE", "")
	want, err := os.Executable()
	if p, perr := Program(); err != nil || perr != nil || p != want {
		t.Errorf("%s, %v", p, perr)
	}
}

// TestWindowedProgram: what starts with the computer opens no console.
func TestWindowedProgram(t *testing.T) {
	dir := t.TempDir()
	com, exe := filepath.Join(dir, "keepsake.com"), filepath.Join(dir, "keepsake.exe")
	if got := windowed(com); got != com {
		t.Errorf("with nothing beside it: %s", got)
	}
	if err := os.WriteFile(exe, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	if got := windowed(com); got != exe {
		t.Errorf("keepsake.com is started as %s, want %s", got, exe)
	}
	if got := windowed("/usr/bin/keepsake"); got != "/usr/bin/keepsake" {
		t.Errorf("another program becomes %s", got)
	}
}

package desk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func (a Autostart) path() (string, error) {
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "autostart", a.ID+".desktop"), err
}

// On reports whether the desktop starts the program. Desktops switch an entry off
// by a line in it.
func (a Autostart) On() bool {
	path, err := a.path()
	if err != nil {
		return false
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(data)) {
		switch strings.ReplaceAll(strings.TrimSpace(line), " ", "") {
		case "Hidden=true", "X-GNOME-Autostart-enabled=false":
			return false
		}
	}
	return true
}

func (a Autostart) set(on bool) error {
	path, err := a.path()
	if err != nil {
		return err
	}
	if on {
		return write(path, a.desktopEntry())
	}
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

package desk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

func (a Autostart) path() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Library", "LaunchAgents", a.ID+".plist"), err
}

// On reports whether the desktop starts the program.
func (a Autostart) On() bool {
	path, err := a.path()
	if err != nil {
		return false
	}
	_, err = os.Stat(path)
	return err == nil
}

func (a Autostart) set(on bool) error {
	path, err := a.path()
	if err != nil {
		return err
	}
	if on {
		return write(path, a.launchAgent())
	}
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

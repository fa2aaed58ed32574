package desk

import (
	"errors"

	"golang.org/x/sys/windows/registry"
)

// Where Windows lists what it starts, and what its user has switched off there in
// the Task Manager: a value whose first byte is odd is off.
const (
	runKey      = `Software\Microsoft\Windows\CurrentVersion\Run`
	approvedKey = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
)

// On reports whether the desktop starts the program.
func (a Autostart) On() bool {
	k, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if err != nil {
		return false
	}
	defer k.Close()
	if _, _, err := k.GetStringValue(a.Name); err != nil {
		return false
	}
	approved, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.QUERY_VALUE)
	if err != nil {
		return true
	}
	defer approved.Close()
	v, _, err := approved.GetBinaryValue(a.Name)
	return err != nil || len(v) == 0 || v[0]&1 == 0
}

func (a Autostart) set(on bool) error {
	k, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer k.Close()
	if !on {
		return gone(k.DeleteValue(a.Name))
	}
	if err := k.SetStringValue(a.Name, a.runLine()); err != nil {
		return err
	}
	approved, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.SET_VALUE)
	if err != nil {
		return gone(err)
	}
	defer approved.Close()
	return gone(approved.DeleteValue(a.Name))
}

// gone is err, unless it says that there is no such thing.
func gone(err error) error {
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	return err
}

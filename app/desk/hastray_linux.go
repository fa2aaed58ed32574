package desk

import (
	"context"
	"os"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

// HasTray reports whether the desktop shows icons of programs: on Linux some do
// (KDE, Xfce, Ubuntu), and plain GNOME does not.
func HasTray(ctx context.Context) bool {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		// Without an address a bus would be started for this question alone.
		if _, err := os.Stat(filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "bus")); err != nil || os.Getenv("XDG_RUNTIME_DIR") == "" {
			return false
		}
	}
	c, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return false
	}
	defer c.Close()
	var there bool
	err = c.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, "org.kde.StatusNotifierWatcher").Store(&there)
	return err == nil && there
}

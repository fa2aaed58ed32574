package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// readUSB finds the phones on this computer's sockets.
func readUSB(context.Context) ([]USBPhone, error) {
	return readSysfs(os.DirFS("/sys/bus/usb/devices"), nodeAccess)
}

// nodeAccess asks whether this user may read and write a device, as adb must.
func nodeAccess(node string) Access {
	err := unix.Access(node, unix.R_OK|unix.W_OK)
	switch {
	case err == nil:
		return Allowed
	case errors.Is(err, fs.ErrPermission):
		return Denied
	}
	return AccessUnknown
}

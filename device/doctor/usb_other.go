//go:build !linux && !darwin && !windows

package doctor

import (
	"context"
	"errors"
)

// readUSB finds the phones on this computer's sockets, where that is known how.
func readUSB(context.Context) ([]USBPhone, error) {
	return nil, errors.New("this system's USB devices cannot be listed")
}

package doctor

import (
	"context"
	"errors"
	"os/exec"
)

// profilerTypes are the lists of USB devices of macOS: up to 15, and since 26.
var profilerTypes = [...]string{"SPUSBDataType", "SPUSBHostDataType"}

// readUSB finds the phones on this computer's sockets.
func readUSB(ctx context.Context) ([]USBPhone, error) {
	var found []USBPhone
	var failed []error
	for _, list := range profilerTypes {
		out, err := exec.CommandContext(ctx, "/usr/sbin/system_profiler", list, "-json").Output()
		var phones []USBPhone
		if err == nil {
			phones, err = parseProfiler(out)
		}
		found = append(found, phones...)
		failed = append(failed, err)
	}
	if len(found) > 0 || ctx.Err() == nil && (failed[0] == nil || failed[1] == nil) {
		return found, nil // a macOS that has one of the lists does not have the other
	}
	return nil, errors.Join(failed...)
}

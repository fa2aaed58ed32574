package device

import (
	"errors"
	"fmt"
	"testing"

	"keepsake/device/adb"
)

func TestLost(t *testing.T) {
	for _, c := range []struct {
		err          error
		gone, broken bool
	}{
		{nil, false, false},
		{fmt.Errorf("x: %w", adb.ErrDeviceGone), true, false},
		{fmt.Errorf("x: %w", adb.ErrProtocol), true, true},
		{fmt.Errorf("x: %w: %w", adb.ErrServer, adb.ErrProtocol), true, false}, // the server's, not the phone's
		{&adb.RefusedError{Path: "sync", Text: "closed"}, true, true},
		{&adb.RefusedError{Path: "shell,v2,raw", Text: "closed"}, true, true},
		{&adb.RefusedError{Path: "/sdcard/shell", Text: "closed"}, false, false},
		{&adb.RefusedError{Path: "/sdcard/a", Text: "open failed: Permission denied"}, false, false},
		{errors.New("anything"), false, false},
	} {
		err := lost(c.err)
		if errors.Is(err, ErrGone) != c.gone || errors.Is(err, ErrBroken) != c.broken || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%v became %v", c.err, err)
		}
	}
}

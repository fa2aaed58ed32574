package advice

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/wireless"
	"keepsake/gallery/store"
)

func TestEveryKnownErrorHasANextStep(t *testing.T) {
	for _, err := range []error{
		context.Canceled, store.ErrLocked, store.ErrNoSpace, store.ErrReadOnly, store.ErrNewerFormat, store.ErrNotLibrary, store.ErrNotEmpty,
		adb.ErrNoProgram, adb.ErrNoServer, device.ErrUnauthorized, device.ErrNoPhone, device.ErrGone, device.ErrSeveral, device.ErrLocked,
		&device.StateError{Name: "x", State: device.NoPermission},
		&adb.ServerTooOldError{}, wireless.ErrNotScanned, wireless.ErrWrongCode, wireless.ErrNoPairing, wireless.ErrNotSeen, wireless.ErrNoReturn,
		wireless.ErrNoWiFi, wireless.ErrNoCable, wireless.ErrOther, wireless.ErrRefused, wireless.ErrNoHost, wireless.ErrUnreachable,
		wireless.ErrNoNetwork, wireless.ErrNotFound,
	} {
		a := For(fmt.Errorf("back up %s: %w", "x", err))
		if a.What == "" || a.Next == "" {
			t.Errorf("%v: %+v", err, a)
		}
	}
}

func TestOtherErrorsSpeakForThemselves(t *testing.T) {
	if a := For(errors.New("the moon is full")); a.What != "the moon is full" || a.Next != "" {
		t.Errorf("%+v", a)
	}
	if a := For(nil); a != (Advice{}) {
		t.Errorf("no error: %+v", a)
	}
}

package advice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/doctor"
	"keepsake/device/wireless"
	"keepsake/gallery/cloud"
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
		doctor.ErrRuleRefused, &doctor.RuleError{Err: doctor.ErrRuleRefused}, &doctor.RuleError{Err: errors.New("full")},
		doctor.ErrNotOffered, doctor.ErrDownload, doctor.ErrChecksum, doctor.ErrArchive, adb.ErrServer, plain{},
		cloud.ErrAuth, cloud.ErrForbidden, cloud.ErrQuota, cloud.ErrTrust, cloud.ErrUnreachable, cloud.ErrOther, cloud.ErrEmpty, cloud.ErrNoKind,
		&cloud.LimitError{}, &cloud.LimitError{Daily: true},
	} {
		a := For(fmt.Errorf("back up %s: %w", "x", err))
		if a.What == "" || a.Next == "" {
			t.Errorf("%v: %+v", err, a)
		}
	}
}

func TestSentencesAreThoseThatAreSaid(t *testing.T) {
	all := Sentences()
	for _, err := range []error{store.ErrLocked, &device.StateError{State: device.Recovery}, &cloud.LimitError{Daily: true}, &doctor.RuleError{Err: errors.New("full")}} {
		if a := For(err); !slices.Contains(all, a.What) || !slices.Contains(all, a.Next) {
			t.Errorf("%v says what is not among the sentences: %+v", err, a)
		}
	}
	if slices.Contains(all, "") || slices.Contains(all, For(errors.New("odd")).What) {
		t.Error("there are sentences that are none")
	}
}

// plain is an error with sentences of its own.
type plain struct{}

func (plain) Error() string            { return "plain" }
func (plain) Advice() (string, string) { return "It is so.", "Do that." }

func TestAnErrorSpeaksForItself(t *testing.T) {
	if a := For(fmt.Errorf("start: %w", plain{})); a.String() != "It is so. Do that." {
		t.Errorf("%+v", a)
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

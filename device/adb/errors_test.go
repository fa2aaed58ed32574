package adb

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

func TestServerError(t *testing.T) {
	for text, want := range map[string]error{
		"device 'X' not found":                                                ErrDeviceGone,
		"no device with transport id '5'":                                     ErrDeviceGone,
		"no devices/emulators found":                                          ErrDeviceGone,
		"no such device 'h:5555'":                                             ErrDeviceGone,
		"failed to connect to 'h:5555': Connection refused":                   ErrDeviceGone,
		"device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set": ErrUnauthorized,
		"device still authorizing":                                            ErrUnauthorized,
		"failed to authenticate to h:5555":                                    ErrUnauthorized,
		"device offline":                                                      ErrOffline,
		"device still connecting":                                             ErrOffline,
		"insufficient permissions for device: no udev rules":                  ErrNoPermission,
	} {
		err := serverError(text)
		if !errors.Is(err, want) {
			t.Errorf("%q became %v, want %v", text, err, want)
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%q became %q, more than a line", text, err)
		}
	}
	if err := serverError("unknown host service"); !strings.Contains(err.Error(), "unknown host service") {
		t.Errorf("the server's words are lost: %v", err)
	}
}

func TestRefusedError(t *testing.T) {
	for _, c := range []struct {
		text string
		is   []error
	}{
		{"open failed: No such file or directory", []error{fs.ErrNotExist, ENOENT}},
		{"open failed: Permission denied", []error{fs.ErrPermission, EACCES}},
		{"couldn't create file: Operation not permitted", []error{fs.ErrPermission, EPERM}},
		{"read failed: Is a directory", []error{EISDIR}},
		{"write failed: No space left on device", []error{ENOSPC}},
		{"path too long", []error{ENAMETOOLONG}},
		{"read failed: I/O error", []error{EIO}},
		{"read failed: Input/output error", []error{EIO}},
	} {
		var err error = &RefusedError{Path: "/sdcard/a", Text: c.text}
		wantIs(t, err, c.is...)
		if !strings.Contains(err.Error(), "/sdcard/a") || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%v does not say which file and why", err)
		}
	}
	if err := error(&RefusedError{Text: "invalid data message"}); errors.Unwrap(err) != nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v has a meaning it does not have", err)
	}
}

func TestErrno(t *testing.T) {
	wantIs(t, ENOENT, fs.ErrNotExist)
	wantIs(t, EACCES, fs.ErrPermission)
	wantIs(t, EPERM, fs.ErrPermission)
	wantIs(t, EEXIST, fs.ErrExist)
	wantIs(t, EINVAL, fs.ErrInvalid)
	if errors.Is(EIO, fs.ErrNotExist) || errors.Is(EIO, fs.ErrPermission) {
		t.Error("an I/O error is taken for a missing file")
	}
	if got := Errno(99).Error(); !strings.Contains(got, "99") {
		t.Errorf("Errno(99) is %q", got)
	}
	if (Stat{}).Err() != nil || (Stat{Errno: EIO}).Err() != EIO {
		t.Error("Stat.Err is not its Errno")
	}
}

package desk

import (
	"context"
	"unsafe"

	"golang.org/x/sys/windows"
)

// powerStatus is SYSTEM_POWER_STATUS.
type powerStatus struct {
	line, battery, percent, saver byte
	left, full                    uint32
}

// OnBattery reports whether the computer runs on its battery.
func OnBattery(context.Context) Answer {
	var s powerStatus
	ok, _, _ := windows.NewLazySystemDLL("kernel32.dll").NewProc("GetSystemPowerStatus").Call(uintptr(unsafe.Pointer(&s)))
	switch {
	case ok == 0:
		return Unknown
	case s.line == 0:
		return Yes
	case s.line == 1:
		return No
	}
	return Unknown
}

// Metered reports whether what is sent comes off an allowance: Windows is not asked.
func Metered(context.Context) Answer { return Unknown }

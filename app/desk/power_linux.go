package desk

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// OnBattery reports whether the computer runs on its battery.
func OnBattery(context.Context) Answer { return onBattery("/sys/class/power_supply") }

// onBattery reads the kernel's power supplies
// (https://docs.kernel.org/admin-guide/abi-testing.html, sysfs-class-power). Those of
// scope Device are of mice and phones.
func onBattery(dir string) Answer {
	all, err := os.ReadDir(dir)
	if err != nil {
		return Unknown
	}
	answer := No // a computer without a battery has none to run on
	for _, e := range all {
		says := func(name string) string {
			b, _ := os.ReadFile(filepath.Join(dir, e.Name(), name)) // what is not there says nothing
			return strings.TrimSpace(string(b))
		}
		if says("scope") == "Device" {
			continue
		}
		switch says("type") {
		case "Battery":
			if says("status") == "Discharging" {
				answer = Yes
			}
		case "Mains", "USB", "Wireless":
			if says("online") == "1" {
				return No
			}
		}
	}
	return answer
}

// Metered reports whether what is sent costs money or comes off an allowance, as
// NetworkManager knows it.
func Metered(ctx context.Context) Answer {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	c, err := dbus.ConnectSystemBus(dbus.WithContext(ctx))
	if err != nil {
		return Unknown
	}
	defer c.Close()
	var v dbus.Variant
	const manager = "org.freedesktop.NetworkManager"
	if c.Object(manager, "/org/freedesktop/NetworkManager").CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, manager, "Metered").Store(&v) != nil {
		return Unknown
	}
	n, _ := v.Value().(uint32)
	return metered(n)
}

// metered is the answer in NetworkManager's NMMetered.
func metered(n uint32) Answer {
	switch n {
	case 1, 3: // yes, and guessed so
		return Yes
	case 2, 4:
		return No
	}
	return Unknown
}

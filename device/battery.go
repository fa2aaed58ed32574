package device

import (
	"strconv"
	"strings"
)

// Values of dumpsys battery's "status".
const (
	batteryCharging = 2
	batteryFull     = 5
)

// parseBattery reads the output of dumpsys battery.
func parseBattery(out string) Battery {
	level, scale, status := -1, 100, 0
	powered := false
	for _, line := range strings.Split(out, "\n") {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			continue
		}
		switch value = strings.TrimSpace(value); key {
		case "level":
			level = number(value, -1)
		case "scale":
			scale = number(value, 100)
		case "status":
			status = number(value, 0)
		case "AC powered", "USB powered", "Wireless powered", "Dock powered":
			powered = powered || value == "true"
		}
	}
	b := Battery{Level: -1, Charging: status == batteryCharging || status == batteryFull && powered}
	if level >= 0 && scale > 0 && level <= scale {
		b.Level = int(int64(level) * 100 / int64(scale))
	}
	return b
}

// number reads a decimal of at most 32 bits, or returns otherwise.
func number(s string, otherwise int) int {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return otherwise
	}
	return int(n)
}

package words

import (
	"math"
	"strconv"

	"golang.org/x/text/number"
)

// Count writes a whole number with its digits grouped: 12,480.
func Count(n int) string { return speaking().printer.Sprint(number.Decimal(n)) }

func decimal(v float64, digits int) string {
	return speaking().printer.Sprint(number.Decimal(v, number.MaxFractionDigits(digits)))
}

// Percent writes a part of one as a whole percentage. It says 100 only when the
// part is complete, and 0 only when nothing is done.
func Percent(part float64) string {
	p := int(math.Floor(min(max(part, 0), 1) * 100))
	if p == 0 && part > 0 {
		p = 1
	}
	return F("{{.N}} %", "N", strconv.Itoa(p))
}

var units = []string{"B", "KB", "MB", "GB", "TB", "PB"}

// Size writes a number of bytes in decimal units, as disks and phones are sold:
// 812 KB, 31 MB, 1.4 GB.
func Size(bytes int64) string {
	v, u := float64(max(bytes, 0)), 0
	for v >= 999.5 && u < len(units)-1 {
		v /= 1000
		u++
	}
	digits := 0
	if u >= 3 && v < 99.95 || u == 2 && v < 9.95 {
		digits = 1
	}
	return F("{{.N}} "+units[u], "N", decimal(v, digits))
}

// Speed writes bytes per second.
func Speed(bytesPerSecond float64) string {
	return F("{{.Size}}/s", "Size", Size(int64(bytesPerSecond)))
}

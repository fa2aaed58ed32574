package device

import (
	"math"
	"strconv"
	"strings"
)

// parseDF reads the output of df -k for one path. The columns are found from
// the one that holds the percentage: a long device name may stand on a line of
// its own, and a mount point may contain spaces.
func parseDF(out string) (Storage, bool) {
	_, body, ok := strings.Cut(out, "\n") // the headings
	if !ok {
		return Storage{}, false
	}
	words := strings.Fields(body)
	for i, w := range words {
		percent, isPercent := strings.CutSuffix(w, "%")
		if !isPercent || i < 3 {
			continue
		}
		if _, err := strconv.ParseUint(percent, 10, 16); err != nil {
			continue
		}
		total, ok1 := product(words[i-3], "1024")
		_, ok2 := product(words[i-2], "1024")
		free, ok3 := product(words[i-1], "1024")
		if ok1 && ok2 && ok3 {
			return plausible(total, free)
		}
	}
	return Storage{}, false
}

// parseStatFS reads the output of stat -f -c '%S %b %a': block size, blocks,
// blocks free for apps.
func parseStatFS(out string) (Storage, bool) {
	words := strings.Fields(out)
	if len(words) != 3 {
		return Storage{}, false
	}
	total, ok1 := product(words[0], words[1])
	free, ok2 := product(words[0], words[2])
	if !ok1 || !ok2 {
		return Storage{}, false
	}
	return plausible(total, free)
}

func plausible(total, free int64) (Storage, bool) {
	if total <= 0 || free > total {
		return Storage{}, false
	}
	return Storage{Total: total, Free: free}, true
}

// product multiplies two decimals that must not be negative nor overflow.
func product(a, b string) (int64, bool) {
	x, err1 := strconv.ParseUint(a, 10, 63)
	y, err2 := strconv.ParseUint(b, 10, 63)
	if err1 != nil || err2 != nil || y != 0 && x > math.MaxInt64/y {
		return 0, false
	}
	return int64(x * y), true
}

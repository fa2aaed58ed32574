package device

import (
	"context"
	"strings"
	"time"
)

// lockedEvery is how often a phone that is locked after its start is asked
// whether it has been unlocked.
const lockedEvery = 2 * time.Second

// readLocked reports whether a phone was started and not unlocked since: until
// then its storage is encrypted and not there. A phone with encrypted storage
// whose own volume cannot be listed is one, unless it says itself that its
// storage is open. In doubt the answer is no: a listing tells the rest.
func readLocked(ctx context.Context, l link) (bool, error) {
	const ask = "ls " + primary + "/ >/dev/null 2>&1; echo listed=$?; getprop ro.crypto.state; echo open=; getprop sys.user.0.ce_available"
	res, err := l.Shell(ctx, ask)
	if err != nil {
		return false, err
	}
	return parseLocked(string(res.Stdout)), nil
}

// parseLocked reads the answer to readLocked's question.
func parseLocked(out string) bool {
	words := strings.Fields(out)
	if len(words) < 3 || words[1] != "encrypted" || words[2] != "open=" {
		return false
	}
	code, ok := strings.CutPrefix(words[0], "listed=")
	open := len(words) > 3 && words[3] == "true"
	// 126 and 127 are a shell's: ls itself could not be run.
	return ok && (code == "1" || code == "2") && !open
}

// awaitUnlock asks a locked phone until it is unlocked, gone, or ctx ends.
func (h *Hub) awaitUnlock(ctx context.Context, p *Phone) {
	t := time.NewTicker(lockedEvery)
	defer t.Stop()
	for p.Info().Locked {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			h.refresh(ctx, p)
		}
	}
}

package device

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"keepsake/device/adb"
)

// lookPatience bounds the look whether a card is still there.
const lookPatience = 5 * time.Second

// cards remembers which cards and drives were found taken out while their files
// were read.
type cards struct {
	mu  sync.Mutex
	out map[string]bool // by volume; guarded by mu
}

// explain turns what the phone says against a file into ErrTakenOut where the
// truth is that the whole card is gone. Whoever fails next waits for the look of
// the first.
func (c *cards) explain(ctx context.Context, l link, file string, err error) error {
	volume, _, ok := normal(file)
	if !ok || !removable(volume) || !refused(err) || errors.Is(err, fs.ErrPermission) {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.out[volume] && !takenOut(ctx, l, volume) {
		return err
	}
	if c.out == nil {
		c.out = map[string]bool{}
	}
	c.out[volume] = true
	return fmt.Errorf("%w: %w", ErrTakenOut, err)
}

// removable reports whether a volume is a card or a drive.
func removable(volume string) bool { return !strings.HasPrefix(volume, "/storage/emulated/") }

// takenOut looks whether a volume shows nothing any more; its empty folder may
// stay behind. A phone that cannot tell still has it.
func takenOut(ctx context.Context, l link, volume string) bool {
	ctx, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	s, err := l.Sync(ctx)
	if err != nil {
		return false
	}
	defer s.Close()
	gone := false
	err = s.Lists(ctx, []string{volume}, func(_ int, entries []adb.DirEntry, err error) {
		gone = len(entries) == 0 && !errors.Is(err, fs.ErrPermission)
	})
	return err == nil && gone
}

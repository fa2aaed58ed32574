package library

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"keepsake/app/job"
)

// CloudChecked is what the last check of a cloud found.
type CloudChecked = job.CloudChecked

// checkFile is where that is kept, beside the cloud's queue.
func (l *Library) checkFile(id string) string {
	return filepath.Join(l.Dir(), ".keepsake", "cloud", id+".check.json")
}

// LastCheck returns what the last check of a cloud found, false when there was none.
func (l *Library) LastCheck(id string) (CloudChecked, bool, error) {
	f, err := os.Open(l.checkFile(id))
	if errors.Is(err, fs.ErrNotExist) {
		return CloudChecked{}, false, nil
	}
	if err != nil {
		return CloudChecked{}, false, fmt.Errorf("read the last check: %w", err)
	}
	defer f.Close()
	const most = 64 << 10
	var c CloudChecked
	if json.NewDecoder(io.LimitReader(f, most)).Decode(&c) != nil {
		return CloudChecked{}, false, nil // damaged: as if there was none
	}
	return c, true, nil
}

func (l *Library) keepCheck(id string, c CloudChecked) error {
	b, err := json.Marshal(c)
	if err != nil {
		return err
	}
	name := l.checkFile(id)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("keep the check: %w", err)
	}
	if err := os.WriteFile(name+".new", b, 0o600); err != nil {
		return fmt.Errorf("keep the check: %w", err)
	}
	return os.Rename(name+".new", name)
}

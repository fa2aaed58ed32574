package library

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/gallery/store"
)

// runsDir holds one receipt a run, newest name last. Receipts are a history for
// people; nothing else depends on them.
const runsDir = ".keepsake/runs"

// maxReceipt bounds what is read of one receipt file.
const maxReceipt = 64 << 20

// SaveReceipt keeps the receipt of a run.
func (l *Library) SaveReceipt(r job.Receipt) error {
	data, err := r.JSON()
	if err != nil {
		return fmt.Errorf("write the receipt: %w", err)
	}
	dir := filepath.Join(l.Dir(), filepath.FromSlash(runsDir))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("write the receipt: %w", err)
	}
	name := r.Started.UTC().Format("20060102T150405.000Z") + "-" + store.SafeName(r.Job+"-"+r.Phone) + ".json"
	tmp := filepath.Join(dir, "."+name)
	if err := os.WriteFile(tmp, data, 0o600); err != nil {
		return fmt.Errorf("write the receipt: %w", err)
	}
	if err := os.Rename(tmp, filepath.Join(dir, name)); err != nil {
		return fmt.Errorf("write the receipt: %w", err)
	}
	return nil
}

// Receipts returns the newest receipts, newest first; limit 0 means all.
// Unreadable ones are left out.
func (l *Library) Receipts(limit int) ([]job.Receipt, error) { return receiptsAt(l.Dir(), limit) }

// LastRun is when a receipt was last added or removed, by whichever program, in
// the file system's time; zero: never.
func (l *Library) LastRun() time.Time {
	st, err := os.Stat(filepath.Join(l.Dir(), filepath.FromSlash(runsDir)))
	if err != nil {
		return time.Time{} // whoever reads the receipts says why they cannot be read
	}
	return st.ModTime()
}

// receiptsAt is Receipts of the library at dir.
func receiptsAt(dir string, limit int) ([]job.Receipt, error) {
	dir = filepath.Join(dir, filepath.FromSlash(runsDir))
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list receipts: %w", err)
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		if n := e.Name(); strings.HasSuffix(n, ".json") && !strings.HasPrefix(n, ".") {
			names = append(names, n)
		}
	}
	sort.Sort(sort.Reverse(sort.StringSlice(names)))
	var out []job.Receipt
	for _, n := range names {
		if limit > 0 && len(out) == limit {
			break
		}
		path := filepath.Join(dir, n)
		if st, err := os.Stat(path); err != nil || st.Size() > maxReceipt {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		var r job.Receipt
		if json.Unmarshal(data, &r) == nil {
			out = append(out, r)
		}
	}
	return out, nil
}

package library

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/store"
)

// healthFile holds what the last check found. It is for people: losing it loses
// nothing but the date.
const healthFile = ".keepsake/health.json"

const (
	maxHealth   = 16 << 20 // bytes read of it
	maxProblems = 2000     // kept in it
)

// Health is what a check found, and where what is lost can be had again.
type Health struct {
	When     time.Time       `json:"when"`
	Read     string          `json:"read"` // as store.CheckOptions.Read
	Items    int             `json:"items"`
	Bytes    int64           `json:"bytes"`
	ReadBack int             `json:"read_back"` // items whose bytes were compared
	Verified int             `json:"verified"`  // items once compared with a phone
	Exit     int             `json:"exit"`      // as store.Report.Exit
	Problems []store.Problem `json:"problems"`  // gravest first
	More     int             `json:"more,omitempty"`
	// Sources are the phones that had what is damaged or missing, by their ids,
	// with how many of it. Nowhere is how much of it no phone had.
	Sources map[string]int `json:"sources,omitempty"`
	Nowhere int            `json:"nowhere,omitempty"`
}

// Check looks the library over, and remembers what it found; see store.Check.
func (l *Library) Check(ctx context.Context, o store.CheckOptions) (Health, error) {
	r, err := store.Check(ctx, l.Dir(), o)
	if err != nil {
		return Health{}, err
	}
	h := Health{
		When: time.Now().UTC().Truncate(time.Second), Read: o.Read, Items: r.Items, Bytes: r.Bytes, ReadBack: r.Read,
		Verified: r.Verified, Exit: r.Exit(), Problems: r.Problems, Sources: map[string]int{},
	}
	for _, p := range r.Problems {
		if p.Kind == store.ProblemDamaged || p.Kind == store.ProblemMissing {
			l.source(ctx, &h, p.Hash)
		}
	}
	if n := len(h.Problems); n > maxProblems {
		h.Problems, h.More = h.Problems[:maxProblems], n-maxProblems
	}
	return h, l.saveHealth(h)
}

// source notes the phone that a lost content came from.
func (l *Library) source(ctx context.Context, h *Health, content gallery.Hash) {
	if content.IsZero() {
		return
	}
	it, err := l.Index.ItemByHash(ctx, content)
	if err != nil || len(it.Origins) == 0 || it.Origins[0].Phone == "" {
		h.Nowhere++
		return
	}
	h.Sources[it.Origins[0].Phone]++
}

// Health is what the last check found; ok is false when there was none.
func (l *Library) Health() (h Health, ok bool, err error) {
	path := filepath.Join(l.Dir(), filepath.FromSlash(healthFile))
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && st.Size() > maxHealth {
		return Health{}, false, nil
	}
	if err != nil {
		return Health{}, false, fmt.Errorf("read the last check: %w", err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return Health{}, false, fmt.Errorf("read the last check: %w", err)
	}
	if json.Unmarshal(b, &h) != nil || h.When.IsZero() {
		return Health{}, false, nil // damaged: as if there had been none
	}
	return h, true, nil
}

// saveHealth remembers a check. A library that cannot be written to is none the
// worse for it.
func (l *Library) saveHealth(h Health) error {
	b, err := json.MarshalIndent(h, "", "  ")
	if err != nil {
		return fmt.Errorf("remember the check: %w", err)
	}
	path := filepath.Join(l.Dir(), filepath.FromSlash(healthFile))
	if err = os.WriteFile(path+".new", append(b, '\n'), 0o600); err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil && !errors.Is(store.Explain(l.Dir(), err), store.ErrReadOnly) {
		return fmt.Errorf("remember the check: %w", err)
	}
	return nil
}

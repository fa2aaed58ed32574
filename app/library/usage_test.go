package library

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/gallery/store"
)

func TestUsageFindsEveryFile(t *testing.T) {
	l, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	before, err := l.Usage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, n := range map[string]int{
		"Records/Redmi/Contacts.vcf": 1, ".keepsake/history/ab/abcd": 2, ".keepsake/records/p/s.json": 4, ".keepsake/snapshots/s.json": 8,
		".keepsake/quarantine/20260101/x.jpg": 16, ".keepsake/thumbs.db-journal": 32, ".keepsake/runs/r.json": 64, "Photos/x/counts elsewhere.jpg": 128,
	} {
		path := filepath.Join(l.Dir(), name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(strings.Repeat("x", n)), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	u, err := l.Usage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if u.Records != 1 || u.Earlier != 2+4+8 || u.Aside != 16 || u.Previews-before.Previews != 32 || u.Papers-before.Papers != 64 {
		t.Errorf("%+v, before %+v", u, before)
	}
}

// TestPruneWaitsForNobody: while a job writes, nothing is pruned; nor does a job
// begin to write while something is.
func TestPruneWaitsForNobody(t *testing.T) {
	l, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	if _, err := l.pen.take(t.Context(), l.Store); err != nil {
		t.Fatal(err)
	}
	if err := l.Prune(t.Context(), store.Pruning{}); !errors.Is(err, ErrWriting) {
		t.Error(err)
	}
	if err := l.pen.put(t.Context(), l.Store); err != nil {
		t.Fatal(err)
	}
	p, err := l.PlanPruning(t.Context(), store.Retention{}, time.Now())
	if err != nil || !p.Empty() {
		t.Errorf("%+v, %v", p, err)
	}
	if err := l.Prune(t.Context(), p); err != nil {
		t.Error(err)
	}
}

package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestKeepClip(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "clips")
	now := time.Now()
	first, err := keepClip(dir, "a.mp4", strings.NewReader("one"), now.Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(first, now, now.Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the same clip again is no trouble
		if _, err := keepClip(dir, "b.mp4", strings.NewReader("two"), now.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 || left[0].Name() != "b.mp4" {
		t.Errorf("left are %v, %v", left, err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "b.mp4")); string(b) != "two" || err != nil {
		t.Errorf("%q, %v", b, err)
	}
}

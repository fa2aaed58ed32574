package library

import (
	"os"
	"path/filepath"
	"testing"

	"keepsake/gallery/store"
)

func TestHealth(t *testing.T) {
	lib, r := backedUp(t)
	if _, ok, err := lib.Health(); ok || err != nil {
		t.Fatalf("a check before the first: %v, %v", ok, err)
	}
	h, err := lib.Check(t.Context(), store.CheckOptions{Read: "all"})
	if err != nil || h.Exit != 0 || len(h.Problems) != 0 || h.Items == 0 || h.ReadBack != h.Items {
		t.Fatalf("%+v, %v", h, err)
	}
	ids := timeline(t, lib)
	for i, id := range ids[:2] {
		it, err := lib.Index.Item(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			err = os.Remove(lib.File(it.Path))
		} else {
			err = os.WriteFile(lib.File(it.Path), []byte("short"), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if h, err = lib.Check(t.Context(), store.CheckOptions{Read: "none"}); err != nil || h.Exit != 1 || len(h.Problems) != 2 || h.Sources[r.Phone] != 2 || h.Nowhere != 0 {
		t.Errorf("%+v, %v", h, err)
	}
	again, ok, err := lib.Health()
	if err != nil || !ok || again.When != h.When || len(again.Problems) != 2 || again.Problems[0] != h.Problems[0] || again.Sources[r.Phone] != 2 {
		t.Errorf("remembered: %+v, %v, %v", again, ok, err)
	}
	if err := os.WriteFile(filepath.Join(lib.Dir(), filepath.FromSlash(healthFile)), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := lib.Health(); ok || err != nil {
		t.Errorf("a damaged one: %v, %v", ok, err)
	}
}

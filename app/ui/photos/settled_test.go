package photos_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"keepsake/app/ui/photos"
	"keepsake/app/ui/shelf"
)

// TestKeepAll: a settled group is not asked about again, at the next start
// neither, until that is taken back; the others stay.
func TestKeepAll(t *testing.T) {
	p := open(t, 300, 1000, 700)
	told := ""
	p.SettledChanged = func(s string) { told = s }
	p.Model.SetTab(photos.SimilarTab)
	p.Settle()
	all := slices.Clone(p.Model.Groups)
	p.tap(t, "Keep all")
	left := p.Model.Groups
	if len(left) != len(all)-1 || told == "" || told != p.Model.Settled() {
		t.Fatalf("%d groups of %d are left, told %q", len(left), len(all), told)
	}
	if n := len(p.Model.Timeline.IDs); n != 300 {
		t.Errorf("keeping all left %d pictures of 300", n)
	}

	next := open(t, 300, 1000, 700)
	next.Model.SetSettled(told)
	next.Model.SetTab(photos.SimilarTab)
	next.Settle()
	same := func(a, b shelf.Group) bool { return slices.Equal(a.IDs, b.IDs) }
	if !slices.EqualFunc(next.Model.Groups, left, same) {
		t.Errorf("at the next start %v are shown, not %v", next.Model.Groups, left)
	}

	p.Open(t, p.Toasts.Layer(), 1000, 700)
	p.undo(t)
	if !slices.EqualFunc(p.Model.Groups, all, same) || told != "" {
		t.Errorf("taken back: %d groups of %d, remembered %q", len(p.Model.Groups), len(all), told)
	}
}

// TestSettledIsBounded: what is remembered does not grow for ever, and nonsense
// in it does no harm.
func TestSettledIsBounded(t *testing.T) {
	p := open(t, 300, 1000, 700)
	var keys []string
	for i := range 6000 {
		keys = append(keys, fmt.Sprintf("%016x", i))
	}
	p.Model.SetSettled(strings.Join(keys, " ") + "  nonsense nonsense ")
	got := strings.Fields(p.Model.Settled())
	if len(got) != 5000 || got[len(got)-1] != "nonsense" || got[0] != keys[1001] {
		t.Errorf("%d are remembered, from %s to %s", len(got), got[0], got[len(got)-1])
	}
	p.Model.SetTab(photos.SimilarTab)
	p.Settle()
	if len(p.Model.Groups) == 0 {
		t.Error("keys of nothing hide groups")
	}
}

package index

import (
	"slices"
	"testing"

	"keepsake/gallery"
)

// Of a burst the best that is let through stands in a stacked timeline; the
// months count what stands there.
func TestStacked(t *testing.T) {
	burst := func(it *gallery.Item) { it.Info.Burst = "IMG_1" }
	x := filled(t,
		photo("alone", "2022-01-03"),
		photo("b1", "2022-01-01", burst, size(10)), photo("b2", "2022-01-01", burst, size(30), at0(1)), photo("b3", "2022-01-01", burst, size(20), favorite, at0(2)),
		photo("the only one of its burst", "2022-01-02", func(it *gallery.Item) { it.Info.Burst = "IMG_2" }),
	)
	names := func(ids []int64) (all []string) {
		t.Helper()
		for _, id := range ids {
			it, err := x.Item(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, it.Path[len("Photos/"):])
		}
		return all
	}
	count := func(f Filter) *Timeline {
		t.Helper()
		tl, err := x.Timeline(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		if len(tl.Months) != 1 || tl.Months[0].Count != len(tl.IDs) || len(tl.Taken) != len(tl.IDs) {
			t.Errorf("months %+v of %d items", tl.Months, len(tl.IDs))
		}
		return tl
	}
	if plain := count(Filter{}); len(plain.IDs) != 5 || plain.Stacks != nil {
		t.Errorf("not stacked: %d items, stacks %v", len(plain.IDs), plain.Stacks)
	}
	tl := count(Filter{Stacked: true})
	if len(tl.IDs) != 3 || len(tl.Stacks) != 1 {
		t.Fatalf("stacked: %v, stacks %v", names(tl.IDs), tl.Stacks)
	}
	best := tl.IDs[2]
	if it, _ := x.Item(t.Context(), best); !it.Favorite() {
		t.Errorf("%v stands for the burst, not its favourite", names([]int64{best}))
	}
	if got := tl.Stacks[best]; len(got) != 3 || !slices.Contains(got, best) {
		t.Errorf("the stack is %v", names(got))
	}
	// A filter that lets only one of them through leaves it as it is.
	if fav := count(Filter{Stacked: true, Favorites: true}); len(fav.IDs) != 1 || len(fav.Stacks) != 0 {
		t.Errorf("favourites: %v, stacks %v", names(fav.IDs), fav.Stacks)
	}
}

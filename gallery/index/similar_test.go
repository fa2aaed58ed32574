package index

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
)

// looking is a thumbnail with a perceptual hash.
func looking(name string, looks uint64) Thumb {
	return Thumb{Hash: hashOf(name), Pixels: 256, JPEG: []byte("x"), Looks: int64(looks)}
}

func at0(seconds int) func(*gallery.Item) {
	return func(it *gallery.Item) {
		it.Info.Taken.Time = it.Info.Taken.Time.Add(time.Duration(seconds) * time.Second)
	}
}

// groupNames says groups by their items' names.
func groupNames(t *testing.T, x *Index) string {
	t.Helper()
	groups, err := x.Similar(t.Context(), 6)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, g := range groups {
		rows, err := x.Rows(t.Context(), g.IDs)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, r := range rows {
			names = append(names, r.Name)
		}
		kind := "similar"
		if g.Burst {
			kind = "burst"
		}
		all = append(all, kind+": "+strings.Join(names, " "))
	}
	return strings.Join(all, "; ")
}

func TestSimilar(t *testing.T) {
	const scene, other = 0x0123456789abcdef, 0xfedcba9876543210
	burst := func(it *gallery.Item) { it.Info.Burst = "IMG_1" }
	x := filled(t,
		photo("scene1", "2023-01-01", size(10)),
		photo("scene2", "2023-01-01", size(20), at0(60)),
		photo("scene3", "2023-01-01", favorite, at0(120)),
		photo("scene, much later", "2023-03-01"),
		photo("copy, small", "2023-05-01", func(it *gallery.Item) { it.Info.Width = 800 }),
		photo("video", "2023-01-01", kind(gallery.Video), at0(30)),
		photo("in the trash", "2023-01-01", edited(gallery.Edit{Trashed: longAgo}), at0(30)),
		photo("hidden", "2023-01-01", edited(gallery.Edit{Hidden: true}), at0(30)),
		photo("another", "2023-01-01", at0(40)),
		photo("no looks", "2023-01-01", at0(50)),
		photo("no looks either", "2023-01-01", at0(50)),
		photo("b1", "2022-01-01", burst), photo("b2", "2022-01-01", burst, at0(1)),
		photo("elsewhere", "2022-01-01", burst, func(it *gallery.Item) { it.Path = "Photos/Ben/DCIM/Camera/elsewhere" }),
		photo("b3, trashed", "2022-01-01", burst, edited(gallery.Edit{Trashed: longAgo})),
	)
	put(t, x,
		looking("scene1", scene), looking("scene2", scene^0xff), looking("scene3", scene^0xf), looking("scene, much later", scene^0xff),
		looking("copy, small", scene^0x5), looking("video", scene), looking("in the trash", scene), looking("hidden", scene),
		looking("another", other), looking("no looks", 0), looking("no looks either", 0), looking("b1", scene), looking("b2", scene))
	// The later one differs too much from the first to be a copy of it, but not from
	// the second; the group has room for what looks like its first.
	want := "similar: scene3 scene, much later scene2 scene1 copy, small; burst: b1 b2"
	if got := groupNames(t, x); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	// What photos look like outlives the index.
	if err := x.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	apply(t, x, "2", photo("scene1", "2023-01-01", size(10)), photo("copy, small", "2023-05-01", size(5)))
	if got := groupNames(t, x); got != "similar: scene1 copy, small" {
		t.Errorf("with a new index: %s", got)
	}
	if err := x.DropThumbs(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := groupNames(t, x); got != "" {
		t.Errorf("without thumbnails: %s", got)
	}
}

// Copies are found wherever they lie, whichever bits differ; strangers are not.
func TestLikenessFindsCopies(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var all []looker
	const pairs = 2000
	for i := range pairs {
		looks := rnd.Uint64()
		copied := looks
		for range 6 {
			copied ^= 1 << rnd.IntN(64)
		}
		all = append(all, looker{id: int64(2 * i), looks: looks, taken: int64(i) * 86_400_000},
			looker{id: int64(2*i + 1), looks: copied, taken: int64(i+pairs) * 86_400_000})
	}
	groups, err := likeness(t.Context(), all, 6)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		if len(g.IDs) != 2 || g.IDs[0]/2 != g.IDs[1]/2 {
			t.Errorf("group %v", g.IDs)
		}
	}
	if len(groups) != pairs {
		t.Errorf("%d groups, want %d", len(groups), pairs)
	}
}

// A chain of small steps is not one group: its ends have nothing in common.
func TestLikenessDoesNotWander(t *testing.T) {
	var all []looker
	looks := uint64(0x5555555555555555)
	for i := range 60 {
		all = append(all, looker{id: int64(i), taken: int64(i) * 1000, looks: looks})
		looks ^= 1 << (i % 64)
	}
	groups, err := likeness(t.Context(), all, 6)
	if err != nil || len(groups) < 2 {
		t.Errorf("%d groups of a slow change, %v", len(groups), err)
	}
}

// Thousands that look the same cost no more than thousands that do not.
func TestLikenessOfManyEqual(t *testing.T) {
	var all []looker
	for i := range 50_000 {
		all = append(all, looker{id: int64(i), looks: 1, taken: int64(i)})
	}
	groups, err := likeness(t.Context(), all, 6)
	if err != nil || len(groups) != 1 || len(groups[0].IDs) != len(all) {
		t.Errorf("%s, %v", fmt.Sprint(len(groups)), err)
	}
}

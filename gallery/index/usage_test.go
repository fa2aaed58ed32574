package index

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"keepsake/gallery"
)

func TestPilesAddUp(t *testing.T) {
	gone := func(it *gallery.Item) { it.Edit.Trashed = time.Unix(1, 0) }
	hidden := func(it *gallery.Item) { it.Edit.Hidden = true }
	x := filled(t,
		photo("1.jpg", "2023-01-01", size(1)),
		photo("2.jpg", "2023-07-02", size(2), also(origin("ben", "Pictures", "2.jpg"))), // counts at anna's
		photo("3.mp4", "2023-01-03", size(4), kind(gallery.Video)),
		photo("4.jpg", "2022-01-05", size(8), gone),
		photo("5.jpg", "2022-01-05", size(16), hidden),
		photo("6.jpg", "2024-01-06", size(32), in("ben", "DCIM/Screenshots")),
		photo("7.jpg", "2024-01-06", size(64), func(it *gallery.Item) { it.Origins = nil }),
	)
	got, err := x.Piles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	camera := AlbumKey{"anna", "DCIM/Camera"}
	want := []Pile{
		{camera, "Camera", gallery.Photo, 2023, Everything, 2, 3},
		{camera, "Camera", gallery.Video, 2023, Everything, 1, 4},
		{camera, "Camera", gallery.Photo, 2022, Trash, 1, 8},
		{camera, "Camera", gallery.Photo, 2022, Hidden, 1, 16},
		{AlbumKey{"ben", "DCIM/Screenshots"}, "Screenshots", gallery.Photo, 2024, Everything, 1, 32},
		{AlbumKey{}, "", gallery.Photo, 2024, Everything, 1, 64},
	}
	slices.SortFunc(got, func(a, b Pile) int { return cmp.Compare(a.Bytes, b.Bytes) })
	if !slices.Equal(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	ids, err := x.Largest(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := x.Rows(t.Context(), ids)
	if err != nil || len(rows) != 2 || rows[0].Size != 64 || rows[1].Size != 32 {
		t.Errorf("%+v, %v", rows, err)
	}
	if all, err := x.Largest(t.Context(), 99); err != nil || len(all) != 5 {
		t.Errorf("%d are in every view, %v", len(all), err)
	}
}

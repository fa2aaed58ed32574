package thumbs_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"testing"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/thumbs"
	"keepsake/gallery"
)

// numbered is a picture whose pixels are 1, 2, 3... in reading order.
func numbered(w, h int) *image.RGBA {
	im := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		im.SetRGBA(i%w, i/w, color.RGBA{R: uint8(i + 1), A: 0xff})
	}
	return im
}

func read(im *image.RGBA) (rows [][]uint8) {
	for y := range im.Rect.Dy() {
		var row []uint8
		for x := range im.Rect.Dx() {
			row = append(row, im.RGBAAt(im.Rect.Min.X+x, im.Rect.Min.Y+y).R)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestTurn(t *testing.T) {
	tests := map[int][][]uint8{
		0:  {{1, 2, 3}, {4, 5, 6}},
		1:  {{4, 1}, {5, 2}, {6, 3}},
		2:  {{6, 5, 4}, {3, 2, 1}},
		3:  {{3, 6}, {2, 5}, {1, 4}},
		-1: {{3, 6}, {2, 5}, {1, 4}},
		5:  {{4, 1}, {5, 2}, {6, 3}},
	}
	for quarters, want := range tests {
		got := read(thumbs.Turn(numbered(3, 2), quarters))
		if !equal(got, want) {
			t.Errorf("turned by %d: %v, want %v", quarters, got, want)
		}
	}
}

// A cut-out shares its rows with the whole picture.
func TestTurnOfACutOut(t *testing.T) {
	part := numbered(4, 3).SubImage(image.Rect(1, 1, 3, 3)).(*image.RGBA) // 6 7 / 10 11
	if got := read(thumbs.Turn(part, 1)); !equal(got, [][]uint8{{10, 6}, {11, 7}}) {
		t.Errorf("got %v", got)
	}
}

func equal(a, b [][]uint8) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !bytes.Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

// onePNG answers every question with the same picture.
type onePNG []byte

func (p onePNG) Thumb(context.Context, gallery.Hash, int) ([]byte, error) { return p, nil }

func TestTurnedPicturesAreKeptApart(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, numbered(3, 2)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var q hop.Queue
	l := thumbs.New(ctx, onePNG(b.Bytes()), q.Post, thumbs.Budget)
	t.Cleanup(func() { cancel(); l.Wait() })
	upright := thumbs.Key{Side: 64, Whole: true}
	turned := upright
	turned.Turn = 1
	for _, k := range []thumbs.Key{upright, turned} {
		l.Request(ctx, k, func(_ *image.RGBA, err error) {
			if err != nil {
				t.Error(err)
			}
		})
	}
	q.Settle(l.Idle)
	if got := read(l.Cached(upright)); !equal(got, [][]uint8{{1, 2, 3}, {4, 5, 6}}) {
		t.Errorf("upright: %v", got)
	}
	if got := read(l.Cached(turned)); !equal(got, [][]uint8{{4, 1}, {5, 2}, {6, 3}}) {
		t.Errorf("turned: %v", got)
	}
}

package storage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// rect is a rectangle of a picture.
type rect struct{ x, y, w, h float32 }

// tile divides a rectangle among sizes, which are in falling order, into rectangles
// as near to squares as that order allows: rows are laid along the shorter side, and
// grow as long as that makes the worst of them better (Bruls, Huizing, van Wijk:
// Squarified Treemaps, 2000).
func tile(sizes []int64, in rect) []rect {
	out := make([]rect, 0, len(sizes))
	var left float64
	for _, s := range sizes {
		left += float64(s)
	}
	for len(sizes) > 0 && left > 0 {
		side, area := min(in.w, in.h), float64(in.w)*float64(in.h)
		n, row := 1, float64(sizes[0])
		for n < len(sizes) && worst(sizes[:n+1], row+float64(sizes[n]), area/left, side) <= worst(sizes[:n], row, area/left, side) {
			row += float64(sizes[n])
			n++
		}
		deep := float32(0)
		if side > 0 {
			deep = float32(row * area / left / float64(side))
		}
		at := float32(0)
		for _, s := range sizes[:n] {
			long := float32(float64(s) / row * float64(side))
			if in.w >= in.h {
				out = append(out, rect{in.x, in.y + at, deep, long})
			} else {
				out = append(out, rect{in.x + at, in.y, long, deep})
			}
			at += long
		}
		if in.w >= in.h {
			in.x, in.w = in.x+deep, max(0, in.w-deep)
		} else {
			in.y, in.h = in.y+deep, max(0, in.h-deep)
		}
		sizes, left = sizes[n:], left-row
	}
	for range sizes { // of no size
		out = append(out, rect{in.x, in.y, 0, 0})
	}
	return out
}

// worst is how far from a square the worst of a row is, 1 at best.
func worst(row []int64, sum, scale float64, side float32) float64 {
	most := 0.0
	s := float64(side)
	for _, v := range row {
		area := float64(v) * scale
		if area <= 0 || s <= 0 {
			return 1e18
		}
		deep := sum * scale / s
		long := area / deep
		most = max(most, max(deep/long, long/deep))
	}
	return most
}

// shade is the colour of the i-th largest share.
func shade(i int) fyne.ThemeColorName {
	switch {
	case i == 0:
		return look.Pile0
	case i < 3:
		return look.Pile1
	case i < 6:
		return look.Pile2
	case i < 11:
		return look.Pile3
	}
	return look.Pile4
}

// treemap draws shares as areas. open is called with the index of one that is pressed.
func treemap(kit *part.Kit, all []Slice, high float32, open func(i int)) fyne.CanvasObject {
	l := &treemapLayout{high: high}
	box := container.New(l)
	for i, s := range all {
		l.sizes = append(l.sizes, s.Bytes)
		name := part.Strong(s.Name).Middle()
		label := container.New(&cornered{}, name, part.Small(words.Size(s.Bytes)).In(look.Foreground).Middle())
		if s.Detail != "" {
			label.Add(part.Small(s.Detail).In(look.Foreground).Middle())
		}
		if s.Count > 0 {
			label.Add(part.Small(words.N("{{.N}} items", s.Count)).In(look.Foreground).Middle())
		}
		box.Add(part.NewArea(spoken(s), look.TileRadius, part.Layers(part.NewFill(shade(i), look.TileRadius), label), func() { open(i) }).WithTip(kit.Tips))
	}
	return box
}

// smalls names the shares that are too small for words in the picture.
func smalls(all []Slice) fyne.CanvasObject {
	const most = 8
	var sum int64
	for _, s := range all {
		sum += s.Bytes
	}
	row := part.Wrap(look.S4)
	for i, s := range all {
		if s.Bytes < sum/40 && len(row.Objects) < most {
			row.Add(key(shade(i), s.Name+" "+words.Size(s.Bytes)))
		}
	}
	part.Show(row, len(row.Objects) > 0)
	return row
}

// spoken is a share in one line.
func spoken(s Slice) string {
	text := s.Name
	if s.Detail != "" {
		text += " · " + s.Detail
	}
	text += " · " + words.Size(s.Bytes)
	if s.Count > 0 {
		text += " · " + words.N("{{.N}} items", s.Count)
	}
	return text
}

type treemapLayout struct {
	sizes []int64
	high  float32
}

func (l *treemapLayout) HeightFor([]fyne.CanvasObject, float32) float32 { return l.high }

func (l *treemapLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, l.high) }

func (l *treemapLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const gap = 2
	for i, r := range tile(l.sizes, rect{0, 0, size.Width + gap, size.Height + gap}) {
		part.Place(objects[i], r.x, r.y, max(1, r.w-gap), max(1, r.h-gap))
	}
}

// cornered puts a name and a size into the upper left corner, as far as there is room.
type cornered struct{}

func (*cornered) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

func (*cornered) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y, w := look.S2, size.Width-2*look.S2
	for _, o := range objects {
		h := o.MinSize().Height
		if w < 44 || y+h > size.Height-look.S1 {
			o.Hide()
			continue
		}
		o.Show()
		part.Place(o, look.S2, y, w, h)
		y += h
	}
}

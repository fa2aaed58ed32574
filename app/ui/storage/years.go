package storage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// columns draws shares as columns side by side, in their order. open is called with
// the index of one that is pressed.
func columns(kit *part.Kit, all []Slice, high float32, open func(i int)) fyne.CanvasObject {
	l := &columnsLayout{high: high}
	var most int64
	for _, s := range all {
		most = max(most, s.Bytes)
	}
	box := container.New(l)
	for i, s := range all {
		fill := look.Pile2
		if s.Bytes == most {
			fill = look.Pile0
		}
		inner := container.New(&bar{part: float32(s.Bytes) / float32(max(most, 1))},
			part.NewFill(fill, look.TileRadius), part.Small(words.Size(s.Bytes)).Aligned(fyne.TextAlignCenter),
			part.Small(s.Name).In(look.Foreground).Aligned(fyne.TextAlignCenter))
		box.Add(part.NewArea(spoken(s), look.TileRadius, inner, func() { open(i) }).WithTip(kit.Tips))
	}
	return box
}

// columnsLayout shares its width equally, up to a width that is still a column.
type columnsLayout struct{ high float32 }

func (l *columnsLayout) HeightFor([]fyne.CanvasObject, float32) float32 { return l.high }

func (l *columnsLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, l.high) }

func (l *columnsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if len(objects) == 0 {
		return
	}
	each := min(140*part.Zoom(), size.Width/float32(len(objects)))
	for i, o := range objects {
		part.Place(o, float32(i)*each, 0, max(2, each-2), size.Height)
	}
}

// bar puts a fill of a share of the height above a name, and its size over it; the
// words only where there is room for them.
type bar struct{ part float32 }

func (*bar) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

func (b *bar) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	fill, above, name := objects[0], objects[1], objects[2]
	h := name.MinSize().Height
	room := max(0, size.Height-2*h-2*look.S1)
	tall := max(2, room*b.part)
	top := h + look.S1 + room - tall
	part.Place(fill, look.S1, top, max(1, size.Width-2*look.S1), tall)
	part.Place(above, 0, top-h-2, size.Width, h)
	part.Place(name, 0, size.Height-h, size.Width, h)
	part.Show(above, above.MinSize().Width <= size.Width)
	part.Show(name, name.MinSize().Width <= size.Width)
}

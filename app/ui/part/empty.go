package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
)

// Empty fills a screen that has nothing to show: what would be here, and the one
// next step. Action may be nil.
func Empty(icon look.Icon, title, line string, action fyne.CanvasObject) *fyne.Container {
	objects := []fyne.CanvasObject{
		container.NewCenter(Fixed(88, 88, Layers(NewFill(look.Track, 44), container.NewCenter(NewIcon(icon, look.Muted, 40))))),
		Space(0, look.S1),
		Head(title).Aligned(fyne.TextAlignCenter),
		Muted(line).Aligned(fyne.TextAlignCenter).Wrapped(),
	}
	if action != nil {
		objects = append(objects, Space(0, look.S1), container.NewCenter(action))
	}
	return container.New(&middle{width: 420}, Column(look.S2, objects...))
}

// Middle puts an object in the middle of the space, at most width wide.
func Middle(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&middle{width: width}, o)
}

type middle struct{ width float32 }

func (m *middle) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[0], min(width, m.width))
}

func (m *middle) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, HeightFor(objects[0], m.width))
}

func (m *middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, m.width)
	h := HeightFor(objects[0], w)
	// A little above the middle looks like the middle.
	Place(objects[0], (size.Width-w)/2, max(0, (size.Height-h)*0.45), w, h)
}

package receipt

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// NewView draws a receipt's numbers, each opening what it counts: the list of
// reasons for what was skipped or failed, the photos (through photos, which may
// be nil) for what is kept.
func NewView(kit *part.Kit, r job.Receipt, photos func()) fyne.CanvasObject {
	return part.Column(look.S3, NewNumbers(kit, r, photos, false), proofLine(kit, r, Of(r, kit.Now())))
}

// NewNumbers is NewView with the proof in one line, or without it.
func NewNumbers(kit *part.Kit, r job.Receipt, photos func(), withProof bool) fyne.CanvasObject {
	w := Of(r, kit.Now())
	sum := container.New(&equation{})
	for i, f := range w.Figures {
		if i > 0 {
			sign := "+"
			if i == 1 {
				sign = "="
			}
			sum.Add(part.Head(sign).In(look.Faint))
		}
		sum.Add(figure(kit, r, f, photos))
	}
	if !withProof || r.Copied+r.Already == 0 {
		return sum
	}
	tone, icon := w.Proof.Tone, w.Proof.Icon
	if tone == "" {
		tone = look.Muted
	}
	return part.Column(look.S3, sum, part.Row(look.S2, part.NewIcon(icon, tone, 18), part.Body(w.Proof.Text).In(tone).Middle()))
}

func figure(kit *part.Kit, r job.Receipt, f Figure, photos func()) fyne.CanvasObject {
	text := part.Column(0, part.Head(words.Count(f.N)).In(f.Tone), part.Small(f.Label))
	face := part.Inset(look.S3, look.S2, look.S3, look.S2, text)
	var do func()
	switch {
	case f.Outcome == "":
		return part.Inset(0, look.S2, look.S1, look.S2, text)
	case f.N == 0:
		return face
	case f.Outcome == job.Skipped || f.Outcome == job.Lost:
		do = func() {
			ShowList(kit, words.F("{{.Label}}: {{.N}}", "Label", f.Label, "N", words.Count(f.N)), List(r, f.Outcome))
		}
	case photos == nil:
		return face
	default:
		do = photos
	}
	return part.NewArea(words.F("{{.N}} {{.Label}}", "N", words.Count(f.N), "Label", f.Label), look.Radius,
		part.Layers(part.NewFill(look.Surface, look.Radius).Stroked(look.Border, 1), face), do)
}

func proofLine(kit *part.Kit, r job.Receipt, w Words) fyne.CanvasObject {
	says := part.Column(2, part.Strong(w.Proof.Text).Wrapped())
	if w.Proof.Next != "" {
		says.Add(part.Small(w.Proof.Next).Wrapped())
	}
	if len(w.Doubts) > 0 {
		says.Add(part.Row(0, part.NewButton(part.Plain, words.N("{{.N}} could not be proven", len(w.Doubts)), "", func() {
			ShowList(kit, words.T("Kept, but not proven"), w.Doubts)
		}), part.NewSpring()))
	}
	return part.Note(w.Proof.Tone, w.Proof.Icon, says)
}

// equation lays numbers and signs out in a line, over several when it is narrow.
type equation struct{ width float32 }

func (e *equation) walk(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	var high float32
	for _, o := range objects {
		high = max(high, o.MinSize().Height)
	}
	// A sign goes with the number behind it.
	var x, y float32
	for i, o := range objects {
		m := o.MinSize()
		need := m.Width
		if i%2 == 1 && i+1 < len(objects) {
			need += look.S2 + objects[i+1].MinSize().Width
		}
		if x > 0 && i%2 == 1 && x+need > width {
			x, y = 0, y+high+look.S2
		}
		put(o, x, y+(high-m.Height)/2, m.Width, m.Height)
		x += m.Width + look.S2
	}
	return y + high
}

func (e *equation) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	e.width = width
	return e.walk(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (e *equation) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(160, e.HeightFor(objects, max(e.width, 160)))
}

func (e *equation) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	e.width = size.Width
	e.walk(objects, size.Width, part.Place)
}

// ShowList opens a sheet with problems, each with its reason.
func ShowList(kit *part.Kit, title string, problems []job.Problem) *part.Sheet {
	list := widget.NewList(
		func() int { return len(problems) },
		func() fyne.CanvasObject {
			return part.Inset(0, look.S1, look.S2, look.S1, part.Column(0, part.Body(" ").Middle(), part.Small(" ").Middle()))
		},
		func(i int, o fyne.CanvasObject) {
			lines := o.(*fyne.Container).Objects[0].(*fyne.Container).Objects
			lines[0].(*part.Text).Set(words.Name(problems[i].Path))
			lines[1].(*part.Text).Set(words.Name(problems[i].Reason))
		})
	list.OnSelected = func(i int) { list.UnselectAll() }
	return kit.Sheet(title, words.T("Close"), fyne.NewSize(760, 560), list)
}

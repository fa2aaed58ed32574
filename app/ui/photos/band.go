package photos

import (
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
)

// band is the rectangle drawn with the pointer to choose what lies in it.
type band struct {
	on   bool
	x, y float64 // where it began, in the flow
	to   fyne.Position
	had  map[int64]bool // what was chosen before and stays
	rect *canvas.Rectangle
}

var _ fyne.Draggable = (*Grid)(nil)

// Dragged implements fyne.Draggable: it draws the band, and scrolls when the
// pointer leaves the grid. What is chosen is carried instead.
func (g *Grid) Dragged(e *fyne.DragEvent) {
	b := &g.band
	if g.carries(e) {
		return
	}
	if !b.on {
		b.on = true
		b.x, b.y = float64(e.Position.X-e.Dragged.DX), float64(e.Position.Y-e.Dragged.DY)+g.offset
		b.had = nil
		if wheelZoom(g.mods) || g.mods&fyne.KeyModifierShift != 0 {
			b.had = maps.Clone(g.model.Selection.ids)
		}
	}
	b.to = e.Position
	switch high := g.Size().Height; {
	case e.Position.Y < 0:
		g.ScrollTo(g.offset + float64(max(e.Position.Y, -40)))
	case e.Position.Y > high:
		g.ScrollTo(g.offset + float64(min(e.Position.Y-high, 40)))
	}
	g.chooseWithin()
}

// DragEnd implements fyne.Draggable.
func (g *Grid) DragEnd() {
	if at := g.carried; at != nil {
		g.carried = nil
		g.Carried(*at)
		return
	}
	g.band.on, g.mods = false, 0
	g.changed()
}

// carries reports whether the drag is of what is chosen, and tells where it is.
func (g *Grid) carries(e *fyne.DragEvent) bool {
	if g.carried == nil {
		i := g.at(e.Position.SubtractXY(e.Dragged.DX, e.Dragged.DY))
		if g.band.on || i < 0 || i >= len(g.model.Timeline.IDs) || !g.model.Selection.Has(g.model.Timeline.IDs[i]) || !g.Carry(e.AbsolutePosition) {
			return false
		}
		g.carried = &fyne.Position{}
	} else {
		g.Carry(e.AbsolutePosition)
	}
	*g.carried = e.AbsolutePosition
	return true
}

// edges are the band's sides, in the flow.
func (b *band) edges(offset float64) (left, right float32, top, bottom float64) {
	y := float64(b.to.Y) + offset
	return min(float32(b.x), b.to.X), max(float32(b.x), b.to.X), min(b.y, y), max(b.y, y)
}

func (g *Grid) chooseWithin() {
	left, right, top, bottom := g.band.edges(g.offset)
	s := &g.model.Selection
	s.ids = maps.Clone(g.band.had)
	for _, i := range g.flow.Within(left, right, top, bottom) {
		if i < len(g.model.Timeline.IDs) {
			s.add(g.model.Timeline.IDs[i])
		}
	}
	g.changed()
}

// drawBand puts the band over the tiles.
func (g *Grid) drawBand() {
	b := &g.band
	if !b.on {
		return
	}
	if b.rect == nil {
		b.rect = canvas.NewRectangle(nil)
	}
	b.rect.FillColor, b.rect.StrokeColor, b.rect.StrokeWidth = part.Color(look.Band), part.Color(look.Accent), 1
	left, right, top, bottom := b.edges(g.offset)
	part.Place(b.rect, left, float32(top-g.offset), right-left, float32(bottom-top))
	g.parts = append(g.parts, b.rect)
}

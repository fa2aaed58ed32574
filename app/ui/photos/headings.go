package photos

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// head is the drawing of one month's heading.
type head struct {
	ground       *canvas.Rectangle
	month, count *canvas.Text
}

func (g *Grid) headings(top, bottom float64) {
	heading := float32(g.flow.heading)
	for n, h := range g.flow.Headings(top, bottom) {
		if n == len(g.heads) {
			g.heads = append(g.heads, &head{canvas.NewRectangle(nil), canvas.NewText("", nil), canvas.NewText("", nil)})
		}
		d := g.heads[n]
		d.draw(h)
		y := float32(h.Y - top)
		m := d.month.MinSize()
		c := d.count.MinSize()
		part.Place(d.ground, 0, y, g.Size().Width, heading)
		part.Place(d.month, marginLeft, y+(heading-m.Height)/2, m.Width, m.Height)
		part.Place(d.count, marginLeft+m.Width+look.S3, y+(heading+m.Height)/2-c.Height-2, c.Width, c.Height)
		if h.Sticky {
			g.parts = append(g.parts, d.ground)
		}
		g.parts = append(g.parts, d.month, d.count)
	}
}

func (d *head) draw(h Heading) {
	set := func(t *canvas.Text, s string, size fyne.ThemeSizeName, color fyne.ThemeColorName, bold bool) {
		c := part.Color(color)
		if t.Text == s && t.TextSize == part.Size(size) && t.Color == c {
			return
		}
		t.Text, t.TextSize, t.Color, t.TextStyle.Bold = s, part.Size(size), c, bold
		t.Refresh()
	}
	set(d.month, words.MonthYear(h.Month.Year, h.Month.Month), look.Heading, look.Foreground, true)
	set(d.count, words.Count(h.Month.Count), look.Body, look.Muted, false)
	d.ground.FillColor = part.Color(look.Background)
}

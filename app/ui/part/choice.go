package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Choice is a button that shows which of several things is chosen, and opens a menu
// of them: a phone, an order.
type Choice struct {
	kit    *Kit
	choose func(id string)
	ids    []string
	names  []string
	chosen string
	text   *Text
	area   *Area
}

// NewChoice returns a choice; choose is told the id of what was picked.
func NewChoice(kit *Kit, choose func(id string)) *Choice {
	c := &Choice{kit: kit, choose: choose, text: Body("")}
	c.area = NewArea("", look.Radius, Layers(NewFill(look.Surface, look.Radius).Stroked(look.Border, 1),
		Inset(look.S3, 7, look.S2, 7, Row(look.S1, c.text, NewIcon(look.IconDown, look.Muted, 16)))), c.open)
	return c
}

// Content is what to show.
func (c *Choice) Content() fyne.CanvasObject { return c.area }

// Set says what there is to choose, and what is chosen.
func (c *Choice) Set(ids, names []string, chosen string) {
	c.ids, c.names, c.chosen = ids, names, chosen
	for i, id := range ids {
		if id == chosen {
			c.text.Set(EndEllipsis(names[i], 180, c.text.measure))
			c.area.Name(names[i])
		}
	}
	c.area.Refresh()
}

func (c *Choice) open() {
	on := c.kit.Canvas()
	if on == nil {
		return
	}
	var items []*fyne.MenuItem
	for i, id := range c.ids {
		item := fyne.NewMenuItem(c.names[i], func() { c.choose(id) })
		item.Checked = id == c.chosen
		items = append(items, item)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c.area)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), on, at.AddXY(0, c.area.Size().Height+look.S1))
}

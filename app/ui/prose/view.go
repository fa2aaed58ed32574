package prose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
)

// Options say how to show what a text holds beside words. What is nil is left out.
type Options struct {
	Picture func(target, name string) fyne.CanvasObject
	File    func(target, name string) fyne.CanvasObject
	Link    func(address string)
}

// View lays blocks out in a column.
func View(blocks []Block, o Options) *fyne.Container {
	col := part.Column(0)
	for i, b := range blocks {
		made := block(b, o)
		if made == nil {
			continue
		}
		for range b.Quote {
			made = quoted(made)
		}
		if len(col.Objects) > 0 {
			col.Add(part.Space(0, above(blocks[i-1], b)))
		}
		col.Add(made)
	}
	return col
}

// above is the space between a block and the one before it.
func above(before, b Block) float32 {
	switch {
	case b.Kind == Heading:
		return look.S6
	case b.Kind == Item && before.Kind == Item:
		return look.S1
	case before.Kind == Heading:
		return look.S2
	default:
		return look.S3
	}
}

func block(b Block, o Options) fyne.CanvasObject {
	flow := func(size fyne.ThemeSizeName, scale float32, color fyne.ThemeColorName) *Flow {
		f := NewFlow(b.Spans, size, scale, color)
		f.OnLink = o.Link
		return f
	}
	switch b.Kind {
	case Heading:
		var f *Flow
		switch b.Level {
		case 1:
			f = flow(look.Heading, 1.2, look.Foreground)
		case 2:
			f = flow(look.Heading, 1, look.Foreground)
		default:
			f = flow(look.Body, 1.08, look.Foreground)
		}
		f.bold = true
		return f
	case Item:
		return item(b, flow)
	case Rule:
		return part.Inset(0, look.S2, 0, look.S2, part.NewRule())
	case Code:
		f := flow(look.Body, 0.93, look.Foreground)
		f.fixed = true
		return part.Layers(part.NewFill(look.RailBg, look.Radius), part.Pad(look.S3, f))
	case Picture:
		if o.Picture == nil {
			return nil
		}
		return o.Picture(b.Target, b.Name)
	case File:
		if o.File == nil {
			return nil
		}
		return o.File(b.Target, b.Name)
	}
	return flow(look.Body, 1.05, look.Foreground)
}

// indent is how far an item of a list stands in, for each level.
const indent float32 = 22

// item is a line of a list with its bullet, its number or its box. A ticked one is
// quiet.
func item(b Block, flow func(fyne.ThemeSizeName, float32, fyne.ThemeColorName) *Flow) fyne.CanvasObject {
	color := look.Foreground
	if b.Check == Ticked {
		color = look.Muted
	}
	f := flow(look.Body, 1.05, color)
	high := f.lineHeight()
	var mark fyne.CanvasObject
	wide := indent
	switch {
	case b.Check == Ticked:
		mark = part.Fixed(20, high, part.Fixed(16, 16, part.Layers(part.NewFill(look.Accent, 4), part.NewIcon(look.IconCheck, look.OnAccent, 12))))
	case b.Check == Open:
		mark = part.Fixed(20, high, part.Fixed(16, 16, part.NewFill(look.Surface, 4).Stroked(look.Faint, 1.5)))
	default:
		t := part.Body(b.Mark).In(look.Muted)
		wide = max(indent, t.MinSize().Width+look.S2)
		mark = part.Fixed(wide, high, part.Column(0, part.Space(0, (high-t.MinSize().Height)/2), t))
		if f.right {
			t.Aligned(fyne.TextAlignTrailing)
		}
	}
	level := float32(min(b.Level, 6)) * indent
	if f.right {
		return part.Inset(0, 0, level, 0, part.RowTop(look.S1, part.Grow(f), mark))
	}
	return part.Inset(level, 0, 0, 0, part.RowTop(look.S1, mark, part.Grow(f)))
}

// quoted puts a line beside an object.
func quoted(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&beside{}, part.NewFill(look.Border, 1.5), o)
}

// beside is a line and what is quoted beside it.
type beside struct{}

func (*beside) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return part.HeightFor(objects[1], width-look.S4)
}

func (*beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[1].MinSize().AddWidthHeight(look.S4, 0)
}

func (*beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	part.Place(objects[0], 0, 0, 3, size.Height)
	part.Place(objects[1], look.S4, 0, size.Width-look.S4, size.Height)
}

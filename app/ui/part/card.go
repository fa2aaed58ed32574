package part

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
)

// Card puts content on a raised surface.
func Card(content fyne.CanvasObject) *fyne.Container { return CardPadded(look.S6, content) }

// CardPadded is Card with its own inner space.
func CardPadded(by float32, content fyne.CanvasObject) *fyne.Container {
	return Layers(
		NewFill(look.Surface, look.Radius).Stroked(look.Border, 1),
		Pad(by, content),
	)
}

// Note is a sentence on a tinted ground with an icon before it: something that
// needs the reader, failed, or is proven. The tone is one of look.Verified,
// look.NeedsYou, look.Failed; anything else is neutral.
func Note(tone fyne.ThemeColorName, icon look.Icon, content fyne.CanvasObject) *fyne.Container {
	ground := map[fyne.ThemeColorName]fyne.ThemeColorName{
		look.Verified: look.GreenBg, look.NeedsYou: look.AmberBg, look.Failed: look.RedBg,
	}[tone]
	if ground == "" {
		ground, tone = look.RailBg, look.Muted
	}
	return Layers(
		NewFill(ground, look.Radius),
		Inset(look.S4, look.S3, look.S4, look.S3, RowTop(look.S3, NewIcon(icon, tone, 20), Grow(content))),
	)
}

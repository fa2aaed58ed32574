package part

import (
	"image"

	"keepsake/app/ui/look"
)

// Shown reports whether a name is shown.
func (t *Tips) Shown() bool { return t.bg.Visible() }

// Shows is the tile's picture.
func (t *Tile) Shows() image.Image { return t.picture.Image }

// KindIcon is what the tile draws instead of a picture.
func (t *Tile) KindIcon() look.Icon { return t.kindIcon() }

package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The type scale: three sizes and a caption.
const (
	Caption = theme.SizeNameCaptionText    // 12: what may be overlooked
	Body    = theme.SizeNameText           // 14: everything else
	Heading = theme.SizeNameSubHeadingText // 18: names of cards and groups
	Title   = theme.SizeNameHeadingText    // 28: the page, and the one number that matters
)

// Spacing, on a grid of four.
const (
	S1 float32 = 4
	S2 float32 = 8
	S3 float32 = 12
	S4 float32 = 16
	S6 float32 = 24
	S8 float32 = 32
)

// Fixed measures.
const (
	Radius     float32 = 8   // of cards, buttons, fields
	TileRadius float32 = 4   // of pictures in a grid
	Control    float32 = 36  // height of buttons and fields
	Rail       float32 = 208 // width of the rail with words
	RailNarrow float32 = 64  // width of the rail with icons only
	Narrow     float32 = 1000
	Measure    float32 = 560  // longest line of running text
	Column     float32 = 1080 // widest column of a page that is read
	WideColumn float32 = 1480 // and of one with cards side by side
)

// MinWindow is the smallest window in which every screen still works.
func MinWindow() fyne.Size { return fyne.NewSize(820, 560) }

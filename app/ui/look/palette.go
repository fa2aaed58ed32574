package look

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Colour names beyond Fyne's. Green means verified and nothing else, amber
// means "needs you", red means lost or failed.
const (
	Background fyne.ThemeColorName = theme.ColorNameBackground
	Foreground fyne.ThemeColorName = theme.ColorNameForeground
	Accent     fyne.ThemeColorName = theme.ColorNamePrimary
	OnAccent   fyne.ThemeColorName = theme.ColorNameForegroundOnPrimary
	Verified   fyne.ThemeColorName = theme.ColorNameSuccess
	NeedsYou   fyne.ThemeColorName = theme.ColorNameWarning
	Failed     fyne.ThemeColorName = theme.ColorNameError
	Hover      fyne.ThemeColorName = theme.ColorNameHover
	Pressed    fyne.ThemeColorName = theme.ColorNamePressed
	Border     fyne.ThemeColorName = theme.ColorNameInputBorder

	Muted         fyne.ThemeColorName = "muted"        // secondary text; AA on every surface
	Faint         fyne.ThemeColorName = "faint"        // drawings and disabled text, never needed to understand
	Surface       fyne.ThemeColorName = "surface"      // cards
	RailBg        fyne.ThemeColorName = "rail"         // the rail and other quiet areas
	Track         fyne.ThemeColorName = "track"        // the empty part of rings and bars
	Thumb         fyne.ThemeColorName = "thumb"        // the chosen one on a track
	Tint          fyne.ThemeColorName = "tint"         // behind what is chosen
	GreenBg       fyne.ThemeColorName = "green-bg"     // behind a green sentence
	AmberBg       fyne.ThemeColorName = "amber-bg"     // behind an amber sentence
	RedBg         fyne.ThemeColorName = "red-bg"       // behind a red sentence
	Scrim         fyne.ThemeColorName = "scrim"        // over the page, under a sheet
	Focus         fyne.ThemeColorName = "ring"         // the outline of what the keyboard is on
	Tip           fyne.ThemeColorName = "tip"          // a tooltip's ground
	OnTip         fyne.ThemeColorName = "on-tip"       // a tooltip's text
	Stage         fyne.ThemeColorName = "stage"        // behind a picture in the viewer, always dark
	OnStage       fyne.ThemeColorName = "on-stage"     // text on the stage
	Dim           fyne.ThemeColorName = "dim-stage"    // secondary text on the stage
	StagePanel    fyne.ThemeColorName = "stage-panel"  // beside the stage
	HoverOnStage  fyne.ThemeColorName = "stage-hover"  // under the pointer, on the stage
	ProvenOnStage fyne.ThemeColorName = "stage-proven" // green on the stage
	Band          fyne.ThemeColorName = "band"         // the rectangle drawn to choose
	Veil          fyne.ThemeColorName = "veil"         // behind an empty tick on a picture
	Badge         fyne.ThemeColorName = "badge"        // behind a badge on a picture

	Pile0 fyne.ThemeColorName = "pile-0" // the largest share of a whole …
	Pile1 fyne.ThemeColorName = "pile-1"
	Pile2 fyne.ThemeColorName = "pile-2"
	Pile3 fyne.ThemeColorName = "pile-3"
	Pile4 fyne.ThemeColorName = "pile-4" // … and the small ones

	MapSea    fyne.ThemeColorName = "map-sea"
	MapLand   fyne.ThemeColorName = "map-land"
	MapBorder fyne.ThemeColorName = "map-border"

	PhoneFrame fyne.ThemeColorName = "phone-frame" // the frame of drawn phones and computers
)

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func alpha(v uint32, a uint8) color.NRGBA {
	c := rgb(v)
	c.A = a
	return c
}

type colors map[fyne.ThemeColorName]color.NRGBA

var light = colors{
	Background:    rgb(0xf8f7f5),
	Surface:       rgb(0xffffff),
	RailBg:        rgb(0xf1efec),
	Foreground:    rgb(0x211e1b),
	Muted:         rgb(0x67615b),
	Faint:         rgb(0xb5aea6),
	Accent:        rgb(0xb94c14),
	OnAccent:      rgb(0xffffff),
	Verified:      rgb(0x1a7645),
	NeedsYou:      rgb(0x8a5300),
	Failed:        rgb(0xb3261e),
	Border:        rgb(0xddd8d1),
	Track:         rgb(0xe8e4de),
	Thumb:         rgb(0xffffff),
	Tint:          rgb(0xfae8db),
	GreenBg:       rgb(0xe6f4eb),
	AmberBg:       rgb(0xfcf0d8),
	RedBg:         rgb(0xfce9e6),
	PhoneFrame:    rgb(0x2d2926),
	Pile0:         rgb(0xf0b48c),
	Pile1:         rgb(0xf5c9a9),
	Pile2:         rgb(0xf8dac4),
	Pile3:         rgb(0xf3e4d6),
	Pile4:         rgb(0xece8e2),
	MapSea:        rgb(0xdfe7ea),
	MapLand:       rgb(0xfaf8f4),
	MapBorder:     rgb(0xcdc6bb),
	Scrim:         alpha(0x211e1b, 0x73),
	Focus:         rgb(0xb94c14),
	Tip:           rgb(0x2d2926),
	OnTip:         rgb(0xf8f5f2),
	Stage:         rgb(0x0d0c0b),
	OnStage:       rgb(0xf5f2ef),
	Dim:           rgb(0xb3aca5),
	StagePanel:    rgb(0x1b1918),
	ProvenOnStage: rgb(0x57c68a),
	HoverOnStage:  alpha(0xffffff, 0x26),
	Badge:         alpha(0x000000, 0x9e),
	Band:          alpha(0xb94c14, 0x33),
	Veil:          alpha(0x000000, 0x42),
	Hover:         alpha(0x211e1b, 0x0d),
	Pressed:       alpha(0x211e1b, 0x1c),

	theme.ColorNameHyperlink:           rgb(0xb94c14),
	theme.ColorNameFocus:               alpha(0xb94c14, 0x38),
	theme.ColorNameSelection:           rgb(0xfae8db),
	theme.ColorNameButton:              rgb(0xffffff),
	theme.ColorNameDisabledButton:      rgb(0xf1efec),
	theme.ColorNameDisabled:            rgb(0xb5aea6),
	theme.ColorNamePlaceHolder:         rgb(0x67615b),
	theme.ColorNameInputBackground:     rgb(0xffffff),
	theme.ColorNameHeaderBackground:    rgb(0xf1efec),
	theme.ColorNameMenuBackground:      rgb(0xffffff),
	theme.ColorNameOverlayBackground:   rgb(0xffffff),
	theme.ColorNameSeparator:           rgb(0xe4e0da),
	theme.ColorNameShadow:              alpha(0x211e1b, 0x14),
	theme.ColorNameScrollBar:           alpha(0x211e1b, 0x52),
	theme.ColorNameScrollBarBackground: alpha(0x211e1b, 0x00),
	theme.ColorNameForegroundOnSuccess: rgb(0xffffff),
	theme.ColorNameForegroundOnWarning: rgb(0xffffff),
	theme.ColorNameForegroundOnError:   rgb(0xffffff),
}

var dark = colors{
	Background:    rgb(0x171514),
	Surface:       rgb(0x221f1d),
	RailBg:        rgb(0x1c1a18),
	Foreground:    rgb(0xf3f0ed),
	Muted:         rgb(0xaca59e),
	Faint:         rgb(0x5f5953),
	Accent:        rgb(0xf2955c),
	OnAccent:      rgb(0x2a1204),
	Verified:      rgb(0x57c68a),
	NeedsYou:      rgb(0xe6b04a),
	Failed:        rgb(0xf58c80),
	Border:        rgb(0x3b3632),
	Track:         rgb(0x38332f),
	Thumb:         rgb(0x4d4640),
	Tint:          rgb(0x3a2618),
	GreenBg:       rgb(0x16301f),
	AmberBg:       rgb(0x34280f),
	RedBg:         rgb(0x3b1d1a),
	PhoneFrame:    rgb(0x57504a),
	Pile0:         rgb(0x7a4423),
	Pile1:         rgb(0x633a21),
	Pile2:         rgb(0x4e3121),
	Pile3:         rgb(0x40302a),
	Pile4:         rgb(0x38332f),
	MapSea:        rgb(0x14191c),
	MapLand:       rgb(0x2a2725),
	MapBorder:     rgb(0x453f3a),
	Scrim:         alpha(0x000000, 0x99),
	Focus:         rgb(0xf2955c),
	Tip:           rgb(0xf3f0ed),
	OnTip:         rgb(0x211e1b),
	Stage:         rgb(0x0d0c0b),
	OnStage:       rgb(0xf5f2ef),
	Dim:           rgb(0xb3aca5),
	StagePanel:    rgb(0x1b1918),
	ProvenOnStage: rgb(0x57c68a),
	HoverOnStage:  alpha(0xffffff, 0x26),
	Badge:         alpha(0x000000, 0x9e),
	Band:          alpha(0xf2955c, 0x33),
	Veil:          alpha(0x000000, 0x42),
	Hover:         alpha(0xffffff, 0x0f),
	Pressed:       alpha(0xffffff, 0x1f),

	theme.ColorNameHyperlink:           rgb(0xf2955c),
	theme.ColorNameFocus:               alpha(0xf2955c, 0x40),
	theme.ColorNameSelection:           rgb(0x4a3020),
	theme.ColorNameButton:              rgb(0x2c2825),
	theme.ColorNameDisabledButton:      rgb(0x221f1d),
	theme.ColorNameDisabled:            rgb(0x5f5953),
	theme.ColorNamePlaceHolder:         rgb(0xaca59e),
	theme.ColorNameInputBackground:     rgb(0x221f1d),
	theme.ColorNameHeaderBackground:    rgb(0x1c1a18),
	theme.ColorNameMenuBackground:      rgb(0x2c2825),
	theme.ColorNameOverlayBackground:   rgb(0x221f1d),
	theme.ColorNameSeparator:           rgb(0x2f2b28),
	theme.ColorNameShadow:              alpha(0x000000, 0x3d),
	theme.ColorNameScrollBar:           alpha(0xffffff, 0x52),
	theme.ColorNameScrollBarBackground: alpha(0xffffff, 0x00),
	theme.ColorNameForegroundOnSuccess: rgb(0x0b2415),
	theme.ColorNameForegroundOnWarning: rgb(0x2a1d02),
	theme.ColorNameForegroundOnError:   rgb(0x2e0b07),
}

func palette(v fyne.ThemeVariant) colors {
	if v == theme.VariantLight {
		return light
	}
	return dark
}

// Names returns every colour the palette answers for itself.
func Names() []fyne.ThemeColorName {
	var all []fyne.ThemeColorName
	for n := range light {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"keepsake/app/ui/look"
)

// Weight says how much a button asks to be pressed.
type Weight int

// The weights. A screen has one Primary button at most.
const (
	Secondary Weight = iota
	Primary
	Plain  // a word among others; its ground shows under the pointer only
	Danger // cannot be undone
)

// Button is a word, with or without an icon, that does something.
type Button struct {
	pressable
	weight Weight
	icon   look.Icon

	ground, outline *canvas.Rectangle
	text            *canvas.Text
	image           *canvas.Image
}

// NewButton returns a button; icon may be "".
func NewButton(weight Weight, label string, icon look.Icon, do func()) *Button {
	b := &Button{weight: weight, icon: icon,
		ground: canvas.NewRectangle(nil), outline: canvas.NewRectangle(nil),
		text: canvas.NewText("", nil), image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	b.label, b.onPress = label, do
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the word.
func (b *Button) Set(label string) {
	if b.label != label {
		b.label = label
		b.Refresh()
	}
}

// Do changes what the button does.
func (b *Button) Do(do func()) { b.onPress = do }

// Weigh changes how much the button asks to be pressed.
func (b *Button) Weigh(w Weight) {
	if b.weight != w {
		b.weight = w
		b.Refresh()
	}
}

const buttonIcon float32 = 18

func (b *Button) colors() (ground, text, stroke fyne.ThemeColorName) {
	switch {
	case b.Disabled() && b.weight == Plain:
		return "", look.Faint, ""
	case b.Disabled():
		return look.RailBg, look.Faint, look.Border
	case b.weight == Primary:
		return look.Accent, look.OnAccent, ""
	case b.weight == Plain:
		return "", look.Accent, ""
	case b.weight == Danger:
		return look.Surface, look.Failed, look.Failed
	default:
		return look.Surface, look.Foreground, look.Border
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	return (&Renderer{
		Parts: []fyne.CanvasObject{b.ground, b.outline, b.image, b.text},
		OnMin: func() fyne.Size {
			w := fyne.MeasureText(b.label, Size(look.Body), fyne.TextStyle{Bold: true}).Width
			if b.icon != "" {
				w += buttonIcon + look.S2
			}
			side := look.S4
			if b.weight == Plain {
				side = look.S3
			}
			return fyne.NewSize(w+2*side, High())
		},
		OnLayout:  func(s fyne.Size) { b.layout(s) },
		OnRefresh: func() { b.refresh() },
	}).Ready()
}

func (b *Button) layout(s fyne.Size) {
	Place(b.ground, 0, 0, s.Width, s.Height)
	Place(b.outline, 0, 0, s.Width, s.Height)
	m := b.text.MinSize()
	w := m.Width
	if b.icon != "" {
		w += buttonIcon + look.S2
	}
	x := (s.Width - w) / 2
	if b.icon != "" {
		Place(b.image, x, (s.Height-buttonIcon)/2, buttonIcon, buttonIcon)
		x += buttonIcon + look.S2
	}
	Place(b.text, x, (s.Height-m.Height)/2, m.Width, m.Height)
}

func (b *Button) refresh() {
	ground, text, stroke := b.colors()
	dress(b.ground, ground, stroke, 1, look.Radius)
	var over, ring fyne.ThemeColorName
	if b.hovered && !b.Disabled() {
		over = look.Hover
	}
	if b.focused {
		ring = look.Focus
		if b.weight == Primary {
			ring = look.Foreground
		}
	}
	dress(b.outline, over, ring, 2, look.Radius)
	b.text.Text, b.text.TextSize, b.text.Color = b.label, Size(look.Body), Color(text)
	b.text.TextStyle.Bold = true
	b.image.Hidden = b.icon == ""
	if b.icon != "" {
		setIcon(b.image, b.icon, text)
	}
	b.layout(b.Size())
}

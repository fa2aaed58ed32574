package part

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
)

// Text is words in one of the type scale's sizes and one of the theme's colours.
// It has no padding of its own, so it lines up with what is around it.
type Text struct {
	widget.BaseWidget
	text  string
	size  fyne.ThemeSizeName
	color fyne.ThemeColorName
	style fyne.TextStyle
	align fyne.TextAlign
	mode  textMode
	most  int     // lines; 0 is any number
	width float32 // the width wrapped for

	lines []*canvas.Text
	shown []fyne.CanvasObject

	brokenKey   brokenFor
	brokenLines []string
}

type textMode int

const (
	whole   textMode = iota // one line, never shortened
	shorten                 // one line, shortened in the middle to fit
	wrap                    // as many lines as needed
)

func newText(s string, size fyne.ThemeSizeName, color fyne.ThemeColorName, bold bool) *Text {
	t := &Text{text: s, size: size, color: color, style: fyne.TextStyle{Bold: bold}}
	t.ExtendBaseWidget(t)
	return t
}

// Title is the name of a page, or the one number that matters on it.
func Title(s string) *Text { return newText(s, look.Title, look.Foreground, true) }

// Head names a card or a group.
func Head(s string) *Text { return newText(s, look.Heading, look.Foreground, true) }

// Body is ordinary text.
func Body(s string) *Text { return newText(s, look.Body, look.Foreground, false) }

// Strong is ordinary text that stands out.
func Strong(s string) *Text { return newText(s, look.Body, look.Foreground, true) }

// Muted is secondary text.
func Muted(s string) *Text { return newText(s, look.Body, look.Muted, false) }

// Small is a caption.
func Small(s string) *Text { return newText(s, look.Caption, look.Muted, false) }

// In sets the colour and returns the text.
func (t *Text) In(color fyne.ThemeColorName) *Text { t.color = color; return t }

// Bold makes it bold and returns the text.
func (t *Text) Bold() *Text { t.style.Bold = true; return t }

// Mono sets letters of one width, for what is compared or typed, and returns the text.
func (t *Text) Mono() *Text { t.style.Monospace = true; return t }

// Aligned sets the alignment and returns the text.
func (t *Text) Aligned(a fyne.TextAlign) *Text { t.align = a; return t }

// Middle lets the text be shortened in its middle, where names differ least,
// and returns it. In a row it takes the space that is left.
func (t *Text) Middle() *Text { t.mode = shorten; return t }

// Wrapped lets the text run over several lines and returns it.
func (t *Text) Wrapped() *Text { t.mode = wrap; return t }

// AtMost lets the text run over so many lines at most, the last of them cut off at
// its end, and returns it.
func (t *Text) AtMost(lines int) *Text { t.mode, t.most = wrap, lines; return t }

// Text returns the words.
func (t *Text) Text() string { return t.text }

// Set changes the words.
func (t *Text) Set(s string) {
	if t.text != s {
		t.text = s
		t.Refresh()
	}
}

// SetColor changes the colour.
func (t *Text) SetColor(color fyne.ThemeColorName) {
	if t.color != color {
		t.color = color
		t.Refresh()
	}
}

// Stretches implements Stretcher: text that adapts to its width takes what is left.
func (t *Text) Stretches() bool { return t.mode != whole }

// HeightFor implements Fluid.
func (t *Text) HeightFor(width float32) float32 {
	h := t.lineHeight()
	if t.mode != wrap {
		return h
	}
	t.width = width
	return h * float32(len(t.broken(width)))
}

// Widest is how wide the longest of the lines is that the text is broken into at a
// width.
func (t *Text) Widest(width float32) (widest float32) {
	for _, l := range t.broken(width) {
		widest = max(widest, t.measure(l))
	}
	return widest
}

func (t *Text) lineHeight() float32 {
	h := fyne.MeasureText("Ag", Size(t.size), t.style).Height
	if t.mode == wrap {
		h += 1 // lines of a paragraph need a little air
	}
	return h
}

func (t *Text) measure(s string) float32 {
	return fyne.MeasureText(s, Size(t.size), t.style).Width
}

// broken returns the lines for a width; the last answer is kept, because a
// layout asks several times for the same.
func (t *Text) broken(width float32) []string {
	k := brokenFor{t.text, width, Size(t.size), t.style}
	if t.brokenLines == nil || t.brokenKey != k {
		t.brokenKey, t.brokenLines = k, wrapLines(t.text, width, t.measure)
		if t.most > 0 && len(t.brokenLines) > t.most {
			rest := strings.Join(t.brokenLines[t.most-1:], " ")
			t.brokenLines = append(t.brokenLines[:t.most-1], EndEllipsis(rest, width, t.measure))
		}
	}
	return t.brokenLines
}

type brokenFor struct {
	text        string
	width, size float32
	style       fyne.TextStyle
}

// AccessibilityLabel implements fyne.Accessible.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole implements fyne.Accessible.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return &textRenderer{t} }

type textRenderer struct{ t *Text }

func (r *textRenderer) Destroy() {}

func (r *textRenderer) Objects() []fyne.CanvasObject { return r.t.shown }

func (r *textRenderer) MinSize() fyne.Size {
	t := r.t
	switch t.mode {
	case whole:
		return fyne.NewSize(t.measure(t.text), t.lineHeight())
	case shorten:
		return fyne.NewSize(min(t.measure(t.text), 3*Size(t.size)), t.lineHeight())
	default:
		return fyne.NewSize(6*Size(t.size), t.HeightFor(max(t.width, 6*Size(t.size))))
	}
}

func (r *textRenderer) Refresh() {
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func (r *textRenderer) Layout(size fyne.Size) {
	t := r.t
	lines := []string{t.text}
	switch t.mode {
	case shorten:
		lines[0] = MiddleEllipsis(t.text, size.Width, t.measure)
	case wrap:
		if size.Width > 0 {
			t.width = size.Width
			lines = t.broken(size.Width)
		}
	}
	for len(t.lines) < len(lines) {
		t.lines = append(t.lines, &canvas.Text{})
	}
	h := t.lineHeight()
	t.shown = t.shown[:0]
	for i, s := range lines {
		l := t.lines[i]
		l.Text, l.TextSize, l.TextStyle, l.Alignment, l.Color = s, Size(t.size), t.style, t.align, Color(t.color)
		if t.mode == wrap {
			Place(l, 0, float32(i)*h, size.Width, h)
		} else {
			Place(l, 0, 0, size.Width, max(h, size.Height)) // one line stands in the middle
		}
		l.Refresh()
		t.shown = append(t.shown, l)
	}
}

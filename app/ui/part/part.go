// Package part holds the pieces every screen is built from: text that knows its
// place in the type scale, rows and columns on the spacing grid, cards, buttons,
// rings, tiles, toasts. They follow the theme by themselves and know of no screen.
//
// Begin with Column and Row to arrange, and Body to say something.
package part

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"keepsake/app/ui/look"
)

// Renderer draws a widget from plain functions, so that a widget is one file
// with one type. Nil functions do nothing.
type Renderer struct {
	Parts     []fyne.CanvasObject
	OnLayout  func(size fyne.Size)
	OnMin     func() fyne.Size
	OnRefresh func() // sets colours and contents; called once before the first drawing
	OnDestroy func()
}

var _ fyne.WidgetRenderer = (*Renderer)(nil)

// Layout implements fyne.WidgetRenderer.
func (r *Renderer) Layout(size fyne.Size) {
	if r.OnLayout != nil {
		r.OnLayout(size)
	}
}

// MinSize implements fyne.WidgetRenderer.
func (r *Renderer) MinSize() fyne.Size {
	if r.OnMin == nil {
		return fyne.Size{}
	}
	return r.OnMin()
}

// Objects implements fyne.WidgetRenderer.
func (r *Renderer) Objects() []fyne.CanvasObject { return r.Parts }

// Refresh implements fyne.WidgetRenderer.
func (r *Renderer) Refresh() {
	if r.OnRefresh != nil {
		r.OnRefresh()
	}
	for _, o := range r.Parts {
		o.Refresh()
	}
}

// Destroy implements fyne.WidgetRenderer.
func (r *Renderer) Destroy() {
	if r.OnDestroy != nil {
		r.OnDestroy()
	}
}

// Ready runs OnRefresh for the first time and returns the renderer.
func (r *Renderer) Ready() *Renderer {
	if r.OnRefresh != nil {
		r.OnRefresh()
	}
	return r
}

// Color looks a colour up in the theme of the running app.
func Color(name fyne.ThemeColorName) color.Color { return theme.Color(name) }

// Size looks a size up in the theme of the running app.
func Size(name fyne.ThemeSizeName) float32 { return theme.Size(name) }

// Zoom is how much larger than usual text is.
func Zoom() float32 { return Size(look.Body) / 14 }

// High is the height of a button or a field, with room for its text.
func High() float32 { return max(look.Control, Size(look.Body)*2) }

// Place moves and resizes an object at once.
func Place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// dress gives a rectangle its colours and corners; "" is none. One without any
// is hidden: an invisible rectangle costs a window without a graphics card as
// much as a visible one.
func dress(r *canvas.Rectangle, fill, stroke fyne.ThemeColorName, width, radius float32) {
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = color.Transparent, color.Transparent, 0, radius
	if fill != "" {
		r.FillColor = Color(fill)
	}
	if stroke != "" {
		r.StrokeColor, r.StrokeWidth = Color(stroke), width
	}
	r.Hidden = fill == "" && stroke == ""
}

// setIcon draws icon into im; the same drawing again costs nothing.
func setIcon(im *canvas.Image, icon look.Icon, c fyne.ThemeColorName) {
	r := icon.In(Color(c))
	if im.Resource != nil && im.Resource.Name() == r.Name() {
		return
	}
	im.Resource = r
	im.Image = nil
	im.Refresh()
}

// Show shows or hides an object.
func Show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// Copy puts text on the clipboard.
func Copy(text string) {
	if app := fyne.CurrentApp(); app != nil {
		app.Clipboard().SetContent(text)
	}
}

// PassKey hands a key that the object with the keyboard has no use for to its
// window.
func PassKey(e *fyne.KeyEvent) {
	app := fyne.CurrentApp()
	if app == nil {
		return
	}
	for _, w := range app.Driver().AllWindows() {
		if c := w.Canvas(); c.Focused() != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(e)
			return
		}
	}
}

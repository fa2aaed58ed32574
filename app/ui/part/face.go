package part

import (
	"context"
	"image"
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/look"
	"keepsake/app/ui/thumbs"
	"keepsake/gallery"
)

// Face is a person as a round picture: the photo, or the initials on a calm colour
// of the name's own, or the outline of somebody for a number without a name.
type Face struct {
	widget.BaseWidget
	side   float32
	loader *thumbs.Loader
	name   string
	shown  thumbs.Key
	cancel context.CancelFunc

	ground  *canvas.Circle
	letters *canvas.Text
	outline *canvas.Image
	picture *canvas.Image
}

// NewFace returns nobody, so wide and high.
func NewFace(loader *thumbs.Loader, side float32) *Face {
	f := &Face{side: side, loader: loader, ground: canvas.NewCircle(nil), letters: canvas.NewText("", color.White),
		outline: &canvas.Image{FillMode: canvas.ImageFillContain},
		picture: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest, CornerRadius: side / 2}}
	f.ExtendBaseWidget(f)
	return f
}

// Set shows somebody. photo is what the loader has their photo under, zero for none;
// the picture is asked for until ctx ends, or somebody else is shown.
func (f *Face) Set(ctx context.Context, name string, photo gallery.Hash, scale float32) {
	k := thumbs.Key{}
	if photo != (gallery.Hash{}) {
		k = thumbs.Key{Hash: photo, Side: thumbs.Side(f.side * scale)}
	}
	if f.name == name && f.shown == k && (f.picture.Image != nil || f.cancel != nil || k == thumbs.Key{}) {
		return
	}
	f.Clear()
	f.name, f.shown = name, k
	f.picture.Image = nil
	if k != (thumbs.Key{}) {
		if im := f.loader.Cached(k); im != nil {
			f.picture.Image = im
		} else {
			ctx, f.cancel = context.WithCancel(ctx)
			f.loader.Request(ctx, k, func(im *image.RGBA, err error) {
				f.Clear()
				if err == nil {
					f.picture.Image = im
					f.Refresh()
				}
			})
		}
	}
	f.Refresh()
}

// Clear asks for the photo no more: the face is out of sight.
func (f *Face) Clear() {
	if f.cancel != nil {
		f.cancel()
		f.cancel = nil
	}
}

// HasPicture reports whether the photo is shown, for tests.
func (f *Face) HasPicture() bool { return f.picture.Image != nil }

// CreateRenderer implements fyne.Widget.
func (f *Face) CreateRenderer() fyne.WidgetRenderer {
	layout := func(size fyne.Size) {
		x, y := (size.Width-f.side)/2, (size.Height-f.side)/2
		Place(f.ground, x, y, f.side, f.side)
		Place(f.picture, x, y, f.side, f.side)
		m := f.letters.MinSize()
		Place(f.letters, x+(f.side-m.Width)/2, y+(f.side-m.Height)/2, m.Width, m.Height)
		Place(f.outline, x+f.side*0.22, y+f.side*0.22, f.side*0.56, f.side*0.56)
	}
	return (&Renderer{
		Parts:    []fyne.CanvasObject{f.ground, f.outline, f.letters, f.picture},
		OnMin:    func() fyne.Size { return fyne.NewSquareSize(f.side) },
		OnLayout: layout,
		OnRefresh: func() {
			letters := Initials(f.name)
			if !Drawn(letters) {
				letters = ""
			}
			f.picture.Hidden = f.picture.Image == nil
			f.ground.Hidden = !f.picture.Hidden
			f.ground.FillColor = look.Face(f.name)
			f.letters.Text, f.letters.TextSize, f.letters.TextStyle.Bold = letters, f.side*0.38, true
			f.letters.Hidden = letters == "" || !f.picture.Hidden
			f.outline.Hidden = letters != "" || !f.picture.Hidden
			if !f.outline.Hidden {
				f.ground.FillColor = Color(look.Track)
				setIcon(f.outline, look.IconPerson, look.Muted)
			}
			layout(f.Size())
		},
		OnDestroy: f.Clear,
	}).Ready()
}

// Initials are a letter or two that stand for a name: of the first and the last
// word, or the first alone where a script joins its letters or writes whole words as
// one. A number has none.
func Initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == '_' || r == '.' || r == ',' })
	var all []string
	for _, w := range words {
		if l := firstLetter(w); l != "" {
			all = append(all, l)
		}
	}
	switch {
	case len(all) == 0:
		return ""
	case len(all) == 1 || !alternates(all[0]) || !alternates(all[len(all)-1]):
		return all[0]
	}
	return all[0] + all[len(all)-1]
}

// alternates reports whether a letter's script has capitals: two of them stand well
// side by side.
func alternates(letter string) bool {
	for _, r := range letter {
		return unicode.ToLower(r) != unicode.ToUpper(r)
	}
	return false
}

// firstLetter is a word's first letter with the marks on it; "" when it begins with
// anything else.
func firstLetter(w string) string {
	rs := []rune(w)
	from := 0
	for from < len(rs) && !unicode.IsLetter(rs[from]) {
		if unicode.IsDigit(rs[from]) {
			return ""
		}
		from++
	}
	if from == len(rs) {
		return ""
	}
	to := from + 1
	for to < len(rs) && joins(rs[to]) {
		to++
	}
	return strings.ToUpper(string(rs[from:to]))
}

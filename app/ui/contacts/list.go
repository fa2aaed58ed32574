package contacts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/ui/history"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// line is one row of the list: a letter, or somebody.
type line struct {
	letter string
	face   shelf.Face
}

// list are the rows of the model.
type list struct {
	kit    *part.Kit
	model  *Model
	loader *thumbs.Loader
	lines  []line
	starts []int // the row of each section's letter
	made   *Section
}

// update takes the model's sections in; ok is false when they are as they were.
func (l *list) update() bool {
	var first *Section
	if len(l.model.Sections) > 0 {
		first = &l.model.Sections[0]
	}
	if l.made == first && first != nil {
		return false
	}
	l.made, l.lines, l.starts = first, l.lines[:0], l.starts[:0]
	for _, s := range l.model.Sections {
		l.starts = append(l.starts, len(l.lines))
		l.lines = append(l.lines, line{letter: s.Letter})
		for _, f := range s.Faces {
			l.lines = append(l.lines, line{face: f})
		}
	}
	return true
}

// at is the row that shows somebody, under their letter rather than among the
// favourites unless row near does; -1 for none.
func (l *list) at(id int64, near int) int {
	if near >= 0 && near < len(l.lines) && l.lines[near].face.ID == id && id != 0 {
		return near
	}
	for i := len(l.lines) - 1; i >= 0; i-- {
		if l.lines[i].face.ID == id && l.lines[i].letter == "" {
			return i
		}
	}
	return -1
}

// Count implements part.RollRows.
func (l *list) Count() int { return len(l.lines) }

// Height implements part.RollRows.
func (l *list) Height(i int, _ float32) float32 {
	if l.lines[i].letter != "" {
		return 32 * (1 + (part.Zoom()-1)*0.8)
	}
	return 52 * (1 + (part.Zoom()-1)*0.6)
}

// New implements part.RollRows.
func (l *list) New() fyne.CanvasObject { return newRow(l.loader) }

// Free implements part.RollRows.
func (l *list) Free(o fyne.CanvasObject) { o.(*row).face.Clear() }

// Bind implements part.RollRows.
func (l *list) Bind(i int, o fyne.CanvasObject, state part.RowState) {
	r, x := o.(*row), l.lines[i]
	if x.letter != "" {
		r.set(x.letter, "", "", "", state)
		r.face.Clear()
		return
	}
	f, m := x.face, l.model
	says, color := history.Says(m.Past.State().Marks[f.Identity])
	if f.ID < 0 {
		says, color = history.Says(history.Added)
	}
	name := words.Name(f.Name)
	if name == "" {
		name = words.T("No name")
	}
	state.Chosen = state.Chosen && len(m.Chosen) == 0 || m.Chosen[f.ID]
	r.set("", name, says, color, state)
	var photo gallery.Hash
	if f.Photo {
		photo = shelf.FacePicture(f.ID, m.Past.AsOf())
	}
	r.face.Set(l.kit.Hop.Context(), f.Name, photo, l.kit.Scale())
	r.tick(len(m.Chosen) > 0, m.Chosen[f.ID])
}

// row draws a line.
type row struct {
	widget.BaseWidget
	heading      bool
	ground       *part.Fill
	letter       *part.Text
	star         *part.Icon
	face         *part.Face
	name, says   *part.Text
	ticked, open *part.Icon
}

func newRow(loader *thumbs.Loader) *row {
	r := &row{ground: part.NewFill("", look.Radius), letter: part.Strong("").In(look.Muted), star: part.NewIcon(look.IconStar, look.Muted, 16), face: part.NewFace(loader, 36),
		name: part.Body("").Middle(), says: part.Small("").Middle(), ticked: part.NewIcon(look.IconDone, look.Accent, 18), open: part.NewIcon(look.IconCircle, look.Faint, 18)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) set(letter, name, says string, color fyne.ThemeColorName, s part.RowState) {
	r.heading = letter != ""
	var fill, ring fyne.ThemeColorName
	switch {
	case r.heading:
	case s.Chosen:
		fill = look.Tint
	case s.Hovered:
		fill = look.Hover
	}
	if s.Focused && !r.heading {
		ring = look.Focus
	}
	r.ground.Set(fill)
	r.ground.SetStroke(ring, 2)
	part.Show(r.star, letter == starred)
	if letter == starred {
		letter = ""
	}
	r.letter.Set(letter)
	r.name.Set(name)
	r.says.Set(says)
	if color != "" {
		r.says.SetColor(color)
	}
	for _, o := range []fyne.CanvasObject{r.face, r.name} {
		part.Show(o, !r.heading)
	}
	part.Show(r.says, says != "")
	part.Show(r.letter, r.heading)
	r.ticked.Hide()
	r.open.Hide()
	r.lay(r.Size())
}

func (r *row) tick(choosing, chosen bool) {
	part.Show(r.ticked, choosing && chosen)
	part.Show(r.open, choosing && !chosen)
}

func (r *row) lay(s fyne.Size) {
	part.Place(r.ground, 0, 1, s.Width, s.Height-2)
	h := r.letter.MinSize().Height
	part.Place(r.letter, look.S3, s.Height-h-look.S1, s.Width-look.S3, h)
	part.Place(r.star, look.S3, s.Height-22, 16, 16)
	part.Place(r.face, look.S2, (s.Height-36)/2, 36, 36)
	x := look.S2 + 36 + look.S3
	w := s.Width - x - look.S3
	for _, t := range []*part.Icon{r.ticked, r.open} {
		part.Place(t, s.Width-18-look.S3, (s.Height-18)/2, 18, 18)
	}
	if r.ticked.Visible() || r.open.Visible() {
		w -= 18 + look.S2
	}
	nh := r.name.MinSize().Height
	if !r.says.Visible() {
		part.Place(r.name, x, (s.Height-nh)/2, w, nh)
		return
	}
	sh := r.says.MinSize().Height
	part.Place(r.name, x, (s.Height-nh-sh)/2, w, nh)
	part.Place(r.says, x, (s.Height-nh-sh)/2+nh, w, sh)
}

// AccessibilityLabel implements fyne.Accessible.
func (r *row) AccessibilityLabel() string { return r.name.Text() }

// AccessibilityRole implements fyne.Accessible.
func (r *row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	return &part.Renderer{
		Parts:    []fyne.CanvasObject{r.ground, r.letter, r.star, r.face, r.name, r.says, r.ticked, r.open},
		OnMin:    func() fyne.Size { return fyne.NewSize(120, 32) },
		OnLayout: r.lay,
	}
}

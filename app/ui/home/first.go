package home

import (
	"reflect"

	"fyne.io/fyne/v2"

	"keepsake/app/schedule"
	"keepsake/app/ui/automatic"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Place is where the library is kept, and the way to choose another folder. Both
// answer at once.
type Place interface {
	Where() (dir string, free int64) // free is 0 while unknown
	Change()
}

// First is the beginning of the first time: where to keep, which phone, what of it.
// It is there until the first backup begins.
type First struct {
	Shown bool
	Dir   string
	Free  int64
	Phone string // that is ready; "": none yet
	Waits string // what a connected phone waits for; "": none is connected
	Rule  automatic.Phone
	Ruled bool // Rule is of that phone
}

// first says whether it is a first time, and how far that has come.
func (m *Model) first(s State, auto []automatic.Phone) First {
	if m.Place == nil || !s.Loaded || s.Stats.Items > 0 {
		return First{}
	}
	f := First{Shown: true}
	for _, c := range s.Cards {
		switch {
		case c.Running || c.Receipt != nil:
			return First{}
		case c.CanStart && f.Phone == "":
			f.Phone, f.Waits = c.Phone.Title(), ""
			for _, a := range auto {
				if a.ID == c.Phone.ID {
					f.Rule, f.Ruled = a, true
				}
			}
		case c.Phone.Present() && f.Phone == "":
			f.Waits = c.Headline.Text
		}
	}
	f.Dir, f.Free = m.Place.Where()
	return f
}

// firstView draws it.
type firstView struct {
	screen  *Screen
	shown   First
	box     *fyne.Container
	content *fyne.Container
}

func newFirstView(s *Screen) *firstView {
	v := &firstView{screen: s, box: part.Column(look.S4)}
	v.content = part.Card(v.box)
	v.content.Hide()
	return v
}

func (v *firstView) render(f First) {
	part.Show(v.content, f.Shown)
	if reflect.DeepEqual(f, v.shown) {
		return
	}
	v.shown = f
	v.box.Objects = []fyne.CanvasObject{part.Column(2, part.Head(words.T("Three steps to the first backup")),
		part.Muted(words.T("All of it can be changed later, and nothing leaves this computer.")).Wrapped())}
	where := words.Name(f.Dir)
	if f.Free > 0 {
		where = words.F("{{.Folder}} · {{.Size}} free", "Folder", where, "Size", words.Size(f.Free))
	}
	v.box.Add(step(true, 1, words.T("Where to keep it"), part.Row(look.S3, part.Grow(part.Muted(where).Middle()),
		part.NewButton(part.Plain, words.T("Another folder…"), look.IconFolder, v.screen.Model.Place.Change))))
	says := words.T("Plug it in. The page below leads through it, and has a demo phone to try.")
	switch {
	case f.Phone != "":
		says = words.F("{{.Phone}} is connected.", "Phone", f.Phone)
	case f.Waits != "":
		says = f.Waits
	}
	v.box.Add(step(f.Phone != "", 2, words.T("Connect the phone"), part.Muted(says).Wrapped()))
	var what fyne.CanvasObject = part.Muted(words.T("Everything that it can give: photos, videos, contacts, messages and more.")).Wrapped()
	if f.Ruled {
		what = automatic.Categories(f.Rule, func(r schedule.Rule) {
			if err := v.screen.Model.Routine.SetRule(f.Rule.ID, r); err != nil {
				v.screen.kit.Failed(err)
			}
			v.screen.Look()
		})
	}
	v.box.Add(step(f.Phone != "", 3, words.T("What to back up"), what))
	if f.Phone != "" {
		v.box.Add(part.Muted(words.T("That is all: press Back up now.")))
	}
	v.box.Refresh()
}

// step is one of them: done, or its number.
func step(done bool, n int, title string, body fyne.CanvasObject) fyne.CanvasObject {
	mark := part.Layers(part.NewFill(look.Track, 14), part.Column(0, part.NewSpring(), part.Strong(words.Count(n)).Aligned(fyne.TextAlignCenter), part.NewSpring()))
	if done {
		mark = part.Layers(part.NewFill(look.Tint, 14), part.Pad(5, part.NewIcon(look.IconCheck, look.Accent, 18)))
	}
	return part.RowTop(look.S3, part.Fixed(28, 28, mark), part.Grow(part.Column(2, part.Strong(title), body)))
}

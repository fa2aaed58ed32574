package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/home"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// rail is the column of places and phones at the left; without words when the
// window is narrow.
type rail struct {
	s        *Shell
	narrow   bool
	built    bool
	unfolded bool // what is under "More" is shown
	items    map[Place]*railItem
	scroll   *container.Scroll // what may be longer than the window is high
	phones   *fyne.Container
	shown    []railPhone
	areas    map[string]*part.Area // of the phones
	inner    *fyne.Container
	content  *fyne.Container
}

// railPhone is what the rail shows of a phone.
type railPhone struct {
	id, title, caption string
	dot                fyne.ThemeColorName
	lit                bool
	part               float32 // of a backup under way, -1 for none
	help               bool    // something keeps it from being read
}

func newRail(s *Shell) *rail {
	r := &rail{s: s, items: map[Place]*railItem{}, areas: map[string]*part.Area{}, phones: part.Column(look.S1), inner: part.Layers()}
	r.content = part.Layers(part.NewFill(look.RailBg, 0), r.inner)
	r.build()
	return r
}

func (r *rail) width() float32 {
	if r.narrow {
		return look.RailNarrow
	}
	return look.Rail * (1 + (part.Zoom()-1)/2)
}

func (r *rail) setNarrow(on bool) {
	if r.narrow != on {
		r.narrow = on
		r.build()
	}
}

func (r *rail) build() {
	clear(r.items)
	items := func(g group) []fyne.CanvasObject {
		var all []fyne.CanvasObject
		for _, p := range r.s.of(g) {
			it := r.item(p.icon, p.name, func() { r.s.Go(p.at) })
			r.items[p.at] = it
			all = append(all, it.area)
		}
		return all
	}
	logo := part.Row(look.S3, part.Drawing(look.Mark(), 28, 28))
	if !r.narrow {
		logo.Add(part.Head("Keepsake").Middle())
	}
	side := look.S3
	logoLeft := look.S2
	if r.narrow {
		side, logoLeft = look.S2, (look.RailNarrow-2*look.S2-28)/2
	}
	r.shown = nil
	places := part.Column(look.S1, items(main)...)
	if under := r.s.of(more); len(under) > 0 {
		places.Add(r.moreItem())
		if r.unfolded {
			places.Objects = append(places.Objects, items(more)...)
		}
	}
	places.Add(part.Space(0, look.S3))
	places.Add(r.phones)
	r.scroll = container.NewVScroll(places)
	r.inner.Objects = []fyne.CanvasObject{part.Inset(side, look.S4, side, look.S3, part.Column(look.S1,
		part.Inset(logoLeft, 0, 0, look.S3, logo),
		part.Tall(r.scroll),
		part.Column(look.S1, items(foot)...),
	))}
	r.built = true
	r.render()
	r.inner.Refresh()
}

// moreItem folds and unfolds the places that are asked for less often.
func (r *rail) moreItem() fyne.CanvasObject {
	icon, name := look.IconDown, words.T("More")
	if r.unfolded {
		icon, name = look.IconUp, words.T("Less")
	}
	it := r.item(icon, name, func() { r.unfold(!r.unfolded) })
	it.face.Set(icon, look.Muted)
	return it.area
}

func (r *rail) unfold(on bool) {
	if r.unfolded != on {
		r.unfolded = on
		r.build()
	}
}

// railItem is one place of the rail.
type railItem struct {
	area *part.Area
	icon look.Icon
	face *part.Icon
}

func (i *railItem) choose(on bool) {
	i.area.Choose(on)
	if on {
		i.face.Set(i.icon, look.Accent)
	} else {
		i.face.Set(i.icon, look.Foreground)
	}
}

func (r *rail) item(icon look.Icon, name string, do func()) *railItem {
	it := &railItem{icon: icon, face: part.NewIcon(icon, look.Foreground, 20)}
	if r.narrow {
		it.area = part.NewArea(name, look.Radius, part.Fixed(look.RailNarrow-2*look.S2, 44, it.face), do).WithTip(r.s.kit.Tips)
	} else {
		it.area = part.NewArea(name, look.Radius, part.Inset(look.S3, 10, look.S3, 10, part.Row(look.S3, it.face, part.Body(name).Middle())), do)
	}
	return it
}

func (r *rail) render() {
	if !r.built {
		return
	}
	if p := r.s.page(r.s.place); p.group == more && !r.unfolded {
		r.unfold(true) // the page in sight has its entry in sight
		return
	}
	for p, it := range r.items {
		it.choose(p == r.s.place)
	}
	var now []railPhone
	for _, c := range r.s.home.Model.Cards {
		now = append(now, railPhoneOf(c))
	}
	if slices.Equal(now, r.shown) {
		return
	}
	r.shown = now
	r.phones.Objects = r.phones.Objects[:0]
	if len(now) > 0 && !r.narrow {
		r.phones.Add(part.Inset(look.S3, look.S2, 0, 2, part.Row(0, part.Small(words.T("Phones")).Middle(),
			part.Fixed(28, 28, part.NewIconButton(look.IconPlus, words.T("Add a phone"), r.s.kit.Tips, func() { r.s.Go(AtCheck) })))))
	}
	clear(r.areas)
	for _, p := range now {
		r.areas[p.id] = r.phone(p)
		r.phones.Add(r.areas[p.id])
	}
	r.inner.Refresh()
	r.scroll.Refresh()
}

func railPhoneOf(c home.Card) railPhone {
	p := railPhone{id: c.Phone.ID, title: c.Phone.Title(), caption: c.Phone.Caption(), dot: c.Phone.Dot(), lit: c.Phone.Lit(), part: -1,
		help: c.Phone.Present() && !c.Phone.Ready()}
	if c.Running {
		p.part = c.Progress.Part
		p.caption = words.T("Backing up…")
		if !c.Progress.Unknown {
			p.caption = words.F("Backing up, {{.Percent}}", "Percent", words.Percent(float64(p.part)))
		}
		if c.Progress.Waiting {
			p.caption, p.dot = words.T("Waiting"), look.NeedsYou
		}
		if c.Progress.Paused {
			p.caption = words.T("Paused")
		}
	}
	return p
}

func (r *rail) phone(p railPhone) *part.Area {
	drawing := part.Drawing(look.Phone(p.id, p.lit), 26, 36)
	do := func() {
		if p.help {
			r.s.help(p.id)
			return
		}
		r.s.Go(AtHome)
	}
	if r.narrow {
		return part.NewArea(p.title, look.Radius, part.Layers(
			part.Fixed(look.RailNarrow-2*look.S2, 48, drawing),
			part.Inset(30, 30, 4, 4, part.NewDot(p.dot)),
		), do).WithTip(r.s.kit.Tips)
	}
	return part.NewArea(p.title, look.Radius, part.Inset(look.S2+2, look.S2, look.S2, look.S2, part.Row(look.S3, drawing,
		part.Grow(part.Column(0, part.Strong(p.title).Middle(),
			part.Row(look.S1+2, part.NewDot(p.dot), part.Small(p.caption).Middle()))))), do)
}

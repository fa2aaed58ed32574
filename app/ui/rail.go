package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/home"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// rail is the column of places and phones at the left; without words when the
// window is narrow.
type rail struct {
	s       *Shell
	narrow  bool
	built   bool
	items   map[Place]*railItem
	phones  *fyne.Container
	shown   []railPhone
	inner   *fyne.Container
	content *fyne.Container
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
	r := &rail{s: s, items: map[Place]*railItem{}, phones: part.Column(look.S1), inner: part.Layers()}
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
	places := map[Place]struct {
		icon look.Icon
		name string
	}{
		AtHome: {look.IconHome, words.T("Home")}, AtPhotos: {look.IconPhotos, words.T("Photos")},
		AtActivity: {look.IconActivity, words.T("Activity")}, AtSettings: {look.IconSettings, words.T("Settings")},
	}
	item := func(p Place) fyne.CanvasObject {
		it := r.item(places[p].icon, places[p].name, func() { r.s.Go(p) })
		r.items[p] = it
		return it.area
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
	r.inner.Objects = []fyne.CanvasObject{part.Inset(side, look.S4, side, look.S3, part.Column(look.S1,
		part.Inset(logoLeft, 0, 0, look.S3, logo),
		item(AtHome), item(AtPhotos),
		part.Space(0, look.S3),
		r.phones,
		part.NewSpring(),
		item(AtActivity), item(AtSettings),
	))}
	r.built = true
	r.render()
	r.inner.Refresh()
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
	for _, p := range now {
		r.phones.Add(r.phone(p))
	}
	r.inner.Refresh()
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

func (r *rail) phone(p railPhone) fyne.CanvasObject {
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

package restoring

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/words"
)

// choose draws what, and where.
func (s *Screen) choose() {
	m := s.Model
	s.unfinished()
	if m.Flow.Err != nil {
		s.body.Add(failed(s.kit, m.Flow.Err))
	}
	if m.Handed() {
		s.body.Add(part.Card(part.Column(look.S3, part.Head(words.T("What?")), s.handed())))
	} else {
		s.body.Add(part.Card(part.Column(look.S4, part.Head(words.T("What?")), s.timeline(), s.categories())))
	}
	s.body.Add(part.Card(part.Column(look.S4, part.Head(words.T("Where?")), s.places())))
	s.body.Add(s.foot())
	s.body.Add(s.others())
}

// handed says what was handed over.
func (s *Screen) handed() fyne.CanvasObject {
	icon, what, says := look.IconPhotos, words.N("{{.N}} chosen pictures", len(s.Model.Items)), words.T("Each to the album it was in.")
	if q := s.Model.Record; q != nil {
		_, icon = category(string(q.Category))
		what, says = words.N("{{.N}} chosen contacts", len(q.IDs)), words.T("As the last backup has them. What is there already gets what it lacks.")
		if q.AsOf != 0 {
			says = words.F("As they were {{.When}}. What is there already gets what it lacks.", "When", words.When(time.UnixMilli(q.AsOf), s.kit.Now()))
		}
	}
	return part.Row(look.S3, part.NewIcon(icon, look.Accent, 28),
		part.Grow(part.Column(0, part.Strong(what).Middle(), part.Small(says).Middle())),
		part.NewButton(part.Secondary, words.T("Choose a backup instead"), "", func() { s.Model.Take(nil) }))
}

// timeline draws a line of dots for each phone.
func (s *Screen) timeline() fyne.CanvasObject {
	m := s.Model
	lines := m.Lines()
	if !slices.EqualFunc(lines, s.shown, sameLine) {
		s.shown = lines
		s.lines.Objects = nil
		for _, l := range lines {
			times := make([]time.Time, len(l.Backups))
			for i, b := range l.Backups {
				times[i] = b.Taken
			}
			s.lines.Add(NewDots(words.F("Backups of {{.Phone}}", "Phone", words.Name(l.Name)), times, func(i int) { m.Choose(l.Backups[i].ID) }))
		}
	}
	col := part.Column(look.S2)
	for i, l := range lines {
		d := s.lines.Objects[i].(*Dots)
		d.Choose(slices.IndexFunc(l.Backups, func(b Backup) bool { return b.ID == m.Chosen }))
		now := s.kit.Now()
		first, last := l.Backups[0].Taken, l.Backups[len(l.Backups)-1].Taken
		span := words.ShortDate(last, now)
		if len(l.Backups) > 1 {
			span = words.F("{{.First}} – {{.Last}}", "First", words.ShortDate(first, now), "Last", span)
		}
		col.Add(part.Row(look.S3,
			part.Drawing(look.Phone(l.Phone, true), 22, 30),
			part.Field(150, part.Column(0, part.Strong(words.Name(l.Name)).Middle(), part.Small(span).Middle())),
			part.Grow(d)))
	}
	if b, ok := m.Backup(); ok {
		says := words.F("The backup of {{.Phone}}, {{.When}}", "Phone", words.Name(b.Name), "When", words.When(b.Taken, s.kit.Now()))
		line := part.Row(look.S2, part.NewIcon(look.IconDone, look.Accent, 18), part.Grow(part.Strong(says).Middle()))
		if b.Missing > 0 {
			line.Add(part.Muted(words.N("{{.N}} files could not be kept then", b.Missing)))
		}
		col.Add(part.Space(0, 0))
		col.Add(line)
	}
	return col
}

func sameLine(a, b Line) bool {
	return a.Phone == b.Phone && a.Name == b.Name && slices.EqualFunc(a.Backups, b.Backups, func(x, y Backup) bool { return x.ID == y.ID })
}

// categories draws a tile for each category of the chosen backup.
func (s *Screen) categories() fyne.CanvasObject {
	b, _ := s.Model.Backup()
	tiles := part.Cells(240, 3, look.S3)
	stays := false
	for _, c := range InOrder(b.Counts) {
		name, icon := category(c)
		if c == job.Photos {
			name = words.T("Photos, videos, recordings")
		}
		in := !s.Model.Left[c] && s.Model.Goes(c)
		stays = stays || !s.Model.Goes(c)
		mark, tone := look.IconDone, look.Accent
		if !in {
			mark, tone = look.IconCircle, look.Muted
		}
		a := part.NewArea(words.F("{{.Name}}: {{.N}}", "Name", name, "N", words.Count(b.Counts[c])), look.Radius,
			part.Layers(part.NewFill("", look.Radius).Stroked(look.Border, 1),
				part.Pad(look.S3, part.Row(look.S3, part.NewIcon(icon, look.Muted, 22),
					part.Grow(part.Column(0, part.Strong(words.Count(b.Counts[c])).Middle(), part.Small(name).Middle())),
					part.NewIcon(mark, tone, 18)))),
			func() { s.Model.Toggle(c) })
		a.Choose(in)
		tiles.Add(a)
	}
	if stays {
		return part.Column(look.S3, tiles, part.Small(words.T("Into a folder go files. Contacts, messages and the rest are in the library's Records folder already, in formats that other programs read.")).Wrapped())
	}
	return tiles
}

// places draws the phones, and the folder.
func (s *Screen) places() fyne.CanvasObject {
	m := s.Model
	tiles := part.Cells(240, 3, look.S3)
	for _, p := range m.Phones {
		says := p.Caption()
		if p.Ready() && !p.Locked && p.Total > 0 {
			says = words.F("{{.Size}} free", "Size", words.Size(p.Free))
		}
		tiles.Add(place(part.Drawing(look.Phone(p.ID, p.Lit()), 28, 38), p.Title(), says, m.Where == p.ID, usable(p), func() { m.ToPhone(p.ID) }))
	}
	title, says := words.T("A folder on this computer"), words.T("Also a drill: every byte is read back")
	if m.Folder != "" {
		title, says = words.Name(m.Folder), words.T("Press to choose another one")
	}
	if m.Record == nil {
		tiles.Add(place(part.Fixed(28, 38, part.NewIcon(look.IconFolder, look.Muted, 26)), title, says, m.Folder != "", true, s.askFolder))
	}
	if len(m.Phones) == 0 {
		return part.Column(look.S3, part.Muted(words.T("No phone is connected. Plug one in, and it appears here.")).Wrapped(), tiles)
	}
	if v := s.volumes(); v != nil {
		return part.Column(look.S4, tiles, v)
	}
	return tiles
}

// volumes lets the owner of a phone with a card choose where files go on it; nil
// where there is nothing to choose.
func (s *Screen) volumes() fyne.CanvasObject {
	m := s.Model
	all := m.Volumes()
	if len(all) == 0 {
		return nil
	}
	chips := part.Wrap(look.S2)
	add := func(label string, icon look.Icon, path string) {
		c := part.NewChip(label, icon, func() { m.ToVolume(path) })
		c.Choose(m.Volume == path)
		chips.Add(c)
	}
	add(words.T("Where each was"), look.IconRestore, "")
	add(words.T("Phone storage"), look.IconPhone, OwnStorage)
	for _, v := range all {
		add(words.F("{{.Name}}, {{.Size}} free", "Name", v.Title(), "Size", words.Size(v.Free)), look.IconCard, v.Path)
	}
	return part.Column(look.S2, part.Strong(words.T("Photos, videos and recordings go to")), chips)
}

func usable(p phone.Phone) bool { return p.Ready() && !p.Locked }

func place(drawing fyne.CanvasObject, title, says string, on, usable bool, do func()) fyne.CanvasObject {
	name := part.Strong(title).Middle()
	if !usable {
		name, do = name.In(look.Muted), nil
	}
	a := part.NewArea(title, look.Radius, part.Layers(part.NewFill("", look.Radius).Stroked(look.Border, 1),
		part.Pad(look.S3, part.Row(look.S3, drawing, part.Grow(part.Column(0, name, part.Small(says).Middle()))))), do)
	a.Choose(on)
	return a
}

func (s *Screen) askFolder() {
	s.kit.Hop.Go(func(ctx context.Context) func() {
		dir, err := s.picker.PickFolder(ctx, words.T("Folder to restore to"))
		return func() {
			if err != nil {
				s.kit.Failed(err)
				return
			}
			s.Model.ToFolder(dir)
		}
	})
}

// foot is the one next step.
func (s *Screen) foot() fyne.CanvasObject {
	m := s.Model
	label := words.T("See what will happen")
	hint := words.T("Nothing is changed yet: first you see what is new, what is there already, and what cannot come back.")
	if p, ok := m.Target(); ok && m.All() {
		label = words.F("Set up {{.Phone}} from this backup", "Phone", short(p.Title()))
	}
	go_ := part.NewButton(part.Primary, label, look.IconRight, m.Compare)
	if !m.CanCompare() {
		go_.Disable()
		hint = words.T("Choose what to bring back, and where to.")
	}
	return part.Row(look.S4, go_, part.Grow(part.Small(hint).Wrapped()))
}

// short is a name that fits on a button.
func short(s string) string {
	if r := []rune(s); len(r) > 24 {
		return string(r[:11]) + "…" + string(r[len(r)-11:])
	}
	return s
}

// others leads to what is done less often.
func (s *Screen) others() fyne.CanvasObject {
	line := func(icon look.Icon, title, says, button string, do func()) fyne.CanvasObject {
		return part.Row(look.S3, part.NewIcon(icon, look.Muted, 22),
			part.Grow(part.Column(0, part.Strong(title).Middle(), part.Small(says).Wrapped())),
			part.NewButton(part.Secondary, button, "", do))
	}
	return part.Column(look.S3, part.Space(0, look.S2), part.NewRule(),
		line(look.IconShieldCheck, words.T("Prove this backup"), words.T("A fire drill: everything is restored into a folder, read back, and taken away again."), words.T("Prove…"), func() { s.Prove() }),
		line(look.IconTrash, words.T("Free up space on the phone"), words.T("Takes off the phone only what is proven, file by file, to be in the library."), words.T("Free up…"), func() { s.Free() }))
}

package storage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// stack draws three amounts as one bar.
func stack(a, b, c fyne.CanvasObject, na, nb, nc int64) fyne.CanvasObject {
	return container.New(&stacked{[]int64{na, nb, nc}}, a, b, c)
}

type stacked struct{ amounts []int64 }

func (*stacked) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(120, 10) }

func (l *stacked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const gap = 2
	var all int64
	for _, n := range l.amounts {
		all += n
	}
	x := float32(0)
	for i, o := range objects {
		w := float32(0)
		if all > 0 {
			w = size.Width * float32(float64(l.amounts[i])/float64(all))
		}
		if l.amounts[i] > 0 {
			w = max(w, 6)
		}
		part.Show(o, w > 0)
		part.Place(o, x, 0, max(0, min(w, size.Width-x)-gap), size.Height)
		x += w
	}
}

// earlier is about states of contacts, messages and the like as they were.
func (s *Screen) earlier() fyne.CanvasObject {
	m := s.Model
	col := part.Column(look.S4, part.Column(2, part.Head(words.T("Earlier states")),
		part.Muted(words.T("Each backup that finds something changed keeps the state before: contacts, messages, notes as they were on that day. Photos and videos are never touched here.")).Wrapped()))
	if m.Planned && m.Plan.Goes()+m.Plan.Stay == 0 {
		col.Add(part.Muted(words.T("There are none yet.")))
		return part.Card(col)
	}
	col.Add(part.Row(0, s.rule, part.NewSpring()))
	says := map[Rule]string{
		KeepAll:   words.T("Every state stays."),
		KeepThin:  words.T("All of the last 31 days stay, then the last one of each month for a year, then the last one of each year."),
		KeepMonth: words.T("All of the last 31 days stay, and the newest of each phone, however old."),
		KeepNone:  words.T("Only the newest of each phone stays. What was deleted on the phone since cannot be looked up any more."),
	}[m.Rule]
	col.Add(part.Body(says).Wrapped())
	switch {
	case m.PlanErr != nil:
		what, next := s.kit.Explain(m.PlanErr)
		col.Add(part.Note(look.NeedsYou, look.IconWarning, part.Column(2, part.Strong(what).Wrapped(), part.Muted(next).Wrapped())))
	case m.Removing:
		col.Add(part.Muted(words.T("Removing …")))
	case !m.Planned:
		col.Add(part.Muted(words.T("Counting …")))
	case m.Rule == KeepAll:
		col.Add(part.Muted(words.N("{{.N}} states, {{.Size}}", m.Plan.Stay, "Size", words.Size(m.Usage.Earlier))))
	case m.Plan.Goes() == 0:
		col.Add(part.Muted(words.T("Nothing would go.")))
	default:
		col.Add(part.Row(look.S3, part.Grow(part.Column(2,
			part.Strong(words.N("{{.N}} states would go, {{.Size}} be free.", m.Plan.Goes(), "Size", words.Size(m.Plan.Freed))).Wrapped(),
			part.Muted(words.N("{{.N}} stay. What goes cannot be brought back.", m.Plan.Stay)).Wrapped())),
			part.NewButton(part.Danger, words.N("Remove {{.N}}", m.Plan.Goes()), look.IconTrash, m.Prune)))
	}
	return part.Card(col)
}

// move is the library's way to another disk.
func (s *Screen) move() fyne.CanvasObject {
	m := s.Model
	col := part.Column(look.S4, part.Column(2, part.Head(words.T("Move to another disk")),
		part.Muted(words.T("Keepsake copies the library, compares every file with the one here, and only then uses the new place. The old one stays until you delete it yourself.")).Wrapped()))
	if m.MoveErr != nil {
		what, next := s.kit.Explain(m.MoveErr)
		says := part.Column(2, part.Strong(what).Wrapped())
		if next != "" {
			says.Add(part.Muted(next).Wrapped())
		}
		col.Add(part.Note(look.Failed, look.IconError, says))
	}
	switch {
	case !m.CanMove():
		col.Add(part.Muted(words.T("This is not the library that Keepsake opens by itself, so it stays where it is.")).Wrapped())
	case m.Moving:
		col.Add(s.moving())
	case m.Route != nil:
		room := words.F("{{.Size}} will be copied.", "Size", words.Size(m.Route.Bytes))
		if m.Route.Free >= 0 {
			room = words.F("{{.Size}} will be copied; {{.Free}} are free there.", "Size", words.Size(m.Route.Bytes), "Free", words.Size(m.Route.Free))
		}
		col.Add(part.Row(look.S3, part.NewIcon(look.IconFolder, look.Muted, 24), part.Grow(part.Column(2, part.Strong(words.Name(m.Route.To)).Middle(), part.Small(room)))))
		col.Add(part.Wrap(look.S2, part.NewButton(part.Primary, words.T("Move the library"), look.IconRight, m.Move),
			part.NewButton(part.Plain, words.T("Not now"), "", m.Forget)))
	default:
		if m.Moved != nil {
			col.Add(s.moved(*m.Moved))
		}
		pick := part.NewButton(part.Secondary, words.T("Choose where to…"), look.IconFolder, func() { m.PickRoute(words.T("Choose a folder on the other disk")) })
		if m.Picking {
			pick.Disable()
		}
		col.Add(part.Row(0, pick, part.NewSpring()))
	}
	return part.Card(col)
}

func (s *Screen) moving() fyne.CanvasObject {
	m := s.Model
	bar := part.NewBar(6, look.Accent)
	text := words.T("Looking what there is to copy …")
	if m.Total > 0 {
		bar.Set(float32(float64(m.Done)/float64(m.Total)), look.Accent)
		text = words.F("{{.Done}} of {{.All}} copied and compared", "Done", words.Size(m.Done), "All", words.Size(m.Total))
	}
	if m.Waiting {
		text = words.T("All is copied. Waiting for the backup that runs to end …")
	}
	stop := part.NewButton(part.Plain, words.T("Stop"), "", m.Stop)
	if m.Stopping {
		text = words.T("Stopping …")
		stop.Disable()
	}
	return part.Column(look.S2, bar, part.Row(look.S3, part.Grow(part.Muted(text).Wrapped()), stop))
}

func (s *Screen) moved(d Moved) fyne.CanvasObject {
	says := part.Column(2, part.Strong(words.N("{{.N}} files were copied and compared, {{.Size}}.", d.Files, "Size", words.Size(d.Bytes))).Wrapped(),
		part.Muted(words.F("The old library is still in {{.Dir}}. When you have looked at the new one, you can delete it.", "Dir", words.Name(d.From))).Wrapped())
	tone, icon := look.Verified, look.IconShieldCheck
	if d.Damaged > 0 {
		tone, icon = look.NeedsYou, look.IconWarning
		says.Add(part.Muted(words.N("{{.N}} of them were damaged before already, and were copied as they are: look at the library's health in Settings.", d.Damaged)).Wrapped())
	}
	return part.Column(look.S3, part.Note(tone, icon, says),
		part.Row(0, part.NewButton(part.Plain, words.T("Open the old folder"), "", s.Model.OpenOld), part.NewSpring()))
}

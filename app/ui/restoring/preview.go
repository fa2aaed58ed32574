package restoring

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/job/restore/rows"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// preview draws the plan: what it comes to, by category, what to read, and the
// button that carries it out.
func (v *flowView) preview() fyne.CanvasObject {
	p := v.flow.Plan
	t := p.Totals()
	free := p.Job == job.FreeName
	about := capital(words.F("{{.From}}, to {{.To}}", "From", words.Name(p.From), "To", words.Name(p.Target.Name)))
	if free {
		about = words.Name(p.Target.Name)
	}
	hint, buttons := v.actions(t, free)
	col := part.Column(look.S4, part.Row(look.S2, append([]fyne.CanvasObject{part.Grow(part.Column(2, part.Head(words.T("What will happen")), part.Muted(about).Middle()))}, buttons...)...), hint)
	col.Add(part.Card(v.table(free)))
	if t.Differs > 0 {
		col.Add(v.conflicts())
	}
	if g := rows.Gaps(p); len(g) > 0 {
		col.Add(gaps(g, free))
	}
	for _, s := range p.Spaces {
		if s.Need > 0 {
			col.Add(space(s))
		}
	}
	for _, n := range p.Notes {
		col.Add(part.RowTop(look.S3, part.NewIcon(look.IconInfo, look.Muted, 18), part.Grow(part.Body(words.Name(n)).Wrapped())))
	}
	return col
}

// columns lays out a line of the table: a name, and numbers at the right.
type columns struct{}

const numberWide float32 = 84

func (columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := float32(0)
	for _, o := range objects {
		h = max(h, o.MinSize().Height)
	}
	return fyne.NewSize(140+numberWide*float32(len(objects)-1), h)
}

func (columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := numberWide * (1 + (part.Zoom()-1)/2)
	x := size.Width - w*float32(len(objects)-1)
	for i, o := range objects {
		h := o.MinSize().Height
		if i == 0 {
			part.Place(o, 0, (size.Height-h)/2, x, h)
			continue
		}
		part.Place(o, x, (size.Height-h)/2, w, h)
		x += w
	}
}

func line(name fyne.CanvasObject, numbers ...fyne.CanvasObject) *fyne.Container {
	c := container.New(columns{}, name)
	for _, n := range numbers {
		c.Add(n)
	}
	return c
}

func right(t *part.Text) *part.Text { return t.Aligned(fyne.TextAlignTrailing) }

func figure(n int, tone fyne.ThemeColorName) *part.Text {
	if n == 0 {
		return right(part.Body("–").In(look.Faint))
	}
	return right(part.Strong(words.Count(n)).In(tone))
}

// table draws the categories; pressing one shows its steps.
func (v *flowView) table(free bool) fyne.CanvasObject {
	p := v.flow.Plan
	heads := []string{words.T("New"), words.T("Same"), words.T("Different"), words.T("Cannot"), words.T("Size")}
	if free {
		heads = []string{words.T("To free"), words.T("Not proven"), words.T("Size")}
	}
	var texts []fyne.CanvasObject
	for _, h := range heads {
		texts = append(texts, right(part.Small(h)))
	}
	rows := part.Column(0, part.Inset(look.S3, 0, look.S3, look.S2, line(part.Space(0, 0), texts...)), part.NewRule())
	totals := p.Categories()
	for _, c := range InOrder(totals) {
		t := totals[c]
		name, icon := category(c)
		fold := look.IconDown
		if v.open[c] {
			fold = look.IconUp
		}
		size := right(part.Body(words.Size(t.Bytes)))
		if t.Bytes == 0 {
			size = right(part.Body("–").In(look.Faint))
		}
		numbers := []fyne.CanvasObject{figure(t.New, look.Foreground), figure(t.Same, look.Muted), figure(t.Differs, look.Foreground), figure(t.Cannot, look.NeedsYou), size}
		if free {
			numbers = []fyne.CanvasObject{figure(t.Kept, look.Foreground), figure(t.Cannot, look.NeedsYou), size}
		}
		rows.Add(part.NewArea(name, look.Radius, part.Inset(look.S3, look.S3, look.S3, look.S3,
			line(part.Row(look.S3, part.NewIcon(icon, look.Muted, 20), part.Fitted(part.Strong(name).Middle()), part.NewIcon(fold, look.Faint, 16), part.NewSpring()), numbers...)), func() {
			v.open[c] = !v.open[c]
			v.flow.OnChange()
		}))
		if v.open[c] {
			rows.Add(part.Inset(look.S8, 0, look.S3, look.S3, v.steps(c, name)))
		}
	}
	return rows
}

// shownSteps is how many steps of a category are drawn in the table.
const shownSteps = 6

// steps draws the first steps of a category, and leads to all of them.
func (v *flowView) steps(c, name string) fyne.CanvasObject {
	all := Steps(v.flow.Plan, c)
	col := part.Column(look.S2)
	for _, s := range all[:min(len(all), shownSteps)] {
		title, says := LineOf(s)
		icon, tone := toned(s)
		col.Add(part.Row(look.S3, part.NewIcon(icon, tone, 16), part.Grow(part.Column(0, part.Body(title).Middle(), part.Small(says).Middle()))))
	}
	if len(all) > shownSteps {
		col.Add(part.Row(0, part.NewButton(part.Plain, words.N("Show all {{.N}}", len(all)), "", func() { showSteps(v.kit, name, all) }), part.NewSpring()))
	}
	return col
}

// showSteps lists steps on a sheet.
func showSteps(kit *part.Kit, title string, all []restore.Step) {
	list := widget.NewList(func() int { return len(all) },
		func() fyne.CanvasObject {
			return part.Inset(0, look.S1, look.S2, look.S1, part.Row(look.S3, part.NewIcon(look.IconPlus, look.Muted, 16),
				part.Grow(part.Column(0, part.Body(" ").Middle(), part.Small(" ").Middle()))))
		},
		func(i int, o fyne.CanvasObject) {
			row := o.(*fyne.Container).Objects[0].(*fyne.Container).Objects
			row[0].(*part.Icon).Set(toned(all[i]))
			texts := row[1].(*fyne.Container).Objects[0].(*fyne.Container).Objects
			name, says := LineOf(all[i])
			texts[0].(*part.Text).Set(name)
			texts[1].(*part.Text).Set(says)
		})
	list.OnSelected = func(int) { list.UnselectAll() }
	kit.Sheet(title, words.T("Close"), fyne.NewSize(760, 560), list)
}

// conflicts lets the owner choose what happens where something else is there.
func (v *flowView) conflicts() fyne.CanvasObject {
	p := v.flow.Plan
	choice := part.NewSegments([]string{words.T("Keep both"), words.T("Leave as it is"), words.T("Newer wins"), words.T("Replace")},
		func(i int) { v.flow.Choose(restore.Conflicts[i]) })
	means := map[restore.Conflict]string{
		restore.KeepBoth: words.T("What comes back gets another name, such as “IMG_1 (1).jpg”."),
		restore.Skip:     words.T("What is on the phone stays; what differs does not come back."),
		restore.Newest:   words.T("The newer one is in place afterwards; the older one is kept for undo."),
		restore.Override: words.T("What comes back is in place afterwards; the other one is kept for undo."),
	}
	for i, c := range restore.Conflicts {
		if c == p.Conflict {
			choice.Choose(i)
		}
	}
	return part.Column(look.S2, part.Strong(words.T("Where something different is there already")),
		part.Row(0, choice, part.NewSpring()), part.Small(means[p.Conflict]).Wrapped())
}

// gaps lists what does not come back, why, and the next best way.
func gaps(all []rows.Gap, free bool) fyne.CanvasObject {
	title := words.T("What cannot come back, and what to do instead")
	if free {
		title = words.T("What stays on the phone")
	}
	col := part.Column(look.S2, part.Strong(title))
	for i, g := range all {
		if i == mostGaps {
			col.Add(part.Small(words.N("… and {{.N}} more reasons", len(all)-i)))
			break
		}
		name, _ := category(g.Category)
		if g.Count > 0 {
			name = words.F("{{.Name}}: {{.N}}", "Name", name, "N", words.Count(g.Count))
		}
		says := part.Column(0, part.Strong(name), part.Body(capital(words.Name(g.Why))).Wrapped())
		if g.Next != "" {
			says.Add(part.Small(capital(words.Name(g.Next))).Wrapped())
		}
		col.Add(says)
	}
	return part.Note(look.NeedsYou, look.IconInfo, col)
}

// mostGaps is how many reasons are listed.
const mostGaps = 10

// space says how much room there is, and how much is needed.
func space(s restore.Space) fyne.CanvasObject {
	name := words.Name(s.Name)
	need := words.F("{{.Name}}: {{.Need}} needed", "Name", name, "Need", words.Size(s.Need))
	if s.Free >= 0 {
		need = words.F("{{.Name}}: {{.Need}} needed, {{.Free}} free", "Name", name, "Need", words.Size(s.Need), "Free", words.Size(s.Free))
	}
	if s.Short() > 0 {
		return part.Note(look.Failed, look.IconError, part.Column(2, part.Strong(need).Wrapped(),
			part.Muted(words.F("{{.Size}} more must be free, with a tenth to spare. Choose less, or free some space.", "Size", words.Size(s.Short()))).Wrapped()))
	}
	bar := part.NewBar(6, look.Muted)
	if s.Free > 0 {
		bar.Set(float32(float64(s.Need)/float64(s.Free)), look.Accent)
	}
	return part.Row(look.S3, part.Fixed(120, 14, bar), part.Grow(part.Muted(need).Middle()))
}

// actions are the way back and the button that carries the plan out, and what to know
// of it. They are in sight before all that there is to read.
func (v *flowView) actions(t restore.Totals, free bool) (hint fyne.CanvasObject, buttons []fyne.CanvasObject) {
	f := v.flow
	label, icon := words.N("Restore {{.N}} items", t.Change), look.IconRestore
	says := words.T("Nothing on the phone is deleted, and all of it can be taken back.")
	if len(f.Order.Files) > 0 {
		label, icon = words.N("Send {{.N}} items", t.Change), look.IconPhone
	}
	if f.Plan.Target.Folder != "" {
		says = words.T("Every byte is read back from where it was written. All of it can be taken back.")
	}
	if free {
		label, icon = words.N("Take {{.N}} files off the phone", t.Change), look.IconTrash
		says = words.T("Each is proven right before: the phone's own SHA-256 and the library's bytes, read from the disk, must agree. It can be taken back.")
	}
	do := part.NewButton(part.Primary, label, icon, f.Run)
	if !f.CanRun() {
		do.Disable()
		if t.Change == 0 {
			says = words.T("There is nothing to do: everything that can be there is there.")
		}
	}
	buttons = []fyne.CanvasObject{part.NewButton(part.Secondary, words.T("Back"), "", f.Back)}
	if t.Change > 0 {
		buttons = append(buttons, do)
	}
	return part.Small(says).Wrapped(), buttons
}

package restoring

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/words"
)

// FreeUp is freeing space on a phone, before it is drawn.
type FreeUp struct {
	Phones    []phone.Phone // that can be freed
	Phone     string
	Age       int             // index into Ages
	Favorites bool            // take them too
	Keep      map[string]bool // albums that are left alone
	Albums    []Album
	Erase     bool
	Flow      *Flow

	OnChange func()

	restores Restores
	hop      *hop.Hop
	now      func() time.Time
	loading  hop.Latest
}

// Ages are how old what is freed is at least, in days; 0 is any age.
var Ages = [...]int{30, 90, 365, 0}

// NewFreeUp returns a model for a phone; "" is the first that is ready.
func NewFreeUp(kit *part.Kit, r Restores, id string) *FreeUp {
	m := &FreeUp{restores: r, hop: kit.Hop, now: kit.Now, Keep: map[string]bool{}, Flow: NewFlow(r, kit), OnChange: func() {}}
	m.Flow.OnChange = func() { m.OnChange() }
	for _, p := range r.Phones() {
		if usable(p) {
			m.Phones = append(m.Phones, p)
		}
	}
	if !slices.ContainsFunc(m.Phones, func(p phone.Phone) bool { return p.ID == id }) {
		id = ""
		if len(m.Phones) > 0 {
			id = m.Phones[0].ID
		}
	}
	m.Of(id)
	return m
}

// Of chooses the phone.
func (m *FreeUp) Of(id string) {
	if id == "" || m.Phone == id {
		return
	}
	m.Phone, m.Albums = id, nil
	clear(m.Keep)
	m.OnChange()
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		albums, err := m.restores.Albums(ctx, id)
		if err != nil {
			return nil // then none is kept aside
		}
		return func() { m.Albums = albums; m.OnChange() }
	})
}

// Change does something to the choices, and tells.
func (m *FreeUp) Change(do func()) {
	do()
	m.OnChange()
}

// Compare finds out what can be freed.
func (m *FreeUp) Compare() {
	if m.Phone == "" {
		return
	}
	o := Order{Task: Free, Phone: m.Phone, TakeFavorites: m.Favorites, Erase: m.Erase}
	if days := Ages[m.Age]; days > 0 {
		o.Before = m.now().AddDate(0, 0, -days)
	}
	for _, a := range m.Albums {
		if m.Keep[a.Folder] {
			o.KeepAlbums = append(o.KeepAlbums, a.Folder)
		}
	}
	m.Flow.Compare(o)
}

// FreeSheet draws it.
type FreeSheet struct {
	Model *FreeUp

	kit   *part.Kit
	view  *flowView
	ages  *part.Segments
	body  *fyne.Container
	page  *part.Page
	panel *part.Sheet
}

// OpenFree shows the sheet; closed runs when it has gone.
func OpenFree(kit *part.Kit, m *FreeUp, closed func()) *FreeSheet {
	s := &FreeSheet{Model: m, kit: kit, body: part.Column(look.S4)}
	s.ages = part.NewSegments([]string{words.T("30 days"), words.T("3 months"), words.T("A year"), words.T("Any age")},
		func(i int) { m.Change(func() { m.Age = i }) })
	s.view = newFlowView(kit, m.Flow, func() { s.panel.Close() })
	s.page = part.NewPage(720, 0, part.Inset(0, 0, look.S4, 0, s.body)).Flush()
	s.panel = part.NewSheet(words.T("Free up space on the phone"), words.T("Close"), sheetSize, s.page, func() {
		m.Flow.Close()
		closed()
	})
	m.OnChange = s.render
	s.render()
	if c := kit.Canvas(); c != nil {
		s.panel.ShowOn(c)
	}
	return s
}

// Close takes the sheet away; what runs goes on.
func (s *FreeSheet) Close() { s.panel.Close() }

func (s *FreeSheet) render() {
	s.body.Objects = nil
	switch {
	case s.Model.Flow.Step != Asking:
		s.body.Add(s.view.render())
	case s.Model.Phone == "":
		s.body.Add(part.Note("", look.IconPhone, part.Column(2, part.Strong(words.T("No phone is connected.")).Wrapped(),
			part.Muted(words.T("Plug in the phone that runs out of space, unlock it, and open this again.")).Wrapped())))
	default:
		s.ask()
	}
	s.body.Refresh()
	s.page.Relayout()
}

func (s *FreeSheet) ask() {
	m := s.Model
	if m.Flow.Err != nil {
		s.body.Add(failed(s.kit, m.Flow.Err))
	}
	s.body.Add(part.Note("", look.IconShield, part.Column(2,
		part.Strong(words.T("Only what is proven is taken.")).Wrapped(),
		part.Muted(words.T("Right before each file is taken, the phone's own SHA-256 of it and the library's bytes, read from the disk again, must agree. One changed bit, and it stays. All of it can be brought back.")).Wrapped())))
	if len(m.Phones) > 1 {
		chips := part.Wrap(look.S2)
		for _, p := range m.Phones {
			c := part.NewChip(p.Title(), look.IconPhone, func() { m.Of(p.ID) })
			c.Choose(m.Phone == p.ID)
			chips.Add(c)
		}
		s.body.Add(part.Column(look.S2, part.Strong(words.T("Which phone?")), chips))
	}
	s.ages.Choose(m.Age)
	s.body.Add(part.Column(look.S2, part.Strong(words.T("Taken longer ago than")), part.Row(0, s.ages, part.NewSpring())))
	keep := part.Wrap(look.S2)
	heart := part.NewChip(words.T("Favourites"), look.IconHeart, func() { m.Change(func() { m.Favorites = !m.Favorites }) })
	heart.Choose(!m.Favorites)
	keep.Add(heart)
	for i, a := range m.Albums {
		if i == 12 {
			break
		}
		c := part.NewChip(words.Name(a.Name), look.IconAlbums, func() { m.Change(func() { m.Keep[a.Folder] = !m.Keep[a.Folder] }) })
		c.Choose(m.Keep[a.Folder])
		keep.Add(c)
	}
	s.body.Add(part.Column(look.S2, part.Strong(words.T("Keep on the phone")), keep))
	erase := part.NewChip(words.T("Delete at once"), look.IconTrash, func() { m.Change(func() { m.Erase = !m.Erase }) })
	erase.Choose(m.Erase)
	says := words.T("It goes to the phone's trash, which gives the room back after 30 days, or when you empty it there.")
	if m.Erase {
		says = words.T("The room is free at once. Undo brings the files back from the library.")
	}
	s.body.Add(part.Row(look.S3, erase, part.Grow(part.Small(says).Wrapped())))
	s.body.Add(part.Row(look.S3, part.NewButton(part.Primary, words.T("See what can be freed"), look.IconRight, m.Compare),
		part.Grow(part.Small(words.T("Nothing is changed yet.")).Wrapped())))
}

package restoring

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/words"
)

// Send is what was dropped onto a phone, before it is drawn: files of this computer,
// which go into one album, or pictures of the library, each to its own.
type Send struct {
	Phone  phone.Phone
	Files  []string
	Items  []int64
	Albums []Album // the phone's
	Album  string  // a folder that was chosen, or a name that was typed
	Flow   *Flow

	OnChange func()

	loading hop.Latest
}

// NewSend returns what was dropped onto a phone. Pictures of the library are
// compared at once.
func NewSend(kit *part.Kit, r Restores, p phone.Phone, files []string, items []int64) *Send {
	s := &Send{Phone: p, Files: files, Items: items, Flow: NewFlow(r, kit), OnChange: func() {}}
	s.Flow.OnChange = func() { s.OnChange() }
	s.Album = words.T("From the computer")
	if len(files) == 1 && filepath.Ext(files[0]) == "" {
		s.Album = filepath.Base(files[0])
	}
	if len(files) > 0 {
		s.loading.Go(kit.Hop, func(ctx context.Context) func() {
			albums, err := r.Albums(ctx, p.ID)
			if err != nil {
				return nil // a new one can be typed all the same
			}
			// Folders of apps are those apps' business.
			albums = slices.DeleteFunc(albums, func(a Album) bool { return strings.HasPrefix(a.Folder, "Android/") })
			return func() { s.Albums = albums; s.OnChange() }
		})
		return s
	}
	s.Compare()
	return s
}

// Choose takes an album for the files: a folder of the phone, or a name.
func (s *Send) Choose(album string) {
	if s.Album != album {
		s.Album = album
		s.OnChange()
	}
}

// CanCompare reports whether it is known where the files go.
func (s *Send) CanCompare() bool { return len(s.Items) > 0 || strings.TrimSpace(s.Album) != "" }

// Compare finds out what would happen.
func (s *Send) Compare() {
	if !s.CanCompare() {
		return
	}
	o := Order{Phone: s.Phone.ID, Items: s.Items}
	if len(s.Items) == 0 {
		o.Files, o.Album = s.Files, strings.TrimSpace(s.Album)
	}
	s.Flow.Compare(o)
}

// SendSheet draws it.
type SendSheet struct {
	Model *Send

	kit   *part.Kit
	view  *flowView
	album *part.Line
	next  *part.Button
	body  *fyne.Container
	page  *part.Page
	panel *part.Sheet
}

var sheetSize = fyne.NewSize(760, 640)

// OpenSend shows what was dropped onto a phone; closed runs when the sheet has gone.
func OpenSend(kit *part.Kit, m *Send, closed func()) *SendSheet {
	s := &SendSheet{Model: m, kit: kit, body: part.Column(look.S4)}
	s.album = part.NewLine(words.T("Album"), words.T("Name of the album"))
	s.album.Most = 120
	s.album.SetText(m.Album)
	s.album.OnChanged = func(text string) { m.Choose(text) }
	s.album.Done = func(string) { m.Compare() }
	s.album.Shortcut = kit.Shortcut
	s.next = part.NewButton(part.Primary, words.T("See what will happen"), look.IconRight, m.Compare)
	s.view = newFlowView(kit, m.Flow, func() { s.panel.Close() })
	s.page = part.NewPage(720, 0, part.Inset(0, 0, look.S4, 0, s.body)).Flush()
	title := words.F("To {{.Phone}}", "Phone", short(m.Phone.Title()))
	s.panel = part.NewSheet(title, words.T("Close"), sheetSize, s.page, func() {
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
func (s *SendSheet) Close() { s.panel.Close() }

func (s *SendSheet) render() {
	m := s.Model
	s.body.Objects = nil
	if m.Flow.Step != Asking {
		s.body.Add(s.view.render())
	} else {
		s.ask()
	}
	s.body.Refresh()
	s.page.Relayout()
}

// ask draws which album the files go to.
func (s *SendSheet) ask() {
	m := s.Model
	if m.Flow.Err != nil {
		s.body.Add(failed(s.kit, m.Flow.Err))
	}
	what, icon := words.N("{{.N}} files or folders of this computer", len(m.Files)), look.IconFolder
	names := ""
	for i, f := range m.Files {
		if i == 3 {
			names += " …"
			break
		}
		if i > 0 {
			names += ", "
		}
		names += filepath.Base(f)
	}
	if len(m.Items) > 0 {
		what, icon, names = words.N("{{.N}} pictures of the library", len(m.Items)), look.IconPhotos, words.T("Each goes to the album it was in.")
	}
	s.body.Add(part.Row(look.S3, part.NewIcon(icon, look.Accent, 28),
		part.Grow(part.Column(0, part.Strong(what).Middle(), part.Small(words.Name(names)).Middle()))))
	if len(m.Items) == 0 {
		chips := part.Wrap(look.S2)
		for i, a := range m.Albums {
			if i == 12 {
				break
			}
			c := part.NewChip(words.Name(a.Name), look.IconAlbums, func() { s.album.SetText(a.Folder) })
			c.Choose(m.Album == a.Folder)
			chips.Add(c)
		}
		s.body.Add(part.Column(look.S2, part.Strong(words.T("Into which album?")), chips,
			part.Row(0, part.UpTo(200, 420, s.album), part.NewSpring()),
			part.Small(words.T("An album that is not there yet is made, among the phone's pictures. Contacts, calendars, messages and calls in files such as .vcf, .ics and .xml are entered where they belong. What else there is stays here, with the reason.")).Wrapped()))
	}
	if m.CanCompare() {
		s.next.Enable()
	} else {
		s.next.Disable()
	}
	s.body.Add(part.Row(look.S3, s.next, part.Grow(part.Small(words.T("Nothing is changed yet.")).Wrapped())))
}

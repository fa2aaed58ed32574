package notes

import (
	"cmp"
	"context"
	"net/url"
	"path"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/prose"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// noteView is the page at the right: the note itself.
type noteView struct {
	s       *Screen
	bar     *fyne.Container
	meta    *part.Text
	alert   *part.Text // when it reminds of itself
	alerts  *fyne.Container
	body    *fyne.Container
	page    *part.Page
	content *fyne.Container
	drawn   string // the key and digest of what is drawn
}

func newNoteView(s *Screen) *noteView {
	v := &noteView{s: s, meta: part.Small("").Middle(), alert: part.Small(""), body: part.Column(0)}
	v.alerts = part.Row(look.S1, part.NewIcon(look.IconBell, look.Muted, 14), v.alert, part.Space(look.S2, 0))
	v.bar = part.Inset(look.S6, look.S2, look.S2, look.S2, part.Row(look.S1, v.meta, v.alerts,
		part.NewIconButton(look.IconCopy, words.T("Copy the text"), s.kit.Tips, v.copy),
		part.NewIconButton(look.IconExport, words.T("Export this note…"), s.kit.Tips, v.export)))
	v.page = part.NewPage(680, look.S6, v.body).Flush().Least(240)
	v.alerts.Hide()
	v.content = part.Column(0, v.bar, part.Tall(v.page))
	return v
}

func (v *noteView) copy() {
	if v.s.Model.Ready {
		part.Copy(v.s.Model.Text())
		v.s.kit.Toast(part.Toast{Text: words.T("The note’s text was copied.")})
	}
}

func (v *noteView) export() {
	if c, ok := v.s.Model.Open(); ok {
		v.s.Export(shelf.RecordQuery{Category: records.Notes, IDs: []int64{c.ID}, AsOf: v.s.Model.asOf}, 1, cmp.Or(words.Name(c.Title), words.T("Note")))
	}
}

func (v *noteView) render() {
	m := v.s.Model
	c, ok := m.Open()
	part.Show(v.content, ok)
	if !ok {
		v.drawn = ""
		return
	}
	v.meta.Set(v.about(c))
	if !m.Ready {
		return
	}
	now := m.Chosen + "\n" + m.Note.Digest()
	if m.NoteErr != nil {
		now += m.NoteErr.Error()
	}
	if now == v.drawn {
		return
	}
	v.drawn = now
	part.Show(v.alerts, m.Note.Alert != 0)
	if m.Note.Alert != 0 {
		t := time.UnixMilli(m.Note.Alert).In(v.s.kit.Now().Location())
		v.alert.Set(words.F("{{.Date}}, {{.Time}}", "Date", words.Date(t), "Time", words.Clock(t)))
	}
	v.bar.Refresh()
	v.body.Objects = nil
	if m.NoteErr != nil {
		what, next := v.s.kit.Explain(m.NoteErr)
		v.body.Add(part.Note(look.Failed, look.IconError, part.Column(2, part.Strong(what).Wrapped(), part.Muted(next).Wrapped())))
	} else {
		v.draw(m)
	}
	v.body.Refresh()
	v.page.ScrollTo(0)
	v.page.Relayout()
}

// about says when a note was changed, and where it lies.
func (v *noteView) about(c Card) string {
	var all []string
	if c.Changed != 0 {
		t := time.UnixMilli(c.Changed).In(v.s.kit.Now().Location())
		all = append(all, words.F("{{.Date}}, {{.Time}}", "Date", words.Date(t), "Time", words.Clock(t)))
	}
	if c.Folder != "" {
		all = append(all, words.Name(c.Folder))
	}
	if len(v.s.Model.Phones) > 1 {
		all = append(all, words.Name(c.PhoneName))
	}
	return strings.Join(all, " · ")
}

func (v *noteView) draw(m *Model) {
	n := m.Note
	if t := strings.TrimSpace(words.Name(n.Title)); t != "" && !m.titled() {
		v.body.Add(prose.NewFlow([]prose.Span{{Text: t, Bold: true}}, look.Title, 0.86, look.Foreground))
		v.body.Add(part.Space(0, look.S3))
	}
	said := map[string]bool{}
	file := func(target string) (records.Attachment, bool) {
		name := strings.TrimPrefix(target, "attachments/")
		said[name] = true
		for _, a := range n.Attachments {
			if a.Name == name {
				return a, true
			}
		}
		return records.Attachment{Name: name}, false
	}
	phone := ""
	if c, ok := m.Open(); ok {
		phone = c.Phone
	}
	blocks := prose.View(m.Blocks, prose.Options{
		Picture: func(target, name string) fyne.CanvasObject {
			if strings.Contains(target, "://") {
				return part.Small(words.F("A picture of {{.Address}} that was not copied", "Address", words.Name(target))).Wrapped()
			}
			a, _ := file(target)
			return v.picture(phone, a, name)
		},
		File: func(target, name string) fyne.CanvasObject {
			a, ok := file(target)
			return v.file(phone, a, name, ok)
		},
		Link: v.follow,
	})
	v.body.Add(blocks)
	for _, a := range n.Attachments { // that the text does not speak of
		if said[a.Name] {
			continue
		}
		v.body.Add(part.Space(0, look.S3))
		if strings.HasPrefix(a.MIME, "image/") {
			v.body.Add(v.picture(phone, a, ""))
		} else {
			v.body.Add(v.file(phone, a, "", true))
		}
	}
	if len(v.body.Objects) == 1 && len(blocks.Objects) == 0 {
		v.body.Add(part.Muted(words.T("This note is empty.")))
	}
	v.body.Add(part.Space(0, look.S6))
}

// picture is one of the note's pictures with what was written below it; a press
// opens it.
func (v *noteView) picture(phone string, a records.Attachment, name string) fyne.CanvasObject {
	p := newPicture(v.s.kit, v.s.loader, 0, v.page.Relayout)
	p.bind(&a)
	var o fyne.CanvasObject = p
	if _, ok := hashOf(a); ok {
		o = part.NewArea(cmp.Or(words.Name(name), words.T("Picture")), look.Radius, p, func() { v.open(phone, a) })
	}
	if name == "" {
		return o
	}
	return part.Column(look.S1, o, part.Small(words.Name(name)).Wrapped())
}

// file is a recording, or a document; a press opens it.
func (v *noteView) file(phone string, a records.Attachment, name string, there bool) fyne.CanvasObject {
	icon, kind := look.IconFile, words.T("File")
	if sound(a) {
		icon, kind = look.IconPlay, words.T("Recording")
	}
	if name == "" || name == "sound" {
		name = kind
	}
	line := words.T("It was not in the phone’s backup.")
	if there && a.SHA256 != "" {
		line = words.Size(a.Size)
		if icon == look.IconPlay {
			line = words.F("{{.Size}} · press to play", "Size", line)
		}
	}
	row := part.Layers(part.NewFill(look.RailBg, look.Radius), part.Inset(look.S3, look.S2, look.S4, look.S2, part.Row(look.S3,
		part.Fixed(36, 36, part.Layers(part.NewFill(look.Tint, 18), part.Middle(18, part.NewIcon(icon, look.Accent, 18)))),
		part.Column(0, part.Strong(words.Name(name)), part.Small(line)))))
	if !there || a.SHA256 == "" {
		return part.Row(0, row, part.NewSpring())
	}
	return part.Row(0, part.NewArea(words.Name(name), look.Radius, row, func() { v.open(phone, a) }), part.NewSpring())
}

// sound reports whether an attachment can be listened to.
func sound(a records.Attachment) bool {
	if strings.HasPrefix(a.MIME, "audio/") {
		return true
	}
	switch strings.ToLower(path.Ext(a.Name)) {
	case ".mp3", ".m4a", ".amr", ".aac", ".wav", ".ogg", ".opus", ".3gp":
		return true
	}
	return false
}

func (v *noteView) open(phone string, a records.Attachment) {
	v.s.kit.Hop.Go(func(ctx context.Context) func() {
		if err := v.s.Model.lib.OpenFile(ctx, phone, a); err != nil {
			return func() { v.s.kit.Failed(err) }
		}
		return nil
	})
}

// follow opens a link of a note in the browser: pages only, nothing that would start
// a program.
func (v *noteView) follow(address string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" {
		return
	}
	if err := fyne.CurrentApp().OpenURL(u); err != nil {
		v.s.kit.Failed(err)
	}
}

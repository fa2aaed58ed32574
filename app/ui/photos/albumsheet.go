package photos

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
)

// AskAlbum asks which of the owner's albums pictures are to be in: one that is
// there, or a new one.
func (s *Screen) AskAlbum(ids []int64) {
	if len(ids) == 0 {
		return
	}
	var sheet *part.Sheet
	put := func(name string) {
		if name = strings.TrimSpace(name); name == "" {
			return
		}
		sheet.Close()
		s.change(ids, shelf.Change{AddTo: name}, words.N("{{.N}} items are in “{{.Album}}” now", len(ids), "Album", words.Name(name)))
	}
	line := part.NewLine(words.T("Name of the new album"), words.T("New album, such as Summer by the sea"))
	line.Done, line.Most = put, 120
	list := part.Column(0)
	for _, a := range s.Model.Albums {
		if a.Own {
			list.Add(part.NewArea(words.Name(a.Name), look.Radius, part.Inset(look.S3, look.S2, look.S3, look.S2, part.Row(look.S3,
				part.NewIcon(look.IconAlbums, look.Muted, 20), part.Grow(part.Body(words.Name(a.Name)).Middle()),
				part.Small(words.Count(a.Count)))), func() { put(a.Key.Path) }))
		}
	}
	body := part.Column(look.S3,
		part.Row(look.S2, part.Grow(line), part.NewButton(part.Primary, words.T("Make and add"), "", func() { put(line.Text) })),
		part.Muted(words.T("Albums are kept in the library. The files stay where they are.")).Wrapped())
	if len(list.Objects) > 0 {
		body.Add(part.Small(words.T("Your albums")))
		body.Add(part.Tall(part.NewPage(480, 0, list).Flush()))
	} else {
		body.Add(part.NewSpring())
	}
	sheet = s.kit.Sheet(words.N("Add {{.N}} items to an album", len(ids)), words.T("Close"), fyne.NewSize(480, 420), body)
	s.kit.Focus(line)
}

func (s *Screen) takeOut(ids []int64) {
	if a := s.Model.Album(); a != nil && a.Own {
		s.change(ids, shelf.Change{TakeFrom: a.Key.Path}, words.N("{{.N}} items were taken out of the album", len(ids)))
	}
}

// askRename asks for another name of the open album.
func (s *Screen) askRename() {
	a := s.Model.Album()
	if a == nil {
		return
	}
	key := a.Key
	var sheet *part.Sheet
	line := part.NewLine(words.T("Name of the album"), words.T("Its own name"))
	line.SetText(a.Name)
	line.Most = 120
	rename := func(name string) {
		sheet.Close()
		s.kit.Hop.Go(func(ctx context.Context) func() {
			if err := s.editor.RenameAlbum(ctx, key, strings.TrimSpace(name)); err != nil {
				return func() { s.kit.Failed(err) }
			}
			return s.Model.Changed
		})
	}
	line.Done = rename
	hint := words.T("The name is kept in the library. Nothing changes on the phone, and the folder keeps its name.")
	sheet = s.kit.Sheet(words.T("Rename album"), words.T("Close"), fyne.NewSize(440, 220), part.Column(look.S3,
		line, part.Muted(hint).Wrapped(), part.NewSpring(),
		part.Row(look.S2, part.NewSpring(), part.NewButton(part.Primary, words.T("Rename"), "", func() { rename(line.Text) }))))
	s.kit.Focus(line)
}

// dissolveAlbum takes the open album apart, which can be taken back.
func (s *Screen) dissolveAlbum() {
	a := s.Model.Album()
	if a == nil || !a.Own {
		return
	}
	key, name := a.Key, words.Name(a.Name)
	s.kit.Hop.Go(func(ctx context.Context) func() {
		undo, err := s.editor.DissolveAlbum(ctx, key)
		if err != nil {
			return func() { s.kit.Failed(err) }
		}
		return func() {
			s.Model.Leave()
			s.Model.Changed()
			s.said(words.F("The album “{{.Album}}” was taken apart; its pictures are still here", "Album", name), undo)
		}
	})
}

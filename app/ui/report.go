package ui

import (
	"context"
	"path/filepath"

	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// saveReport asks for a folder, and saves a report there.
func (s *Shell) saveReport() {
	title := words.T("Folder for the report")
	s.hop.Go(func(ctx context.Context) func() {
		dir, err := s.deps.Desk.PickFolder(ctx, title)
		if err == nil && dir == "" {
			return nil
		}
		var path string
		if err == nil {
			path, err = s.deps.Reports.SaveReport(ctx, dir)
		}
		return func() {
			if err != nil {
				s.kit.Failed(err)
				return
			}
			s.toasts.Show(part.Toast{Text: words.T("The report is saved. No names, numbers, paths or pictures are in it: open it and see."), Next: words.Name(filepath.Base(path)),
				Action: words.T("Open the folder"), Do: func() { s.openFolder(dir) }})
		}
	})
}

func (s *Shell) openFolder(dir string) {
	s.hop.Go(func(ctx context.Context) func() {
		if err := s.deps.Desk.OpenFolder(ctx, dir); err != nil {
			return func() { s.kit.Failed(err) }
		}
		return nil
	})
}

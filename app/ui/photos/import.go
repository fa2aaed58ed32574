package photos

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// SetImport offers an import, which do begins, in the bar and where there are no
// pictures yet. Call it before the screen is shown.
func (s *Screen) SetImport(do func()) {
	s.imports = do
	s.topBar.Add(part.NewIconButton(look.IconDownload, words.T("Import…"), s.kit.Tips, do))
	s.emptyFor = ""
	s.render()
}

// firstSteps are the ways to a first picture.
func (s *Screen) firstSteps() fyne.CanvasObject {
	backup := part.NewButton(part.Primary, words.T("Back up a phone"), look.IconBackup, func() { s.Backup() })
	if s.imports == nil {
		return backup
	}
	return part.Row(look.S2, backup, part.NewButton(part.Secondary, words.T("Import…"), look.IconDownload, s.imports))
}

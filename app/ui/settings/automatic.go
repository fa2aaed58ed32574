package settings

import (
	"keepsake/app/ui/automatic"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// OfferAutomatic lets the owner choose when phones are backed up by themselves;
// nil offers nothing.
func (s *Screen) OfferAutomatic(kit *part.Kit, r automatic.Routine) {
	s.automatic.Objects = nil
	s.editor = nil
	if r != nil {
		s.editor = automatic.NewEditor(kit, r, s.page.Relayout, func(err error) { s.Model.OnError(err) })
		s.automatic.Add(section(words.T("Automatic backup"), words.T("A phone that is connected, by cable or Wi-Fi, is backed up without a word. You hear of it when that fails, or when a phone has not been seen for long."), s.editor.Content()))
	}
	part.Show(s.automatic, r != nil)
	s.page.Relayout()
}

package photos

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
)

// renderEmpty shows why there is nothing to see, when there is nothing.
func (s *Screen) renderEmpty() bool {
	kind := s.emptiness()
	if kind == s.emptyFor {
		return kind != ""
	}
	s.emptyFor = kind
	s.empty.Objects = s.empty.Objects[:0]
	if o := s.explain(kind); o != nil {
		s.empty.Add(o)
	}
	return kind != ""
}

// emptiness names what is missing, "" when nothing is.
func (s *Screen) emptiness() string {
	m := s.Model
	none := m.Loaded && len(m.Timeline.IDs) == 0
	switch {
	case m.Err != nil:
		return "error"
	case m.Inside != nil && none:
		switch {
		case m.Inside.Album != nil:
			return "album"
		case m.Inside.Box != nil, m.Inside.Burst != nil:
			return "not found"
		}
		return viewName(m.Inside.View)
	case m.Inside != nil:
		return ""
	case m.Tab == PlacesTab && m.Found && len(m.Spots) == 0:
		return "places"
	case m.Tab == SimilarTab && m.Found && len(m.Groups) == 0:
		return "similar"
	case m.Tab == TimelineTab && none && m.Narrowed():
		return "not found"
	case m.Tab == TimelineTab && none:
		return "nothing"
	}
	return ""
}

func (s *Screen) explain(kind string) fyne.CanvasObject {
	m := s.Model
	switch kind {
	case "error":
		what, next := s.kit.Explain(m.Err)
		return part.Empty(look.IconError, what, next, part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, m.Changed))
	case "nothing":
		return part.Empty(look.IconPhotos, words.T("No photos here yet"),
			words.T("After the first backup, everything from your phone is here: every photo and video, by date and by album."),
			s.firstSteps())
	case "not found":
		return part.Empty(look.IconSearch, words.T("Nothing found"),
			words.T("Try another word, a year or a month, or show everything again."),
			part.NewButton(part.Secondary, words.T("Show everything"), "", m.ClearFilters))
	case "album":
		return part.Empty(look.IconAlbums, words.T("This album is empty"),
			words.T("Choose pictures in the timeline and press “Add to album”."), nil)
	case "places":
		return part.Empty(look.IconPlace, words.T("No places yet"),
			words.T("Pictures taken while the phone’s camera may use the location appear on a map here. The map is part of Keepsake: nothing is asked from the internet."), nil)
	case "similar":
		return part.Empty(look.IconCopies, words.T("No look-alikes"),
			words.T("Pictures that look nearly the same, and bursts, are gathered here so that you can keep the best. Exact copies are kept only once anyway."), nil)
	case viewName(shelf.Trash):
		return part.Empty(look.IconTrash, words.T("The trash is empty"),
			words.T("What you move to the trash waits here, and can be put back until you empty it."), nil)
	case viewName(shelf.Hidden):
		return part.Empty(look.IconEyeOff, words.T("Nothing is hidden"),
			words.T("Hidden pictures are left out of the timeline, albums and places, and kept here."), nil)
	case viewName(shelf.Private):
		return part.Empty(look.IconLock, words.T("No private album here"),
			words.T("The private album of a phone is backed up only when you ask for it: choose it in what to back up."), nil)
	case viewName(shelf.Recent):
		return part.Empty(look.IconActivity, words.T("No photos here yet"),
			words.T("What came into the library last is here first."), nil)
	}
	return nil
}

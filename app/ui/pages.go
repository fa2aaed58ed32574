package ui

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// Place is one of the pages.
type Place int

// The pages, in the order of the rail.
const (
	AtHome Place = iota
	AtPhotos
	AtContacts
	AtMessages
	AtNotes
	AtCalendar
	AtCalls
	AtWifi
	AtApps
	AtRecordings
	AtRestore
	AtCloud
	AtStorage
	AtActivity
	AtSettings
	AtSelfBackup // the guide to the backup a phone makes of itself; not on the rail
	AtCheck      // the doctor's page; not on the rail
)

// group is where on the rail a page has its entry.
type group int

// The groups of the rail, from the top.
const (
	main   group = iota
	more         // folded away under "More"
	foot         // at the lower end
	hidden       // reached from elsewhere
)

// page is one page: its entry on the rail, and what is shown. A page that the
// window is built without has no screen, and no entry.
type page struct {
	at     Place
	group  group
	icon   look.Icon
	name   string
	screen screen
}

// screen is what the shell asks of a page. What else a page can do it says by
// the methods below.
type screen interface {
	Content() fyne.CanvasObject
	Show() // it has come into sight
}

type (
	// hider is told that it goes out of sight.
	hider interface{ Hide() }
	// changer is told, while in sight, that the library has changed.
	changer interface{ Changed() }
	// finder can search: Ctrl+F gives the keyboard to its field.
	finder interface{ Find() }
	// keyer does what a key means that nothing with the keyboard took, and
	// reports whether it means anything.
	keyer interface{ Key(fyne.KeyName) bool }
	// typer does what a letter means that nothing with the keyboard took, and
	// reports whether it means anything.
	typer interface{ Type(rune) bool }
	// chooser can choose everything it shows.
	chooser interface{ ChooseAll() }
)

// enter lists the pages in the order of the rail. A new page is one line here,
// below its neighbour.
func (s *Shell) enter() {
	add := func(at Place, g group, icon look.Icon, name string, sc screen) {
		s.all = append(s.all, page{at, g, icon, name, sc})
	}
	add(AtHome, main, look.IconHome, words.T("Home"), s.home)
	add(AtPhotos, main, look.IconPhotos, words.T("Photos"), s.photos)
	if p := s.papers; p != nil {
		add(AtContacts, main, look.IconPeople, words.T("Contacts"), p.contacts)
		add(AtMessages, main, look.IconMessage, words.T("Messages"), p.messages)
		if p.notes != nil {
			add(AtNotes, main, look.IconNotes, words.T("Notes"), p.notes)
		}
		if p.calendar != nil {
			add(AtCalendar, main, look.IconCalendar, words.T("Calendar"), p.calendar)
		}
		add(AtCalls, more, look.IconCall, words.T("Calls"), p.calls)
		if p.networks != nil {
			add(AtWifi, more, look.IconWifi, words.T("Wi-Fi"), p.networks)
		}
		if p.apps != nil {
			add(AtApps, more, look.IconApps, words.T("Apps"), p.apps)
		}
		if p.recordings != nil {
			add(AtRecordings, more, look.IconAudio, words.T("Recordings"), p.recordings)
		}
	}
	if s.restore != nil {
		add(AtRestore, main, look.IconRestore, words.T("Restore"), s.restore)
	}
	if s.cloud != nil {
		add(AtCloud, main, look.IconCloud, words.T("Cloud"), s.cloud)
	}
	if s.storage != nil {
		add(AtStorage, foot, look.IconStorage, words.T("Storage"), s.storage)
	}
	add(AtActivity, foot, look.IconActivity, words.T("Activity"), s.activity)
	add(AtSettings, foot, look.IconSettings, words.T("Settings"), s.settings)
	if p := s.papers; p != nil && p.selfbackup != nil {
		add(AtSelfBackup, hidden, look.IconPhone, words.T("Notes and passwords"), p.selfbackup)
	}
	add(AtCheck, hidden, look.IconHelp, words.T("Check"), s.check)
}

// page is the page at a place, nil when the window has none.
func (s *Shell) page(at Place) *page {
	for i := range s.all {
		if s.all[i].at == at {
			return &s.all[i]
		}
	}
	return nil
}

// of are the pages of a group of the rail.
func (s *Shell) of(g group) (pages []page) {
	for _, p := range s.all {
		if p.group == g {
			pages = append(pages, p)
		}
	}
	return pages
}

// now is the screen in sight.
func (s *Shell) now() screen { return s.page(s.place).screen }

// Go shows a page; one that the window has not stays away.
func (s *Shell) Go(at Place) {
	to := s.page(at)
	if to == nil {
		return
	}
	if s.viewing {
		s.leaveViewer(0)
	}
	if h, ok := s.now().(hider); ok && s.place != at {
		h.Hide()
	}
	s.place = at
	for _, p := range s.all {
		if p.at != at {
			p.screen.Content().Hide()
		}
	}
	to.screen.Content().Show()
	to.screen.Show()
	if at == AtHome {
		s.standing()
	}
	if s.rail != nil {
		s.rail.render()
		s.strip.render()
	}
}

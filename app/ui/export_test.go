package ui

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/calls"
	"keepsake/app/ui/contacts"
	"keepsake/app/ui/importing"
	"keepsake/app/ui/look"
	"keepsake/app/ui/messages"
	"keepsake/app/ui/part"
	"keepsake/app/ui/photos"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/restoring"
	"keepsake/app/ui/storage"
	"keepsake/app/ui/wifi"
)

// Idle reports whether all the window's work has ended.
func (s *Shell) Idle() bool {
	return s.loader.Idle() && s.hop.Idle() && (s.papers == nil || s.papers.loader.Idle())
}

// Calls is the page of the call log.
func (s *Shell) Calls() *calls.Screen { return s.papers.calls }

// Messages is the page of conversations.
func (s *Shell) Messages() *messages.Screen { return s.papers.messages }

// Contacts is the page of people.
func (s *Shell) Contacts() *contacts.Screen { return s.papers.contacts }

// Find types into the photos' search.
func (s *Shell) Find(text string) { s.photos.Model.SetSearch(text) }

// Searched is what the photos are searched for.
func (s *Shell) Searched() string { return s.photos.Model.Search }

// Tab changes the photos' view.
func (s *Shell) Tab(t photos.Tab) { s.photos.Model.SetTab(t) }

// ShowProblems opens the list of what failed in a phone's last backup.
func (s *Shell) ShowProblems(id string) {
	for _, c := range s.home.Model.Cards {
		if c.Phone.ID == id {
			receipt.ShowList(s.kit, "failed: 2", c.Receipt.Problems)
		}
	}
}

// Toasts shows one of each.
func (s *Shell) Toasts() {
	s.toasts.Show(part.Toast{Text: "3 originals copied", Next: "/home/anna/Desktop/For the album"})
	s.toasts.Show(part.Toast{Text: "Mum's phone was unplugged.", Next: "812 of 1,204 photos are safe. Plug it in again and Keepsake goes on by itself.", Tone: look.NeedsYou})
	s.toasts.Show(part.Toast{Text: "The disk with the library is full.", Next: "Free some space and start again.", Tone: look.Failed, Action: "Open the folder", Do: func() {}})
}

// Keys is what the list of keys says.
func (s *Shell) Keys() (all [][][2]string) {
	for _, g := range s.keyGroups() {
		all = append(all, g.keys)
	}
	return all
}

// SaveReport saves a report.
func (s *Shell) SaveReport() { s.saveReport() }

// Said is what the messages at the lower right say.
func (s *Shell) Said() []string { return s.toasts.Texts() }

// StoragePage is the page about the space the library takes.
func (s *Shell) StoragePage() *storage.Screen { return s.storage }

// PhotosPage is the page of photos.
func (s *Shell) PhotosPage() *photos.Screen { return s.photos }

// Place is the page shown.
func (s *Shell) Place() Place { return s.place }

// Viewing reports whether the viewer is open.
func (s *Shell) Viewing() bool { return s.viewing }

// Shortcut is a key with Ctrl, or Cmd.
func (s *Shell) Shortcut(sc fyne.Shortcut) { s.shortcut(sc) }

// StripShown reports whether the strip is in sight.
func (s *Shell) StripShown() bool { return s.strip.content.Visible() }

// Told is what the toasts say.
func (s *Shell) Told() []string { return s.toasts.Texts() }

// Doctor reports whether Home is the doctor's page.
func (s *Shell) Doctor() bool { return s.home.Model.Doctor }

// TryDemo presses the doctor's button.
func (s *Shell) TryDemo() { s.startDemo() }

// OnScreen reports whether a picture's tile is in sight.
func (s *Shell) OnScreen(id int64) bool { return s.photos.OnScreen(id) }

// Guide turns the check page's guide to a step.
func (s *Shell) Guide(step int) {
	s.check.doctor.Model.SetUp()
	s.check.doctor.Model.Turn(step)
}

// Unfold shows the details of a line of the check page.
func (s *Shell) Unfold(id string) {
	for i, l := range s.check.doctor.Model.Lines {
		if string(l.ID) == id {
			s.check.doctor.Model.Unfold(i)
		}
	}
}

// Supply opens the sheet for the adb program.
func (s *Shell) Supply() { s.check.doctor.Model.Fetch() }

// Wifi opens the sheet for a phone without a cable.
func (s *Shell) Wifi() *wifi.Model { return s.openWifi().Model }

// StripHeight is how much of the window the strip takes.
func (s *Shell) StripHeight() float32 { return s.strip.height() }

// Photos is the photos page.
func (s *Shell) Photos() *photos.Screen { return s.photos }

// Import is the sheet for an import; nil when it is not open.
func (s *Shell) Import() *importing.Model {
	if s.sheet == nil {
		return nil
	}
	return s.sheet.Model
}

// PhoneSpot is a place on a phone's card in the rail; zero when it has none.
func (s *Shell) PhoneSpot(id string) fyne.Position {
	a := s.rail.areas[id]
	if a == nil {
		return fyne.Position{}
	}
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(a).AddXY(8, 8)
}

// Flow is the restore of the sheet that is open; nil when none is.
func (s *Shell) Flow() *restoring.Flow { return s.flow.Flow }

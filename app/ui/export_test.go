package ui

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/photos"
	"keepsake/app/ui/receipt"
)

// Idle reports whether all the window's work has ended.
func (s *Shell) Idle() bool { return s.loader.Idle() && s.hop.Idle() }

// Find types into the photos' search.
func (s *Shell) Find(text string) { s.photos.Model.SetSearch(text) }

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

package ui

import (
	"context"
	"time"

	"keepsake/app/ui/home"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Notify tells the window of a change. Any goroutine may call it.
func (s *Shell) Notify(e Event) {
	if s.events.Or(uint32(e)) == 0 {
		s.hop.Post(s.handle)
	}
}

func (s *Shell) handle() {
	e := Event(s.events.Swap(0))
	if e&(PhonesChanged|RunsChanged) != 0 {
		s.look()
	}
	if e&PhonesChanged != 0 {
		s.diagnose()
	}
	if e&LibraryChanged != 0 {
		s.libraryChanged()
	}
	if e&RunsChanged != 0 && s.place == AtActivity {
		s.activity.Changed()
	}
}

// libraryRest is how long the library is not read anew once it was: a backup
// changes it many times a second.
const libraryRest = time.Second

// libraryChanged shows what is new, now or when the library has rested.
func (s *Shell) libraryChanged() {
	if s.resting {
		s.again = true
		return
	}
	s.resting = true
	s.home.Changed()
	if s.place == AtHome {
		s.standing()
	}
	s.photos.Changed()
	if c, ok := s.now().(changer); ok && s.place != AtHome && s.place != AtPhotos {
		c.Changed()
	}
	s.kit.After(libraryRest, func() {
		s.resting = false
		if s.again {
			s.again = false
			s.libraryChanged()
		}
	})
}

// look asks phones and runs how they are, and tells of backups that ended.
func (s *Shell) look() {
	s.home.Look()
	s.check.doctor.Model.Suppose(s.home.Model.System())
	now := map[string]bool{}
	for _, c := range s.home.Model.Cards {
		if c.Running {
			now[c.Phone.ID] = true
		} else if s.running[c.Phone.ID] {
			s.ended(c)
		}
	}
	s.running = now
	s.lookAtImport()
	s.lookAtRestore()
	s.lookAtUploads()
	s.rail.render()
	s.strip.render()
}

// diagnose looks for what keeps phones from being found, while a page that says
// so is in sight. It asks the computer and the phones, which takes longer than
// look does.
func (s *Shell) diagnose() {
	switch {
	case s.viewing:
	case s.place == AtHome:
		s.home.Diagnose()
	case s.place == AtCheck:
		s.check.doctor.Model.Refresh()
	}
}

// ended tells of a backup that has just ended, unless its card is in sight.
func (s *Shell) ended(c home.Card) {
	s.Notify(LibraryChanged)
	if s.place == AtHome && !s.viewing || c.Receipt == nil {
		return
	}
	s.toasts.Show(part.Toast{
		Text: words.F("{{.Phone}}: {{.What}}", "Phone", c.Phone.Title(), "What", c.Headline.Text),
		Next: c.Headline.Next, Tone: c.Headline.Tone,
		Action: words.T("Show"), Do: func() { s.Go(AtHome) },
	})
}

func (s *Shell) startDemo() {
	s.hop.Go(func(ctx context.Context) func() {
		err := s.deps.Demo(ctx)
		return func() {
			s.home.Tried()
			s.check.doctor.Tried()
			if err != nil {
				s.kit.Failed(err)
			}
			s.look()
		}
	})
}

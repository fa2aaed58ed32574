package ui

import "time"

// How often the window looks: a few times a second while something runs, else
// once in a while, for sentences like "12 minutes ago".
const (
	tick     = 250 * time.Millisecond
	restTick = 8 // of them
)

// clock lets the window look every now and then, until the window's context
// ends. It runs on a goroutine of its own.
func (s *Shell) clock() {
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		select {
		case <-s.hop.Context().Done():
			return
		case <-t.C:
			if !s.asleep.Load() {
				s.hop.Post(s.Tick)
			}
		}
	}
}

// Sleep stops the clock while the window is hidden, or starts it again.
func (s *Shell) Sleep(on bool) {
	s.asleep.Store(on)
	if !on {
		s.Notify(PhonesChanged | RunsChanged | LibraryChanged)
	}
}

// Tick is one beat of the window's clock: it looks when something runs, or when
// it has not looked for a while.
func (s *Shell) Tick() {
	s.ticks++
	if len(s.running) > 0 || s.taking || s.restoring || s.ticks%restTick == 0 {
		s.look()
	}
	if s.ticks%restTick == 0 {
		s.diagnose()
	}
}

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"keepsake/app/ui/look"
)

// What is remembered between starts.
const (
	prefWidth  = "window.width"
	prefHeight = "window.height"
	prefLook   = "look.mode"
	prefZoom   = "look.zoom"
	prefTile   = "photos.tile"

	prefLanguage = "language"

	prefSettled = "photos.settled"
)

// Attach puts the content into a window: its size as it was last time, its keys,
// and the clock that keeps the page up to date. Call it once.
func (s *Shell) Attach(w fyne.Window) {
	s.window = w
	w.SetPadded(false)
	w.SetContent(s.content)
	size := fyne.NewSize(
		float32(s.deps.Prefs.FloatWithFallback(prefWidth, 1280)),
		float32(s.deps.Prefs.FloatWithFallback(prefHeight, 800)))
	w.Resize(size.Max(look.MinWindow()))
	s.keys(w.Canvas())
	w.SetOnDropped(s.Dropped)
	if s.deps.After == nil {
		s.clocks.Go(s.clock)
	}
}

// Remember keeps the window's size for the next start; call it when the window
// is about to close.
func (s *Shell) Remember() {
	if s.window == nil || s.window.FullScreen() {
		return
	}
	size := s.window.Canvas().Size()
	s.deps.Prefs.SetFloat(prefWidth, float64(size.Width))
	s.deps.Prefs.SetFloat(prefHeight, float64(size.Height))
}

// Look is the remembered look.
func (s *Shell) Look() (look.Mode, float32) {
	return look.ParseMode(s.deps.Prefs.StringWithFallback(prefLook, "")), float32(s.deps.Prefs.FloatWithFallback(prefZoom, 1))
}

// SetLook changes the look at once, and remembers it.
func (s *Shell) SetLook(mode look.Mode, zoom float32) {
	s.deps.Prefs.SetString(prefLook, string(mode))
	s.deps.Prefs.SetFloat(prefZoom, float64(zoom))
	s.applyLook(mode, zoom)
}

// Language is the chosen language's tag; empty is the desktop's.
func (s *Shell) Language() string { return s.deps.Prefs.StringWithFallback(prefLanguage, "") }

// SetLanguage remembers what the window speaks from its next start.
func (s *Shell) SetLanguage(tag string) { s.deps.Prefs.SetString(prefLanguage, tag) }

func (s *Shell) applyLook(mode look.Mode, zoom float32) {
	if app := fyne.CurrentApp(); app != nil {
		app.Settings().SetTheme(look.New(mode, zoom))
	}
}

// keys binds what the keyboard does anywhere in the window.
func (s *Shell) keys(c fyne.Canvas) {
	for _, k := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9, fyne.KeyComma, fyne.KeyF} {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault}, s.shortcut)
	}
	c.AddShortcut(&fyne.ShortcutSelectAll{}, func(fyne.Shortcut) {
		if all, ok := s.now().(chooser); ok && !s.viewing {
			all.ChooseAll()
		}
	})
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { s.Key(e.Name) })
	c.SetOnTypedRune(s.typed)
}

// typed does what a letter means that nothing with the keyboard took.
func (s *Shell) typed(r rune) {
	if r == '?' && s.Key("?") { // a key of its own on few keyboards
		return
	}
	if t, ok := s.now().(typer); ok && !s.viewing && s.canvas().Overlays().Top() == nil {
		t.Type(r)
	}
}

// pass hands a shortcut that something with the keyboard has no use for to the
// window, which has more of them than the shell.
func (s *Shell) pass(sc fyne.Shortcut) {
	if c, ok := s.canvas().(fyne.Shortcutable); ok {
		c.TypedShortcut(sc)
		return
	}
	s.shortcut(sc)
}

// shortcut does what a key with Ctrl, or Cmd, means.
func (s *Shell) shortcut(sc fyne.Shortcut) {
	k, ok := sc.(*desktop.CustomShortcut)
	if !ok {
		return
	}
	switch k.KeyName {
	case fyne.KeyComma:
		s.Go(AtSettings)
	case fyne.KeyF:
		s.find()
	default: // 1 to 9
		if n := int(k.KeyName[0] - '1'); n >= 0 && n < len(s.all) && s.all[n].group != hidden {
			s.Go(s.all[n].at)
		}
	}
}

// find gives the keyboard to the search of the page in sight, or of the photos.
func (s *Shell) find() {
	f, ok := s.now().(finder)
	if s.viewing || !ok {
		s.Go(AtPhotos)
		f = s.photos
	}
	f.Find()
}

// Key does what a key means to what is in front, and reports whether it means
// anything.
func (s *Shell) Key(k fyne.KeyName) bool {
	if c := s.canvas(); c != nil {
		if top, ok := c.Overlays().Top().(interface{ Close() }); ok {
			if k == fyne.KeyEscape {
				top.Close()
			}
			return k == fyne.KeyEscape
		}
	}
	switch {
	case s.viewing:
		return s.viewer.Key(k)
	case k == fyne.KeyF1 || k == "?":
		s.showKeys()
		return true
	case k == fyne.KeyF5:
		s.Notify(PhonesChanged | RunsChanged | LibraryChanged)
		return true
	}
	if p, ok := s.now().(keyer); ok {
		return p.Key(k)
	}
	return false
}

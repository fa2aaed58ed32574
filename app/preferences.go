package app

import (
	"context"

	"keepsake/app/desk"
	"keepsake/app/library"
	"keepsake/app/settings"
	uisettings "keepsake/app/ui/settings"
)

// preferences is the settings file in the window's words (ui.Preferences). What
// cannot be written is lost at the end of the session, no more.
type preferences struct{ f *settings.File }

func (p preferences) number(v *settings.Values, key string) *float32 {
	switch key {
	case "window.width":
		return &v.Width
	case "window.height":
		return &v.Height
	case "photos.tile":
		return &v.Tile
	case "look.zoom":
		return &v.Zoom
	}
	return nil
}

func (p preferences) FloatWithFallback(key string, fallback float64) float64 {
	v := p.f.Get()
	if n := p.number(&v, key); n != nil && *n != 0 {
		return float64(*n)
	}
	return fallback
}

func (p preferences) SetFloat(key string, value float64) {
	_ = p.f.Change(func(v *settings.Values) {
		if n := p.number(v, key); n != nil {
			*n = float32(value)
		}
	})
}

func (p preferences) text(v *settings.Values, key string) *string {
	switch key {
	case "look.mode":
		return &v.Theme
	case "language":
		return &v.Language
	}
	return nil
}

func (p preferences) StringWithFallback(key, fallback string) string {
	v := p.f.Get()
	if s := p.text(&v, key); s != nil && *s != "" {
		return *s
	}
	return fallback
}

func (p preferences) SetString(key, value string) {
	_ = p.f.Change(func(v *settings.Values) {
		if s := p.text(v, key); s != nil {
			*s = value
		}
	})
}

// place is where the library lies and how to change that (ui.Settings).
type place struct {
	c    *current
	runs *runs
	f    *settings.File
}

func (p place) Library(context.Context) (uisettings.Library, error) {
	l := uisettings.Library{Dir: p.c.dir()}
	l.Free, l.Total = desk.Space(l.Dir)
	return l, nil
}

// UseLibrary opens the library in dir from now on and remembers it.
func (p place) UseLibrary(_ context.Context, dir string) error {
	if err := p.runs.alone(func() error { return p.c.open(dir) }); err != nil {
		return err
	}
	return p.f.Change(func(v *settings.Values) { v.Library = dir })
}

func (p place) Busy() bool { return p.runs.busy() }

// startDir is the library to open first: what was asked for, else as last time,
// else the default one.
func startDir(asked string, demo bool, f *settings.File) (string, error) {
	if asked != "" {
		return asked, nil
	}
	if dir := f.Get().Library; dir != "" && !demo {
		return dir, nil
	}
	return library.DefaultDir(demo)
}

// Package uitest is what the tests of the window's screens share: a window's
// goroutine that the test drains, a clock that the test moves, and a library of
// painted pictures. Nothing outside tests imports it.
//
// Begin with NewBench and NewLibrary.
package uitest

import (
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
)

// Now is the moment at which every test takes place.
var Now = time.Date(2026, 11, 22, 19, 30, 0, 0, time.UTC)

// Bench stands in for the window: one goroutine, the test's own.
type Bench struct {
	Queue  hop.Queue
	Clock  Clock
	Hop    *hop.Hop
	Kit    *part.Kit
	Toasts *part.Toasts
	Mods   fyne.KeyModifier // the keys held down
	App    fyne.App
	Window fyne.Window

	idle []func() bool
	stop context.CancelFunc
}

// NewBench returns a bench in a look, whose work ends with the test.
func NewBench(t testing.TB, mode look.Mode) *Bench {
	t.Helper()
	b := &Bench{App: test.NewTempApp(t)}
	b.App.Settings().SetTheme(look.New(mode, 1))
	ctx, cancel := context.WithCancel(t.Context())
	b.stop = cancel
	b.Hop = hop.New(ctx, b.Queue.Post)
	t.Cleanup(func() {
		cancel()
		b.Hop.Wait()
	})
	b.Toasts = part.NewToasts(b.Clock.After)
	b.Kit = &part.Kit{
		Hop: b.Hop, After: b.Clock.After, Tips: part.NewTips(b.Clock.After), Toast: b.Toasts.Show,
		Explain: func(err error) (string, string) { return err.Error(), "" },
		Now:     func() time.Time { return Now },
		Canvas: func() fyne.Canvas {
			if b.Window == nil {
				return nil
			}
			return b.Window.Canvas()
		},
		Keys: func() fyne.KeyModifier { return b.Mods },
	}
	b.idle = []func() bool{b.Hop.Idle}
	return b
}

// Stop ends the window's context; whoever works for it can then be waited for.
func (b *Bench) Stop() { b.stop() }

// Watch makes Settle wait for one more worker.
func (b *Bench) Watch(idle func() bool) { b.idle = append(b.idle, idle) }

// Context is the window's context.
func (b *Bench) Context() context.Context { return b.Hop.Context() }

// Settle lets all work end and its outcomes be shown.
func (b *Bench) Settle() { b.Queue.Settle(b.idle...) }

// Open puts content in a window of a size and lets it settle.
func (b *Bench) Open(t testing.TB, content fyne.CanvasObject, w, h float32) {
	t.Helper()
	b.Window = test.NewTempWindow(t, container.NewStack(content))
	b.Window.SetPadded(false)
	b.Window.Resize(fyne.NewSize(w, h))
	b.Settle()
}

// Picture is what the window looks like now.
func (b *Bench) Picture() image.Image { return b.Window.Canvas().Capture() }

// Save writes what the window looks like as name.png into dir.
func (b *Bench) Save(t testing.TB, dir, name string) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, b.Picture()); err != nil {
		t.Fatal(err)
	}
}

// Clock is a clock that stands still until the test moves it.
type Clock struct {
	now    time.Duration
	timers []*timer
}

type timer struct {
	at   time.Duration
	f    func()
	done bool
}

// After implements part.After.
func (c *Clock) After(d time.Duration, f func()) (stop func()) {
	t := &timer{at: c.now + d, f: f}
	c.timers = append(c.timers, t)
	return func() { t.done = true }
}

// Advance moves the clock and runs what became due, in order.
func (c *Clock) Advance(d time.Duration) {
	c.now += d
	for {
		slices.SortStableFunc(c.timers, func(a, b *timer) int { return int(a.at - b.at) })
		i := slices.IndexFunc(c.timers, func(t *timer) bool { return !t.done && t.at <= c.now })
		if i < 0 {
			c.timers = slices.DeleteFunc(c.timers, func(t *timer) bool { return t.done })
			return
		}
		c.timers[i].done = true
		c.timers[i].f()
	}
}

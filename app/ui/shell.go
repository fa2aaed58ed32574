package ui

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"keepsake/app/ui/activity"
	"keepsake/app/ui/cloud"
	"keepsake/app/ui/exporting"
	"keepsake/app/ui/health"
	"keepsake/app/ui/home"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/importing"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/photos"
	"keepsake/app/ui/restoring"
	"keepsake/app/ui/settings"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/storage"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/viewer"
	"keepsake/app/ui/words"
)

// Shell is the window's content.
type Shell struct {
	deps   Deps
	kit    *part.Kit
	hop    *hop.Hop
	clocks sync.WaitGroup
	cancel context.CancelFunc
	loader *thumbs.Loader
	window fyne.Window

	home     *home.Screen
	photos   *photos.Screen
	papers   *papers // nil: the window has no such pages
	activity *activity.Screen
	cloud    *cloud.Screen   // nil: the window is built without
	storage  *storage.Screen // nil: the window is built without
	settings *settings.Screen
	check    *check
	viewer   *viewer.Screen
	restore  *restoring.Screen // nil: the window is built without

	all     []page // in the order of the rail
	place   Place
	viewing bool
	running map[string]bool // phones with a backup under way, when last looked
	taking  bool            // an import was under way, when last looked
	sheet   *importing.Sheet

	restoring bool     // a restore was under way, when last looked
	flow      openFlow // the sheet with another one
	ghost     *ghost   // pictures on their way to a phone

	sending map[string]bool // uploads under way when it was looked last
	clouds  hop.Latest      // the newest look at how they stand

	where   settings.Library // as it was when it was asked for last
	placing bool             // it is being asked for
	ticks   int
	resting bool // the library was read a moment ago
	again   bool // and has changed since
	events  atomic.Uint32
	asleep  atomic.Bool // nobody sees the window

	rail    *rail
	strip   *strip
	toasts  *part.Toasts
	pages   *fyne.Container
	frame   *fyne.Container
	content *fyne.Container
}

// New returns the window's content. Its work ends with ctx, or with Close.
func New(ctx context.Context, deps Deps) *Shell {
	ctx, cancel := context.WithCancel(ctx)
	s := &Shell{deps: deps, cancel: cancel, hop: hop.New(ctx, deps.Post), running: map[string]bool{}}
	after := deps.After
	if after == nil {
		after = s.after
	}
	s.toasts = part.NewToasts(after)
	s.kit = &part.Kit{Hop: s.hop, After: after, Tips: part.NewTips(after), Toast: s.toasts.Show,
		Explain: deps.Explain, Now: deps.Now, Canvas: s.canvas, Keys: heldKeys, Shortcut: s.pass}
	s.loader = thumbs.New(ctx, deps.Library, deps.Post, thumbs.Budget)
	s.applyLook(s.Look())

	s.home = home.New(s.kit, home.Deps{Phones: deps.Phones, Runs: deps.Runs, Library: deps.Library,
		Names: deps.Names, Pauser: deps.Pauser, Doctor: s.doctorDeps(true)}, s.loader)
	s.check = newCheck(s.kit, s.doctorDeps(false))
	s.photos = photos.New(s.kit, deps.Library, deps.Library, s.loader, actions{deps.Library, deps.Desk}, float32(deps.Prefs.FloatWithFallback(prefTile, 0)))
	s.activity = activity.New(s.kit, deps.Log)
	s.openClouds(deps.Picker)
	if deps.Storage != nil {
		s.storage = storage.New(s.kit, deps.Storage, deps.Desk, s.loader)
	}
	s.settings = settings.New(s.kit, chosen{deps.Settings, s}, deps.Desk, settings.About{Version: deps.Version, License: deps.License, Parts: deps.Parts})
	if deps.Records != nil {
		s.papers = newPapers(ctx, s)
	}
	s.viewer = viewer.New(s.kit, deps.Library, deps.Library, s.loader)
	s.connect()
	s.openRestores()
	s.enter()

	s.rail = newRail(s)
	s.strip = newStrip(s)
	s.pages = part.Layers()
	for _, p := range s.all {
		p.screen.Content().Hide()
		s.pages.Add(p.screen.Content())
	}
	s.frame = container.New(&frame{s}, s.rail.content, s.pages, s.strip.content)
	s.viewer.Content().Hide()
	// Fyne clears the window with a colour that is rounded another way than what is
	// drawn on it; a ground of our own makes both the same.
	s.content = container.New(&root{}, part.NewFill(look.Background, 0), s.frame, s.viewer.Content(), s.toasts.Layer(), s.kit.Tips.Layer())
	s.Go(AtHome)
	s.look()
	s.proofs()
	return s
}

// actions are the library's and the desktop's, together.
type actions struct {
	Library
	settings.Desk
}

// chosen is what can be set: the application's things and the window's own.
type chosen struct {
	Settings
	*Shell
}

// connect lets the screens send each other.
func (s *Shell) connect() {
	s.home.Photos = func() { s.Go(AtPhotos) }
	s.home.Help = s.help
	s.settings.Check = func() { s.Go(AtCheck) }
	if s.deps.Radio != nil {
		s.settings.Wifi = func() { s.openWifi() }
	}
	s.settings.OfferPrivate(s.deps.Private)
	s.settings.OfferAutomatic(s.kit, s.deps.Routine)
	s.home.Model.Place = keepingPlace{s}
	s.home.Routine(s.deps.Routine, func() { s.Go(AtSettings) })
	s.settings.OfferMore(s.deps.More)
	if s.deps.Health != nil {
		m := health.NewModel(s.deps.Health, s.hop, s.kit.After)
		s.settings.Health = func() { health.Open(s.kit, m) }
	}
	s.home.View = func(row shelf.Row) { s.view(&shelf.Timeline{IDs: []int64{row.ID}}, 0) }
	s.photos.Viewer = s.view
	if s.deps.Imports != nil {
		s.photos.SetImport(func() { s.openImport() })
	}
	s.photos.Exporter = func(ids []int64, finished func()) {
		exporting.Open(s.kit, s.deps.Library, s.deps.Desk, ids, finished)
	}
	s.viewer.Exporter = func(ids []int64) { exporting.Open(s.kit, s.deps.Library, s.deps.Desk, ids, nil) }
	s.viewer.ShowPlace = func(lat, lon float64) {
		s.Go(AtPhotos)
		s.photos.ShowOnMap(lat, lon)
	}
	s.photos.Backup = func() { s.Go(AtHome) }
	s.photos.Model.SetSettled(s.deps.Prefs.StringWithFallback(prefSettled, ""))
	s.photos.SettledChanged = func(keys string) { s.deps.Prefs.SetString(prefSettled, keys) }
	s.photos.TileChanged = func(size float32) { s.deps.Prefs.SetFloat(prefTile, float64(size)) }
	if s.storage != nil {
		s.storage.View = func(all []shelf.Row, i int) {
			ids := make([]int64, len(all))
			for j, r := range all {
				ids[j] = r.ID
			}
			s.view(&shelf.Timeline{IDs: ids}, i)
		}
		s.storage.Album = func(a shelf.Album) { s.Go(AtPhotos); s.photos.Model.OpenAlbum(a) }
		s.storage.Aside = func(v shelf.View) { s.Go(AtPhotos); s.photos.Model.OpenView(v) }
		s.storage.Year = func(year int) { s.Go(AtPhotos); s.photos.ShowYear(year) }
	}
	if s.deps.Reports != nil {
		s.activity.OfferReport(s.saveReport)
	}
	s.activity.Photos = func() { s.Go(AtPhotos) }
	s.activity.Backup = func() { s.Go(AtHome) }
	s.viewer.Closed = s.leaveViewer
	s.viewer.Fullscreen = func(on bool) {
		if s.window != nil {
			s.window.SetFullScreen(on)
		}
	}
	s.settings.Model.OnLibrary = func(dir string) {
		s.where = settings.Library{}
		s.Notify(LibraryChanged | RunsChanged | PhonesChanged)
		s.toasts.Show(part.Toast{Text: words.T("The library is open."), Next: words.Name(dir)})
	}
}

// Content is the window's content.
func (s *Shell) Content() fyne.CanvasObject { return s.content }

// Close ends all the window's work and waits for it. It must not be called on
// the window's goroutine while that is running.
func (s *Shell) Close() {
	s.cancel()
	s.clocks.Wait()
	s.hop.Wait()
	s.loader.Wait()
	if s.papers != nil {
		s.papers.loader.Wait()
	}
}

// view opens the viewer over everything.
func (s *Shell) view(t *shelf.Timeline, at int) {
	s.viewing = true
	s.viewer.View = shelf.Everything
	if s.place == AtPhotos {
		s.viewer.View = s.photos.Model.View()
	}
	s.kit.Tips.Hide()
	if c := s.canvas(); c != nil {
		c.Unfocus()
	}
	s.viewer.Content().Show()
	s.frame.Hide()
	s.viewer.Open(t, at)
	s.content.Refresh()
}

// leaveViewer goes back to the page; the picture shown last is in sight there.
func (s *Shell) leaveViewer(id int64) {
	if !s.viewing {
		return
	}
	s.viewing = false
	s.viewer.Leave()
	s.viewer.Content().Hide()
	s.frame.Show()
	s.content.Refresh()
	if s.place == AtPhotos && id != 0 {
		s.photos.Reveal(id)
	}
}

func (s *Shell) canvas() fyne.Canvas {
	if s.window == nil {
		return nil
	}
	return s.window.Canvas()
}

// after implements part.After with a real clock.
func (s *Shell) after(d time.Duration, f func()) (stop func()) {
	stopped := false // touched on the window's goroutine only
	t := time.AfterFunc(d, func() {
		s.hop.Post(func() {
			if !stopped {
				f()
			}
		})
	})
	return func() {
		stopped = true
		t.Stop()
	}
}

// heldKeys are the modifier keys held down now.
func heldKeys() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"

	"keepsake/app/advice"
	"keepsake/app/clouds"
	"keepsake/app/command"
	"keepsake/app/desk"
	"keepsake/app/library"
	"keepsake/app/settings"
	"keepsake/app/ui"
	"keepsake/app/ui/automatic"
	"keepsake/app/ui/words"
	"keepsake/assets"
	"keepsake/device/adb"
)

// id is the application's name for the desktop.
const id = "app.keepsake.Keepsake"

// window opens the window and returns when it was closed and everything behind
// it has ended.
func window(ctx context.Context, version string, o command.WindowOptions) error {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("there is no display for the window; `keepsake backup` does the same in the terminal, see `keepsake --help`")
	}
	path, err := settings.DefaultPath()
	if err != nil {
		return err
	}
	file, err := settings.Open(path)
	if err != nil {
		return err
	}
	words.Speak(file.Get().Language)
	if err := words.Toolkit(); err != nil {
		fmt.Fprintln(os.Stderr, "keepsake:", err) // its own words, then
	}
	dir, err := startDir(o.Library, o.Demo, file)
	if err != nil {
		return err
	}

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	icon := fyne.NewStaticResource("icon.png", assets.Icon)
	fyneapp.SetMetadata(fyne.AppMetadata{ID: id, Name: "Keepsake", Version: version, Icon: icon})
	a := fyneapp.NewWithID(id)
	a.SetIcon(icon)
	w := a.NewWindow("Keepsake")
	w.SetMaster()

	h := &house{ctx: ctx, cancel: cancel, app: a, window: w, settings: file, options: o, version: version}
	h.book = newBook(file, path, h.browse)
	defer h.close()
	only, err := desk.Claim(ctx, filepath.Dir(path), o.Library+"\x00"+strconv.FormatBool(o.Demo), !o.Background, func() { fyne.Do(h.show) })
	switch {
	case errors.Is(err, desk.ErrRunning):
		return nil
	case errors.Is(err, desk.ErrSilent):
		return err
	case err != nil:
		fmt.Fprintln(os.Stderr, "keepsake:", err) // it works as well, and two windows are no harm
	default:
		defer only.Close()
	}
	// A signal ends the window as its own close button does.
	defer context.AfterFunc(ctx, func() { fyne.Do(h.quit) })()
	if err := h.open(dir); err != nil {
		h.explain(err)
		o.Background = false
	}
	w.CenterOnScreen()
	if o.Background {
		h.shell.Sleep(true)
	} else {
		w.Show()
	}
	a.Run()
	return nil
}

// house is what stands behind the window.
type house struct {
	ctx      context.Context
	cancel   context.CancelFunc
	app      fyne.App
	window   fyne.Window
	settings *settings.File
	options  command.WindowOptions
	version  string

	current *current
	phones  *phones
	runs    *runs
	supply  *supply
	radio   *radio
	imports *imports
	routine *routine
	carrier *carrier
	tray    *desk.Tray // nil: the desktop has none
	vault   *vault
	book    *clouds.Book
	shell   *ui.Shell
}

// open builds the house around the library at dir.
func (h *house) open(dir string) error {
	ready := make(chan struct{}) // closed when there is a shell to tell of changes
	notify := func(e ui.Event) func() {
		return func() {
			select {
			case <-ready:
				h.shell.Notify(e)
			case <-h.ctx.Done():
			}
		}
	}
	// Another library also means other phones that are known, and other runs.
	news := notify(ui.LibraryChanged | ui.PhonesChanged | ui.RunsChanged)
	c, err := newCurrent(h.ctx, dir, news)
	if err != nil {
		return err
	}
	h.current = c
	c.heed(3 * time.Second)
	var routine *routine // made below, before ready is closed
	var carrier *carrier
	telling := func(e ui.Event) func() {
		tell := notify(e)
		return func() {
			tell()
			select {
			case <-ready:
				routine.happened()
				carrier.happened()
			default:
			}
		}
	}
	h.phones = newPhones(h.ctx, adb.NewServer(adb.Options{Program: h.settings.Get().Adb}), telling(ui.PhonesChanged))
	h.runs = newRuns(h.ctx, h.phones, c, h.home, telling(ui.RunsChanged|ui.LibraryChanged))
	routine = newRoutine(h.settings, h.phones, h.runs, c, h.note, notify(ui.PhonesChanged))
	routine.looked = func(all []automatic.Phone) { fyne.Do(func() { h.showTray(all) }) }
	h.routine, h.runs.without = routine, routine.without
	albums := privateAlbums{h.settings, h.runs, h.phones, c}
	h.runs.private = albums.wanted
	h.vault = &vault{ring: settings.Keyring{}, current: c}
	h.runs.key = h.vault.key
	h.runs.apks = func() bool { return h.settings.Get().AppFiles }
	up := &uploads{book: h.book, runs: h.runs, current: c}
	carrier = newCarrier(up, notify(ui.RunsChanged), notify(ui.LibraryChanged))
	h.carrier, up.waiting, up.kept = carrier, carrier.waiting, carrier.happened
	p, b := pictures{c}, board{h.phones, h.runs, c}
	restorer := newRestores(b, h.vault.key)
	routine.drill = restorer.proveMonthly
	h.supply = &supply{server: h.phones.server, settings: h.settings}
	h.radio = newRadio(h.phones, c, h.settings)
	h.radio.start(h.ctx)
	h.imports = &imports{runs: h.runs, current: c, key: h.vault.key}
	h.shell = ui.New(h.ctx, ui.Deps{
		Post:   fyne.Do,
		Phones: b, Runs: b, Names: b, Pauser: b,
		Clinic: clinic{h}, Supply: h.supply, Radio: h.radio, Health: keeper{c, h.runs}, Private: albums, Routine: h.routine, More: extras{h.vault, h.settings},
		Library: p, Records: papers{p}, Kept: keptPages(kept{p, h.vault}, selfBackups{h}), Log: p, Settings: place{c, h.runs, h.settings},
		Desk: h, Prefs: preferences{h.settings},
		Explain: func(err error) (string, string) {
			a := advice.For(err)
			return words.T(a.What), words.T(a.Next)
		},
		Imports: h.imports, Picker: h, Restores: restorer,
		Reports: h,
		Storage: attic{p, h.runs, h.settings, h.fixed},
		Clouds:  up,
		Demo:    func(context.Context) error { return h.phones.connectDemo() },
		Now:     time.Now,
		Version: h.version, License: "MIT", Parts: linkedParts(),
	})
	close(ready)
	h.shell.Attach(h.window)
	h.window.SetCloseIntercept(h.leave)
	h.makeTray()
	h.routine.start(h.ctx)
	h.carrier.start(h.ctx)
	quit := &desktop.CustomShortcut{KeyName: fyne.KeyQ, Modifier: fyne.KeyModifierShortcutDefault}
	h.window.Canvas().AddShortcut(quit, func(fyne.Shortcut) { h.quit() })
	if h.options.Demo {
		if err := h.phones.connectDemo(); err != nil {
			dialog.ShowError(err, h.window) // the window is as good without
		}
	}
	return nil
}

// browse opens a page in the owner's browser.
func (h *house) browse(page string) error {
	u, err := url.Parse(page)
	if err != nil {
		return err
	}
	return h.app.OpenURL(u)
}

// quit closes the window and remembers how it was.
func (h *house) quit() {
	if h.shell != nil {
		h.shell.Remember()
	}
	h.app.Quit()
}

// home is the library a phone belongs to while the one in shown is open: the
// demo phone's made-up pictures never get among the owner's. A library named on
// the command line takes both.
func (h *house) home(demo bool, shown string) (string, error) {
	if h.options.Library != "" {
		return shown, nil
	}
	other, err := library.DefaultDir(true)
	if err != nil {
		return "", err
	}
	if other, err = filepath.Abs(other); err != nil || demo {
		return other, err
	}
	if shown != other {
		return shown, nil
	}
	dir, err := startDir("", false, h.settings)
	if err != nil {
		return "", err
	}
	return filepath.Abs(dir)
}

// fixed reports whether the library in dir is open for another reason than that its
// owner chose it, or never chose one: it was named on the command line or by the
// environment, or is the demo phone's.
func (h *house) fixed(dir string) bool {
	if h.options.Library != "" || h.options.Demo || os.Getenv("KEEPSAKE_LIBRARY") != "" && h.settings.Get().Library == "" {
		return true
	}
	home, err := h.home(false, dir)
	return err != nil || home != dir
}

// explain shows why the library could not be opened, and offers another.
func (h *house) explain(err error) {
	a := advice.For(err)
	h.window.Resize(fyne.NewSize(720, 480))
	d := dialog.NewConfirm(words.T(a.What), words.T(a.Next)+"\n\n"+err.Error(), func(another bool) {
		if !another {
			h.app.Quit()
			return
		}
		go func() {
			dir, perr := h.PickFolder(h.ctx, words.T("Choose the folder for your library"))
			fyne.Do(func() {
				switch {
				case perr != nil:
					h.explain(perr)
				case dir == "":
					h.explain(err)
				default:
					if err := h.open(dir); err != nil {
						h.explain(err)
						return
					}
					if err := h.settings.Change(func(v *settings.Values) { v.Library = dir }); err != nil {
						dialog.ShowError(fmt.Errorf("the library is open, but Keepsake cannot remember it: %w", err), h.window)
					}
				}
			})
		}()
	}, h.window)
	d.SetConfirmText(words.T("Choose another folder…"))
	d.SetDismissText(words.T("Quit"))
	d.Show()
}

// PickFolder asks for a folder, with the desktop's own dialog where it has one.
func (h *house) PickFolder(ctx context.Context, title string) (string, error) {
	dir, err := desk.PickFolder(ctx, title)
	if !errors.Is(err, desk.ErrNoDialog) {
		return dir, err
	}
	return asked(ctx, func(give func(string, error)) *dialog.FileDialog {
		d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
			if u == nil {
				give("", err)
				return
			}
			give(u.Path(), err)
		}, h.window)
		d.SetTitleText(title)
		return d
	})
}

// OpenFolder shows a folder in the desktop's file manager.
func (h *house) OpenFolder(ctx context.Context, dir string) error { return desk.Open(ctx, dir) }

// close ends everything in order: what the window asks for, the work, the
// phones, the library.
func (h *house) close() {
	h.cancel()
	if h.shell == nil {
		return
	}
	h.shell.Close()
	h.routine.close()
	h.carrier.close()
	h.runs.close()
	h.imports.Forget()
	h.radio.close()
	h.phones.close()
	h.supply.keep(nil)
	if err := h.current.close(); err != nil {
		fmt.Fprintln(os.Stderr, "keepsake:", err)
	}
}

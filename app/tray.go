package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/advice"
	"keepsake/app/desk"
	"keepsake/app/settings"
	"keepsake/app/ui/automatic"
	"keepsake/assets"
)

// note shows a message of the desktop. Any goroutine may call it.
func (h *house) note(n automatic.Note) {
	fyne.Do(func() { h.app.SendNotification(fyne.NewNotification(n.Title, n.Text)) })
}

// makeTray makes the tray, where the desktop has one, and brings the entry that
// starts this program with the computer up to date.
func (h *house) makeTray() {
	ctx, cancel := context.WithTimeout(h.ctx, 2*time.Second)
	defer cancel()
	if desk.HasTray(ctx) {
		h.tray, _ = desk.NewTray(h.app, assets.Icon, desk.TrayDeeds{Open: h.show, BackUp: h.backUpAll, Pause: h.pauseAll, Quit: h.quit})
	}
	exe, err := desk.Program()
	if err == nil {
		if exe, err = filepath.Abs(exe); err == nil {
			h.routine.desktop = desk.Autostart{ID: id, Name: "Keepsake", Exe: exe, Args: []string{"--background"}}
			if h.routine.desktop.On() {
				err = h.routine.desktop.Set(true) // the program may lie elsewhere now
			}
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "keepsake:", err)
	}
	if h.tray != nil { // one that is made later is never shown
		h.tray.Show(automatic.Menu(h.routine.Automatic(), false, time.Now()))
	}
}

// showTray brings the tray up to date.
func (h *house) showTray(all []automatic.Phone) {
	if h.tray == nil {
		return
	}
	_, paused := h.routine.Paused()
	h.tray.Show(automatic.Menu(all, paused, time.Now()))
}

// backUpAll begins a backup of every phone that can have one.
func (h *house) backUpAll() {
	for _, s := range h.phones.all() {
		if s.demo {
			continue
		}
		if err := h.runs.start(s.ID); err != nil {
			h.note(automatic.Broken(h.current.called(s.ID, s.Name), advice.For(err).String()))
		}
	}
}

// pauseAll begins a pause, or ends it.
func (h *house) pauseAll() {
	_, paused := h.routine.Paused()
	if err := h.routine.Pause(!paused); err != nil {
		fmt.Fprintln(os.Stderr, "keepsake:", err)
	}
}

// show brings the window to the front.
func (h *house) show() {
	h.window.Show()
	h.window.RequestFocus()
	if h.shell != nil {
		h.shell.Sleep(false)
	}
}

// leave is the window's close button: without automatic backups it quits.
func (h *house) leave() {
	h.shell.Remember()
	if !h.routine.on() {
		h.window.Close()
		return
	}
	h.window.Hide()
	h.shell.Sleep(true)
	h.routine.atHome(h.ctx)
	if !h.settings.Get().Stays {
		if h.settings.Change(func(v *settings.Values) { v.Stays = true }) == nil {
			h.note(automatic.Stays(h.tray != nil))
		}
	}
}

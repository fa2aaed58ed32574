package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"keepsake/app/desk"
	"keepsake/app/settings"
	ui "keepsake/app/ui/doctor"
	"keepsake/app/ui/words"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/doctor"
)

// windowsDriver is where Google explains drivers for phones.
const windowsDriver = "https://developer.android.com/studio/run/oem-usb"

// clinic is the connection check behind the doctor's pages (doctor.Clinic).
type clinic struct{ h *house }

// Check looks at this computer, its adb server and the phones at it. The demo
// phone is not one of them: it says nothing about cables.
func (c clinic) Check(ctx context.Context) []doctor.Finding {
	infos := c.h.phones.real.Phones()
	names := map[string]string{}
	for _, i := range infos {
		if n := c.h.current.called(i.ID, ""); n != "" {
			names[i.ID] = n
		}
	}
	return doctor.Diagnose(doctor.Gather(ctx, doctor.Options{
		Server: c.h.phones.server, Phones: func() []device.Info { return infos },
		Library: c.h.current.dir(), Names: names,
	}))
}

// Do is one button of the checklist.
func (c clinic) Do(ctx context.Context, a doctor.Action, phoneID string) error {
	h := c.h
	switch a {
	case doctor.FindAdb:
		return c.findAdb(ctx)
	case doctor.InstallARule:
		return doctor.InstallRule(ctx, nil, c.makers(ctx)...)
	case doctor.Reconnect:
		return h.phones.server.ReconnectOffline(ctx)
	case doctor.RestartServer:
		if err := h.phones.server.Kill(ctx); err != nil && !errors.Is(err, adb.ErrNoServer) {
			return err
		}
		return h.phones.server.Ensure(ctx)
	case doctor.StartPhone:
		return c.restart(ctx, phoneID)
	case doctor.OpenDrivers:
		return desk.Open(ctx, windowsDriver)
	case doctor.ChooseLibrary:
		dir, err := h.PickFolder(ctx, words.T("Choose the folder for your library"))
		if err != nil || dir == "" {
			return err
		}
		return place{h.current, h.runs, h.settings}.UseLibrary(ctx, dir)
	}
	return fmt.Errorf("nothing is known about “%s”", a)
}

// findAdb lets the owner point at the program, and remembers it.
func (c clinic) findAdb(ctx context.Context) error {
	path, err := c.h.pickFile(ctx, "The adb program")
	if err != nil || path == "" {
		return err
	}
	return c.useAdb(ctx, path)
}

// useAdb works with the adb program at path from now on.
func (c clinic) useAdb(ctx context.Context, path string) error {
	if _, err := adb.AskProgram(ctx, path); err != nil {
		return fmt.Errorf("%s is not an adb program: %w", filepath.Base(path), err)
	}
	c.h.phones.server.Use(path)
	if err := c.h.phones.server.Ensure(ctx); err != nil {
		return err
	}
	return c.h.settings.Change(func(v *settings.Values) { v.Adb = path })
}

// makers are the USB numbers of the phones on this computer's sockets.
func (c clinic) makers(ctx context.Context) []uint16 {
	facts := doctor.Gather(ctx, doctor.Options{Server: c.h.phones.server, Phones: func() []device.Info { return nil }})
	var all []uint16
	for _, u := range facts.USB {
		all = append(all, u.Vendor)
	}
	return all
}

// restart starts a phone that is in recovery mode the usual way.
func (c clinic) restart(ctx context.Context, phoneID string) error {
	for _, s := range c.h.phones.all() {
		if s.ID == phoneID && !s.demo {
			conn, err := c.h.phones.server.Device(adb.Entry{Serial: s.Serial, TransportID: s.TransportID}).Open(ctx, "reboot:")
			if err != nil {
				return fmt.Errorf("restart %s: %w", s.Name, err)
			}
			return conn.Close()
		}
	}
	return device.ErrGone
}

// pickFile asks for a file, with the desktop's own dialog where it has one.
func (h *house) pickFile(ctx context.Context, title string) (string, error) {
	path, err := desk.PickFile(ctx, title)
	if !errors.Is(err, desk.ErrNoDialog) {
		return path, err
	}
	return asked(ctx, func(give func(string, error)) *dialog.FileDialog {
		d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
			if r == nil {
				give("", err)
				return
			}
			defer r.Close() // it was opened to be named only
			give(r.URI().Path(), err)
		}, h.window)
		d.SetTitleText(title)
		return d
	})
}

// asked shows a dialog on the window's goroutine and waits for its answer. When
// ctx ends first, the dialog goes.
func asked(ctx context.Context, show func(give func(string, error)) *dialog.FileDialog) (string, error) {
	type answer struct {
		path string
		err  error
	}
	got := make(chan answer, 1)
	var d *dialog.FileDialog // the window's goroutine's
	fyne.Do(func() {
		if ctx.Err() != nil {
			return
		}
		d = show(func(path string, err error) {
			select {
			case got <- answer{path, err}:
			default: // the first answer counts
			}
		})
		d.Resize(fyne.NewSize(820, 560))
		d.Show()
	})
	select {
	case a := <-got:
		return a.path, a.err
	case <-ctx.Done():
		fyne.Do(func() {
			if d != nil {
				d.Hide()
			}
		})
		return "", ctx.Err()
	}
}

// supply gets the adb program for the doctor's page (doctor.Supply).
type supply struct {
	server   *adb.Server
	settings *settings.File

	mu      sync.Mutex
	fetched *doctor.Archive // guarded by mu: downloaded, and not unpacked yet
}

// Source is where it is downloaded from; empty where there is nothing to download.
func (s *supply) Source() string {
	url, err := doctor.DownloadOptions{}.Source()
	if err != nil {
		return ""
	}
	return url
}

// Fetch downloads it. One that was downloaded before and not used is deleted.
func (s *supply) Fetch(ctx context.Context, progress func(done, total int64)) (ui.Archive, error) {
	a, err := doctor.Fetch(ctx, doctor.DownloadOptions{Progress: progress})
	if err != nil {
		return ui.Archive{}, err
	}
	s.keep(a)
	return ui.Archive{Size: a.Size, SHA256: a.SHA256}, nil
}

// Install unpacks what Fetch brought, and starts the server with it.
func (s *supply) Install(ctx context.Context, a ui.Archive) error {
	s.mu.Lock()
	fetched := s.fetched
	s.fetched = nil
	s.mu.Unlock()
	if fetched == nil || fetched.SHA256 != a.SHA256 {
		return errors.New("the download is not there any more; download it again")
	}
	p, err := fetched.Unpack(ctx)
	if err != nil {
		return err
	}
	s.server.Use(p.Path)
	// It is found there without being remembered; a program the owner pointed at
	// before would be taken in its place.
	return errors.Join(s.server.Ensure(ctx), s.settings.Change(func(v *settings.Values) { v.Adb = "" }))
}

// keep holds one download, or none, and deletes the one before.
func (s *supply) keep(a *doctor.Archive) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fetched != nil {
		s.fetched.Discard()
	}
	s.fetched = a
}

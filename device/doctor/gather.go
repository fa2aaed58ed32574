package doctor

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
)

// Options say whom Gather asks.
type Options struct {
	Server *adb.Server

	// Phones returns what is known of the phones already, a Hub's for instance.
	// nil: the server is asked, once, and started if there is none.
	Phones func() []device.Info

	Library  string // its folder, which need not exist yet; "": the disk is not looked at
	Need     int64  // what is about to be copied, in bytes
	Features Features
	Names    map[string]string // the owner's names for phones, by device.Info.ID
	// Simulated says that the server is a demo, with nothing on any socket.
	Simulated bool

	usb func(context.Context) ([]USBPhone, error)
}

// Gathering ends after this long with what is known by then.
const gatherPatience = 20 * time.Second

// Gather asks this computer and the adb server for all that Diagnose goes by.
// It never fails: what could not be asked is a fact, too. It waits no longer
// than some twenty seconds, and for a phone that is just connecting a few.
func Gather(ctx context.Context, o Options) Facts {
	ctx, cancel := context.WithTimeout(ctx, gatherPatience)
	defer cancel()
	f := Facts{
		System: runtime.GOOS, Features: o.Features, Names: o.Names,
		Elsewhere: o.Simulated || !o.Server.Local(),
	}
	f.Disk = diskOf(o.Library)
	f.Disk.Need = o.Need

	var asked sync.WaitGroup
	if !f.Elsewhere {
		asked.Go(func() { f.Program = programOf(ctx, o.Server) })
		asked.Go(func() {
			read := o.usb
			if read == nil {
				read = readUSB
			}
			phones, err := read(ctx)
			f.USB, f.USBKnown = phones, err == nil
		})
	}
	asked.Go(func() { f.Server, f.Phones = serverOf(ctx, o) })
	asked.Wait()
	return f
}

func programOf(ctx context.Context, s *adb.Server) Program {
	p := Program{Looked: s.Looked()}
	path, err := s.Program()
	if err != nil {
		return p
	}
	p.Path = path
	if v, err := adb.AskProgram(ctx, path); err == nil {
		p.Release, p.Protocol = v.Release, v.Protocol
	}
	return p
}

// serverOf asks the server for its phones, which starts one where there is
// none, and then for its version.
func serverOf(ctx context.Context, o Options) (Server, []device.Info) {
	var phones []device.Info
	var listing error
	if o.Phones != nil {
		phones = o.Phones()
	} else {
		phones, listing = device.List(ctx, o.Server)
	}
	s := Server{Addr: o.Server.Addr()}
	version, err := o.Server.Answers(ctx)
	switch {
	case err == nil && listing == nil:
		s.Version = version
		return s, phones
	case err == nil: // it answered this question, and not that for its phones
		err = listing
	case errors.Is(err, adb.ErrNoServer) && listing != nil:
		err = listing // why none could be started
	}
	s.Other = errors.Is(err, adb.ErrServer) && errors.Is(err, adb.ErrProtocol)
	s.Said = oneLine(err.Error(), mostOfSaid)
	return s, nil
}

// diskOf looks at the disk of a folder, or of the nearest folder above it that
// is there.
func diskOf(dir string) Disk {
	if dir == "" {
		return Disk{}
	}
	d := Disk{Dir: dir}
	at, err := filepath.Abs(dir)
	if err != nil {
		return d
	}
	for {
		if _, err := os.Stat(at); err == nil {
			break
		}
		above := filepath.Dir(at)
		if above == at {
			return d
		}
		at = above
	}
	if free, total, err := room(at); err == nil {
		d.Free, d.Total = free, total
	}
	return d
}

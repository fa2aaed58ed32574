package device

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"keepsake/device/adb"
)

// Name is one name in a folder of a phone.
type Name struct {
	Name   string // the phone's exact bytes
	Folder bool   // or anything that is no plain file
	Size   int64  // below Android 11 modulo 4 GiB
	MTime  time.Time
}

// Folders lists folders, with all that is in them, hidden or not. each is called
// once for every folder; there is false for one that does not exist, and err is
// what is wrong with that folder alone.
func (p *Phone) Folders(ctx context.Context, dirs []string, each func(i int, names []Name, there bool, err error)) error {
	if len(dirs) == 0 {
		return nil
	}
	s, err := p.link.Sync(ctx)
	if err != nil {
		return fmt.Errorf("listing folders of %s: %w", p.Info().Name, lost(err))
	}
	defer s.Close()
	err = s.Lists(ctx, dirs, func(i int, entries []adb.DirEntry, err error) {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			each(i, nil, false, nil)
			return
		case err != nil:
			each(i, nil, true, err)
			return
		}
		names := make([]Name, len(entries))
		for n, e := range entries {
			names[n] = Name{Name: e.Name, Folder: !e.IsRegular(), Size: e.Size, MTime: e.MTime}
		}
		each(i, names, true, nil)
	})
	if err != nil {
		return fmt.Errorf("listing folders of %s: %w", p.Info().Name, lost(err))
	}
	return nil
}

package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"keepsake/device/adb"
	"keepsake/device/miui/localbackup"
	"keepsake/gallery/records"
)

// allBackup is where Xiaomi's phones keep the backups they make of themselves.
const allBackup = primary + "/MIUI/backup/AllBackup"

// LocalBackup is one backup a phone made of itself.
type LocalBackup struct {
	Path  string
	Made  time.Time // by the folder's name, in the phone's zone
	Files []LocalBackupFile
}

// LocalBackupFile is one .bak: an app, or one sort of a system app's data.
type LocalBackupFile struct {
	Path    string
	Size    int64
	Package string // by its name; the file itself says it for certain
}

const maxLocalBackups = 1000

// LocalBackups lists the backups that the phone made of itself and that are still
// on it, the newest first. A phone without any gives none.
func (p *Phone) LocalBackups(ctx context.Context) ([]LocalBackup, error) {
	s, err := p.link.Sync(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing the backups on %s: %w", p.Info().Name, lost(err))
	}
	defer s.Close()
	var all []LocalBackup
	zone := p.Info().Zone()
	err = s.Lists(ctx, []string{allBackup}, func(_ int, entries []adb.DirEntry, err error) {
		for _, e := range entries {
			if made, ok := localbackup.FolderTime(e.Name, zone); ok && e.IsDir() && err == nil && len(all) < maxLocalBackups {
				all = append(all, LocalBackup{Path: allBackup + "/" + e.Name, Made: made})
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("listing the backups on %s: %w", p.Info().Name, lost(err))
	}
	slices.SortFunc(all, func(a, b LocalBackup) int { return b.Made.Compare(a.Made) })
	dirs := make([]string, len(all))
	for i := range all {
		dirs[i] = all[i].Path
	}
	if len(dirs) == 0 {
		return nil, nil
	}
	err = s.Lists(ctx, dirs, func(i int, entries []adb.DirEntry, _ error) {
		for _, e := range entries {
			if strings.EqualFold(path.Ext(e.Name), ".bak") && e.IsRegular() {
				all[i].Files = append(all[i].Files, LocalBackupFile{Path: all[i].Path + "/" + e.Name, Size: e.Size, Package: packageInName(e.Name)})
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("listing the backups on %s: %w", p.Info().Name, lost(err))
	}
	return all, nil
}

// packageInName is the package in "<label>(<package>).bak".
func packageInName(name string) string {
	name = strings.TrimSuffix(name, path.Ext(name))
	i := strings.LastIndexByte(name, '(')
	if i < 0 || !strings.HasSuffix(name, ")") {
		return ""
	}
	return name[i+1 : len(name)-1]
}

// ReadLocalBackup opens one .bak on the phone, as localbackup.Read does.
func (p *Phone) ReadLocalBackup(ctx context.Context, f LocalBackupFile, password string, problems *records.Problems) (localbackup.Contents, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		_, err := p.link.ReadFrom(ctx, f.Path, 0, w)
		w.CloseWithError(err) // nil ends the file
		done <- err
	}()
	c, err := localbackup.Read(r, password, problems)
	if err == nil {
		_, err = io.Copy(io.Discard, r) // what follows the archive's end
	}
	r.CloseWithError(io.ErrClosedPipe)
	cancel()
	if wire := <-done; wire != nil && !errors.Is(wire, io.ErrClosedPipe) && !errors.Is(wire, context.Canceled) {
		err = lost(wire)
	}
	if err != nil {
		return c, fmt.Errorf("reading %s on %s: %w", path.Base(f.Path), p.Info().Name, err)
	}
	return c, nil
}

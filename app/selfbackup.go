package app

import (
	"context"
	"errors"

	"keepsake/app/library"
	"keepsake/app/ui/selfbackup"
	"keepsake/device"
	"keepsake/device/miui/androidbackup"
	"keepsake/gallery/records"
)

// selfBackups reads the backups that phones made of themselves (selfbackup.Reader).
type selfBackups struct{ h *house }

// Backups implements selfbackup.Reader.
func (s selfBackups) Backups(ctx context.Context, phoneID string) ([]selfbackup.Backup, error) {
	p, err := s.h.phones.phone(phoneID)
	if err != nil {
		return nil, err
	}
	all, err := p.LocalBackups(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]selfbackup.Backup, len(all))
	for i, b := range all {
		x := selfbackup.Backup{ID: b.Path, Made: b.Made, Files: len(b.Files)}
		for _, f := range b.Files {
			x.Bytes += f.Size
			if !x.Has(f.Package) {
				x.Packages = append(x.Packages, f.Package)
			}
		}
		out[i] = x
	}
	return out, nil
}

// Read implements selfbackup.Reader.
func (s selfBackups) Read(ctx context.Context, phoneID string, b selfbackup.Backup, password string, tell func(selfbackup.Progress)) (selfbackup.Got, error) {
	p, err := s.h.phones.phone(phoneID)
	if err != nil {
		return selfbackup.Got{}, err
	}
	shown := s.h.current.dir()
	if dir, err := s.h.home(s.h.phones.isDemo(phoneID), shown); err != nil || dir != shown {
		return selfbackup.Got{}, errors.Join(err, errOtherLibrary)
	}
	all, err := p.LocalBackups(ctx)
	if err != nil {
		return selfbackup.Got{}, err
	}
	var from device.LocalBackup
	for _, x := range all {
		if x.Path == b.ID {
			from = x
		}
	}
	got, err := get(s.h.current, func(l *library.Library) (library.SelfTaken, error) {
		return l.TakeSelfBackup(ctx, p, from, password, s.h.vault.key, func(done, all int, item string) {
			tell(selfbackup.Progress{Done: done, All: all, Item: item})
		})
	})
	switch {
	case errors.Is(err, androidbackup.ErrNeedsPassword):
		err = selfbackup.ErrPassword
	case errors.Is(err, androidbackup.ErrPassword):
		err = selfbackup.ErrWrong
	}
	n := got.Counts
	return selfbackup.Got{Notes: n[records.Notes], Networks: n[records.Wifi], Passwords: got.Passwords, Messages: n[records.Messages], Contacts: n[records.Contacts],
		Calls: n[records.Calls], Settings: n[records.Settings], Apps: got.Apps, Why: got.Left}, err
}

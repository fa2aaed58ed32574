package library

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"keepsake/device"
	"keepsake/device/miui/androidbackup"
	"keepsake/device/miui/localbackup"
	"keepsake/gallery/records"
)

// SelfBackupPhone is a phone that can be asked for the backups it made of itself;
// *device.Phone is one.
type SelfBackupPhone interface {
	Info() device.Info
	ReadLocalBackup(ctx context.Context, f device.LocalBackupFile, password string, p *records.Problems) (localbackup.Contents, error)
}

// SelfTaken says what a phone's backup of itself brought.
type SelfTaken struct {
	Counts    map[records.Category]int // of what was kept
	Passwords int
	Apps      int      // whose files only they understand
	Left      []string // what was left out, a sentence each
}

// maxLeft is how many of the small troubles are told one by one.
const maxLeft = 50

// TakeSelfBackup reads a backup that a phone made of itself into the library. Notes are
// as it has them; passwords are added to the encrypted file, with key; what the phone
// gives over the cable, and was kept from there, stays as it is. tell is called before
// each file. Errors: androidbackup.ErrNeedsPassword and ErrPassword, device.ErrGone; then
// nothing was kept.
func (l *Library) TakeSelfBackup(ctx context.Context, phone SelfBackupPhone, b device.LocalBackup, password string, key KeyFor, tell func(done, all int, item string)) (SelfTaken, error) {
	got := SelfTaken{Counts: map[records.Category]int{}}
	by := map[records.Category][]records.Record{}
	var passwords []records.WifiNetwork
	left := func(format string, args ...any) {
		if len(got.Left) < maxLeft {
			got.Left = append(got.Left, fmt.Sprintf(format, args...))
		}
	}
	for i, f := range b.Files {
		tell(i, len(b.Files), f.Package)
		if !slices.Contains(selfPackages, f.Package) {
			got.Apps++
			continue
		}
		var problems records.Problems
		c, err := phone.ReadLocalBackup(ctx, f, password, &problems)
		switch {
		case ctx.Err() != nil:
			return got, ctx.Err()
		case errors.Is(err, device.ErrGone), errors.Is(err, androidbackup.ErrNeedsPassword), errors.Is(err, androidbackup.ErrPassword):
			return got, err
		case err != nil:
			left("%s: %v", f.Package, err)
		case c.Layout == localbackup.Unknown:
			left("%s: its layout is unknown: %s", f.Package, c.Why)
		}
		if c.User != 0 {
			continue // of a second copy of the app, which is not the phone's own
		}
		for _, r := range c.All() {
			by[r.Category()] = append(by[r.Category()], r)
		}
		passwords = append(passwords, c.Wifi...)
		for _, p := range problems.List {
			left("%s: %v", f.Package, p)
		}
	}
	tell(len(b.Files), len(b.Files), "")
	shelf := recordShelf{l, key}
	for _, c := range records.Categories() {
		if len(by[c]) == 0 {
			continue
		}
		if c != records.Notes {
			if states, err := l.History(ctx, phone.Info().ID, c); err != nil || len(states) > 0 {
				if err != nil {
					return got, err
				}
				if c == records.Wifi {
					got.Counts[c] = len(by[c]) // their names are kept; the passwords come below
				}
				continue
			}
		}
		kept, err := shelf.Keep(ctx, phone.Info(), c, records.Each(by[c]))
		if err != nil {
			return got, err
		}
		got.Counts[c] = kept.All
	}
	passwords = slices.DeleteFunc(passwords, func(n records.WifiNetwork) bool { return n.Password == "" })
	if len(passwords) == 0 {
		return got, nil
	}
	if _, err := shelf.KeepPasswords(ctx, phone.Info(), passwords); err != nil {
		left("The passwords of %d networks were not kept: %v", len(passwords), err)
		return got, nil
	}
	got.Passwords = len(passwords)
	return got, nil
}

// selfPackages are the apps whose backups hold records.
var selfPackages = []string{"com.miui.notes", "com.android.mms", "com.android.contacts", "com.android.settings"}

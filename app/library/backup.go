package library

import (
	"context"
	"errors"
	"fmt"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// BackupOptions say what a backup shall do beyond the usual.
type BackupOptions struct {
	Tracker  *job.Tracker
	NoVerify bool
	Private  bool                                          // take the phone's private album too
	Records  []records.Category                            // nil: all that the phone gives; empty: none
	Without  []records.Category                            // left out, whatever is wanted
	Want     func(device.File) bool                        // nil: everything
	Again    func(ctx context.Context) (job.Source, error) // nil: a lost connection ends the run
	Patient  bool                                          // a full disk is waited for; else it ends the run
	Key      KeyFor                                        // encrypts the passwords of Wi-Fi networks; nil: they are left out

	APKs bool // with the apps also their files

	// Which of the backups that the phone made of itself to read: the name of its
	// folder, "" for the newest; and its password, where it has one.
	LocalBackup   string
	LocalPassword records.Secret
}

// Backup backs up one phone into the library, under the library's lock. Several
// phones may be backed up at the same time, each by a call of its own. The
// receipt is right also beside an error, unless the library could not be locked.
func (l *Library) Backup(ctx context.Context, src job.Source, o BackupOptions) (r job.Receipt, err error) {
	w, err := l.pen.take(ctx, l.Store)
	if err != nil {
		o.Tracker.Fail(err)
		return job.Receipt{}, err
	}
	b := job.Backup{
		Source: src, Shelf: w, Catalog: l, Thumbs: l.Previews(), Tracker: o.Tracker, Maker: l.Maker,
		Library: l.Dir(), Folder: FolderFor(src.Info()), Verify: !o.NoVerify, Private: o.Private, Want: o.Want,
		Records: recordShelf{l, o.Key}, WantRecords: o.Records, Without: o.Without, Again: o.Again, APKs: o.APKs, LocalBackup: o.LocalBackup, LocalPassword: o.LocalPassword,
	}
	if o.Patient {
		b.Room = l.room
	}
	r, err = b.Run(ctx)
	info := src.Info()
	if rerr := l.keepRecordings(context.WithoutCancel(ctx), info, info.Zone()); rerr != nil {
		err = errors.Join(err, rerr)
	}
	r.Warnings = w.Warnings()
	if cerr := l.pen.put(ctx, l.Store); cerr != nil {
		err = errors.Join(err, fmt.Errorf("close the library: %w", cerr))
	}
	if serr := l.SaveReceipt(r); serr != nil {
		err = errors.Join(err, serr)
	}
	return r, err
}

// FolderFor is the phone's folder name below Photos/: its name, and its id's
// beginning, so that two phones of one model stay apart.
func FolderFor(i device.Info) string {
	name := i.Name
	if name == "" {
		name = i.Model
	}
	if name == "" {
		name = "Phone"
	}
	id := i.ID
	if len(id) > 4 {
		id = id[:4]
	}
	return store.SafeName(name + " " + id)
}

// roomEvery is how often a full disk is looked at.
const roomEvery = 2 * time.Second

// room waits until the library's disk has so many bytes free, and some to spare.
func (l *Library) room(ctx context.Context, need int64) error {
	tick := time.NewTicker(roomEvery)
	defer tick.Stop()
	for {
		if free, err := l.Store.Free(); err != nil || free > need+spare {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// spare is more than the store leaves free on a disk.
const spare = 192 << 20

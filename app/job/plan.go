package job

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"

	"keepsake/device"
	"keepsake/gallery"
)

// entry is one file the phone listed, and what has become of it.
type entry struct {
	device.File
	outcome  Outcome      // empty until decided
	hash     gallery.Hash // once kept
	verified bool         // proven, now or earlier
	wrong    bool         // the phone's hash was another; it is read again once
}

// The receipt's categories of files. Photos holds pictures and videos.
const (
	Photos     = "photos"
	Recordings = "recordings"
)

// Category sorts a file into the receipt's categories.
func Category(f device.File) string {
	if strings.HasPrefix(f.MIME, "audio/") {
		return Recordings
	}
	return Photos
}

// plan lists the phone and decides what is already kept. A file is known by
// path, size and modification time; whatever differs is read again.
func (b *Backup) plan(ctx context.Context) error {
	b.Tracker.phase(Listing, 0, 0)
	var media device.Media
	for {
		var err error
		media, err = b.Source.Media(ctx, b.Tracker.listed)
		if err == nil {
			break
		}
		if ok, err := b.again(ctx, err); !ok {
			return err
		}
	}
	if err := b.private(ctx, &media); err != nil {
		return err
	}
	for _, p := range media.Problems {
		o := Lost
		if p.Skipped() {
			o = Skipped
		}
		b.Tracker.outcome(Photos, p.Path, o, p.Err.Error(), max(1, p.Files))
	}
	if media.NoIndex != nil {
		b.Tracker.note(Problem{Outcome: Skipped, Reason: "the phone's media database could not be read whole, so favourites and some dates may be missing: " + media.NoIndex.Error()})
	}
	for _, s := range media.Unread {
		b.Tracker.note(Problem{Path: s.Path, Outcome: Skipped, Reason: s.Kind.Title() + ": " + s.Why})
	}
	phone := b.Source.Info().ID
	b.files = make([]entry, 0, len(media.Files))
	for _, f := range media.Files {
		if b.Want != nil && !b.Want(f) {
			continue
		}
		e := entry{File: f}
		k, ok := b.Shelf.Known(phone, f.Path)
		switch ok = ok && f.Unchanged(k.Size, k.MTime); {
		case ok && k.Removed:
			b.decide(&e, Skipped, removed)
		case ok:
			e.hash, e.verified = k.Hash, !k.Verified.IsZero()
			b.decide(&e, Already, "")
			if k.Favorite != f.Favorite || k.Trashed != f.Trashed {
				if err := b.Shelf.Touch(b.origin(f)); err != nil {
					return err
				}
			}
			if e.verified {
				b.Tracker.verified(Category(f))
			}
		}
		b.files = append(b.files, e)
	}
	return nil
}

// removed is why a file that the owner deleted from the library stays out of it.
const removed = "you deleted it from the library and emptied the trash, so it does not come back"

// decide gives e its one outcome.
func (b *Backup) decide(e *entry, o Outcome, reason string) {
	e.outcome = o
	b.Tracker.outcome(Category(e.File), e.Path, o, reason, 1)
}

// origin is f as the library remembers it.
func (b *Backup) origin(f device.File) gallery.Origin {
	return gallery.Origin{
		Phone: b.Source.Info().ID, Path: f.Path, Album: f.Album, MTime: f.MTime,
		Favorite: f.Favorite, Trashed: f.Trashed, FirstSeen: b.Now(),
	}
}

// reason puts a file's error into words for the receipt.
func reason(f device.File, err error) string {
	name := path.Base(f.Path)
	switch {
	case errors.Is(err, device.ErrTakenOut):
		return name + " is on a card or drive that was taken out of the phone; put it back and back up again"
	case errors.Is(err, fs.ErrNotExist):
		return name + " was deleted or moved on the phone while the backup ran"
	case errors.Is(err, fs.ErrPermission):
		return "the phone does not let " + name + " be read: " + err.Error()
	case errors.Is(err, device.ErrChanged):
		return name + " kept changing while it was read; the next backup takes it"
	}
	return err.Error()
}

package restore

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

// Prover compares the phone's hash of a file with the library's bytes, read back.
// *store.Writer is one, and the only one that can make a Proof.
type Prover interface {
	Known(phone, path string) (store.Known, bool)
	Prove(ctx context.Context, h, phoneHash gallery.Hash, o gallery.Origin) (store.Proof, error)
}

// Free takes from a phone what the library has: each file only with a fresh Proof,
// and only while the phone still has the bytes that the proof is about. It is a
// Part; undo takes files out of the phone's trash again, or brings them back.
type Free struct {
	Line   *Line[Phone]
	Prover Prover
	Open   func(Source) (io.ReadCloser, error) // for undo

	Before        time.Time // only what was taken before this; zero: everything
	KeepFavorites bool
	// Look says what the owner did with a content in the library; nil: nothing.
	Look       func(context.Context, gallery.Hash) (Mark, error)
	KeepAlbums []string // names or folders of albums that are left alone
	Now        time.Time
	// Erase deletes at once instead of using the phone's trash, which keeps the room
	// for another month.
	Erase bool
}

// Mark is what the owner did with a picture in the library.
type Mark struct{ Favorite, Trashed bool }

// FreeName is the name of the Part Free.
const FreeName = "free"

// trashSDK is Android 11: its media database has a trash, where a file lies in its
// own folder as ".trashed-<when it goes>-<name>".
const trashSDK = 30

// maxName is how many bytes a name on a phone may have.
const maxName = 255

// trashFor is how long Android keeps what is in its trash.
const trashFor = 30 * 24 * time.Hour

// Name implements Part.
func (f *Free) Name() string { return FreeName }

type freeDetail struct {
	Hash  gallery.Hash `json:"hash"`
	Size  int64        `json:"size"`
	MTime int64        `json:"mtime"`
	Trash Name         `json:"trash,omitempty"` // where it goes; empty: it is deleted
	Temp  Name         `json:"temp"`            // for bringing it back
	Album Name         `json:"album"`
}

// Plan implements Part. It goes by what the library knows; the proofs are made
// when the plan is carried out, right before each file is taken.
func (f *Free) Plan(ctx context.Context, d *Draft) error {
	phone := f.Line.Phone()
	info := phone.Info()
	media, err := phone.Media(ctx, d.Count.Seen)
	if err != nil {
		return err
	}
	trash := !f.Erase && info.SDK >= trashSDK
	if !f.Erase && !trash {
		d.Say("This phone's Android has no trash, so what is freed is deleted at once. It is in the library, and undo brings it back.")
	} else if trash {
		d.Say("What is freed goes to the phone's trash first. The room is free when the phone empties it, after 30 days, or when you empty it on the phone.")
	}
	left := map[string]int{}
	for _, m := range media.Files {
		if reason := f.spared(m); reason != "" {
			left[reason]++
			continue
		}
		reason, err := f.marked(ctx, info.ID, m)
		if err != nil {
			return err
		}
		if reason != "" {
			left[reason]++
			continue
		}
		if err := f.decide(d, info, m, trash); err != nil {
			return err
		}
	}
	for _, reason := range []string{favorite, keptAlbum, tooNew, inTrash, inLibraryTrash} {
		if n := left[reason]; n > 0 {
			d.Say(fmt.Sprintf("%d left alone: %s.", n, reason))
		}
	}
	return nil
}

// Why files are left alone.
const (
	favorite  = "favourites"
	keptAlbum = "in albums that are kept"
	tooNew    = "newer than asked for"
	inTrash   = "in the phone's trash already"

	inLibraryTrash = "in the library's trash, which forgets them one day"
)

// spared says why a file is none of what was asked for; "" if it is.
func (f *Free) spared(m device.File) string {
	when := m.Taken
	if when.IsZero() {
		when = m.MTime
	}
	switch {
	case m.Trashed:
		return inTrash
	case m.Favorite && f.KeepFavorites:
		return favorite
	case slices.ContainsFunc(f.KeepAlbums, func(a string) bool {
		return strings.EqualFold(a, m.Album) || strings.EqualFold(a, path.Base(m.Album))
	}):
		return keptAlbum
	case !f.Before.IsZero() && !when.Before(f.Before):
		return tooNew
	}
	return ""
}

// marked says why the owner's wishes in the library keep a file on the phone.
func (f *Free) marked(ctx context.Context, phone string, m device.File) (string, error) {
	k, known := f.Prover.Known(phone, m.Path)
	if !known || k.Removed || f.Look == nil {
		return "", nil
	}
	mark, err := f.Look(ctx, k.Hash)
	switch {
	case err != nil:
		return "", fmt.Errorf("what the library says of %s: %w", m.Name(), err)
	case mark.Trashed:
		return inLibraryTrash, nil
	case mark.Favorite && f.KeepFavorites:
		return favorite, nil
	}
	return "", nil
}

func (f *Free) decide(d *Draft, info device.Info, m device.File, trash bool) error {
	s := Step{Category: job.Category(m), Title: m.Name(), Target: Name(m.Path), Group: Name(m.Album), Bytes: m.Size, State: Cannot}
	k, known := f.Prover.Known(info.ID, m.Path)
	switch {
	case !known:
		s.Reason = "it is not in the library; back up first"
	case k.Removed:
		s.Reason = "you deleted it from the library, so this phone may have the only copy"
	case !m.Unchanged(k.Size, k.MTime):
		s.Reason = "it was changed on the phone since it was backed up; back up first"
	}
	if s.Reason != "" {
		return d.Add(s, nil)
	}
	n := len(d.plan.Steps)
	trashed := fmt.Sprintf("%s/.trashed-%d-%s", path.Dir(m.Path), f.Now.Add(trashFor).Unix(), path.Base(m.Path))
	if trash && len(path.Base(trashed)) > maxName {
		s.Reason = "its name is too long for the phone's trash"
		return d.Add(s, nil)
	}
	detail := freeDetail{Hash: k.Hash, Size: m.Size, MTime: m.MTime.Unix(), Temp: Name(device.TempName(m.Path, d.plan.ID, n)), Album: Name(m.Album)}
	s.State, s.Do, s.Source = Kept, Delete, k.Hash.String()
	if trash {
		s.Do = Trash
		detail.Trash = Name(trashed)
	}
	return d.Add(s, detail)
}

// Save implements Part: what is taken is in the library.
func (f *Free) Save(context.Context, []Step, Vault) error { return nil }

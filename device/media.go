package device

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"keepsake/device/provider"
)

// File is one picture, video or recording on a phone.
type File struct {
	Path     string // the phone's exact bytes, absolute: "/storage/emulated/0/DCIM/Camera/IMG_1.jpg"
	Size     int64
	MTime    time.Time // whole seconds
	Album    string    // folder below the volume, "DCIM/Camera"; of any but the phone's own, "SD card/DCIM/Camera"
	Taken    time.Time // what the media database says; zero if nothing
	MIME     string
	Favorite bool
	Trashed  bool // in one of the phone's trashes
	Hidden   bool // kept from the phone's gallery by .nomedia or a leading dot
	Duration time.Duration
	Private  bool // of the private album: encrypted, or hidden by its name; see package miui/secret
}

// Name returns the file's name without what a trash put before it.
func (f File) Name() string {
	name := path.Base(f.Path)
	if real, trashed, _ := realName(name); trashed {
		return real
	}
	if f.Trashed && len(name) > 1 && strings.HasSuffix(strings.ToLower(path.Dir(f.Path)), "/.globaltrash") {
		return strings.TrimPrefix(name, ".")
	}
	return name
}

// Unchanged reports whether the file is still the one that once had this size and
// time, by what the phone lists. FAT and exFAT cards keep even seconds: the phone
// shows an odd one until the card is mounted anew.
func (f File) Unchanged(size int64, mtime time.Time) bool {
	if f.Size != size || f.MTime.Equal(mtime) {
		return f.Size == size
	}
	volume, _, ok := normal(f.Path)
	return ok && removable(volume) && f.MTime.Unix()&^1 == mtime.Unix()&^1
}

// Problem is something of the gallery that is not among the Files.
type Problem struct {
	Path  string
	Err   error
	Files int // how many files it stands for; 0 for a folder that cannot be looked into
}

// Skipped reports whether it was left out on purpose rather than by failure.
func (p Problem) Skipped() bool { return isSkip(p.Err) }

// Media is a phone's gallery.
type Media struct {
	Files    []File // newest first
	Problems []Problem
	Private  Private // named, and not among the Files
	// NoIndex says why the phone's media database could not be read (to its end):
	// favourites, capture times and albums outside the usual folders may then be
	// missing. It is nil when all is well.
	NoIndex error
	// Unread are the phone's storages that could not be looked into. What they
	// hold is not known and not counted.
	Unread []Space
}

// Media lists the phone's gallery: what the media database knows, and what lies
// in the usual folders whether it knows it or not. found, which may be nil, is
// called now and then with the number of files so far.
//
// The error is ErrLocked for a phone that was not unlocked since its start, and
// wraps ErrGone when the connection broke.
func (p *Phone) Media(ctx context.Context, found func(n int)) (Media, error) {
	m, err := p.media(ctx, found)
	if err != nil {
		return Media{}, fmt.Errorf("listing the gallery of %s: %w", p.Info().Name, lost(err))
	}
	return m, nil
}

func (p *Phone) media(ctx context.Context, found func(n int)) (Media, error) {
	spaces, err := p.spaces(ctx)
	if cut(err) || ctx.Err() != nil {
		return Media{}, cmp.Or(ctx.Err(), err)
	}
	s, err := p.link.Sync(ctx)
	if err != nil {
		return Media{}, err
	}
	defer s.Close()

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answer := make(chan index, 1)
	go func() { answer <- readIndex(ctx, p.link, p.Info().SDK) }()
	w := newWalk(s, found)
	w.know(spaces)
	if err := w.all(ctx); err != nil {
		cancel()
		<-answer // nothing outlives this call
		return Media{}, err
	}
	known := <-answer
	if ctx.Err() != nil {
		return Media{}, ctx.Err()
	}
	if cut(known.err) {
		return Media{}, known.err
	}
	rows := placedRows(known.rows)
	if _, err := w.list(ctx, w.mentioned(rows)); err != nil {
		return Media{}, err
	}
	if err := w.doubt(ctx, p.link); err != nil {
		return Media{}, err
	}
	if w.locked() {
		return Media{}, ErrLocked
	}
	m := w.with(rows, known.err)
	m.Unread = w.unread(spaces)
	return m, nil
}

// index is what the media database said.
type index struct {
	rows []provider.MediaFile
	err  error
}

func readIndex(ctx context.Context, sh provider.Shell, sdk int) index {
	var x index
	x.err = provider.MediaFiles(ctx, sh, sdk, func(f provider.MediaFile) error {
		x.rows = append(x.rows, f)
		return nil
	})
	return x
}

// newestFirst sorts by capture time, or else by modification time.
func newestFirst(files []File) {
	when := func(f File) time.Time {
		if !f.Taken.IsZero() {
			return f.Taken
		}
		return f.MTime
	}
	slices.SortFunc(files, func(a, b File) int {
		return cmp.Or(when(b).Compare(when(a)), strings.Compare(a.Path, b.Path))
	})
}

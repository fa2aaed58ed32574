package device

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"

	"keepsake/device/provider"
)

// ErrNoIndex: the phone's media database cannot be asked.
var ErrNoIndex = errors.New("the phone's media database cannot be asked")

// Indexed is what the phone's media database says of a file.
type Indexed struct {
	ID       int64
	Path     string
	Size     int64
	Taken    time.Time // zero where the phone knows none
	Modified time.Time
	Favorite bool
	Trashed  bool
}

// Scan asks the phone to take these files into its media database, or out of it
// when they are gone.
func (p *Phone) Scan(ctx context.Context, paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	var folders []string
	for _, f := range paths {
		if dir := path.Dir(f); !slices.Contains(folders, dir) {
			folders = append(folders, dir)
		}
	}
	return p.index(provider.Scan(ctx, p.link, p.Info().SDK, folders, paths))
}

// Favor marks files as favourites, by Indexed.ID. Indexed tells what came of it.
func (p *Phone) Favor(ctx context.Context, ids []int64) error {
	return p.index(provider.Favor(ctx, p.link, ids))
}

// many is how many files it takes until the whole media database is read rather
// than asked for each.
const many = 500

// Indexed calls each with what the media database says of these files. Those it
// does not know are left out; those in its trash are among them on newer phones.
func (p *Phone) Indexed(ctx context.Context, paths []string, each func(Indexed)) error {
	tell := func(f provider.MediaFile) error {
		each(Indexed{ID: f.ID, Path: f.Path, Size: f.Size, Taken: f.Taken, Modified: f.Modified, Favorite: f.Favorite, Trashed: f.Trashed})
		return nil
	}
	if len(paths) <= many {
		return p.index(provider.MediaFilesAt(ctx, p.link, p.Info().SDK, paths, tell))
	}
	wanted := make(map[string]bool, len(paths))
	for _, f := range paths {
		wanted[f] = true
	}
	return p.index(provider.MediaFiles(ctx, p.link, p.Info().SDK, func(f provider.MediaFile) error {
		if volume, rel, ok := normal(f.Path); ok {
			f.Path = path.Join(volume, rel)
		}
		if !wanted[f.Path] {
			return nil
		}
		return tell(f)
	}))
}

// index says of an error whether it is the database's.
func (p *Phone) index(err error) error {
	var refusal *provider.QueryError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, provider.ErrNoTool), errors.Is(err, provider.ErrDenied), errors.As(err, &refusal):
		return fmt.Errorf("%w: %w", ErrNoIndex, err)
	}
	return fmt.Errorf("the media database of %s: %w", p.Info().Name, lost(err))
}

package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/ncruces/zenity"
)

// ErrNoDialog means that the desktop has no dialog of its own to pick a folder.
var ErrNoDialog = errors.New("the desktop has no dialog to pick a folder")

// PickFile asks the owner for a file, as PickFolder does for a folder.
func PickFile(ctx context.Context, title string) (string, error) {
	return pick(ctx, title)
}

// PickFolder asks the owner for a folder with the desktop's own dialog and
// returns "" when nothing was picked. ErrNoDialog: ask in another way.
func PickFolder(ctx context.Context, title string) (string, error) {
	return pick(ctx, title, zenity.Directory())
}

func pick(ctx context.Context, title string, o ...zenity.Option) (string, error) {
	if !zenity.IsAvailable() {
		return "", ErrNoDialog
	}
	path, err := zenity.SelectFile(append(o, zenity.Title(title), zenity.Context(ctx))...)
	switch {
	case errors.Is(err, zenity.ErrCanceled):
		return "", nil
	case errors.Is(err, zenity.ErrUnsupported):
		return "", ErrNoDialog
	case err != nil:
		return "", fmt.Errorf("%s: %w", title, err)
	}
	return path, nil
}

// PickFiles asks the owner for any number of files, as PickFolder does for a
// folder, and returns none when nothing was picked.
func PickFiles(ctx context.Context, title string) ([]string, error) {
	if !zenity.IsAvailable() {
		return nil, ErrNoDialog
	}
	paths, err := zenity.SelectFileMultiple(zenity.Title(title), zenity.Context(ctx))
	switch {
	case errors.Is(err, zenity.ErrCanceled):
		return nil, nil
	case errors.Is(err, zenity.ErrUnsupported):
		return nil, ErrNoDialog
	case err != nil:
		return nil, fmt.Errorf("%s: %w", title, err)
	}
	return paths, nil
}

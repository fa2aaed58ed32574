package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/ncruces/zenity"
)

// ErrNoDialog means that the desktop has no dialog of its own to pick a folder.
var ErrNoDialog = errors.New("the desktop has no dialog to pick a folder")

// PickFolder asks the owner for a folder with the desktop's own dialog and
// returns "" when nothing was picked. ErrNoDialog: ask in another way.
func PickFolder(ctx context.Context, title string) (string, error) {
	if !zenity.IsAvailable() {
		return "", ErrNoDialog
	}
	dir, err := zenity.SelectFile(zenity.Directory(), zenity.Title(title), zenity.Context(ctx))
	switch {
	case errors.Is(err, zenity.ErrCanceled):
		return "", nil
	case errors.Is(err, zenity.ErrUnsupported):
		return "", ErrNoDialog
	case err != nil:
		return "", fmt.Errorf("pick a folder: %w", err)
	}
	return dir, nil
}

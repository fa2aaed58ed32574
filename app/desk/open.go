// Package desk is what differs between Windows, macOS and Linux desktops:
// opening a file in the system's own program, the tray, starting with the computer,
// being the only one of its kind.
//
// Begin with Open and Reveal.
package desk

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// ErrNoProgram means that the desktop has nothing that opens files.
var ErrNoProgram = errors.New("no program of this desktop opens files")

// starting is how long a starter such as xdg-open may take to hand over.
const starting = 20 * time.Second

// Open opens a file or folder in the program the system uses for it. It returns
// when that program was started, not when it ends.
func Open(ctx context.Context, path string) error {
	return start(ctx, path, openCommand(path))
}

// Reveal shows a file in its folder, selected where the system can.
func Reveal(ctx context.Context, path string) error {
	return start(ctx, path, revealCommand(path))
}

func start(ctx context.Context, path string, argv []string) error {
	name, err := exec.LookPath(argv[0])
	if err != nil {
		return fmt.Errorf("open %s: %w (looked for %s)", filepath.Base(path), ErrNoProgram, argv[0])
	}
	ctx, cancel := context.WithTimeout(ctx, starting)
	defer cancel()
	if err := exec.CommandContext(ctx, name, argv[1:]...).Run(); err != nil && !lenient {
		return fmt.Errorf("open %s with %s: %w", filepath.Base(path), argv[0], err)
	}
	return nil
}

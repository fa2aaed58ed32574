package library

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// movedName is where a library that was moved says where it went, for whoever finds
// the old one.
const movedName = "MOVED.txt"

// NoteMoved leaves a note in a library that was moved away.
func NoteMoved(from, to string, when time.Time) error {
	text := fmt.Sprintf("This library was moved on %s to\r\n\r\n    %s\r\n\r\nEvery file was compared there with the one here. Keepsake does not use this folder\r\nany more: when you have looked at the new one, you can delete it.\r\n", when.Format("2006-01-02 15:04"), to)
	if err := os.WriteFile(filepath.Join(from, movedName), []byte(text), 0o600); err != nil {
		return fmt.Errorf("leave a note in %s: %w", from, err)
	}
	return nil
}

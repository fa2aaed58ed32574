package provider

import (
	"context"
	"fmt"
	"strings"

	"keepsake/device/adb"
)

// scanSDK is Android 11: from there on the media provider scans what it is told
// to, a folder with all that is in it too. Before, a broadcast names single files.
const scanSDK = 30

// Scan asks the phone to take files and folders into its media database, or out
// of it when they are gone. folders are their folders, files the single paths; the
// former do on newer phones, where one question takes in all that is in a folder.
func Scan(ctx context.Context, sh Shell, sdk int, folders, files []string) error {
	paths, command := folders, func(p string) string {
		return "content call --uri content://media --method scan_file --arg " + adb.Quote(p)
	}
	if sdk > 0 && sdk < scanSDK {
		paths, command = files, func(p string) string {
			return "am broadcast -a android.intent.action.MEDIA_SCANNER_SCAN_FILE -d " + adb.Quote("file://"+escape(p))
		}
	}
	const together = 20 // each takes the phone up to half a second
	for len(paths) > 0 {
		some := paths[:min(together, len(paths))]
		paths = paths[len(some):]
		commands := make([]string, len(some))
		for i, p := range some {
			commands[i] = command(p)
		}
		answers, err := several(ctx, sh, commands)
		if err != nil {
			return fmt.Errorf("asking for a media scan: %w", err)
		}
		for _, a := range answers {
			switch {
			case strings.Contains(a, "content: not found"), strings.Contains(a, "content: inaccessible or not found"), strings.Contains(a, "am: not found"), strings.Contains(a, "am: inaccessible or not found"):
				return fmt.Errorf("asking for a media scan: %w", ErrNoTool)
			case strings.Contains(a, "Error while accessing provider"), strings.Contains(a, "[ERROR] "):
				return &QueryError{URI: "content://media (scan)", Text: reason(a, "Exception: "), denied: strings.Contains(a, "SecurityException")}
			}
		}
	}
	return nil
}

// escape writes a path as a file URI has it.
func escape(p string) string {
	const plain = "/-._~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	var b strings.Builder
	for i := range len(p) {
		if strings.IndexByte(plain, p[i]) >= 0 {
			b.WriteByte(p[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", p[i])
		}
	}
	return b.String()
}

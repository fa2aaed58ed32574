// Program pack writes what goes into a package beside the program: manual pages,
// shell completions, icons in every size, the udev rule, and the licences of all
// that is linked in. `make package` runs it.
//
//	pack VERSION DATE DIR
//
// The DATE, 2006-01-02, is what the manual pages bear. The files' places below DIR
// are those below a Linux system's root; DIR/windows has what a Windows build
// wants.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"keepsake/device/doctor"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: pack VERSION DATE DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(version, date, dir string) error {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return err
	}
	if err := help(version, day, dir); err != nil {
		return fmt.Errorf("help: %w", err)
	}
	if err := icons(dir); err != nil {
		return fmt.Errorf("icons: %w", err)
	}
	if err := licences(filepath.Join(dir, "usr/share/doc/keepsake/LICENCES.txt")); err != nil {
		return fmt.Errorf("licences: %w", err)
	}
	// A package's rules go to /usr/lib; the window's own, if it wrote any, are in
	// /etc and say the same.
	return write(filepath.Join(dir, "usr/lib/udev/rules.d", filepath.Base(doctor.RulePath)), []byte(doctor.Rule()))
}

// write makes a file and the folders it lies in.
func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

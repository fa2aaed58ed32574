package demo

import (
	"fmt"
	"strings"

	"keepsake/device/demo/android"
	"keepsake/device/demo/disk"
)

// The users of a phone with Options.Users, and where their storage lies.
const (
	DualApps    = "/storage/emulated/999"
	SecondSpace = "/storage/emulated/10"
)

// addUsers makes the two further users a Xiaomi may have: second copies of apps,
// and the Second Space. The shell may not look into the storage of either.
func (p *Phone) addUsers(phones *roll) error {
	p.system.SetUsers(android.User{ID: 10, Name: "Second space", Flags: 0x410}, android.User{ID: 999, Name: "XSpace", Flags: 0x801010})
	n := 0
	for _, it := range phones.items {
		if strings.HasPrefix(it.path, Storage+"/"+whatsapp+"/IMG-") && n < 2 {
			n++
			at := DualApps + strings.TrimPrefix(it.path, Storage)
			if err := p.disk.Put(at, it.content, attr(it.mtime)); err != nil {
				return fmt.Errorf("%s: %w", at, err)
			}
		}
	}
	for _, dir := range []string{DualApps + "/DCIM/Camera", SecondSpace + "/DCIM/Camera"} {
		if err := p.disk.MkdirAll(dir, folder(p.options.Now.AddDate(-1, 0, 0))); err != nil {
			return err
		}
	}
	for _, dir := range []string{DualApps, SecondSpace} {
		if err := shut(p.disk, dir); err != nil {
			return err
		}
	}
	return nil
}

// shut keeps the shell out of a folder.
func shut(d *disk.FS, dir string) error {
	if err := d.Chown(dir, 0, 0); err != nil {
		return err
	}
	return d.Chmod(dir, 0700)
}

// OpenDualApps lets the shell read what the second copies of apps keep, as some
// phones do.
func (p *Phone) OpenDualApps() error { return p.Chmod(DualApps, 0755) }

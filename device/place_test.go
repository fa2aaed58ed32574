package device

import (
	"errors"
	"testing"
)

// Of the phone's own backups only their files are written, and only in their folders.
func TestPlaceOfBackups(t *testing.T) {
	const dir = primary + "/MIUI/backup/"
	for p, ok := range map[string]bool{
		dir + "AllBackup/20260304_050607/Notes(com.miui.notes).bak": true,
		dir + "AllBackup/20260304_050607/descript.xml":              true,
		dir + "AllBackup/20260304_050607/IMG_1.jpg":                 false,
		dir + "AllBackup/20260304_050607/deep/x.bak":                false,
		dir + "AllBackup/x.bak":                                     false,
		dir + "x.bak":                                               false,
		primary + "/Android/data/x.bak":                             false,
	} {
		got, err := Info{}.Place(p, "")
		if ok && (err != nil || got != p) || !ok && !errors.Is(err, ErrPlace) {
			t.Errorf("%s: %q %v", p, got, err)
		}
	}
}

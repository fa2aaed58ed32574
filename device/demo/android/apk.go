package android

import (
	"fmt"
	"path"
	"strings"
	"time"

	"keepsake/device/demo/disk"
)

// PutPackages lays the files of the owner's apps where pm says they are. The shell
// may read them, as on a real phone.
func (s *System) PutPackages() error {
	installed := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	for _, name := range s.packages.list() {
		for _, file := range apks(name) {
			split, _ := strings.CutPrefix(strings.TrimSuffix(path.Base(file), ".apk"), "split_")
			if split == "base" {
				split = ""
			}
			if err := s.Disk.MkdirAll(path.Dir(file), disk.Attr{Mode: 0755, UID: 1000, GID: 1000, MTime: installed}); err != nil {
				return fmt.Errorf("the app %s: %w", name, err)
			}
			content := disk.Bytes(APK(name, s.versionCode(name), split))
			if err := s.Disk.Put(file, content, disk.Attr{Mode: 0644, UID: 1000, GID: 1000, MTime: installed}); err != nil {
				return fmt.Errorf("the app %s: %w", name, err)
			}
		}
	}
	return nil
}

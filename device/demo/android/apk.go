package android

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"path"
	"time"

	"keepsake/device/demo/disk"
)

// PutPackages lays the files of the owner's apps where pm says they are. The shell
// may read them, as on a real phone.
func (s *System) PutPackages() error {
	names, err := lines("packages.txt")
	if err != nil {
		return err
	}
	installed := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	for _, name := range names {
		for _, file := range apks(name) {
			b, err := apk(name, path.Base(file))
			if err != nil {
				return fmt.Errorf("the app %s: %w", name, err)
			}
			if err := s.Disk.MkdirAll(path.Dir(file), disk.Attr{Mode: 0755, UID: 1000, GID: 1000, MTime: installed}); err != nil {
				return fmt.Errorf("the app %s: %w", name, err)
			}
			if err := s.Disk.Put(file, disk.Bytes(b), disk.Attr{Mode: 0644, UID: 1000, GID: 1000, MTime: installed}); err != nil {
				return fmt.Errorf("the app %s: %w", name, err)
			}
		}
	}
	return nil
}

// apk is a file of an app: a ZIP with the members that every one has, the same each
// time.
func apk(name, file string) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	rng := rand.New(rand.NewPCG(uint64(sum(name)), uint64(sum(file))))
	code := make([]byte, 8<<10+rng.IntN(24<<10))
	for i := range code {
		code[i] = byte(rng.Uint32())
	}
	for _, m := range []struct {
		name string
		data []byte
	}{{"AndroidManifest.xml", fmt.Appendf(nil, "%s %s %d", name, file, sum(name)%10000)}, {"classes.dex", code}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(m.data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

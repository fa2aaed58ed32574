package demo

import (
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"keepsake/device/demo/android"
	"keepsake/device/demo/disk"
)

// Storage is where the phone's photos and files lie; /sdcard leads there.
const Storage = android.Storage

// absolute makes a path of a test absolute: "DCIM/x.jpg" is below the storage.
func absolute(p string) string {
	if strings.HasPrefix(p, "/") {
		return p
	}
	return Storage + "/" + p
}

// AddFile places a file, with the folders above it, or replaces one. The path is
// absolute or below the storage; its bytes are taken as they are.
func (p *Phone) AddFile(name string, data []byte, mtime time.Time) error {
	return p.put(name, disk.Bytes(data), mtime)
}

// AddZeros places a file of size zero bytes that takes no memory.
func (p *Phone) AddZeros(name string, size int64, mtime time.Time) error {
	return p.put(name, disk.Zeros(size), mtime)
}

func (p *Phone) put(name string, c disk.Content, mtime time.Time) error {
	return named(name, p.disk.Put(absolute(name), c, attr(mtime)))
}

// named says which path an error of the disk is about.
func named(name string, err error) error {
	if err != nil {
		return fmt.Errorf("demo phone, %s: %w", absolute(name), err)
	}
	return nil
}

// AddFolder makes a folder and those above it.
func (p *Phone) AddFolder(name string) error {
	return named(name, p.disk.MkdirAll(absolute(name), folder(p.options.Now)))
}

// Remove deletes a file or an empty folder.
func (p *Phone) Remove(name string) error { return named(name, p.disk.Remove(absolute(name))) }

// Rename moves a file.
func (p *Phone) Rename(from, to string) error {
	return named(from, p.disk.Rename(absolute(from), absolute(to)))
}

// Chmod sets permission bits; 0 makes a file or folder unreadable.
func (p *Phone) Chmod(name string, mode uint32) error {
	return named(name, p.disk.Chmod(absolute(name), mode))
}

// Chtimes sets a file's mtime.
func (p *Phone) Chtimes(name string, mtime time.Time) error {
	return named(name, p.disk.Chtimes(absolute(name), mtime))
}

// ReadFile returns what a file holds, as the phone's user would read it.
func (p *Phone) ReadFile(name string) ([]byte, error) {
	f, err := p.disk.Open(absolute(name))
	if err != nil {
		return nil, named(name, err)
	}
	b, err := io.ReadAll(f)
	return b, named(name, err)
}

// Sum returns the SHA-256 of a file.
func (p *Phone) Sum(name string) ([32]byte, error) {
	sum, err := p.disk.Sum(absolute(name))
	return sum, named(name, err)
}

// SetFavorite marks a file as a favourite in the media database, or not.
func (p *Phone) SetFavorite(name string, favorite bool) {
	p.system.SetFavorite(absolute(name), favorite)
}

// SetBattery sets what the phone tells about its battery.
func (p *Phone) SetBattery(level int, charging bool) { p.system.SetBattery(level, charging) }

// Entry is a file on the phone.
type Entry struct {
	Path  string
	Size  int64
	MTime time.Time
}

// Files returns all files below a folder ("" is the whole storage), parents
// before their children, in the order they were made.
func (p *Phone) Files(dir string) ([]Entry, error) {
	var all []Entry
	err := p.disk.Walk(path.Clean(absolute(dir)), func(at string, in disk.Info, _ disk.Content) bool {
		if in.IsRegular() {
			all = append(all, Entry{at, in.Size, in.MTime})
		}
		return true
	})
	return all, named(dir, err)
}

// Media returns the files Options.Items counts: the photos, videos and
// recordings the phone was made with, and what was added beside them.
func (p *Phone) Media() ([]Entry, error) {
	all, err := p.Files("")
	var media []Entry
	for _, e := range all {
		if !strings.HasPrefix(e.Path, caches+"/") && !strings.HasPrefix(e.Path, PrivateAlbum+"/") && path.Base(e.Path) != ".nomedia" {
			media = append(media, e)
		}
	}
	return media, err
}

// SetScannerAstray makes the phone date what it scans from now on with the time
// of the scan.
func (p *Phone) SetScannerAstray(astray bool) { p.system.SetScannerAstray(astray) }

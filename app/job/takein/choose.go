package takein

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"keepsake/device/miui/localbackup"
	"keepsake/gallery/archive"
)

// Backup is one of the backups that a Xiaomi phone made of itself, as a folder.
type Backup struct {
	Path  string // of the folder
	Name  string // 20260102_030405
	Made  time.Time
	Files int
	Bytes int64
}

// Backups lists the backups of phones that are folders of a source, newest first.
func Backups(src *archive.Source) []Backup {
	at := map[string]*Backup{}
	src.Select(func(file string, size int64) bool {
		dir := path.Dir(file)
		made, ok := localbackup.FolderTime(path.Base(dir), time.Local)
		if !ok || !strings.EqualFold(path.Ext(file), ".bak") {
			return true
		}
		b := at[dir]
		if b == nil {
			b = &Backup{Path: dir, Name: path.Base(dir), Made: made}
			at[dir] = b
		}
		b.Files++
		b.Bytes += size
		return true
	})
	var all []Backup
	for _, b := range at {
		all = append(all, *b)
	}
	slices.SortFunc(all, func(a, b Backup) int {
		if c := b.Made.Compare(a.Made); c != 0 {
			return c
		}
		return strings.Compare(a.Path, b.Path)
	})
	return all
}

// What to Choose beside a folder's name.
const (
	Newest = "newest" // of each phone's backups, those in one folder
	All    = "all"
)

// Choose leaves out the backups that are not wanted: which is Newest ("" is the
// same), All, or the name of one.
func Choose(src *archive.Source, which string) error {
	all := Backups(src)
	if len(all) == 0 || which == All {
		return nil
	}
	wanted := map[string]bool{}
	var names []string
	newest := map[string]bool{}
	for _, b := range all { // newest first
		names = append(names, b.Name)
		switch parent := path.Dir(b.Path); {
		case which != "" && which != Newest:
			wanted[b.Path] = b.Name == which || b.Path == which
		case !newest[parent]:
			newest[parent], wanted[b.Path] = true, true
		}
	}
	found := false
	for _, w := range wanted {
		found = found || w
	}
	if !found {
		return fmt.Errorf("there is no backup %q here; there are %s", which, strings.Join(names, ", "))
	}
	src.Select(func(file string, _ int64) bool {
		for _, b := range all {
			if !wanted[b.Path] && strings.HasPrefix(file, b.Path+"/") {
				return false
			}
		}
		return true
	})
	return nil
}

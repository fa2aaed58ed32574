package localbackup

import (
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Describe is the name of the file that describes a backup's folder.
const Describe = "descript.xml"

// Folder is one backup: <AllBackup>/<yyyyMMdd_HHmmss>.
type Folder struct {
	Made   time.Time // as descript.xml says; zero while unknown, see FolderTime
	Device string
	MIUI   string
	Items  []Item // the .bak files that are there, in the order of their names
	Others []string
	// Missing are files that descript.xml names and that are not there.
	Missing []string
}

// Item is one .bak of a folder.
type Item struct {
	Name    string // of the file
	Size    int64
	Package string // as descript.xml has it; "" where it says nothing
	Feature int
	Failed  bool // the phone itself says that this one did not work
}

const (
	maxDescript = 8 << 20
	maxItems    = 10_000
)

type descript struct {
	Device   string `xml:"device"`
	MIUI     string `xml:"miuiVersion"`
	Date     int64  `xml:"date"`
	Packages []struct {
		Package string `xml:"packageName"`
		Feature int    `xml:"feature"`
		File    string `xml:"bakFile"`
		State   int    `xml:"state"`
		Error   int    `xml:"error"`
	} `xml:"packages>package"`
}

// ReadFolder lists a backup's folder. A folder without descript.xml, or with a
// damaged one, is read by its .bak files alone.
func ReadFolder(f fs.FS) (Folder, error) {
	entries, err := fs.ReadDir(f, ".")
	if err != nil {
		return Folder{}, fmt.Errorf("listing the backup's folder: %w", err)
	}
	var x Folder
	d := readDescript(f)
	x.Device, x.MIUI = d.Device, d.MIUI
	if d.Date > 0 && d.Date < 1<<43 {
		x.Made = time.UnixMilli(d.Date)
	}
	there := map[string]bool{}
	for _, e := range entries {
		name := e.Name()
		there[name] = true
		switch info, err := e.Info(); {
		case err != nil || !info.Mode().IsRegular() || name == Describe:
		case strings.EqualFold(path.Ext(name), ".bak") && len(x.Items) < maxItems:
			x.Items = append(x.Items, Item{Name: name, Size: info.Size(), Feature: -1})
		default:
			x.Others = append(x.Others, name)
		}
	}
	for _, p := range d.Packages {
		i := slices.IndexFunc(x.Items, func(i Item) bool { return i.Name == p.File })
		switch {
		case i >= 0:
			x.Items[i].Package, x.Items[i].Feature, x.Items[i].Failed = p.Package, p.Feature, p.Error != 0
		case p.File != "" && !there[p.File] && p.Package != "files_for_backup" && len(x.Missing) < maxItems:
			x.Missing = append(x.Missing, p.File)
		}
	}
	return x, nil
}

func readDescript(f fs.FS) (d descript) {
	file, err := f.Open(Describe)
	if err != nil {
		return d
	}
	defer file.Close()
	if xml.NewDecoder(io.LimitReader(file, maxDescript)).Decode(&d) != nil {
		return descript{} // half a description is none
	}
	return d
}

// DeviceOf is the code name of the phone that a folder's descript.xml tells of, ""
// where it does not.
func DeviceOf(r io.Reader) string {
	var d descript
	if xml.NewDecoder(io.LimitReader(r, maxDescript)).Decode(&d) != nil {
		return ""
	}
	return d.Device
}

// FolderTime reads the name of a backup's folder, in the phone's zone.
func FolderTime(name string, zone *time.Location) (time.Time, bool) {
	t, err := time.ParseInLocation("20060102_150405", name, zone)
	return t, err == nil
}

package localbackup

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// Described is one .bak of a folder that is described anew.
type Described struct {
	File    string // its name in the folder
	Package string
	Feature int  // -1: the app has one sort of data
	System  bool // an app of the system
	Size    int64
}

// describedPackage is a package in descript.xml, with the elements that the phone's
// own restore reads, in its order.
type describedPackage struct {
	Package   string `xml:"packageName"`
	Feature   int    `xml:"feature"`
	File      string `xml:"bakFile"`
	Type      int    `xml:"bakType"` // 1: of the system, 2: the owner's
	Size      int64  `xml:"pkgSize"`
	SD        int64  `xml:"sdSize"`
	State     int    `xml:"state"`
	Completed int64  `xml:"completedSize"`
	Error     int    `xml:"error"`
	Progress  int    `xml:"progType"`
	FileSize  int64  `xml:"bakFileSize"`
	Transing  int64  `xml:"transingCompletedSize"`
	Total     int64  `xml:"transingTotalSize"`
	TransSD   int64  `xml:"transingSdCompletedSize"`
	Section   int    `xml:"sectionSize"`
	Sending   int    `xml:"sendingIndex"`
}

// WriteDescript writes the descript.xml of a folder with these files, as MIUI's own
// backup does. The list of file times is left out: with it, some versions list
// nothing. No phone was seen yet that restored a folder described so.
func WriteDescript(w io.Writer, made time.Time, device, system string, files []Described) error {
	d := struct {
		XMLName  xml.Name           `xml:"MIUI-backup"`
		Message  string             `xml:"jsonMsg"`
		Version  int                `xml:"bakVersion"`
		State    int                `xml:"brState"`
		Auto     bool               `xml:"autoBackup"`
		Device   string             `xml:"device"`
		MIUI     string             `xml:"miuiVersion"`
		Date     int64              `xml:"date"`
		Size     int64              `xml:"size"`
		Packages []describedPackage `xml:"packages>package"`
	}{Version: 2, State: 3, Device: device, MIUI: system, Date: made.UnixMilli()}
	for _, f := range files {
		kind := 2
		if f.System {
			kind = 1
		}
		d.Size += f.Size
		d.Packages = append(d.Packages, describedPackage{Package: f.Package, Feature: f.Feature, File: f.File, Type: kind, Size: f.Size, State: 1,
			Completed: f.Size, FileSize: f.Size, Total: f.Size})
	}
	if _, err := io.WriteString(w, "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"); err != nil {
		return err
	}
	if err := xml.NewEncoder(w).Encode(d); err != nil {
		return fmt.Errorf("describe a backup: %w", err)
	}
	return nil
}

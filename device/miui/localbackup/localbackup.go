// Package localbackup opens the backups that MIUI and HyperOS make of themselves
// (Settings > Back up and restore): the .bak files below
// /sdcard/MIUI/backup/AllBackup, and Android's .ab files with apps in them. It is
// the one door to notes, Wi-Fi passwords and the data of apps.
//
// Begin with Read for a file and ReadFolder for a folder of them. Layouts nobody
// has described come back as Unknown, to be kept whole; nothing is written.
//
// The format is that of miui.app.backup (MIUI 12) and of the protobuf package
// com.miui.milk.model, whose field numbers are the same since 2012.
package localbackup

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"keepsake/device/miui/androidbackup"
	"keepsake/gallery/records"
)

// Magic is the first line of a .bak file.
const Magic = "MIUI BACKUP"

// ErrFormat: this is no backup of MIUI or Android, or a damaged one. Encrypted
// ones end with androidbackup.ErrNeedsPassword or ErrPassword.
var ErrFormat = androidbackup.ErrFormat

// The features of system apps that have several.
const (
	FeatureSMS      = 1
	FeatureMMS      = 2
	FeatureCalls    = 1
	FeatureContacts = 2
	FeatureSettings = 1
	FeatureWLAN     = 2
)

// DualUser is the user in whom the second copies of dual apps live.
const DualUser = 999

// Head is what the first lines of a .bak say, and the backup's own description.
type Head struct {
	Package string
	Label   string // the app's name in the phone's language
	Feature int    // -1: the app has one sort of data
	Secret  bool   // with a password
	User    int    // 999: the second copy of a dual app

	// Of _tmp_meta, where there is one.
	Version string // versionName
	Code    int64
	Made    int64 // ms
	Device  string
	MIUI    string
}

// Layout is how the data of a backup are laid out.
type Layout string

// The layouts.
const (
	Records Layout = "records" // understood: the records are in the Contents
	AppData Layout = "app"     // an app's own files; they mean something to that app only
	Empty   Layout = "empty"   // nothing in it, as Android 12 and later make of most apps
	Unknown Layout = "unknown" // not described anywhere
)

// Contents are what one file holds.
type Contents struct {
	Head
	Layout  Layout
	Members int   // of the archive
	Size    int64 // of all members
	Why     string

	// Passwords: its data, whatever their layout, speak of the passwords of networks.
	Passwords bool

	Contacts []records.Contact
	Messages []records.Message
	Calls    []records.Call
	Notes    []records.Note
	Wifi     []records.WifiNetwork
	Settings []records.Setting
}

// All are the records in it.
func (c Contents) All() []records.Record {
	var all []records.Record
	all = appendAll(all, c.Contacts)
	all = appendAll(all, c.Messages)
	all = appendAll(all, c.Calls)
	all = appendAll(all, c.Notes)
	all = appendAll(all, c.Wifi)
	return appendAll(all, c.Settings)
}

func appendAll[R records.Record](to []records.Record, list []R) []records.Record {
	for _, r := range list {
		to = append(to, r)
	}
	return to
}

const maxHeadLine = 4096

// Sniff reports whether a file that begins so is one that Read can open.
func Sniff(head []byte) bool {
	s := string(head)
	return strings.HasPrefix(s, Magic+"\n") || strings.HasPrefix(s, androidbackup.Magic+"\n")
}

// Read opens a .bak or .ab file to its end. Single records that make no sense go
// to p. The error wraps ErrFormat, androidbackup.ErrNeedsPassword or ErrPassword,
// or is r's own; what was read before it is in the Contents.
func Read(r io.Reader, password string, p *records.Problems) (Contents, error) {
	var c Contents
	b := bufio.NewReaderSize(r, 64<<10)
	c.Feature = -1
	first, err := b.Peek(len(Magic) + 1)
	if err == nil && string(first) == Magic+"\n" {
		if c.Head, err = readHead(b); err != nil {
			return c, err
		}
	}
	h, archive, err := androidbackup.Open(b, password)
	c.Secret = c.Secret || h.Encrypted
	if err != nil {
		return c, err
	}
	var m members
	err = m.read(archive, p)
	c.Members, c.Size = m.count, m.size
	if c.Package == "" {
		c.Package = m.pkg
	}
	c.Head.meta(m.meta)
	m.understand(&c, p)
	return c, err
}

// Unlock proves a password on the beginning of a .bak or .ab file, "" for one without:
// androidbackup.ErrNeedsPassword, ErrPassword, or an error of the file's head.
func Unlock(r io.Reader, password string) error {
	b := bufio.NewReader(r)
	if first, err := b.Peek(len(Magic) + 1); err == nil && string(first) == Magic+"\n" {
		if _, err := readHead(b); err != nil {
			return err
		}
	}
	_, _, err := androidbackup.Open(b, password)
	return err
}

// readHead reads the lines before the Android header.
func readHead(b *bufio.Reader) (Head, error) {
	h := Head{Feature: -1}
	next := func() (string, error) { return headLine(b) }
	lines := make([]string, 5)
	for i := range lines {
		l, err := next()
		if err != nil {
			return h, err
		}
		lines[i] = l
	}
	h.Package, h.Label, _ = strings.Cut(lines[2], " ")
	n, err := strconv.Atoi(lines[3])
	enc, err2 := strconv.Atoi(lines[4])
	if lines[1] != "2" || err != nil || err2 != nil || !packageName(h.Package) {
		return h, fmt.Errorf("%w: a header of version %.20q", ErrFormat, lines[1])
	}
	h.Feature = n
	switch enc {
	case 0, 1, 20, 21:
	default:
		return h, fmt.Errorf("%w: encryption %d", ErrFormat, enc)
	}
	if enc%10 == 1 {
		h.Secret = true
		if _, err := next(); err != nil { // a hash of the password, which Android's header proves better
			return h, err
		}
	}
	if enc >= 20 {
		l, err := next()
		if err != nil {
			return h, err
		}
		if h.User, err = strconv.Atoi(l); err != nil || h.User < 0 {
			return h, fmt.Errorf("%w: user %.20q", ErrFormat, l)
		}
	}
	return h, nil
}

func headLine(b *bufio.Reader) (string, error) {
	var s strings.Builder
	for s.Len() < maxHeadLine {
		c, err := b.ReadByte()
		if errors.Is(err, io.EOF) {
			return "", fmt.Errorf("%w: it ends in its header", ErrFormat)
		}
		if err != nil {
			return "", err
		}
		if c == '\n' {
			return strings.ToValidUTF8(s.String(), "\uFFFD"), nil
		}
		s.WriteByte(c)
	}
	return "", fmt.Errorf("%w: an endless line in its header", ErrFormat)
}

// packageName reports whether s can be the name of an Android package: it becomes
// part of a path.
func packageName(s string) bool {
	if s == "" || len(s) > 255 || strings.HasPrefix(s, ".") || strings.Contains(s, "..") {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._") == "" && path.Base(s) == s
}

// meta reads _tmp_meta.
func (h *Head) meta(text string) {
	l := strings.Split(text, "\n")
	if len(l) < 9 || l[0] != "1" {
		return
	}
	h.Code, _ = strconv.ParseInt(l[2], 10, 64)
	h.Version, h.Device, h.MIUI = l[3], l[7], l[8]
	h.Made, _ = strconv.ParseInt(l[4], 10, 64)
}

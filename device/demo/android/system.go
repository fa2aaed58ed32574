// Package android is what the simulated phone answers beyond its files: system
// properties, battery, packages, settings, the media database, and the records
// of invented people: contacts, messages, calls, calendar.
//
// Begin with New, and System.Install to teach a shell its commands.
package android

import (
	"embed"
	"strings"
	"sync"
	"time"

	"keepsake/device/demo/content"
	"keepsake/device/demo/disk"
	"keepsake/device/demo/shell"
)

//go:embed data
var data embed.FS

// Storage is where the shared storage of the owner lies.
const Storage = "/storage/emulated/0"

// System is one phone's Android.
type System struct {
	Disk   *disk.FS
	Serial string
	Now    func() time.Time // the phone's time, in the phone's zone

	// Refused says which commands and content authorities do not serve; nil: all do.
	Refused func(name string) bool

	// ToolStart is how long the content tool takes to start.
	ToolStart time.Duration

	props     []property
	settings  settingsTable
	providers map[string]content.Provider
	networks  known
	packages  packages
	screen    screen

	mu        sync.Mutex
	level     int
	charging  bool
	favorites map[string]bool   // by path; overrides what the content says of itself
	users     []User            // beside the owner
	cards     []string          // ids of the memory cards that are in
	ops       map[string]string // modes of the shell's app ops that are not the usual ones

	scanner scanner
}

// New reads the phone's properties and records and dates the records back from now.
func New(d *disk.FS, serial string, now func() time.Time) (*System, error) {
	s := &System{Disk: d, Serial: serial, Now: now, level: 76, charging: true, favorites: make(map[string]bool), ops: make(map[string]string)}
	for _, n := range Networks() {
		s.networks.add(n)
	}
	var err error
	if s.packages.names, err = lines("packages.txt"); err != nil {
		return nil, err
	}
	if s.props, err = readProps(serial, now().Location()); err != nil {
		return nil, err
	}
	if s.settings.all, err = readSettings(); err != nil {
		return nil, err
	}
	list, err := readPeople()
	if err != nil {
		return nil, err
	}
	people := newPeople()
	people.fill(list)
	texts, err := readMessages(now())
	if err != nil {
		return nil, err
	}
	texts.allowed = s.mayWriteTexts
	mms, err := readPictures(now())
	if err != nil {
		return nil, err
	}
	calls, err := readCalls(now())
	if err != nil {
		return nil, err
	}
	events, err := readCalendar(now())
	if err != nil {
		return nil, err
	}
	s.providers = map[string]content.Provider{
		"media":                s.media(),
		"com.android.contacts": people,
		"sms":                  texts,
		"mms":                  mms,
		"mms-sms":              conversations{texts},
		"call_log":             calls,
		"com.android.calendar": events,
		"settings":             settingsProvider{&s.settings},
	}
	return s, nil
}

// Install gives a shell the commands of this Android.
func (s *System) Install(m *shell.Machine) {
	m.Refused = s.Refused
	m.Commands["getprop"] = s.getprop
	m.Commands["setprop"] = denied("failed to set property")
	m.Commands["dumpsys"] = s.dumpsys
	m.Commands["pm"] = s.pm
	m.Commands["settings"] = s.settingsCommand
	m.Commands["sm"] = s.sm
	m.Commands["am"] = s.am
	m.Commands["cmd"] = s.cmd
	m.Commands["wm"] = s.wm
	m.Commands["content"] = s.contentCommand
}

// SetBattery sets what the battery service tells.
func (s *System) SetBattery(level int, charging bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.level, s.charging = level, charging
}

// SetMessages makes the SMS n, if that is more than there are, with invented texts
// of earlier days.
func (s *System) SetMessages(n int) {
	s.providers["sms"].(*texts).fill(n, s.Now())
}

// Clear takes away the records and apps of the phone's owner: what is left is a phone
// out of its box. It is called before the phone is served.
func (s *System) Clear() {
	t := newTexts()
	t.allowed = s.mayWriteTexts
	s.providers["com.android.contacts"], s.providers["call_log"], s.providers["com.android.calendar"] = newPeople(), newCalls(), newCalendar()
	s.providers["sms"], s.providers["mms-sms"], s.providers["mms"] = t, conversations{t}, &pictures{}
	s.packages.names = nil
	s.networks.list, s.networks.ids = nil, nil
}

// SetFavorite marks a file as a favourite in the media database, or not.
func (s *System) SetFavorite(p string, favorite bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.favorites[p] = favorite
}

// lines returns the lines of an embedded file that are neither empty nor comments.
func lines(name string) ([]string, error) {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		return nil, err
	}
	var out []string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out, nil
}

// Package settings keeps the owner's choices in one small JSON file in the
// user's configuration folder, written whole or not at all.
//
// Begin with Open, then Get and Change.
package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"time"

	"keepsake/app/schedule"
	"keepsake/device/wireless"
)

// Values are the choices. The zero value is a fresh installation.
type Values struct {
	Library string `json:"library,omitempty"` // folder; empty: the default
	Theme   string `json:"theme,omitempty"`   // "light", "dark" or empty for the system's
	// Language is what the window speaks, as BCP 47 writes it; empty: the desktop's.
	Language string  `json:"language,omitempty"`
	Width    float32 `json:"width,omitempty"` // of the window, in Fyne's units
	Height   float32 `json:"height,omitempty"`
	Tile     float32 `json:"tile,omitempty"` // side of a picture in the timeline
	Zoom     float32 `json:"zoom,omitempty"` // of texts; 0: usual
	Adb      string  `json:"adb,omitempty"`  // the adb program; empty: looked for
	// Private are the phones, by id, whose private album is backed up too.
	Private  []string `json:"private,omitempty"`
	AppFiles bool     `json:"app_files,omitempty"` // backups keep the files of apps too
	// Clouds are the places that the library can be uploaded to.
	Clouds []Cloud `json:"clouds,omitempty"`
	// WiFi are the phones that were connected over Wi-Fi, to find them again.
	WiFi []wireless.Known `json:"wifi,omitempty"`
	// Automatic says for each phone, by id, when it is backed up by itself, and
	// Reminded when its owner was last told that a backup is overdue. The maps are
	// replaced, never altered.
	Automatic map[string]schedule.Rule `json:"automatic,omitempty"`
	Reminded  map[string]time.Time     `json:"reminded,omitempty"`
	// Proven is what was known of those phones when their library was open last: the
	// demo phone has another one. The map is replaced, never altered.
	Proven map[string]Proven `json:"proven,omitempty"`
	Paused time.Time         `json:"paused,omitzero"` // until when none begins by itself
	Stays  bool              `json:"stays,omitempty"` // it was said that Keepsake runs on without its window
}

// Proven is when a phone was last backed up and all of it proven.
type Proven struct {
	Name string    `json:"name"`
	Last time.Time `json:"last,omitzero"` // zero: never
}

// Cloud is a place to upload to. Its secrets are in the keyring, under its ID.
type Cloud struct {
	ID      string            `json:"id"`   // its own for good; its queue in the library is named so
	Name    string            `json:"name"` // the owner's
	Kind    string            `json:"kind"` // "webdav", "immich" …
	Params  map[string]string `json:"params,omitempty"`
	Root    string            `json:"root,omitempty"`    // folder there
	Encrypt string            `json:"encrypt,omitempty"` // "contents", "all" (names too) or empty
	Account string            `json:"account,omitempty"` // as it said when it was tested
	Limit   int64             `json:"limit,omitempty"`   // bytes a second; 0: none
	Secrets bool              `json:"secrets,omitempty"` // it has some

	After   bool      `json:"after,omitempty"`   // upload by itself after each backup
	Battery bool      `json:"battery,omitempty"` // by itself on battery too
	Metered bool      `json:"metered,omitempty"` // by itself in metered networks too
	What    Selection `json:"what,omitzero"`
	Stopped time.Time `json:"stopped,omitzero"` // the owner ended an upload then
	Wait    time.Time `json:"wait,omitzero"`    // the service takes nothing before
}

// Selection is what of the library goes to a cloud; the zero value is all of it.
// Its lists are replaced, never altered.
type Selection struct {
	Albums     []string  `json:"albums,omitempty"` // by name
	Kinds      []string  `json:"kinds,omitempty"`  // "photo", "video", "audio"
	Since      time.Time `json:"since,omitzero"`   // taken then or later
	Favourites bool      `json:"favourites,omitempty"`
}

// maxFile bounds what is read: the file is ours, but it may have been damaged.
const maxFile = 1 << 20

// File is an open settings file. It is safe for concurrent use.
type File struct {
	path string
	mu   sync.Mutex
	v    Values // guarded by mu
}

// DefaultPath is the settings file of this user.
func DefaultPath() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find the folder for settings: %w", err)
	}
	return filepath.Join(dir, "keepsake", "settings.json"), nil
}

// Open reads the file at path. A missing file gives the zero Values; a damaged
// one too, and is kept beside as "….broken".
func Open(path string) (*File, error) {
	f := &File{path: path}
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	data := []byte{}
	if st.Size() <= maxFile {
		if data, err = os.ReadFile(path); err != nil {
			return nil, fmt.Errorf("read settings: %w", err)
		}
	}
	if json.Unmarshal(data, &f.v) != nil {
		f.v = Values{}
		if err := os.Rename(path, path+".broken"); err != nil {
			return nil, fmt.Errorf("set damaged settings aside: %w", err)
		}
	}
	return f, nil
}

// Get returns the choices as they are now.
func (f *File) Get() Values {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.v
}

// Change lets fn alter the choices and writes them; fn replaces lists, and never
// alters what is in them. On an error the file is as
// it was, and so is what Get returns.
func (f *File) Change(fn func(*Values)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	v := f.v
	fn(&v)
	if reflect.DeepEqual(v, f.v) {
		return nil
	}
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	tmp := f.path + ".new"
	if err := os.WriteFile(tmp, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	if err := os.Rename(tmp, f.path); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	f.v = v
	return nil
}

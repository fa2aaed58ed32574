// Package gallery holds the words the library's rooms share: an Item is one
// content (identified by its SHA-256), an Origin is one place on one phone where
// that content was seen, and Info is what its bytes tell about it.
//
// Begin with store.Open (the disk) and index.Open (the searchable cache).
package gallery

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// Hash is the SHA-256 of a content, and the identity of an Item.
type Hash [sha256.Size]byte

// String returns the hash as 64 lower-case hex digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// IsZero reports whether h was never set. No content has this hash in practice.
func (h Hash) IsZero() bool { return h == Hash{} }

// MarshalText implements encoding.TextMarshaler.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler; it takes exactly 64 hex digits.
func (h *Hash) UnmarshalText(b []byte) error {
	v, err := ParseHash(string(b))
	if err != nil {
		return err
	}
	*h = v
	return nil
}

// ParseHash reads 64 hex digits.
func ParseHash(s string) (Hash, error) {
	var h Hash
	if len(s) != 2*len(h) {
		return Hash{}, fmt.Errorf("sha256 %q: want %d hex digits, got %d", s, 2*len(h), len(s))
	}
	if _, err := hex.Decode(h[:], []byte(s)); err != nil {
		return Hash{}, fmt.Errorf("sha256 %q: %w", s, err)
	}
	return h, nil
}

// Kind is what a content is, told by its bytes and, failing that, by its name.
type Kind string

// The kinds of content.
const (
	Photo Kind = "photo"
	Video Kind = "video"
	Audio Kind = "audio"
	Other Kind = "other" // kept like the others, shown with an icon
)

// TakenSource says where the capture time was read from.
type TakenSource string

// The sources of a capture time, best first.
const (
	TakenOwner      TakenSource = "owner"      // the owner corrected it
	TakenEXIF       TakenSource = "exif"       // EXIF DateTimeOriginal, with OffsetTimeOriginal where present
	TakenXMP        TakenSource = "xmp"        // XMP photoshop:DateCreated, xmp:CreateDate or exif:DateTimeOriginal
	TakenSidecar    TakenSource = "sidecar"    // a file beside it in an import, such as Google Takeout's
	TakenVideo      TakenSource = "video"      // MP4/MOV mvhd, UTC
	TakenName       TakenSource = "name"       // a camera's file name pattern, phone-local time
	TakenMediaStore TakenSource = "mediastore" // Android's media database, datetaken
	TakenMTime      TakenSource = "mtime"      // the file's modification time
)

// Taken is a capture time. Time carries the zone the camera recorded; when
// Zoned is false the camera recorded none, and Time's wall clock is what it
// showed, expressed in the zone this computer assumed.
type Taken struct {
	Time   time.Time   `json:"time"`
	Zoned  bool        `json:"zoned,omitempty"`
	Source TakenSource `json:"source"`
}

// Place is where a picture was taken, in degrees (WGS 84; north and east positive).
type Place struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// Info is what a content's bytes, name and media row tell about it.
// Width and Height are in pixels as shown, after Orientation is applied.
type Info struct {
	Kind        Kind          `json:"kind"`
	MIME        string        `json:"mime,omitempty"`
	Width       int           `json:"width,omitempty"`
	Height      int           `json:"height,omitempty"`
	Orientation int           `json:"orientation,omitempty"` // EXIF 1..8; 0 and 1 mean upright
	Duration    time.Duration `json:"duration,omitempty"`    // videos and recordings
	Taken       Taken         `json:"taken"`
	Place       *Place        `json:"place,omitempty"`
	Camera      string        `json:"camera,omitempty"`  // make and model
	Motion      *Motion       `json:"motion,omitempty"`  // a motion photo's clip
	Burst       string        `json:"burst,omitempty"`   // the same for all pictures of one burst in one album
	Screen      bool          `json:"screen,omitempty"`  // a screenshot or screen recording
	Broken      string        `json:"broken,omitempty"`  // why the bytes could not be understood; the file is kept all the same
	Private     Privacy       `json:"private,omitempty"` // it is of a phone's private album; see Item.Private
	Key         string        `json:"key,omitempty"`     // opens its bytes, hex, where the well-known key does not
	Name        string        `json:"name,omitempty"`    // what it is called, where the file's name is another
}

// Motion is the place of a motion photo's video clip inside its file, in bytes.
type Motion struct {
	Offset int64 `json:"offset"`
	Length int64 `json:"length"`
}

// Origin is one path on one phone where a content was seen.
type Origin struct {
	Phone    string    // device.Info.ID of the phone
	Path     string    // the phone's exact bytes, absolute; not always UTF-8
	Album    string    // folder below the storage volume, "DCIM/Camera"
	MTime    time.Time // as on the phone, whole seconds
	Favorite bool      // MediaStore is_favorite
	Trashed  bool      // in the phone's trash when seen

	FirstSeen time.Time
	Verified  time.Time // when the phone's SHA-256 and the re-read library bytes last agreed; zero: never
}

// Item is one content in the library with everything known about it.
type Item struct {
	Hash    Hash
	Size    int64  // bytes
	Path    string // below the library's folder, slash-separated
	Added   time.Time
	Info    Info
	Edit    Edit // what the owner said
	Origins []Origin
}

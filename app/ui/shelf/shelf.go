// Package shelf is what the window knows of the library: a row for each tile,
// the months of the timeline, albums and numbers. The words are gallery/index's,
// said again without SQLite, so that every screen is built and drawn in tests
// without cgo. Whoever composes the window translates.
//
// Begin with Timeline, and Row for what a tile shows.
package shelf

import (
	"time"

	"keepsake/gallery"
)

// AlbumKey names an album: a folder of one phone, below its storage volume.
type AlbumKey struct{ Phone, Path string }

// Filter says which items are wanted; every field set narrows it. Search is what
// a person typed.
type Filter struct {
	View   View
	Album  AlbumKey
	Kinds  []gallery.Kind
	Search string

	Favorites   bool
	Screenshots bool // screenshots and screen recordings
	Motion      bool // motion photos
	Box         *Box // taken within
	Stacked     bool // of a burst only the best, with the others in Timeline.Stacks
}

// View is which part of the library is looked at. What is trashed, hidden or
// private is in no view but its own.
type View int

// The views.
const (
	Everything View = iota
	Recent          // newest in the library first, not by capture time
	Trash           // in the library's trash
	Hidden
	Private // from the phone's private album
)

// Box is a part of the world, in degrees. East may be less than West: then it
// lies across the date line.
type Box struct{ South, West, North, East float64 }

// Spot is where one picture was taken.
type Spot struct {
	ID       int64
	Lat, Lon float64
}

// Group is pictures that look alike, the best first.
type Group struct {
	IDs    []int64
	Reason Reason
}

// Reason is why pictures belong together.
type Reason string

// The reasons.
const (
	Similar Reason = "similar" // they look alike
	Burst   Reason = "burst"   // taken in one burst
)

// Change is what the owner says about some items at once; nil fields stay as
// they are.
type Change struct {
	Trash, Hide, Favorite *bool
	Turn                  int // quarter turns clockwise, added to what is there
	Taken                 *gallery.Taken
	Shift                 time.Duration // added to the capture time that is shown
	Place                 *gallery.Place
	AddTo, TakeFrom       string // an album of the owner's own, by name
}

// Timeline is the order of the grid, newest first, whole: 16 bytes an item.
type Timeline struct {
	IDs    []int64
	Taken  []int64 // the wall clock where it was taken, as unix ms of UTC; in the view Recent, when it came into the library
	Months []Month // newest first; every item is in one
	// Stacks are the bursts of a stacked timeline, by the one that stands in it.
	Stacks map[int64][]int64
}

// Month is a run of a Timeline.
type Month struct {
	Year         int
	Month        time.Month
	Start, Count int
}

// Row is what a tile shows of an item.
type Row struct {
	ID            int64
	Hash          gallery.Hash
	Path, Name    string // below the library's folder; what it is called
	Kind          gallery.Kind
	Taken         time.Time
	Width, Height int // as shown, after Turn
	Turn          int // quarter turns clockwise that the owner wants; thumbnails are without
	Duration      time.Duration
	NoThumb       bool     // tried and impossible: the kind's icon is drawn
	Color         [3]uint8 // average; black while unknown
	Motion        bool
	Favorite      bool
	Verified      bool            // proven against a phone at least once
	Broken        bool            // the bytes could not be understood
	Private       gallery.Privacy // of a private album; a locked one has no picture to show
	Size          int64
	Clouds        string // where it is up, by name; "" for nowhere
}

// Album is one album: a folder of a phone, or with Own set one of the owner's,
// whose key has no phone. Cover is the hash of its newest picture.
type Album struct {
	Own    bool
	Key    AlbumKey
	Name   string
	Phone  string // the phone's name, for people
	Count  int
	Newest time.Time
	Cover  gallery.Hash
	Turn   int // of the cover, as Row's
	Color  [3]uint8
}

// Stats are the numbers of the library, or of one phone in it.
type Stats struct {
	Items, Photos, Videos int
	Bytes                 int64
	Verified              int
	Oldest, Newest        time.Time
}

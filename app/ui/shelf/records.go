package shelf

import (
	"encoding/binary"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/records"
)

// RecordQuery says which records are wanted; every field set narrows it.
type RecordQuery struct {
	Category   records.Category
	Phone      string   // "": of all phones
	Threads    []string // conversations, numbers' tails, folders: any of these
	Kinds      []string // of calls and recordings, any of these types
	Search     string   // every word must be in it, somewhere
	IDs        []int64  // these only; nil: any
	Identities []string // these things only; nil: any
	From, To   int64    // ms, To exclusive; 0: open
	Oldest     bool     // the oldest first, else the newest; contacts, apps and networks by name
	AsOf       int64    // ms: as the backups until that moment had them; 0: as the last ones do
}

// Entry is a record of a list. Its ID holds until the library changes, and for one
// AsOf only.
type Entry[R any] struct {
	ID, Date int64
	Phone    string
	Identity string // the same in every backup that has the record
	Unread   bool
	Record   R
}

// Face is what a list shows of a contact.
type Face struct {
	ID       int64
	Phone    string
	Identity string
	Name     string // "" when it has none, and no number or mail address either
	Starred  bool
	Photo    bool // there is one, for FacePicture
}

// Line is the order of a list, whole, before any of its records is read.
type Line struct {
	IDs   []int64
	Dates []int64 // ms
}

// Conversation is the messages exchanged with the same others.
type Conversation struct {
	Thread string
	Phone  string // of several: the one with the last message
	Others []string
	Name   string // of who is known of them; "" when nobody is
	Face   Face   // of the one other, when it is a contact
	Count  int
	Unread int
	Last   Entry[records.Message]
}

// Person is whose a number is.
type Person struct{ Face }

// Moment is a backup that found records of a category changed.
type Moment struct {
	Taken time.Time
	Phone string
	Count int
}

// Since is what became of records between one moment and now.
type Since struct {
	Added   []records.Record // are there now, and were not then
	Gone    []records.Record // were there then
	Changed []ChangedRecord
}

// ChangedRecord is one record then and now.
type ChangedRecord struct{ Then, Now records.Record }

// Refusal is why a phone did not give a category, as its last backup noted it.
type Refusal struct {
	Phone string // its name
	Why   string // a sentence or two: why, and the way round it
	When  time.Time
}

// faceMark begins the hash of a contact's picture, which is no hash of bytes.
const faceMark = "contact\x00"

// FacePicture names a contact's photo to the loader of pictures.
func FacePicture(id, asOf int64) gallery.Hash {
	var h gallery.Hash
	copy(h[:], faceMark)
	binary.BigEndian.PutUint64(h[8:], uint64(id))
	binary.BigEndian.PutUint64(h[16:], uint64(asOf))
	return h
}

// FaceOf is the inverse of FacePicture; ok is false for any other picture.
func FaceOf(h gallery.Hash) (id, asOf int64, ok bool) {
	if string(h[:8]) != faceMark {
		return 0, 0, false
	}
	return int64(binary.BigEndian.Uint64(h[8:])), int64(binary.BigEndian.Uint64(h[16:])), true
}

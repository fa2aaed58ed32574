// Package cloud is what the library asks of a place in a cloud: to take a
// content, to say honestly whether it has it, and to give it back. Folders and
// servers that hold files are reached by cloud/remote, Immich by cloud/immich,
// Google Photos by cloud/gphotos; cloud/contract is the one suite all of them pass.
//
// Begin with Target.Test, which signs in, and Target.Put, which returns what the
// target itself says it has now.
package cloud

import (
	"context"
	"io"
	"time"

	"keepsake/gallery"
)

// Target is one place in a cloud. It is safe for concurrent use. Errors are those
// of this package (ErrAuth, ErrQuota, ErrUnreachable, ErrRefused, *LimitError, …),
// wrapped with what was done to which content; no error contains a secret.
type Target interface {
	Traits() Traits
	// Test signs in, and finds out whether contents can be left here: it writes
	// and removes a small file of its own where the target holds files.
	Test(ctx context.Context) (Account, error)
	// Space tells the room there is. ErrUnknown: the target does not say.
	Space(ctx context.Context) (Space, error)
	// Find asks the target whether it has a content. fs.ErrNotExist: it has not, or
	// has other bytes of it. With deep, a checksum is compared where the target
	// keeps one, for which the content is read here.
	Find(ctx context.Context, o Object, deep bool) (Stored, error)
	// Put leaves a content at the target and asks it what it has now. A content
	// that was there already is answered with Stored.Duplicate.
	Put(ctx context.Context, o Object) (Stored, error)
	// Get opens what is stored under a Ref, for reading. What comes is only the
	// original where Traits.Originals says so.
	Get(ctx context.Context, ref string) (io.ReadCloser, error)
	Close() error
}

// Files is a Target that holds any file under any path, so that a whole library
// can be kept there and rebuilt from there.
type Files interface {
	Target
	// List calls each with every file below a folder ("" for all), as the target
	// has it, in no order. Files under way are left out.
	List(ctx context.Context, folder string, each func(Entry) error) error
	// Sweep removes what interrupted uploads of ours left behind longer than a
	// while ago, and nothing else.
	Sweep(ctx context.Context, before time.Time) (removed int, err error)
}

// Committer is a Target where sent bytes become a content only in a second step,
// several at a time.
type Committer interface {
	Target
	// Commit finishes Stored with a Token; at most Traits.Batch of them, one call
	// at a time. The answers are in the same order; an error of its own is for all.
	Commit(ctx context.Context, sent []Sent) ([]Committed, error)
}

// Albums is a Target that has albums beside its contents.
type Albums interface {
	Target
	// AddToAlbum puts contents into the album of that title, which is made when
	// there is none of ours. Those that are in it already stay.
	AddToAlbum(ctx context.Context, title string, refs []string) error
}

// Traits say what a target can promise.
type Traits struct {
	Kind      string // as the owner chose it: "webdav", "immich", …
	Hashes    bool   // it keeps a checksum that can be compared
	Originals bool   // Get gives back the bytes that were put
	Workers   int    // uploads at once that serve it best
	Batch     int    // of Committer.Commit; 0: it is none
	MaxPhoto  int64  // largest picture, in bytes; 0: no limit known
	MaxVideo  int64
	MediaOnly bool // it takes pictures and videos, no other files
}

// Account is who is signed in where, for the owner to recognise.
type Account struct {
	Name   string // of the account or folder
	Server string // and its version, where it says
}

// Space is the room at a target, in bytes. A number that it does not tell is -1.
type Space struct{ Used, Free, Total int64 }

// Object is a content on its way.
type Object struct {
	Path     string       // slash path in the library, and at a Files target
	Hash     gallery.Hash // SHA-256; zero for a file that no manifest speaks of
	Size     int64
	ModTime  time.Time // of the file
	Taken    time.Time // when it was taken, in the zone of the camera; zero: unknown
	Title    string    // the file's name as people know it
	MIME     string    // may be empty
	Video    bool
	Favorite bool
	// Open opens the bytes for reading, from the beginning, as often as needed.
	Open func() (io.ReadCloser, error)
}

// Proof is how a target said that it has a content whole.
type Proof string

// The proofs, best first.
const (
	ByHash   Proof = "hash" // the target's own checksum agrees
	BySize   Proof = "size" // the target told the right length afterwards
	Unproven Proof = ""     // sent, not verifiable
)

// Stored is what a target says it has.
type Stored struct {
	Ref       string // by which the target knows it: a path or an id
	Size      int64  // -1: it does not say
	Proof     Proof
	Duplicate bool   // it was there before
	Token     string // not a content yet: see Committer
}

// Sent is a content whose bytes are at a Committer.
type Sent struct {
	Object
	Token string
}

// Committed is what became of one Sent.
type Committed struct {
	Stored
	Err error
}

// Entry is a file as a target lists it.
type Entry struct {
	Path    string
	Size    int64
	ModTime time.Time
}

// Package archive opens what pictures can be imported from: a folder, ZIP
// archives (encrypted ones and several parts too), a Google Takeout, and another
// Keepsake library. What a path is, its content says, not its name.
//
// Begin with [Open], then [Source.Entries] and [Entry.Open].
//
// Everything in a source is taken for hostile: names are confined before they
// are used, sizes are held to what was announced, links are not followed, and
// nothing is written anywhere.
package archive

import (
	"context"
	"errors"
	"io"
	"time"

	"keepsake/gallery"
)

// Kind is what a source is.
type Kind string

// The kinds of source.
const (
	Folder  Kind = "folder"  // a folder, or single files
	ZIP     Kind = "zip"     // a ZIP archive, whole or in parts
	Takeout Kind = "takeout" // what Google Takeout hands out, as folder or ZIP
	Library Kind = "library" // another Keepsake library
)

// Entry is one file of a source, or something of it that is left out.
type Entry struct {
	Kind  Kind
	Path  string    // where it was: absolute path of the source, then the path inside; unique
	Album string    // the folder it belongs to, slash-separated
	Name  string    // base name
	Size  int64     // bytes, as announced; reading gives exactly that many or fails
	MTime time.Time // zero: unknown

	Sidecar *Sidecar      // what a file beside it tells; nil: none
	Item    *gallery.Item // what the other library knows of it; nil: from elsewhere

	Skip string // why it is left out on purpose; such an entry cannot be opened
	Err  error  // why it cannot be taken; such an entry cannot be opened

	open     func(ctx context.Context) (io.ReadCloser, error)
	password func() string
}

// Open reads the entry from its beginning. Its bytes are right only when they
// were read to io.EOF: lengths, checksums and authentication codes are known at
// the end. Several entries may be read at the same time.
func (e *Entry) Open(ctx context.Context) (io.ReadCloser, error) {
	if e.open == nil {
		return nil, errors.Join(errors.New(e.Path+" cannot be opened"), e.Err)
	}
	return e.open(ctx)
}

// Part is one thing that was recognised among the paths given.
type Part struct {
	Kind   Kind
	Title  string // its name, for people
	Files  int    // at most; what is in them decides
	Bytes  int64
	Pieces int  // files it is made of, more than one for an archive in parts
	Locked bool // it needs a password that is not known yet
}

// Sidecar is what a file beside a picture tells of it.
type Sidecar struct {
	Title    string
	Taken    time.Time // zero: not said
	Place    *gallery.Place
	Favorite bool
	Trashed  bool
	Archived bool // kept out of the timeline there
}

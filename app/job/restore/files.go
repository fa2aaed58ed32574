package restore

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"keepsake/device"
	"keepsake/gallery"
)

// Phone is what Files needs of a phone. *device.Phone is one.
type Phone interface {
	Info() device.Info
	Media(ctx context.Context, found func(n int)) (device.Media, error)
	Folders(ctx context.Context, dirs []string, each func(i int, names []device.Name, there bool, err error)) error
	Hashes(ctx context.Context, paths []string, each func(path string, sum [32]byte, err error)) error
	Push(ctx context.Context, next func() (device.Upload, bool), s device.Supply) error
	Moves(ctx context.Context, moves []device.Move, each func(i int, err error)) error
	Deletes(ctx context.Context, files []device.Deletion, each func(i int, err error)) error
	Discard(ctx context.Context, paths []string) error
	RemoveFolders(ctx context.Context, dirs []string) error
	SetTimes(ctx context.Context, stamps []device.Stamp, each func(i int, err error)) error
	Scan(ctx context.Context, paths []string) error
	Indexed(ctx context.Context, paths []string, each func(device.Indexed)) error
	Favor(ctx context.Context, ids []int64) error
}

// Want is one file to bring to a phone.
type Want struct {
	Hash     gallery.Hash // of its bytes
	Size     int64
	Path     string    // where it lay on a phone, exact bytes; or where it shall lie
	Title    string    // what people call it
	Category string    // job.Photos or job.Recordings
	MTime    time.Time // as it was on the phone
	Taken    time.Time // when it was taken; zero while unknown
	Local    string    // the file on this computer that has the bytes; empty: the library has them
	Favorite bool      // its owner's heart is on it
	Cannot   string    // why it cannot be brought back; empty: it can
}

// Source says where the bytes of a file are.
type Source struct {
	Hash  gallery.Hash
	Local string // a file of this computer; empty: the library's
}

// Files brings pictures, videos and recordings to a phone: to the folder they were
// in, each under a hidden name until the phone's own SHA-256 of it is right, with
// its date. It is a Part.
type Files struct {
	Line  *Line[Phone]
	Wants []Want
	// Volume is the storage they go to, "/storage/1A2B-3C4D"; empty: the one each came
	// from where the phone has that, else the phone's own.
	Volume string
	Open   func(Source) (io.ReadCloser, error)

	id string // of the run; temporary names carry it
}

// FilesName is the name of the Part Files.
const FilesName = "files"

// Name implements Part.
func (f *Files) Name() string { return FilesName }

// fileDetail is what the Detail of a step holds.
type fileDetail struct {
	Hash  gallery.Hash `json:"hash"`
	Size  int64        `json:"size"`
	MTime int64        `json:"mtime"`           // Unix seconds
	Taken int64        `json:"taken,omitempty"` // Unix milliseconds
	Local string       `json:"local,omitempty"`
	Old   Name         `json:"old,omitempty"`  // what is replaced, where it is
	Safe  Name         `json:"safe,omitempty"` // where that goes, on the phone
	Temp  Name         `json:"temp"`
	Heart bool         `json:"favorite,omitempty"`
	Made  int          `json:"made,omitempty"` // how many folders above it were not there before
}

// fileNote is what a journal holds of a file that was begun.
type fileNote struct {
	Final Name `json:"final"`
}

// file is an entry with what is known of it, unpacked.
type file struct {
	Entry
	fileDetail
	final string // where it goes; its target, or another name where that was taken meanwhile
}

func (f file) when() time.Time { return time.Unix(f.MTime, 0) }

func (f file) name() string { return path.Base(f.final) }

func unpack(entries []Entry) ([]*file, error) {
	all := make([]*file, len(entries))
	for i, e := range entries {
		one := &file{Entry: e, final: string(e.Target)}
		if err := json.Unmarshal(e.Detail, &one.fileDetail); err != nil {
			return nil, fmt.Errorf("the plan of %s: %w", e.Title, err)
		}
		var n fileNote
		if ok, err := e.Read(&n); err != nil {
			return nil, err
		} else if ok {
			one.final = string(n.Final)
		}
		all[i] = one
	}
	return all, nil
}

// safePath is where a file that is replaced is kept on the phone: on its own
// storage, out of sight of galleries.
func safePath(old, run string, step int) string {
	return fmt.Sprintf("%s/.keepsake/%s/%d-%s", device.Volume(old), run, step, path.Base(old))
}

// safeFolders are the folders that safePath makes, deepest first.
func safeFolders(safe string) []string {
	run := path.Dir(safe)
	return []string{run, path.Dir(run)}
}

// beside makes the nth other name for a file: "IMG_1 (2).jpg".
func beside(p string, n int) string {
	ext := path.Ext(p)
	if strings.TrimPrefix(path.Base(p), ".") == strings.TrimPrefix(ext, ".") {
		ext = "" // it has no other name than that
	}
	return fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(p, ext), n, ext)
}

// paths lists something of each file.
func paths(all []*file, of func(*file) string) []string {
	list := make([]string, len(all))
	for i, f := range all {
		list[i] = of(f)
	}
	return list
}

func (f *file) tempPath() string  { return string(f.Temp) }
func (f *file) finalPath() string { return f.final }

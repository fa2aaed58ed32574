// Package store is the library on disk: originals as ordinary files, and an
// append-only manifest that is the truth about them. Whatever is in it under a
// name is a whole file, whenever the computer stops.
//
// Begin with Create or Open, and for writing with Library.Begin, which gives the
// one Writer a library has at a time: Stage a file, write its bytes, Add it.
// Library.Replay tells an index what is new; Check and Repair look after a
// library that nothing has open.
//
// How a file gets in: its bytes go to .keepsake/staging while their SHA-256 is
// taken; some hundred files later (or a quarter of a second) the group is made
// durable at once; an intent file lists the renames that follow; each file is
// renamed into its album's folder, never over another one; the folders are
// synced, then the manifest lines are written and synced; only then is it
// reported as kept. Whatever is left over when that is cut short, the next
// session puts right from the intent.
package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Library is an open library. It is safe for concurrent use, and for use beside
// other processes that have the same library open.
type Library struct {
	d   disk
	dir string
	id  string

	mu      sync.RWMutex
	cat     *catalog // nil until needed; +mu
	writing bool     // a Writer of this Library keeps cat up to date; +mu
}

// identity is library.json.
type identity struct {
	Format  int       `json:"format"`
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
}

// Open opens the library in dir. It answers ErrNotLibrary when there is none,
// and ErrNewerFormat when this version is too old for it.
func Open(dir string) (*Library, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open library %s: %w", dir, err)
	}
	d, err := openDisk(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s does not exist: choose the library's folder, or connect the disk it is on", ErrNotLibrary, abs)
	}
	if err != nil {
		return nil, fmt.Errorf("open library %s: %w", abs, err)
	}
	l, err := openLibrary(d, abs)
	if err != nil {
		d.close()
		return nil, err
	}
	return l, nil
}

// Create makes a library in dir, which must be missing or empty. A folder that
// is a library already is opened.
func Create(dir string) (*Library, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("create library %s: %w", dir, err)
	}
	if err := makeFolder(abs); err != nil {
		return nil, fmt.Errorf("create library: %w", explain(abs, err))
	}
	d, err := openDisk(abs)
	if err != nil {
		return nil, fmt.Errorf("create library %s: %w", abs, err)
	}
	l, err := createLibrary(d, abs)
	if err != nil {
		d.close()
		return nil, err
	}
	return l, nil
}

// makeFolder makes the library's own folder and those above it, and their names
// durable: a library whose folder is gone after a power cut is gone.
func makeFolder(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
		if err := makeFolder(filepath.Dir(dir)); err != nil {
			return err
		}
		err = os.Mkdir(dir, 0o700)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil // openDisk tells if it is no folder
	}
	if err != nil || !foldersSync {
		return err
	}
	above, err := os.Open(filepath.Dir(dir))
	if err != nil {
		return nil // not ours to read, so not ours to sync
	}
	defer above.Close()
	return ignoreNotDurable(durable(above.Sync()))
}

// Dir is the library's folder.
func (l *Library) Dir() string { return l.dir }

// ID is the library's own name, 32 hex digits, given when it was made.
func (l *Library) ID() string { return l.id }

// Close lets go of the folder. A Writer must be closed before.
func (l *Library) Close() error { return l.d.close() }

// Rest gives back the memory that following the manifest took. The next use
// reads it again.
func (l *Library) Rest() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.writing {
		l.cat = nil
	}
}

func openLibrary(d disk, dir string) (*Library, error) {
	who, err := readIdentity(d, dir)
	if err != nil {
		return nil, err
	}
	return &Library{d: d, dir: dir, id: who.ID}, nil
}

func readIdentity(d disk, dir string) (identity, error) {
	var who identity
	b, err := readFile(d, libraryName, 64<<10)
	if errors.Is(err, fs.ErrNotExist) {
		return who, fmt.Errorf("%w: %s has no %s: choose the folder that has one, or make a new library", ErrNotLibrary, dir, libraryName)
	}
	if err != nil {
		return who, fmt.Errorf("open library %s: %w", dir, err)
	}
	if err := json.Unmarshal(b, &who); err != nil || who.ID == "" || who.Format < 1 {
		return who, fmt.Errorf("%w: %s in %s cannot be read: repair the library", ErrNotLibrary, libraryName, dir)
	}
	if who.Format > formatVersion {
		return who, fmt.Errorf("%w: %s has format %d, this version reads %d: update Keepsake", ErrNewerFormat, dir, who.Format, formatVersion)
	}
	return who, nil
}

func createLibrary(d disk, dir string) (*Library, error) {
	l, err := openLibrary(d, dir)
	if err == nil || !errors.Is(err, ErrNotLibrary) {
		return l, err
	}
	if err := mayBecomeLibrary(d, dir); err != nil {
		return nil, err
	}
	for _, name := range []string{photosDir, manifestDir, snapshotsDir, stagingDir, quarantineDir} {
		grown, err := mkdirAll(d, name)
		for _, dir := range grown {
			if err == nil {
				err = ignoreNotDurable(d.syncDir(dir))
			}
		}
		if err != nil {
			return nil, fmt.Errorf("create library: %w", explain(dir, err))
		}
	}
	if err := writeFile(d, readmeName, stagingDir+"/k-readme.tmp", []byte(readme)); err != nil {
		return nil, fmt.Errorf("create library: %w", explain(dir, err))
	}
	// Its presence makes the folder a library, so it comes last.
	if err := writeIdentity(d, identity{Format: formatVersion, ID: newID(), Created: time.Now().UTC().Truncate(time.Second)}); err != nil {
		return nil, fmt.Errorf("create library: %w", explain(dir, err))
	}
	return openLibrary(d, dir)
}

func writeIdentity(d disk, who identity) error {
	b, err := json.MarshalIndent(who, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(d, libraryName, stagingDir+"/k-library.tmp", append(b, '\n'))
}

// mayBecomeLibrary reports an error unless the folder is empty but for what
// systems leave in every folder and what an interrupted Create left.
func mayBecomeLibrary(d disk, dir string) error {
	entries, err := d.list(".")
	if err != nil {
		return fmt.Errorf("create library %s: %w", dir, err)
	}
	for _, e := range entries {
		switch name := e.Name(); {
		case isSystemFile(name), name == readmeName:
		case name == photosDir:
			if in, err := d.list(photosDir); err != nil || len(in) > 0 {
				return errors.Join(notEmpty(dir, name), err)
			}
		case name == insideDir:
			if n, err := segments(d); err != nil || len(n) > 0 {
				return fmt.Errorf("%w: %s in %s is missing or unreadable, but a manifest is there: repair the library", ErrNotLibrary, libraryName, dir)
			}
		default:
			return notEmpty(dir, name)
		}
	}
	return nil
}

func notEmpty(dir, name string) error {
	return fmt.Errorf("%w: %s has %q in it: choose an empty folder, or a new name", ErrNotEmpty, dir, name)
}

// isSystemFile reports whether a name is one that systems leave in folders by
// themselves.
func isSystemFile(name string) bool {
	switch strings.ToLower(name) {
	case ".ds_store", "thumbs.db", "desktop.ini", "lost+found", ".directory", ".spotlight-v100", ".fseventsd",
		".trashes", ".temporaryitems", ".documentrevisions-v100", "system volume information", "$recycle.bin", "@eadir", ".localized", "icon\r":
		return true
	}
	return strings.HasPrefix(name, "._") || strings.HasPrefix(name, ".Trash-") || strings.HasPrefix(name, ".nfs")
}

func newID() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// follow folds what was appended to the manifest since the last time. While a
// Writer of this Library is open, it does that itself, with what is durable. Call
// with mu held for writing.
func (l *Library) follow(ctx context.Context) ([]Damage, tail, error) {
	if l.writing {
		return nil, tail{}, nil
	}
	if l.cat != nil {
		ok, err := l.cat.end.stands(l.d)
		if err != nil {
			return nil, tail{}, err
		}
		if !ok {
			l.cat = nil
		}
	}
	cat := l.cat
	if cat == nil {
		cat = newCatalog()
	}
	end, damage, rest, err := walk(l.d, l.id, cat.end, func(at spot, r *record) error {
		cat.apply(at, r)
		return ctx.Err()
	})
	if err != nil { // what was folded in twice the next time does no harm
		return nil, tail{}, fmt.Errorf("read the manifest of %s: %w", l.dir, err)
	}
	cat.end = end
	l.cat = cat
	return damage, rest, nil
}

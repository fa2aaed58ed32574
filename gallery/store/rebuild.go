package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"keepsake/gallery"
)

// rebuildName marks a folder in which a library is being made again: what lies
// there is of that library, and not yet all of it.
const rebuildName = ".keepsake/rebuild.json"

// Rebuild makes a library again from its papers and originals, wherever they come
// from: Put the papers, then what Wanted lists, then Finish. What is there already
// is kept, so that one that was cut short goes on where it was. Until Finish the
// folder is no library. Its methods are safe for concurrent use, but for Finish.
type Rebuild struct {
	d        disk
	dir      string
	who      identity
	identity []byte
	lock     *lock

	mu      sync.Mutex
	made    map[string]struct{} // folders in which names were made; +mu
	counter atomic.Int64
}

// BeginRebuild begins in dir, which must be missing, empty, or a rebuild of the
// same library that was cut short. identity is that library's library.json.
// Errors: ErrNotLibrary when identity is not one, ErrNewerFormat, ErrNotEmpty,
// ErrLocked.
func BeginRebuild(dir string, identity []byte) (*Rebuild, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("rebuild the library in %s: %w", dir, err)
	}
	r := &Rebuild{dir: abs, identity: identity, made: map[string]struct{}{}}
	if err := json.Unmarshal(identity, &r.who); err != nil || r.who.ID == "" || r.who.Format < 1 {
		return nil, fmt.Errorf("%w: its %s cannot be read", ErrNotLibrary, libraryName)
	}
	if r.who.Format > formatVersion {
		return nil, fmt.Errorf("%w: it has format %d, this version reads %d", ErrNewerFormat, r.who.Format, formatVersion)
	}
	if err := makeFolder(abs); err != nil {
		return nil, fmt.Errorf("rebuild the library: %w", explain(abs, err))
	}
	if r.d, err = openDisk(abs); err != nil {
		return nil, fmt.Errorf("rebuild the library in %s: %w", abs, err)
	}
	if err := r.begin(); err != nil {
		return nil, errors.Join(err, r.d.close())
	}
	return r, nil
}

func (r *Rebuild) begin() error {
	var before identity
	b, err := readFile(r.d, rebuildName, 64<<10)
	switch {
	case err == nil && json.Unmarshal(b, &before) == nil && before.ID == r.who.ID:
	case err == nil:
		return notEmpty(r.dir, rebuildName)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("rebuild the library in %s: %w", r.dir, err)
	default:
		if _, err := r.d.stat(libraryName); err == nil {
			return notEmpty(r.dir, libraryName)
		}
		if err := mayBecomeLibrary(r.d, r.dir); err != nil {
			return err
		}
	}
	for _, name := range []string{photosDir, manifestDir, snapshotsDir, stagingDir, quarantineDir} {
		if err := r.folder(name); err != nil {
			return fmt.Errorf("rebuild the library: %w", explain(r.dir, err))
		}
	}
	if r.lock, err = takeLock(r.d, r.dir, thisProcess()); err != nil {
		return err
	}
	if err := writeFile(r.d, rebuildName, stagingDir+"/k-rebuild.tmp", r.identity); err != nil {
		return errors.Join(fmt.Errorf("rebuild the library: %w", explain(r.dir, err)), r.lock.release())
	}
	return nil
}

// folder makes a folder, whose name is made durable in Finish.
func (r *Rebuild) folder(name string) error {
	grown, err := mkdirAll(r.d, name)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, dir := range grown {
		r.made[dir] = struct{}{}
	}
	r.made[name] = struct{}{}
	return err
}

// ID is the library's own name.
func (r *Rebuild) ID() string { return r.who.ID }

// Put takes one file in under its path in the library, whole and durable or not at
// all. Unless want is zero, it must have that SHA-256: else the answer is
// ErrMismatch. A paper takes the place of an older state of it.
func (r *Rebuild) Put(ctx context.Context, name string, want gallery.Hash, size int64, mtime time.Time, in io.Reader) error {
	if err := r.put(ctx, name, want, size, mtime, in); err != nil {
		return fmt.Errorf("rebuild %s: %w", name, explain(r.dir, err))
	}
	return nil
}

func (r *Rebuild) put(ctx context.Context, name string, want gallery.Hash, size int64, mtime time.Time, in io.Reader) error {
	if !r.takes(name) {
		return errors.New("a library has no file of this name")
	}
	if err := r.folder(parent(name)); err != nil {
		return err
	}
	temp := fmt.Sprintf("%s/k-rebuild-%d.tmp", stagingDir, r.counter.Add(1))
	if err := r.d.remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := r.d.create(temp)
	if err != nil {
		return err
	}
	got := &taking{w: f, sum: newHash()}
	_, err = io.Copy(got, readerUntil{ctx, io.LimitReader(in, size+1)})
	if err == nil {
		err = ignoreNotDurable(f.Sync())
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	var h gallery.Hash
	got.sum.Sum(h[:0])
	switch {
	case err != nil:
	case got.n != size:
		err = fmt.Errorf("%w: %d bytes came, %d were expected", ErrMismatch, got.n, size)
	case !want.IsZero() && h != want:
		err = &MismatchError{Path: name, Want: want, Got: h}
	default:
		if !mtime.IsZero() {
			err = r.d.setTime(temp, mtime)
		}
		if err == nil {
			err = r.d.replace(temp, name)
		}
	}
	if err != nil {
		r.d.remove(temp) // the first error is the one to tell
	}
	return err
}

// takes reports whether a name is one that a library may have.
func (r *Rebuild) takes(name string) bool {
	if !fs.ValidPath(name) || name == libraryName {
		return false
	}
	top, rest, deep := strings.Cut(name, "/")
	for elem := range strings.SplitSeq(name, "/") {
		if elem != insideDir && elem != readmeName && safeName(elem, limit{maxName, maxName}) != elem {
			return false
		}
	}
	return top == photosDir && deep && rest != "" || isPaper(name)
}

// Has reports whether a file is in its place already: with these bytes when want
// is not zero, else with this length.
func (r *Rebuild) Has(ctx context.Context, name string, want gallery.Hash, size int64) (bool, error) {
	if !r.takes(name) {
		return false, nil
	}
	if !want.IsZero() {
		return holds(ctx, r.d, name, size, want)
	}
	st, err := r.d.stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && st.Size() == size, err
}

// Original is a file that the manifest speaks of.
type Original struct {
	Hash gallery.Hash
	Path string
	Size int64
	// MTime is the file's on the phone it came from; zero: not known.
	MTime time.Time
}

// Wanted lists the originals that the manifest, which must have been put, speaks of.
func (r *Rebuild) Wanted(ctx context.Context) ([]Original, []Damage, error) {
	cat := newCatalog()
	_, damage, _, err := walk(r.d, r.who.ID, place{}, func(at spot, rec *record) error {
		cat.apply(at, rec)
		return ctx.Err()
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read the manifest: %w", err)
	}
	var all []Original
	for i := range cat.entries {
		if e := &cat.entries[i]; e.known() {
			o := Original{Hash: e.hash, Path: e.path, Size: e.size}
			if e.first != none {
				o.MTime = cat.rows[e.first].mtime.time()
			}
			all = append(all, o)
		}
	}
	return all, damage, nil
}

// Finish makes the folder a library. Close is still to be called.
func (r *Rebuild) Finish() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for dir := range r.made {
		if err := ignoreNotDurable(r.d.syncDir(dir)); err != nil {
			return fmt.Errorf("finish the library: %w", explain(r.dir, err))
		}
	}
	if _, err := r.d.stat(readmeName); errors.Is(err, fs.ErrNotExist) {
		if err := writeFile(r.d, readmeName, stagingDir+"/k-readme.tmp", []byte(readme)); err != nil {
			return fmt.Errorf("finish the library: %w", explain(r.dir, err))
		}
	}
	if err := writeFile(r.d, libraryName, stagingDir+"/k-library.tmp", r.identity); err != nil {
		return fmt.Errorf("finish the library: %w", explain(r.dir, err))
	}
	if err := r.d.remove(rebuildName); err != nil {
		return fmt.Errorf("finish the library: %w", explain(r.dir, err))
	}
	return nil
}

// Close gives the folder back; what is there stays for the next try.
func (r *Rebuild) Close() error { return errors.Join(r.lock.release(), r.d.close()) }

// readerUntil ends with its context.
type readerUntil struct {
	ctx context.Context
	r   io.Reader
}

func (r readerUntil) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

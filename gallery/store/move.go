package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"keepsake/gallery"
)

// Move copies a library to another folder, in two steps: Copy, beside whatever
// works in the library, brings nearly all of it; Finish, when nobody has it open,
// brings what has changed since, and only then is the other folder a library. The
// old one stays as it is.
//
// Each file is written under a temporary name, made durable, read back and compared,
// and only then gets its name; so a move that was stopped goes on with what is there.
type Move struct {
	From, To string // absolute
	// Progress is told of the bytes that are there and of all there are; may be nil.
	Progress func(done, total int64)

	from, to disk
	id       string    // of the library
	began    time.Time // Copy, the first time
	ended    bool      // Finish has begun
	files    map[string]fs.FileInfo
	done     int64
	total    int64
	batch    []moving
	dirs     map[string]bool // made, or there
	touched  map[string]bool // folders with names that are not durable
	known    map[string]gallery.Hash
	damaged  map[string]bool
	brought  map[string]bool // what this Move gave its name in the new folder
	buf      []byte
}

// Moved is what a move brought.
type Moved struct {
	Files int
	Bytes int64
	// Damaged are originals whose bytes were not what they had been already in the
	// old library; they were copied as they are.
	Damaged []string
}

// moving is a file that is written, and not yet compared.
type moving struct {
	name, temp string
	file       file
	info       fs.FileInfo
	hash       gallery.Hash // of the bytes that were read
	size       int64
}

const (
	movingName  = ".keepsake/moving.json" // marks a folder into which a library is being moved
	movingExt   = ".k-moving"
	movingBatch = 64
	movingBytes = 64 << 20
)

// ErrInside is a move into the library's own folder, or the other way round.
var ErrInside = errors.New("one of the folders lies in the other")

// NewMove prepares the move of the library in from to the folder to, which must be
// missing, empty, or hold the beginning of the same move. It answers ErrInside,
// ErrNotEmpty, ErrNotLibrary and ErrNoSpace. Close it.
func NewMove(ctx context.Context, from, to string) (*Move, error) {
	m, err := newMove(ctx, from, to)
	if err != nil {
		return nil, fmt.Errorf("move the library: %w", err)
	}
	return m, nil
}

func newMove(ctx context.Context, from, to string) (*Move, error) {
	var err error
	m := &Move{}
	if m.From, err = resolved(from); err != nil {
		return nil, err
	}
	if m.To, err = resolved(to); err != nil {
		return nil, err
	}
	if within(m.From, m.To) || within(m.To, m.From) {
		return nil, fmt.Errorf("%w: %s and %s", ErrInside, m.From, m.To)
	}
	if m.from, err = openDisk(m.From); err != nil {
		return nil, err
	}
	who, err := readIdentity(m.from, m.From)
	if err == nil {
		m.id = who.ID
		if err = makeFolder(m.To); err == nil {
			m.to, err = openDisk(m.To)
		}
	}
	if err == nil {
		err = m.prepare(ctx)
	}
	if err != nil {
		m.Close()
		return nil, explain(m.To, err)
	}
	return m, nil
}

// resolved is a folder's absolute path, without links as far as it exists.
func resolved(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	rest := ""
	for p := abs; ; p = filepath.Dir(p) {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			return filepath.Join(real, rest), nil
		}
		if p == filepath.Dir(p) {
			return abs, nil
		}
		rest = filepath.Join(filepath.Base(p), rest)
	}
}

func within(dir, other string) bool {
	rel, err := filepath.Rel(dir, other)
	return err == nil && (rel == "." || rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)))
}

// prepare looks whether the folder may be used, and marks it.
func (m *Move) prepare(ctx context.Context) error {
	var mark struct{ ID string }
	b, err := readFile(m.to, movingName, 4096)
	switch {
	case err == nil && json.Unmarshal(b, &mark) == nil && mark.ID == m.id:
	case err == nil:
		return notEmpty(m.To, movingName)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	default:
		entries, err := m.to.list(".")
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !isSystemFile(e.Name()) && !(e.Name() == insideDir && m.blank()) {
				return notEmpty(m.To, e.Name())
			}
		}
	}
	if err := m.list(ctx, false); err != nil {
		return err
	}
	if err := m.room(); err != nil {
		return err
	}
	grown, err := mkdirAll(m.to, insideDir)
	for _, dir := range grown {
		if err == nil {
			err = ignoreNotDurable(m.to.syncDir(dir))
		}
	}
	if err != nil {
		return err
	}
	b, err = json.Marshal(map[string]string{"id": m.id})
	if err != nil {
		return err
	}
	return writeFile(m.to, movingName, movingName+movingExt, b)
}

// blank reports whether a move began in the new folder and was stopped before it
// had marked it.
func (m *Move) blank() bool {
	entries, err := m.to.list(insideDir)
	return err == nil && !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !strings.HasSuffix(e.Name(), movingExt) })
}

// Total is how many bytes the library has.
func (m *Move) Total() int64 { return m.total }

// Close lets go of both folders.
func (m *Move) Close() error {
	var err error
	for _, d := range []disk{m.from, m.to} {
		if d != nil {
			err = errors.Join(err, d.close())
		}
	}
	m.from, m.to = nil, nil
	return err
}

// list reads which files there are to move; all with those that change while the
// library is open.
func (m *Move) list(ctx context.Context, all bool) error {
	m.files, m.total = make(map[string]fs.FileInfo), 0
	return m.folder(ctx, m.from, ".", 0, func(name string, st fs.FileInfo) {
		if moves(name, all) {
			m.files[name] = st
			m.total += st.Size()
		}
	})
}

// folder tells of every file in a folder and those below it.
func (m *Move) folder(ctx context.Context, d disk, dir string, depth int, each func(name string, st fs.FileInfo)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := d.list(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := joinPath(dir, e.Name())
		switch {
		case e.IsDir() && depth < maxDepth:
			if err := m.folder(ctx, d, name, depth+1, each); err != nil {
				return err
			}
		case e.Type().IsRegular():
			st, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue // gone since
			}
			if err != nil {
				return err
			}
			each(name, st)
		}
	}
	return nil
}

// moves reports whether a file goes along. Not what belongs to a session, and before
// the end not what is open for writing.
func moves(name string, all bool) bool {
	base, inside := strings.CutPrefix(name, insideDir+"/")
	switch {
	case !inside:
		return true
	case name == lockName, name == heldName, name == movingName, strings.HasPrefix(name, stagingDir+"/"), strings.HasPrefix(base, "past/"):
		return false
	}
	return all || !slices.Contains(caches[:], base)
}

// room reports a SpaceError unless what is to come fits.
func (m *Move) room() error {
	free, err := m.to.free()
	if err != nil {
		return nil // some shares cannot say; a full disk then shows in the writing
	}
	var need int64
	for name, st := range m.files {
		if !m.there(name, st) {
			need += st.Size()
		}
	}
	if need+keepFree > free {
		return &SpaceError{Dir: m.To, Need: need, Free: free}
	}
	return nil
}

// there reports whether a file was brought already. A name in the new folder was
// compared; what was written since the move began is brought once more.
func (m *Move) there(name string, st fs.FileInfo) bool {
	got, err := m.to.stat(name)
	if err != nil || !got.Mode().IsRegular() || got.Size() != st.Size() || m.damaged[name] {
		return false // what was damaged may have been repaired since
	}
	if !m.began.IsZero() && st.ModTime().After(m.began.Add(-2*coarse)) && m.ended {
		return false
	}
	apart := got.ModTime().Sub(st.ModTime())
	return apart.Abs() <= coarse
}

// coarse is how far times may be apart on file systems that keep them roughly.
const coarse = 2 * time.Second

// Copy brings what is there. It may be cut short and called again.
func (m *Move) Copy(ctx context.Context) error {
	if m.began.IsZero() {
		m.began = time.Now()
	}
	if err := m.copy(ctx, false); err != nil {
		return fmt.Errorf("move the library: %w", explain(m.To, err))
	}
	return nil
}

// Finish brings what changed since Copy, and makes the folder a library. Nobody may
// have the old one open: it is locked meanwhile, or answers ErrLocked.
func (m *Move) Finish(ctx context.Context) (Moved, error) {
	done, err := m.finish(ctx)
	if err != nil {
		return Moved{}, fmt.Errorf("move the library: %w", explain(m.To, err))
	}
	return done, nil
}

func (m *Move) finish(ctx context.Context) (done Moved, err error) {
	held, err := takeLock(m.from, m.From, thisProcess())
	if err != nil {
		return Moved{}, err
	}
	defer func() { err = errors.Join(err, held.release()) }()
	m.ended = true
	if err := m.copy(ctx, true); err != nil {
		return Moved{}, err
	}
	if err := m.drop(ctx); err != nil {
		return Moved{}, err
	}
	// Its presence makes the folder a library, so it comes last.
	if err := m.write(ctx, libraryName, m.files[libraryName]); err != nil {
		return Moved{}, err
	}
	if err := m.settle(ctx); err != nil {
		return Moved{}, err
	}
	if err := m.to.remove(movingName); err != nil {
		return Moved{}, err
	}
	done = Moved{Files: len(m.files), Bytes: m.total}
	for name := range m.damaged {
		done.Damaged = append(done.Damaged, name)
	}
	slices.Sort(done.Damaged)
	return done, ignoreNotDurable(m.to.syncDir(insideDir))
}

func (m *Move) copy(ctx context.Context, all bool) error {
	if err := m.list(ctx, all); err != nil {
		return err
	}
	if err := m.room(); err != nil {
		return err
	}
	if err := m.learn(ctx); err != nil {
		return err
	}
	m.done = 0
	if m.buf == nil {
		m.buf = make([]byte, 1<<20)
	}
	m.dirs, m.touched = map[string]bool{".": true}, make(map[string]bool)
	if m.damaged == nil {
		m.damaged, m.brought = make(map[string]bool), make(map[string]bool)
	}
	names := make([]string, 0, len(m.files))
	for name := range m.files {
		if name != libraryName {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	defer m.forget()
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		st := m.files[name]
		if m.there(name, st) {
			m.step(st.Size())
			continue
		}
		if err := m.write(ctx, name, st); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err // what is gone since needs no copy: Finish lists anew
		}
	}
	return m.settle(ctx)
}

// learn reads which bytes each original must have.
func (m *Move) learn(ctx context.Context) error {
	cat := newCatalog()
	_, _, _, err := walk(m.from, m.id, place{}, func(at spot, r *record) error {
		cat.apply(at, r)
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	m.known = make(map[string]gallery.Hash, len(cat.entries))
	for i := range cat.entries {
		if e := &cat.entries[i]; e.known() {
			m.known[e.path] = e.hash
		}
	}
	return nil
}

func (m *Move) step(n int64) {
	m.done += n
	if m.Progress != nil {
		m.Progress(m.done, max(m.total, m.done))
	}
}

// write copies one file to a temporary name.
func (m *Move) write(ctx context.Context, name string, st fs.FileInfo) error {
	in, err := m.from.open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	if dir := parent(name); !m.dirs[dir] {
		grown, err := mkdirAll(m.to, dir)
		if err != nil {
			return err
		}
		for _, g := range grown {
			m.touched[g] = true
		}
		m.dirs[dir] = true
	}
	w := moving{name: name, temp: name + movingExt, info: st}
	if err := m.to.remove(w.temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if w.file, err = m.to.create(w.temp); err != nil {
		return err
	}
	sum := &taking{w: w.file, sum: sha256.New()}
	_, err = io.CopyBuffer(struct{ io.Writer }{sum}, contextReader{ctx, in}, m.buf)
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", name, err), w.file.Close(), m.to.remove(w.temp))
	}
	sum.sum.Sum(w.hash[:0])
	w.size = sum.n
	if want, ok := m.known[name]; ok && want != w.hash {
		m.damaged[name] = true
	} else {
		delete(m.damaged, name)
	}
	m.batch = append(m.batch, w)
	var bytes int64
	for _, b := range m.batch {
		bytes += b.size
	}
	if len(m.batch) >= movingBatch || bytes >= movingBytes {
		return m.settle(ctx)
	}
	return nil
}

// settle makes what was written durable, compares it, and gives it its name.
func (m *Move) settle(ctx context.Context) error {
	defer m.forget()
	files := make([]file, len(m.batch))
	for i := range m.batch {
		files[i] = m.batch[i].file
	}
	for _, err := range m.to.syncFiles(files) {
		if err := ignoreNotDurable(err); err != nil {
			return err
		}
	}
	for i := range m.batch {
		w := &m.batch[i]
		err := w.file.Close()
		w.file = nil
		if err != nil {
			return err
		}
		got, _, err := hashFile(ctx, m.to, w.temp, w.size, true)
		if err != nil {
			return err
		}
		if got != w.hash {
			return fmt.Errorf("%s: what lies in %s is not what was written: %w", w.name, m.To, ErrMismatch)
		}
		if err := m.to.setTime(w.temp, w.info.ModTime()); err != nil {
			return err
		}
		if err := m.to.replace(w.temp, w.name); err != nil {
			return err
		}
		w.temp = ""
		m.brought[w.name], m.touched[parent(w.name)] = true, true
		m.step(w.size)
	}
	for dir := range m.touched {
		if err := ignoreNotDurable(m.to.syncDir(dir)); err != nil {
			return err
		}
	}
	clear(m.touched)
	return nil
}

// forget drops what a batch has left.
func (m *Move) forget() {
	for _, w := range m.batch {
		if w.file != nil {
			w.file.Close() // the first error is the one to tell
		}
		if w.temp != "" {
			m.to.remove(w.temp) // and a leftover is written over by the next try
		}
	}
	m.batch = m.batch[:0]
}

// drop removes from the new folder what the old one has no more: emptied from the
// trash meanwhile, or a leftover of this move. What somebody else put there stays.
func (m *Move) drop(ctx context.Context) error {
	var gone []string
	err := m.folder(ctx, m.to, ".", 0, func(name string, _ fs.FileInfo) {
		ours := m.brought[name] || strings.HasPrefix(name, insideDir+"/") || strings.HasSuffix(name, movingExt)
		if _, ok := m.files[name]; !ok && ours && name != movingName && !isSystemFile(path.Base(name)) {
			gone = append(gone, name)
		}
	})
	if err != nil {
		return err
	}
	for _, name := range gone {
		if err := m.to.remove(name); err != nil {
			return err
		}
	}
	return nil
}

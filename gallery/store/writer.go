package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"keepsake/gallery"
)

// Writer is one writing session of a library; there is one at a time, on any
// computer. Its methods are safe for concurrent use. Close it.
//
// One goroutine of its own, the committer, takes what Add, Link, Touch and Prove
// hand over and makes it durable in groups. Known, Has and Item speak of what is
// durable.
type Writer struct {
	cat      *catalog // the library's; +l.mu
	l        *Library
	lock     *lock
	folders  *folders
	space    space
	journal  journal             // of the committer
	unsynced map[string]struct{} // of the committer: folders in which names were made
	hashers  sync.Pool           // of hash.Hash
	blocks   sync.Pool           // of *block

	session string // hex, in the names of this session's temporary files
	counter atomic.Int64

	queue chan request
	ended chan struct{} // closed when the committer is done

	gate   sync.RWMutex // held for reading while a request is sent
	closed bool         // +gate

	mu       sync.Mutex
	fatal    error    // why nothing can be written any more; +mu
	warnings []string // +mu
}

// Incoming is what is known about a staged content.
type Incoming struct {
	PhoneFolder string         // folder below Photos, made safe here
	Origin      gallery.Origin // Album names the folders below PhoneFolder
	Name        string         // base name, the phone's bytes
	Info        gallery.Info
	MTime       time.Time // given to the original; zero: Origin.MTime
	Wanted      bool      // the owner asks for this very file: it is taken in even if they removed it before
}

// Added says where a content is kept.
type Added struct {
	Hash      gallery.Hash
	Size      int64
	Path      string // below the library's folder
	Duplicate bool   // the library had the content; the origin was added to it
	Removed   bool   // the owner removed the content: it was not taken in, Path is empty
}

// queued bounds what waits for the committer; together with a group it bounds
// the memory of small contents.
const queued = 512

// Begin starts a writing session. It takes the library's lock (ErrLocked says who
// has it), cuts an unfinished last line off the manifest, and finishes or sweeps
// what a session that was cut short left behind. ctx bounds this call only.
func (l *Library) Begin(ctx context.Context) (*Writer, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	held, err := takeLock(l.d, l.dir, thisProcess())
	if err != nil {
		if errors.Is(err, ErrLocked) {
			return nil, err
		}
		return nil, fmt.Errorf("lock the library: %w", explain(l.dir, err))
	}
	return l.begin(ctx, held)
}

// begin starts the session of a held lock, which it gives back if it fails.
func (l *Library) begin(ctx context.Context, held *lock) (*Writer, error) {
	var session [4]byte
	rand.Read(session[:])
	w := &Writer{
		l: l, lock: held, folders: newFolders(l.d),
		space:    space{d: l.d, dir: l.dir},
		journal:  journal{d: l.d, library: l.id},
		unsynced: make(map[string]struct{}),
		hashers:  sync.Pool{New: newHasher},
		blocks:   sync.Pool{New: newBlock},
		session:  hex.EncodeToString(session[:]),
		queue:    make(chan request, queued),
		ended:    make(chan struct{}),
	}
	if held.warning != "" {
		w.warn(held.warning)
	}
	if err := w.ready(ctx); err != nil {
		w.journal.close()
		return nil, errors.Join(explain(l.dir, err), held.release())
	}
	l.setWriting(true)
	go w.run(context.WithoutCancel(ctx))
	return w, nil
}

func (l *Library) setWriting(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writing = on
}

// Warnings are sentences the owner should read: what this file system cannot
// promise, and what was found on the way.
func (w *Writer) Warnings() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.warnings...)
}

func (w *Writer) warn(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, have := range w.warnings {
		if have == text {
			return
		}
	}
	w.warnings = append(w.warnings, text)
}

// settled turns "this file system cannot sync" into a warning.
func (w *Writer) settled(err error) error {
	if errors.Is(err, errNotDurable) {
		w.warn("This folder's file system cannot say when data is safe on the disk: after a power cut, check the library.")
		return nil
	}
	return err
}

func (w *Writer) failure() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.fatal
}

// fail ends the session's writing: the manifest and the folders may no longer
// agree, and the next Begin puts that right.
func (w *Writer) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fatal == nil {
		w.fatal = err
	}
}

// explain adds the numbers to a full disk.
func (w *Writer) explain(err error, need int64) error {
	err = explain(w.l.dir, err)
	var full *SpaceError
	if errors.As(err, &full) && full.Free < 0 {
		if free, e := w.l.d.free(); e == nil {
			full.Free, full.Need = free, max(need, 0)
		}
	}
	return err
}

func (w *Writer) tempName(ext string) string {
	return path.Join(stagingDir, "k-"+w.session+"-"+strconv.FormatInt(w.counter.Add(1), 10)+ext)
}

// Add gives a staged content to the library. It takes s over in any case. When it
// returns nil, done is called exactly once, on the committer's goroutine, as soon
// as the content is durable or has failed; it must be quick and must not call
// the Writer's waiting methods. A content the library has already is dropped,
// and its origin added.
func (w *Writer) Add(ctx context.Context, s *Staged, in Incoming, done func(Added, error)) error {
	if err := s.seal(); err != nil {
		s.drop()
		var length *LengthError
		if errors.As(err, &length) {
			length.Name = validText(in.Name)
		}
		return err
	}
	if in.MTime.IsZero() {
		in.MTime = in.Origin.MTime
	}
	if err := sane(in.Origin, in.Name); err != nil {
		s.drop()
		return err
	}
	err := w.send(ctx, request{staged: s, in: in, done: done})
	if err != nil {
		s.drop()
	}
	return err
}

// Link tells that a content the library has was seen at a further path. It is
// durable by Flush.
func (w *Writer) Link(h gallery.Hash, o gallery.Origin) error {
	if !w.Has(h) {
		return fmt.Errorf("link %s: %w", validText(o.Path), ErrUnknown)
	}
	if err := sane(o, ""); err != nil {
		return err
	}
	if w.sameOrigin(h, o) {
		return w.failure()
	}
	return w.put(nil, request{hash: h, in: Incoming{Origin: o}})
}

// Touch tells that the details of a known path changed: time, album, favourite,
// trash. It is durable by Flush.
func (w *Writer) Touch(o gallery.Origin) error {
	known, ok := w.Known(o.Phone, o.Path)
	if !ok {
		return fmt.Errorf("touch %s: %w", validText(o.Path), ErrUnknown)
	}
	return w.Link(known.Hash, o)
}

// maxOrigin bounds what a phone may say of a file in all, several times what any
// file system allows.
const maxOrigin = 16 << 10

func sane(o gallery.Origin, name string) error {
	if n := len(o.Phone) + len(o.Path) + len(o.Album) + len(name); n > maxOrigin {
		return fmt.Errorf("keep %.60s…: its path is %d bytes long, more than any phone's", validText(o.Path), n)
	}
	return nil
}

// Flush waits until everything handed over before is durable or has failed. What
// failed was told to its done; Flush's own error is that of the session.
func (w *Writer) Flush(ctx context.Context) error {
	flushed := make(chan error, 1)
	if err := w.send(ctx, request{flush: flushed}); err != nil {
		return err
	}
	select {
	case err := <-flushed:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close makes durable what was handed over, ends the committer and releases the
// lock.
func (w *Writer) Close() error {
	w.gate.Lock()
	if w.closed {
		w.gate.Unlock()
		<-w.ended
		return nil
	}
	w.closed = true
	w.gate.Unlock()
	close(w.queue)
	<-w.ended
	w.l.setWriting(false)
	return errors.Join(w.failure(), w.journal.close(), w.lock.release())
}

// send hands a request to the committer, unless ctx ends before its turn comes.
func (w *Writer) send(ctx context.Context, r request) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := w.put(ctx.Done(), r)
	if err == errCancelled {
		return ctx.Err()
	}
	return err
}

var errCancelled = errors.New("cancelled")

// put hands a request to the committer, which takes whatever is put.
func (w *Writer) put(cancel <-chan struct{}, r request) error {
	w.gate.RLock()
	defer w.gate.RUnlock()
	if w.closed {
		return ErrClosed
	}
	if err := w.failure(); err != nil {
		return err
	}
	select {
	case w.queue <- r:
		return nil
	case <-cancel:
		return errCancelled
	}
}

// Package queue remembers, for one target, what became of each file that is to go
// there. It is a file of lines beside the library that only grows while it is open,
// so that it is right after a crash at any moment: at worst the last thing that
// happened is asked of the target again.
//
// Begin with Open, then Set and Get.
package queue

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/cloud"
)

// State is what became of one file.
type State string

// The states, in the order they come.
const (
	Waiting  State = "waiting"
	Sent     State = "sent"     // its bytes are there, and not yet a content: see Entry.Token
	Uploaded State = "uploaded" // the target said that it has it whole
	Unproven State = "unproven" // sent, not verifiable
	Failed   State = "failed"
)

// Done reports whether nothing is left to do.
func (s State) Done() bool { return s == Uploaded || s == Unproven }

// Entry is one file. Key is the SHA-256 of a content, or the path of a paper.
type Entry struct {
	Key    string       `json:"key"`
	Hash   gallery.Hash `json:"sha256"`
	Path   string       `json:"path"` // in the library
	Size   int64        `json:"size"`
	State  State        `json:"state"`
	Ref    string       `json:"ref,omitempty"`
	Proof  cloud.Proof  `json:"proof,omitempty"`
	Token  string       `json:"token,omitempty"`
	Albums []string     `json:"albums,omitempty"` // it was put into at the target
	Tries  int          `json:"tries,omitempty"`
	Error  string       `json:"error,omitempty"` // why it failed
	At     time.Time    `json:"at"`
}

// Counts say how many are in which state.
type Counts struct{ Waiting, Done, Failed int }

// Queue is one target's. It is safe for concurrent use.
type Queue struct {
	mu    sync.Mutex
	f     *os.File         // guarded by mu
	all   map[string]Entry // guarded by mu
	lines int              // guarded by mu: in the file
	path  string
}

// The bounds of what is read back.
const (
	maxLine  = 64 << 10
	maxQueue = 1 << 30
	slack    = 1000 // lines that may be out of date before the file is written anew
)

// Open opens the queue in a file, which is made when there is none, with the
// folder it is in. Lines that cannot be read, such as a torn last one, are
// forgotten: what they told is asked of the target again.
func Open(path string) (*Queue, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("open the upload queue: %w", err)
	}
	q := &Queue{path: path, all: map[string]Entry{}}
	torn, err := q.read()
	if err != nil {
		return nil, fmt.Errorf("open the upload queue: %w", err)
	}
	if torn || q.lines > 2*len(q.all)+slack {
		if err := q.rewrite(); err != nil {
			return nil, fmt.Errorf("tidy the upload queue: %w", err)
		}
	}
	q.f, err = os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the upload queue: %w", err)
	}
	return q, nil
}

// Read returns what a queue holds, without opening it for writing: somebody else
// may be at work on it.
func Read(path string) ([]Entry, error) {
	q := &Queue{path: path, all: map[string]Entry{}}
	if _, err := q.read(); err != nil {
		return nil, fmt.Errorf("read the upload queue: %w", err)
	}
	return q.All(), nil
}

func (q *Queue) read() (torn bool, err error) {
	f, err := os.Open(q.path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	r := bufio.NewReaderSize(io.LimitReader(f, maxQueue), maxLine)
	for {
		line, err := r.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull): // not one of ours
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = r.ReadSlice('\n')
			}
			torn = true
		case err == nil:
			q.lines++
			if e, ok := parse(line); ok {
				q.all[e.Key] = e
			} else {
				torn = true
			}
		case len(line) > 0:
			torn = true
		}
		if err == io.EOF {
			return torn, nil
		}
		if err != nil {
			return torn, err
		}
	}
}

// parse reads one line.
func parse(line []byte) (Entry, bool) {
	var e Entry
	if err := json.Unmarshal(bytes.TrimSpace(line), &e); err != nil || e.Key == "" {
		return Entry{}, false
	}
	switch e.State {
	case Waiting, Sent, Uploaded, Unproven, Failed:
		return e, true
	}
	return Entry{}, false
}

// rewrite writes the file anew, whole or not at all.
func (q *Queue) rewrite() error {
	var b bytes.Buffer
	for _, e := range q.All() {
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		b.Write(append(line, '\n'))
	}
	tmp := q.path + ".new"
	if err := os.WriteFile(tmp, b.Bytes(), 0o600); err != nil {
		return err
	}
	q.lines = len(q.all)
	return os.Rename(tmp, q.path)
}

// Get returns what is known of a key.
func (q *Queue) Get(key string) (Entry, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	e, ok := q.all[key]
	return e, ok
}

// Set notes what became of entries.
func (q *Queue) Set(entries ...Entry) error {
	var b []byte
	for i := range entries {
		entries[i].Error = cut(entries[i].Error)
		line, err := json.Marshal(entries[i])
		if err != nil {
			return fmt.Errorf("note in the upload queue: %w", err)
		}
		b = append(append(b, line...), '\n')
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if _, err := q.f.Write(b); err != nil {
		return fmt.Errorf("note in the upload queue: %w", err)
	}
	for _, e := range entries {
		q.all[e.Key] = e
		q.lines++
	}
	return nil
}

func cut(s string) string {
	const most = 1000
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}

// All returns the entries, in the order of their paths.
func (q *Queue) All() []Entry {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.SortedFunc(maps.Values(q.all), func(a, b Entry) int {
		return bytes.Compare([]byte(a.Path+"\x00"+a.Key), []byte(b.Path+"\x00"+b.Key))
	})
}

// Drop takes what waits or failed out of the queue: the owner wants none of it.
func (q *Queue) Drop() error {
	q.mu.Lock()
	for k, e := range q.all {
		if !e.State.Done() {
			delete(q.all, k)
		}
	}
	q.mu.Unlock()
	if err := errors.Join(q.rewrite(), q.f.Close()); err != nil {
		return fmt.Errorf("empty the upload queue: %w", err)
	}
	f, err := os.OpenFile(q.path, os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("empty the upload queue: %w", err)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.f = f
	return nil
}

// Count counts entries.
func Count(all []Entry) Counts {
	var c Counts
	for _, e := range all {
		switch {
		case e.State.Done():
			c.Done++
		case e.State == Failed:
			c.Failed++
		default:
			c.Waiting++
		}
	}
	return c
}

// Close makes durable what was noted.
func (q *Queue) Close() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return errors.Join(q.f.Sync(), q.f.Close())
}

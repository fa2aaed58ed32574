package restore

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"keepsake/app/job"
	"keepsake/gallery/store"
)

// line is one line of a journal.
type line struct {
	Event   string          `json:"e"`
	Step    int             `json:"s,omitempty"`
	Outcome job.Outcome     `json:"o,omitempty"`
	Reason  string          `json:"r,omitempty"`
	Note    json.RawMessage `json:"n,omitempty"`
	When    time.Time       `json:"t,omitzero"`
}

// The events of a journal.
const (
	eventBegin  = "begin"  // a run, or its resumption
	eventSaved  = "saved"  // all parts have their safety snapshot
	eventIntend = "intend" // a step is about to be done
	eventSettle = "settle"
	eventVerify = "verify"
	eventDoubt  = "doubt"
	eventEnd    = "end"    // nothing is left to be done
	eventUndo   = "undo"   // from here on it is taken back
	eventTaking = "taking" // a step is about to be taken back
	eventUndone = "undone" // a step is
	eventBack   = "back"   // all is
)

// maxJournal bounds what is read of a journal: the file may have been damaged.
const maxJournal = 1 << 30

// Journal is what one run wrote down, on disk as it goes: whatever ends the
// program, the run can be finished or taken back. It is safe for concurrent use.
type Journal struct {
	id   string
	dir  *os.Root
	file *os.File

	mu      sync.Mutex
	entries []Entry // guarded by mu; by step
	doubts  []job.Problem
	saved   bool
	ended   bool // all steps were tried
	undoing bool
	undone  bool
	broken  error // guarded by mu: what made the first write fail; nothing is written after it

	// trip, in tests, may end the journal after a line, as a power cut does.
	trip func(line) error
}

// replay takes over what the file says, and returns the length of its whole lines.
func (j *Journal) replay(steps []Step) (whole int64, err error) {
	j.entries = make([]Entry, len(steps))
	for i, s := range steps {
		j.entries[i].Step = s
	}
	in := bufio.NewReaderSize(io.LimitReader(j.file, maxJournal), 64<<10)
	for {
		b, err := in.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			return whole, fmt.Errorf("read the journal of %s: %w", j.id, err)
		}
		var l line
		if json.Unmarshal(b, &l) != nil {
			break // torn by a crash; what follows cannot be trusted
		}
		whole += int64(len(b))
		j.apply(l)
	}
	return whole, nil
}

// mend cuts off a torn last line, and goes on writing there.
func (j *Journal) mend(whole int64) error {
	if err := j.file.Truncate(whole); err != nil {
		return fmt.Errorf("mend the journal of %s: %w", j.id, err)
	}
	if _, err := j.file.Seek(whole, io.SeekStart); err != nil {
		return fmt.Errorf("read the journal of %s: %w", j.id, err)
	}
	return nil
}

// apply takes over one line. Call with mu held, or before anybody else has j.
func (j *Journal) apply(l line) {
	switch l.Event {
	case eventSaved:
		j.saved = true
	case eventEnd:
		j.ended = true
	case eventUndo:
		j.undoing = true
	case eventBack:
		j.undone = true
	}
	if l.Step < 0 || l.Step >= len(j.entries) {
		return
	}
	e := &j.entries[l.Step]
	switch l.Event {
	case eventIntend, eventTaking:
		e.Begun = true
	case eventSettle:
		e.Outcome = l.Outcome
		if l.Reason != "" {
			e.Reason = l.Reason
		}
	case eventVerify:
		e.Verified = true
	case eventDoubt:
		j.doubts = append(j.doubts, job.Problem{Path: string(e.Target), Outcome: e.Outcome, Reason: l.Reason})
	case eventUndone:
		e.Undone = l.Outcome
	}
	if l.Note != nil {
		e.Note = l.Note
	}
}

// write appends lines; durable waits until they are on the disk.
func (j *Journal) write(durable bool, lines ...line) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.broken != nil {
		return j.broken
	}
	err := j.append(durable, lines)
	if err != nil {
		j.broken = fmt.Errorf("write the journal of %s: %w", j.id, store.Explain(j.dir.Name(), err))
	}
	return j.broken
}

func (j *Journal) append(durable bool, lines []line) error {
	var all []byte
	for _, l := range lines {
		b, err := json.Marshal(l)
		if err != nil {
			return err
		}
		all = append(append(all, b...), '\n')
	}
	if _, err := j.file.Write(all); err != nil {
		return err
	}
	if durable {
		if err := synced(j.file.Sync()); err != nil {
			return err
		}
	}
	for _, l := range lines {
		j.apply(l)
		if j.trip != nil {
			if err := j.trip(l); err != nil {
				return err
			}
		}
	}
	return nil
}

// Entries returns all steps with what is known of each.
func (j *Journal) Entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]Entry(nil), j.entries...)
}

// Close lets go of the journal. What was written stays.
func (j *Journal) Close() error { return errors.Join(j.file.Close(), j.dir.Close()) }

// synced leaves out the refusal of file systems that cannot sync.
func synced(err error) error {
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		return nil
	}
	return err
}

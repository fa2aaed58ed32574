package restore

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"keepsake/app/job"
)

// Log is what a part tells while it works: the journal and the progress in one.
// It is safe for concurrent use.
type Log struct {
	Count job.Counter

	journal *Journal
	undoing bool

	mu      sync.Mutex
	settled map[int]bool    // guarded by mu
	said    map[string]bool // guarded by mu
}

// Note is what a step is about to do; Data is the part's own, for the time when
// it must be found out what became of it, and for undo. It may be nil.
type Note struct {
	Step int
	Data any
}

// Intend writes down, durably, what is about to be done. It comes before the
// first change of each step.
func (l *Log) Intend(notes ...Note) error {
	if len(notes) == 0 {
		return nil
	}
	lines := make([]line, len(notes))
	for i, n := range notes {
		data, err := noteJSON(n.Data)
		if err != nil {
			return err
		}
		lines[i] = line{Event: eventIntend, Step: n.Step, Note: data}
		if l.undoing {
			lines[i].Event = eventTaking
		}
	}
	return l.journal.write(true, lines...)
}

// Settle writes down what became of a step. A reason says why it was not done,
// or what to know of it. data replaces the note; nil keeps it.
func (l *Log) Settle(e Entry, o job.Outcome, reason string, data any) error {
	note, err := noteJSON(data)
	if err != nil {
		return err
	}
	l.mu.Lock()
	if l.settled[e.ID] {
		l.mu.Unlock()
		return fmt.Errorf("%s was settled twice; please report this", e.Title)
	}
	l.settled[e.ID] = true
	l.mu.Unlock()
	event := eventSettle
	if l.undoing {
		event = eventUndone
	}
	if err := l.journal.write(false, line{Event: event, Step: e.ID, Outcome: o, Reason: reason, Note: note}); err != nil {
		return err
	}
	l.Count.Outcome(e.Category, string(e.Target), o, reason, 1)
	l.Count.Step()
	return nil
}

// Verify writes down that a step was read back and is as it should be.
func (l *Log) Verify(e Entry) error {
	if err := l.journal.write(false, line{Event: eventVerify, Step: e.ID}); err != nil {
		return err
	}
	l.Count.Verified(e.Category)
	return nil
}

// Doubt notes what is to be known of a step that was done: the receipt shows it.
func (l *Log) Doubt(e Entry, reason string) error {
	if err := l.journal.write(false, line{Event: eventDoubt, Step: e.ID, Reason: reason}); err != nil {
		return err
	}
	l.Count.Note(job.Problem{Path: string(e.Target), Outcome: e.Outcome, Reason: reason})
	return nil
}

// Hold waits while the owner pauses the job. The error is ctx's.
func (l *Log) Hold(ctx context.Context) error { return l.Count.Hold(ctx) }

// Remark notes a sentence about the whole run, once.
func (l *Log) Remark(sentence string) {
	l.mu.Lock()
	said := l.said[sentence]
	if l.said == nil {
		l.said = map[string]bool{}
	}
	l.said[sentence] = true
	l.mu.Unlock()
	if !said {
		l.Count.Note(job.Problem{Outcome: job.Skipped, Reason: sentence})
	}
}

func noteJSON(data any) (json.RawMessage, error) {
	if data == nil {
		return nil, nil
	}
	b, err := json.Marshal(data)
	if err != nil {
		return nil, fmt.Errorf("write the journal: %w", err)
	}
	return b, nil
}

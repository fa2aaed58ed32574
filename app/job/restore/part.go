package restore

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"keepsake/app/job"
)

// Part is one category's way to a phone and back. The package comment says what
// each method must keep to.
type Part interface {
	// Name is unique among the parts of a program; steps and journals carry it.
	Name() string
	// Plan compares what was asked for with what is there, and adds the steps.
	Plan(ctx context.Context, d *Draft) error
	// Save puts into v how things are before they are touched.
	Save(ctx context.Context, steps []Step, v Vault) error
	// Do carries out entries whose step is to change something.
	Do(ctx context.Context, due []Entry, log *Log) error
	// ReadBack looks whether what was done is so on the phone.
	ReadBack(ctx context.Context, done []Entry, log *Log) error
	// Undo takes back what was begun, and settles each entry: Copied when it is as
	// before, Already when there was nothing to take back, Skipped with the reason
	// where it was left alone.
	Undo(ctx context.Context, done []Entry, v Vault, log *Log) error
}

// Entry is a step with what the journal knows of it.
type Entry struct {
	Step
	Begun    bool            // Log.Intend was called for it, in this run or one that was interrupted
	Note     json.RawMessage // what Intend or Settle noted last; nil: nothing
	Outcome  job.Outcome     // of Do; empty until settled
	Verified bool
	Undone   job.Outcome // of Undo; empty until settled
}

// Read puts the entry's note into to, and reports whether there was one.
func (e Entry) Read(to any) (bool, error) {
	if len(e.Note) == 0 {
		return false, nil
	}
	if err := json.Unmarshal(e.Note, to); err != nil {
		return false, fmt.Errorf("the journal's note of %s: %w", e.Title, err)
	}
	return true, nil
}

// Vault is where a run keeps what undo needs, beside its journal. What is in it
// is durable when Put returns.
type Vault interface {
	Put(name string, r io.Reader) error
	Get(name string) (io.ReadCloser, error) // fs.ErrNotExist when nothing was put
}

// Draft is a plan in the making.
type Draft struct {
	Conflict Conflict
	// Count tells whoever waits how far the comparing is.
	Count job.Counter

	mu     sync.Mutex
	part   string
	plan   *Plan
	spaces map[string]int // index in plan.Spaces
}

// Add adds a step; its ID and Part are set here. Detail is written as JSON; nil
// for none.
func (d *Draft) Add(s Step, detail any) error {
	if detail != nil {
		b, err := json.Marshal(detail)
		if err != nil {
			return fmt.Errorf("plan %s: %w", s.Title, err)
		}
		s.Detail = b
	}
	if s.Do == "" {
		s.Do = Leave
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	s.ID, s.Part = len(d.plan.Steps), d.part
	d.plan.Steps = append(d.plan.Steps, s)
	return nil
}

// Room tells how much is free on a storage the steps go to, in bytes; -1 while
// unknown.
func (d *Draft) Room(path, name string, free int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, known := d.spaces[path]; !known {
		d.spaces[path] = len(d.plan.Spaces)
		d.plan.Spaces = append(d.plan.Spaces, Space{Path: path, Name: name, Free: free})
	}
}

// Need adds to what will be written to a storage that Room named.
func (d *Draft) Need(path string, bytes int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i, known := d.spaces[path]; known {
		d.plan.Spaces[i].Need += bytes
	}
}

// Say adds a sentence to read before the plan is carried out.
func (d *Draft) Say(sentence string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.plan.Notes = append(d.plan.Notes, sentence)
}

// Line is a phone behind a connection that may be lost and found again. P is the
// part's own interface of a phone.
type Line[P any] struct {
	mu sync.Mutex
	p  P
}

// NewLine begins with a phone.
func NewLine[P any](p P) *Line[P] { return &Line[P]{p: p} }

// Phone is the phone as it is connected now.
func (l *Line[P]) Phone() P {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.p
}

// Set gives the phone's new connection.
func (l *Line[P]) Set(p P) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.p = p
}

package job

import (
	"context"
	"sync"
	"time"
)

// Status is where a job is in its life.
type Status string

// The states of a job. Waiting means: for the phone to come back, Paused: for
// the owner to say Continue.
const (
	Running    Status = "running"
	Waiting    Status = "waiting"
	Paused     Status = "paused"
	Cancelling Status = "cancelling"
	Cancelled  Status = "cancelled"
	Done       Status = "done"
	Failed     Status = "failed"
)

// Ended reports whether the job will not change any more.
func (s Status) Ended() bool { return s == Cancelled || s == Done || s == Failed }

// Phase is the step a running backup is in, in the order they come.
type Phase string

// The phases of a backup.
const (
	Listing    Phase = "listing"    // reading the phone's media database and folders
	Reading    Phase = "reading"    // contacts, messages and the like
	Copying    Phase = "copying"    // phone → library
	Thumbnails Phase = "thumbnails" // making what is missing
	Verifying  Phase = "verifying"  // the phone's own SHA-256 against the library's bytes
	Finishing  Phase = "finishing"  // snapshot and receipt
)

// Snapshot is a job's progress at one moment. Whoever shows it polls a few
// times a second.
type Snapshot struct {
	Status     Status
	Phase      Phase
	Counts     Counts
	Files      int   // files of this phase done
	FilesTotal int   // files of this phase; 0 while unknown
	Bytes      int64 // bytes of this phase done
	BytesTotal int64
	Item       string // base name of the file at hand
	Album      string
	LastHash   string        // a kept picture with a thumbnail, the latest to arrive
	Speed      float64       // bytes per second, over the last few seconds; 0 while unknown
	Left       time.Duration // estimated; 0 while unknown
	Elapsed    time.Duration
	Problems   int
	Err        error // why the status is Failed, or what a Waiting job waits for
	Waiting    Wait  // what a Waiting job waits for; empty otherwise
}

// Tracker is where a running job counts, and what a window or a terminal reads.
// It is safe for concurrent use; the zero value is not usable, see NewTracker.
type Tracker struct {
	mu       sync.Mutex
	now      func() time.Time
	started  time.Time
	ended    time.Time
	s        Snapshot // guarded by mu
	cats     map[string]*Counts
	problems []Problem
	rate     rate
	moved    int64 // bytes and files ever; never less

	resumed chan struct{}                   // closed by Continue; nil: not paused
	cuts    map[int]context.CancelCauseFunc // what Pause ends
	lastCut int
}

// NewTracker returns a tracker whose clock is now (time.Now in production).
func NewTracker(now func() time.Time) *Tracker {
	return &Tracker{now: now, started: now(), cats: map[string]*Counts{}, cuts: map[int]context.CancelCauseFunc{}, s: Snapshot{Status: Running, Phase: Listing}}
}

// Snapshot returns the progress at this moment.
func (t *Tracker) Snapshot() Snapshot {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.s
	end := t.now()
	if s.Status.Ended() && !t.ended.IsZero() {
		end = t.ended
	}
	s.Elapsed = end.Sub(t.started)
	s.Problems = len(t.problems)
	if s.BytesTotal > 0 {
		s.Bytes = min(s.Bytes, s.BytesTotal)
	}
	if t.resumed != nil && (s.Status == Running || s.Status == Waiting) {
		s.Status = Paused
	}
	if s.Status != Waiting {
		s.Waiting = ""
	}
	if s.Status == Running {
		s.Speed, s.Left = t.rate.estimate(end, s)
	}
	return s
}

// Problems returns what was skipped or failed so far, oldest first.
func (t *Tracker) Problems() []Problem {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Problem(nil), t.problems...)
}

// Cancelling tells readers that the owner asked the job to stop.
func (t *Tracker) Cancelling() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.s.Status.Ended() {
		t.s.Status = Cancelling
	}
}

func (t *Tracker) phase(p Phase, files int, bytes int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.s.Phase, t.s.FilesTotal, t.s.BytesTotal = p, files, bytes
	t.s.Files, t.s.Bytes, t.s.Item, t.s.Album = 0, 0, "", ""
	t.rate = rate{}
}

// listed shows how many files the listing has found so far.
func (t *Tracker) listed(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.s.Files = n
}

func (t *Tracker) at(album, item string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.s.Album, t.s.Item = album, item
}

// move counts n bytes of the file at hand; n is negative when a file starts over.
func (t *Tracker) move(n int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.s.Bytes += n
	if n > 0 {
		t.moved += n
		t.rate.add(t.now(), n, 0)
	}
}

// resize corrects the phase's bytes: a file is larger than it was listed, or
// will not come.
func (t *Tracker) resize(n int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.s.BytesTotal = max(0, t.s.BytesTotal+n)
}

// progress is a number that grows with whatever arrives.
func (t *Tracker) progress() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.moved
}

// step counts one file of the phase as done.
func (t *Tracker) step() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.s.Files++
	t.moved++
	t.rate.add(t.now(), 0, 1)
}

// arrived shows the newest picture that has a thumbnail.
func (t *Tracker) arrived(done []Preview) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, p := range done {
		if len(p.Renditions) > 0 {
			t.s.LastHash = p.Hash.String()
			return
		}
	}
}

// outcome gives n found files of a category their outcome. A reason makes it a Problem.
func (t *Tracker) outcome(category, path string, o Outcome, reason string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.cats[category]
	if c == nil {
		c = &Counts{}
		t.cats[category] = c
	}
	for _, c := range []*Counts{&t.s.Counts, c} {
		c.Found += n
		switch o {
		case Copied:
			c.Copied += n
		case Already:
			c.Already += n
		case Skipped:
			c.Skipped += n
		case Lost:
			c.Failed += n
		}
	}
	if reason != "" {
		t.problems = append(t.problems, Problem{Path: path, Outcome: o, Reason: reason})
	}
}

// verified counts one kept file as proven.
func (t *Tracker) verified(category string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.s.Counts.Verified++
	if c := t.cats[category]; c != nil {
		c.Verified++
	}
}

// note adds something to look at that changes no outcome, such as a kept file
// that could not be proven.
func (t *Tracker) note(p Problem) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.problems = append(t.problems, p)
}

func (t *Tracker) status(s Status, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.s.Status == Cancelling && !s.Ended() {
		return
	}
	if t.s.Status == Waiting || s == Waiting { // the old speed says nothing about the next minutes
		t.rate = rate{}
	}
	t.s.Status, t.s.Err = s, err
	if s == Waiting {
		t.s.Waiting = waitFor(err)
	}
	if s.Ended() {
		t.ended = t.now()
	}
}

// Waits says what a waiting job waits for by now. Whoever looks for the phone
// calls it with what it finds; a job that does not wait is left alone.
func (t *Tracker) Waits(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.s.Status == Waiting && err != nil {
		t.s.Err, t.s.Waiting = err, waitFor(err)
	}
}

func (t *Tracker) categories() map[string]Counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := make(map[string]Counts, len(t.cats))
	for k, c := range t.cats {
		out[k] = *c
	}
	return out
}

// Fail ends a job that could not begin.
func (t *Tracker) Fail(err error) { t.status(Failed, err) }

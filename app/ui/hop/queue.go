package hop

import (
	"sync"
	"time"
)

// Queue is a window's goroutine for tests: what is posted waits until the test
// runs it, so the test is the only goroutine that touches the screens.
type Queue struct {
	mu sync.Mutex
	fs []func()
}

// Post adds f; any goroutine may call it.
func (q *Queue) Post(f func()) {
	q.mu.Lock()
	q.fs = append(q.fs, f)
	q.mu.Unlock()
}

// Drain runs what is queued, and what that queues in turn, and returns how many
// functions ran.
func (q *Queue) Drain() int {
	n := 0
	for {
		q.mu.Lock()
		fs := q.fs
		q.fs = nil
		q.mu.Unlock()
		if len(fs) == 0 {
			return n
		}
		for _, f := range fs {
			f()
			n++
		}
	}
}

// Settle drains until every one of the idle functions says so and nothing is
// queued any more: all work has ended and all its outcomes were delivered.
func (q *Queue) Settle(idle ...func() bool) {
	for {
		quiet := true
		for _, f := range idle {
			quiet = quiet && f()
		}
		if n := q.Drain(); n == 0 && quiet {
			return
		}
		time.Sleep(100 * time.Microsecond)
	}
}

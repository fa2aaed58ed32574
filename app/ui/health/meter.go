package health

import "sync/atomic"

// meter carries progress from the goroutine that makes it to the one that shows
// it.
type meter struct{ done, total atomic.Int64 }

func (m *meter) set(done, total int) {
	m.total.Store(int64(total))
	m.done.Store(int64(done))
}

func (m *meter) get() (done, total int) { return int(m.done.Load()), int(m.total.Load()) }

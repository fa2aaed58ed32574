package job

import (
	"testing"
	"time"
)

// clock is a time that only moves when told to.
type clock struct{ t time.Time }

func newClock() *clock                { return &clock{time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)} }
func (c *clock) now() time.Time       { return c.t }
func (c *clock) step(d time.Duration) { c.t = c.t.Add(d) }

func TestTrackerSpeedAndTimeLeft(t *testing.T) {
	c := newClock()
	tr := NewTracker(c.now)
	tr.phase(Copying, 100, 100_000_000)
	for range 10 { // 5 MB and 5 files a second
		tr.move(2_500_000)
		for range 2 {
			tr.step()
		}
		c.step(500 * time.Millisecond)
	}
	s := tr.Snapshot()
	if s.Speed < 4.9e6 || s.Speed > 5.6e6 {
		t.Errorf("speed %.0f B/s, want about 5,000,000", s.Speed)
	}
	// 80 files at 4 a second are slower than 75 MB at 5 MB/s.
	if s.Left < 17*time.Second || s.Left > 22*time.Second {
		t.Errorf("time left %v, want about 20 s", s.Left)
	}
	if s.Elapsed != 5*time.Second {
		t.Errorf("elapsed %v, want 5 s", s.Elapsed)
	}
	// A long silence must not leave the old speed standing.
	c.step(time.Minute)
	if s := tr.Snapshot(); s.Speed != 0 || s.Left != 0 {
		t.Errorf("after a minute of silence: speed %.0f, left %v; want both unknown", s.Speed, s.Left)
	}
}

func TestTrackerFirstSecondIsNoEstimate(t *testing.T) {
	c := newClock()
	tr := NewTracker(c.now)
	tr.phase(Copying, 10, 1000)
	tr.move(500)
	c.step(300 * time.Millisecond)
	if s := tr.Snapshot(); s.Speed != 0 || s.Left != 0 {
		t.Errorf("speed %v, left %v after 0.3 s; want unknown", s.Speed, s.Left)
	}
}

func TestOutcomesAddUp(t *testing.T) {
	tr := NewTracker(newClock().now)
	for i, o := range []Outcome{Copied, Copied, Already, Skipped, Lost} {
		reason := ""
		if o == Skipped || o == Lost {
			reason = "because"
		}
		tr.outcome([]string{"photos", "recordings"}[i%2], "/sdcard/x", o, reason, 1)
	}
	s := tr.Snapshot()
	want := Counts{Found: 5, Copied: 2, Already: 1, Skipped: 1, Failed: 1}
	if s.Counts != want || !s.Counts.AddsUp() {
		t.Errorf("counts %+v, want %+v", s.Counts, want)
	}
	if len(tr.Problems()) != 2 {
		t.Errorf("%d problems, want the skipped and the failed one", len(tr.Problems()))
	}
	r := Receipt{Counts: s.Counts, Categories: tr.categories()}
	if err := r.Check(); err != nil {
		t.Error(err)
	}
}

// TestReceiptCheckNotices is the negative control of Receipt.Check.
func TestReceiptCheckNotices(t *testing.T) {
	good := Receipt{Counts: Counts{Found: 2, Copied: 2, Verified: 2}, Categories: map[string]Counts{"photos": {Found: 2, Copied: 2}}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Receipt){
		"a file without outcome":       func(r *Receipt) { r.Found++ },
		"a category that lost one":     func(r *Receipt) { r.Categories = map[string]Counts{"photos": {Found: 1, Copied: 1}} },
		"a category without outcome":   func(r *Receipt) { r.Categories = map[string]Counts{"photos": {Found: 2, Copied: 1}} },
		"more verified than are kept":  func(r *Receipt) { r.Verified = 3 },
		"an outcome counted too often": func(r *Receipt) { r.Already = 1 },
	} {
		r := good
		spoil(&r)
		if r.Check() == nil {
			t.Errorf("%s: the receipt passes", name)
		}
	}
}

func TestStatusEnds(t *testing.T) {
	c := newClock()
	tr := NewTracker(c.now)
	c.step(time.Second)
	tr.Cancelling()
	tr.status(Running, nil) // a late phase must not hide that the owner said stop
	if s := tr.Snapshot(); s.Status != Cancelling {
		t.Errorf("status %s, want cancelling", s.Status)
	}
	tr.status(Cancelled, nil)
	c.step(time.Hour)
	if s := tr.Snapshot(); s.Elapsed != time.Second || !s.Status.Ended() {
		t.Errorf("ended job: elapsed %v, status %s", s.Elapsed, s.Status)
	}
	tr.Cancelling()
	if s := tr.Snapshot(); s.Status != Cancelled {
		t.Errorf("status %s after the end", s.Status)
	}
}

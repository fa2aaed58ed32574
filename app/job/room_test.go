package job

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"keepsake/gallery/store"
)

// filling is a shelf on a disk with room for so many files.
type filling struct {
	*store.Writer
	left atomic.Int32
}

func (f *filling) Stage(size int64) (*store.Staged, error) {
	if f.left.Add(-1) < 0 {
		return nil, &store.SpaceError{Dir: "lib", Need: size}
	}
	return f.Writer.Stage(size)
}

// TestAFullDiskIsWaitedFor: when it fills, the backup waits and says so; with room
// again it goes on, and nothing is missing. Where there is room and it still fills,
// or nobody can wait, it ends with the reason.
func TestAFullDiskIsWaitedFor(t *testing.T) {
	for _, tt := range []struct {
		name  string
		more  int32 // room that is made each time; 0: none, and it is said that there is
		wait  bool
		waits int // how often
		err   error
	}{
		{"made once", 100, true, 1, nil},
		{"made a little at a time", 13, true, 3, nil},
		{"only said", 0, true, 1, store.ErrNoSpace},
		{"nobody waits", 100, false, 0, store.ErrNoSpace},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, 40)
			lib, err := store.Create(b.dir)
			if err != nil {
				t.Fatal(err)
			}
			w, err := lib.Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			shelf := &filling{Writer: w}
			shelf.left.Store(5)
			tracker := NewTracker(time.Now)
			waits := 0
			job := Backup{Source: b.phone, Shelf: shelf, Tracker: tracker, Library: b.dir, Folder: "Test phone", Verify: true, Local: time.UTC}
			if tt.wait {
				job.Room = func(_ context.Context, need int64) error {
					if s := tracker.Snapshot(); s.Status != Waiting || s.Waiting != Full || need <= 0 {
						t.Errorf("%s for %q, %d bytes needed", s.Status, s.Waiting, need)
					}
					waits++
					shelf.left.Store(tt.more)
					return nil
				}
			}
			r, err := job.Run(t.Context())
			if cerr := errors.Join(w.Close(), r.Check()); cerr != nil {
				t.Error(cerr)
			}
			if !errors.Is(err, tt.err) || waits != tt.waits {
				t.Errorf("waited %d times, %v", waits, err)
			}
			if tt.err == nil && r.Counts != counts(40, 40, 0, 0, 0, 40) || tt.err != nil && (r.Status != Failed || r.Copied != 5) {
				t.Errorf("%s %+v", r.Status, r.Counts)
			}
			b.clean()
		})
	}
	b := newBench(t, 4)
	ctx, cancel := context.WithCancel(t.Context())
	lib, err := store.Create(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	w, err := lib.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	job := Backup{Source: b.phone, Shelf: &filling{Writer: w}, Tracker: NewTracker(time.Now), Library: b.dir, Folder: "Test phone", Local: time.UTC,
		Room: func(ctx context.Context, _ int64) error { cancel(); <-ctx.Done(); return ctx.Err() }}
	if r, err := job.Run(ctx); !errors.Is(err, context.Canceled) || r.Status != Cancelled {
		t.Errorf("cancelled while it waited: %s, %v", r.Status, err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

package job

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/gallery/store"
)

// garbler gives one file with a bit flipped, so many times.
type garbler struct {
	*fakePhone
	path  string
	times int
}

func (g *garbler) Pull(ctx context.Context, next func() (device.File, bool), sink device.Sink) error {
	return g.fakePhone.Pull(ctx, next, garbling{sink, g})
}

type garbling struct {
	device.Sink
	g *garbler
}

func (s garbling) Begin(f device.File) (io.Writer, error) {
	w, err := s.Sink.Begin(f)
	if err == nil && f.Path == s.g.path && s.g.times > 0 {
		s.g.times--
		w = flipped{w}
	}
	return w, err
}

func (s garbling) End(f device.File, w io.Writer, err error) {
	if bad, ok := w.(flipped); ok {
		w = bad.Writer
	}
	s.Sink.End(f, w, err)
}

type flipped struct{ io.Writer }

func (w flipped) Write(p []byte) (int, error) {
	b := append([]byte(nil), p...)
	b[len(b)-1] ^= 1
	return w.Writer.Write(b)
}

// with is run for a phone of another kind.
func (b *bench) with(ctx context.Context, src Source, again func(context.Context) (Source, error)) (Receipt, error) {
	b.t.Helper()
	lib, err := store.Create(b.dir)
	if err != nil {
		b.t.Fatal(err)
	}
	w, err := lib.Begin(ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := (&Backup{Source: src, Shelf: w, Tracker: NewTracker(time.Now), Library: b.dir, Folder: "P", Verify: true, Again: again, Local: time.UTC}).Run(ctx)
	if cerr := errors.Join(w.Close(), lib.Close(), r.Check()); cerr != nil {
		b.t.Error(cerr)
	}
	return r, err
}

// A copy that is not what the phone has is read again in the same run. When that
// does not help either, the receipt says so and the next run tries again.
func TestWrongCopyIsReadAgain(t *testing.T) {
	const victim = "/storage/emulated/0/DCIM/Camera/IMG_0001.jpg"
	b := newBench(t, 5)
	source := &garbler{fakePhone: b.phone, path: victim, times: 2}
	run := func() Receipt {
		t.Helper()
		r, err := b.with(t.Context(), source, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := run(); r.Counts != counts(5, 5, 0, 0, 0, 4) || len(r.Problems) == 0 || !strings.Contains(r.Problems[len(r.Problems)-1].Reason, "next backup tries again") {
		t.Errorf("wrong twice: %+v", r)
	}
	if r := run(); r.Counts != counts(5, 1, 4, 0, 0, 5) || len(r.Problems) != 1 {
		t.Errorf("right at last: %+v", r)
	}
	if r := run(); r.Counts != counts(5, 0, 5, 0, 0, 5) || len(r.Problems) != 0 {
		t.Errorf("afterwards: %+v", r)
	}
	source.times = 1
	b.dir = filepath.Join(t.TempDir(), "second")
	if r := run(); r.Counts != counts(5, 5, 0, 0, 0, 5) || len(r.Problems) != 1 {
		t.Errorf("wrong once: %+v", r)
	}
}

// A file that was replaced without a trace in its size and date is not called
// known for ever.
func TestChangeWithoutATrace(t *testing.T) {
	const victim = "/storage/emulated/0/DCIM/Camera/IMG_0001.jpg"
	b := newBench(t, 3)
	b.phone.noHash = true
	if r, err := b.run(t.Context()); err != nil || r.Counts != counts(3, 3, 0, 0, 0, 0) {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	b.phone.noHash = false
	b.phone.put(victim, []byte("PICTURE 1"), b.phone.files[victim].mtime)
	if r, err := b.run(t.Context()); err != nil || r.Counts != counts(3, 1, 2, 0, 0, 3) {
		t.Errorf("%+v, %v", r.Counts, err)
	}
	b.clean()
}

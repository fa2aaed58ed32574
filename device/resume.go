package device

import (
	"context"
	"errors"
	"fmt"
	"io"

	"keepsake/device/adb"
)

// Resumer is a Sink that may keep what came of a file whose End said ErrGone.
// The next Pull asks it for every file, and then reads on where the other one
// stopped: if the file's size and time are still the same and the phone has a
// program for it. Otherwise the file ends with ErrAgain and begins once more.
type Resumer interface {
	Sink
	// Resume returns what Begin once returned for this file, and how many of the
	// file's first bytes were written to it; 0 when there is nothing to go on
	// from. From then on the writer is the Pull's again, until End.
	Resume(File) (w io.Writer, have int64)
}

// begin makes an item of a file the sink may have the beginning of.
func (t *transfer) begin(f File) *item {
	i := &item{File: f}
	if r, ok := t.sink.(Resumer); ok {
		if i.kept, i.have = r.Resume(f); i.kept == nil {
			i.have = 0
		}
	}
	i.alone = f.Size >= largeFile || i.have > 0
	return i
}

// resume reads a file from where another Pull has stopped. The item is settled,
// or waits to begin once more; the error is the connection's.
func (t *transfer) resume(ctx context.Context, s session, i *item) error {
	w := &tap{w: i.kept}
	before, err := s.Stat(ctx, i.Path)
	if err == nil && !(sameSize(i.Size, before.Size) && sameTime(i.MTime, before.MTime)) {
		err = errOther
	}
	var n int64
	if err == nil {
		n, err = t.link.ReadFrom(ctx, i.Path, i.have, w)
	}
	var after adb.Stat
	if err == nil {
		after, err = s.Stat(ctx, i.Path)
	}
	switch {
	case err == nil:
		have := i.have
		i.have, i.kept = 0, nil
		t.complete(i, w.w, have+n, after)
		return nil
	case w.err != nil:
		t.sink.End(i.File, w.w, w.err)
		return nil
	case ctx.Err() != nil:
		t.sink.End(i.File, w.w, context.Cause(ctx))
		return context.Cause(ctx)
	case cut(err):
		t.sink.End(i.File, w.w, lost(err))
		return err
	}
	// Whatever it is, the ordinary way deals with it.
	i.have, i.kept = 0, nil
	t.sink.End(i.File, w.w, fmt.Errorf("%w: %w", ErrAgain, err))
	t.mu.Lock()
	defer t.mu.Unlock()
	t.large = append(t.large, i)
	t.wake.Broadcast()
	return nil
}

var errOther = errors.New("the file is not the one whose beginning was kept")

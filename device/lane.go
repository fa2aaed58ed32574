package device

import (
	"context"
	"fmt"
	"io"
	"time"

	"keepsake/device/adb"
)

// lane is the adb.Sink of one session.
type lane struct {
	ctx context.Context
	t   *transfer
}

func (l lane) Begin(r adb.Request) (io.Writer, error) {
	i := r.Tag.(*item)
	w, err := l.t.sink.Begin(i.File)
	if err != nil {
		i.begun = err
		return nil, err
	}
	return &tap{w: w}, nil
}

// tap remembers its writer's error, to tell it from the connection's.
type tap struct {
	w   io.Writer
	err error
}

func (t *tap) Write(p []byte) (int, error) {
	n, err := t.w.Write(p)
	if err != nil {
		t.err = err
	}
	return n, err
}

func (l lane) End(r adb.Request, w io.Writer, n int64, after adb.Stat, err error) {
	i := r.Tag.(*item)
	var given io.Writer
	tapped, ok := w.(*tap)
	if ok {
		given = tapped.w
	}
	switch {
	case err == nil:
		l.t.complete(i, given, n, after)
		return
	case i.begun != nil:
		err = i.begun
	case ok && tapped.err != nil:
		err = tapped.err
	case l.ctx.Err() != nil && !refused(err):
		err = context.Cause(l.ctx)
	default:
		err = l.t.cards.explain(l.ctx, l.t.link, i.Path, lost(err))
	}
	l.t.sink.End(i.File, given, err)
}

// complete ends a file that was read to its end, unless it changed meanwhile:
// then it is read once more.
func (t *transfer) complete(i *item, w io.Writer, n int64, after adb.Stat) {
	before := i.File
	i.Size, i.MTime = after.Size, after.MTime
	if n == after.Size && sameSize(before.Size, n) && sameTime(before.MTime, after.MTime) {
		t.sink.End(i.File, w, nil)
		return
	}
	if i.retried {
		t.sink.End(i.File, w, fmt.Errorf("%q: %w", i.Path, ErrChanged))
		return
	}
	i.retried = true
	t.sink.End(i.File, w, fmt.Errorf("%q: %w", i.Path, ErrAgain))
	t.mu.Lock()
	defer t.mu.Unlock()
	if i.alone {
		t.large = append(t.large, i)
		t.wake.Broadcast()
		return
	}
	t.again = append(t.again, i)
}

// sameSize compares the size in a listing, which is modulo 4 GiB before Android
// 11, with the real one.
func sameSize(listed, real int64) bool {
	return listed == real || listed < 1<<32 && listed == real&(1<<32-1)
}

// sameTime compares whole seconds, which is what every file service has. A time
// that was not known before is no change.
func sameTime(a, b time.Time) bool { return a.IsZero() || a.Unix() == b.Unix() }

package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"keepsake/device/adb"
)

const (
	pushLanes  = 2 // sessions: while one sends a large file the other goes on with small ones
	pushWindow = 16
)

// Upload is a file to be written on a phone.
type Upload struct {
	Path  string // absolute; its folders are made
	Size  int64
	MTime time.Time
}

// Supply gives the files of a Push their bytes. It is called from several
// goroutines, for different files.
type Supply interface {
	// Open returns a file's bytes, which are closed after use. It may be called more
	// than once for a file. An error gives up this file, and Done gets it.
	Open(Upload) (io.ReadCloser, error)
	// Done is called once for every file that next gave. With a nil err the phone
	// has a file of that name and so many bytes.
	Done(u Upload, err error)
}

// Push writes files, in the order next gives them. A file that is there already
// is deleted first: write to a name of your own, then use Moves. next is called
// by one goroutine at a time.
//
// What is wrong with one file goes to Done, and the rest goes on; ErrFull is one
// such error. A broken connection ends Push with an error that wraps ErrGone, a
// cancelled context with its error; Done gets it too for what was not finished.
func (p *Phone) Push(ctx context.Context, next func() (Upload, bool), s Supply) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer p.cutWith(ctx, cancel)()
	var giving sync.Mutex
	lanes := make(chan error, pushLanes)
	for range pushLanes {
		go func() {
			lanes <- p.pushLane(ctx, func() (adb.Upload, bool) {
				giving.Lock()
				defer giving.Unlock()
				if ctx.Err() != nil {
					return adb.Upload{}, false
				}
				u, ok := next()
				return adb.Upload{Path: u.Path, Mode: 0o660, MTime: u.MTime, Tag: u}, ok
			}, s)
		}()
	}
	for range pushLanes {
		if err := <-lanes; err != nil && ctx.Err() == nil {
			cancel(lost(err))
		}
	}
	if err := context.Cause(ctx); err != nil {
		return fmt.Errorf("writing files on %s: %w", p.Info().Name, err)
	}
	return nil
}

func (p *Phone) pushLane(ctx context.Context, next func() (adb.Upload, bool), s Supply) error {
	session, err := p.link.Sync(ctx)
	if err != nil {
		return err
	}
	defer session.Close()
	return session.PushAll(ctx, pushWindow, next, supplier{ctx, s})
}

// supplier is the adb.Origin of one session.
type supplier struct {
	ctx context.Context
	s   Supply
}

func (o supplier) Open(u adb.Upload) (io.Reader, error) { return o.s.Open(u.Tag.(Upload)) }

func (o supplier) End(u adb.Upload, _ int64, err error) {
	switch {
	case err == nil:
	case o.ctx.Err() != nil && !refused(err):
		err = context.Cause(o.ctx)
	default:
		err = written(lost(err))
	}
	o.s.Done(u.Tag.(Upload), err)
}

// written makes a full storage's refusal ErrFull.
func written(err error) error {
	if errors.Is(err, adb.ENOSPC) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}

package job

import (
	"context"
	"errors"
	"fmt"
	"time"

	"keepsake/device"
	"keepsake/gallery/store"
)

// Wait is what a Waiting job waits for.
type Wait string

// The reasons to wait. All but Full pass as soon as the phone can be read again.
const (
	Unplugged    Wait = "unplugged"    // the phone is not connected any more
	Asleep       Wait = "asleep"       // it is connected and has stopped answering
	NoServer     Wait = "noserver"     // this computer's adb server does not answer
	Unauthorized Wait = "unauthorized" // it asks again whether to allow this computer
	Restarting   Wait = "restarting"   // it is connected and not ready yet
	Locked       Wait = "locked"       // it was restarted: its storage opens with the first unlock
	NotReady     Wait = "notready"     // it is in a state that only its owner ends: recovery, fastboot …
	Full         Wait = "full"         // the disk with the library is full
	Tap          Wait = "tap"          // its owner is to confirm something on it: the error is an *Ask
)

// Ask is what a job waits for that asks the phone's owner for something on the
// phone. It is no failure: the job goes on when it is done.
type Ask struct {
	What string // what is on the phone's screen, one sentence
	Next string // what to do there, one sentence
}

func (a *Ask) Error() string { return a.What + " " + a.Next }

// Advice returns the two sentences.
func (a *Ask) Advice() (what, next string) { return a.What, a.Next }

// waitFor sorts an error of a phone, or of the search for it, into what to wait for.
func waitFor(err error) Wait {
	state, _ := errors.AsType[*device.StateError](err)
	if _, asks := errors.AsType[*Ask](err); asks {
		return Tap
	}
	switch {
	case errors.Is(err, store.ErrNoSpace):
		return Full
	case device.NoServer(err):
		return NoServer
	case errors.Is(err, device.ErrLocked):
		return Locked
	case errors.Is(err, device.ErrUnauthorized):
		return Unauthorized
	case state != nil && state.State == device.Absent:
		return Unplugged
	case state != nil && !state.State.Passing():
		return NotReady
	case state != nil, errors.Is(err, device.ErrOffline):
		return Restarting
	case errors.Is(err, device.ErrSilent):
		return Asleep
	}
	return Unplugged
}

const (
	// unlockEvery is how often a phone that was restarted is asked whether it can
	// be read.
	unlockEvery = time.Second
	// A phone that comes back and is lost again at once is given longer and longer.
	firstBreath, longestBreath = 250 * time.Millisecond, 8 * time.Second
)

// again waits for the phone after err, if err is a lost connection and somebody
// can wait. It reports whether the caller shall try once more.
func (b *Backup) again(ctx context.Context, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	if !errors.Is(err, device.ErrGone) || b.Again == nil || b.hopeless(err) {
		return false, err
	}
	if ferr := b.Shelf.Flush(ctx); ferr != nil {
		return false, fmt.Errorf("finish writing the library: %w", ferr)
	}
	b.Tracker.status(Waiting, err)
	b.breathe(ctx)
	for {
		src, aerr := b.Again(ctx)
		if ctx.Err() != nil {
			return false, context.Cause(ctx)
		}
		if aerr != nil {
			return false, errors.Join(err, aerr)
		}
		if b.Source = src; !src.Info().Locked {
			break
		}
		if b.Tracker.Waits(device.ErrLocked); !b.readable(ctx) {
			sleep(ctx, unlockEvery)
			continue
		}
		break
	}
	b.Tracker.status(Running, nil)
	return true, nil
}

// room waits after err, if that is a full disk and somebody can wait, until there is
// room for some of what is due. It answers err where waiting makes no sense.
func (b *Backup) room(ctx context.Context, err error, due []*entry) error {
	if !errors.Is(err, store.ErrNoSpace) || b.Room == nil || ctx.Err() != nil || len(due) == 0 {
		return err
	}
	if moved := b.Tracker.progress(); b.full && moved == b.filled {
		return err // there was room, and it did not help
	} else {
		b.full, b.filled = true, moved
	}
	if ferr := b.Shelf.Flush(ctx); ferr != nil {
		return ferr
	}
	const some = 1 << 30 // enough to go on for a while
	need := int64(0)
	for _, e := range due {
		need += e.Size
	}
	b.Tracker.status(Waiting, err)
	if rerr := b.Room(ctx, max(due[0].Size, min(need, some))); rerr != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return errors.Join(err, rerr)
	}
	b.Tracker.status(Running, nil)
	return nil
}

// hopeless reports whether one connection after the other makes no sense and
// brings nothing.
func (b *Backup) hopeless(err error) bool {
	const enough = 4
	if !errors.Is(err, device.ErrBroken) {
		return false
	}
	if moved := b.Tracker.progress(); moved != b.sense {
		b.sense, b.broken = moved, 0
	}
	b.broken++
	return b.broken >= enough
}

// breathe waits when nothing has moved since the last connection was lost.
func (b *Backup) breathe(ctx context.Context) {
	moved := b.Tracker.progress()
	if moved != b.moved {
		b.moved, b.breath = moved, 0
		return
	}
	b.breath = min(max(2*b.breath, firstBreath), longestBreath)
	sleep(ctx, b.breath)
}

// refresher is a Source that can be asked how it is.
type refresher interface {
	Refresh(ctx context.Context) (device.Info, error)
}

// readable reports whether the phone answers and its storage is open. A source
// that cannot be asked is.
func (b *Backup) readable(ctx context.Context) bool {
	r, ok := b.Source.(refresher)
	if !ok {
		return true
	}
	info, err := r.Refresh(ctx)
	return err == nil && !info.Locked
}

// errClosed means that files are missing because the storage they lie on is.
var errClosed = fmt.Errorf("%w: its storage is closed", device.ErrGone)

// sleep waits, at most until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

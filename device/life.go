package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"keepsake/device/adb"
	"keepsake/device/provider"
)

// errLeft is why a call is cut although its own connection has not broken: after
// a computer's sleep or on a lost network that may take a minute.
var errLeft = fmt.Errorf("%w: the adb server does not list it any more", ErrGone)

// errPulse is why a command is cut that said nothing while its phone did not
// answer anything else either.
var errPulse = fmt.Errorf("%w: %w", ErrGone, adb.ErrSilent)

// drain is how long a transfer may go on after its phone has left the list: a
// connection that breaks by itself first hands over what has arrived.
const drain = 2 * time.Second

// cutWith calls cancel soon after the phone has left the server's list, unless
// ctx ends before.
func (p *Phone) cutWith(ctx context.Context, cancel context.CancelCauseFunc) (stop func() bool) {
	if p.life == nil {
		return func() bool { return true }
	}
	return context.AfterFunc(p.life, func() {
		t := time.NewTimer(drain)
		defer t.Stop()
		select {
		case <-ctx.Done():
		case <-t.C:
			cancel(errLeft)
		}
	})
}

// alive is a link whose waits end with life. Only those of a Pull do not: they
// end with the Pull, see cutWith.
type alive struct {
	link
	life  context.Context
	pulse time.Duration // between two questions whether a busy phone is there; 0: never
}

// pulse is how often a phone is asked that takes long over a command, and how
// long it may take to answer that: commands are quiet for minutes at times.
const pulse = 20 * time.Second

func (a alive) Shell(ctx context.Context, command string) (res adb.Result, err error) {
	err = a.while(ctx, func(ctx context.Context) error {
		res, err = a.link.Shell(ctx, command)
		return err
	})
	return res, err
}

// Run implements provider.Feeder.
func (a alive) Run(ctx context.Context, command string, stdin io.Reader, stdout, stderr io.Writer) (exit int, err error) {
	feeder, ok := a.link.(provider.Feeder)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	err = a.while(ctx, func(ctx context.Context) error {
		exit, err = feeder.Run(ctx, command, stdin, stdout, stderr)
		return err
	})
	return exit, err
}

func (a alive) Sync(ctx context.Context) (session, error) {
	s, err := a.link.Sync(ctx)
	if err != nil {
		return nil, err
	}
	return aliveSession{s, a}, nil
}

type aliveSession struct {
	session
	a alive
}

func (s aliveSession) Lists(ctx context.Context, dirs []string, each func(i int, entries []adb.DirEntry, err error)) error {
	s.a.pulse = 0 // a session has a patience of its own
	return s.a.while(ctx, func(ctx context.Context) error { return s.session.Lists(ctx, dirs, each) })
}

// while runs do with a context that ends with life as well, or when the phone
// has no pulse, and tells these ends apart from ctx's.
func (a alive) while(ctx context.Context, do func(context.Context) error) error {
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(a.life, func() { cancel(errLeft) })()
	if a.pulse > 0 {
		felt := make(chan struct{})
		go func() {
			defer close(felt)
			a.feel(inner, cancel)
		}()
		defer func() { cancel(nil); <-felt }()
	}
	err := do(inner)
	if why := context.Cause(inner); errors.Is(err, context.Canceled) && ctx.Err() == nil && why != nil {
		return why
	}
	return err
}

// feel asks the phone for a sign of life now and then until ctx ends, and ends
// it when there is none.
func (a alive) feel(ctx context.Context, cancel context.CancelCauseFunc) {
	t := time.NewTicker(a.pulse)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		ask, stop := context.WithTimeout(ctx, a.pulse)
		_, err := a.link.Shell(ask, "echo")
		stop()
		if err != nil && !refused(err) && ctx.Err() == nil {
			cancel(errPulse)
			return
		}
	}
}

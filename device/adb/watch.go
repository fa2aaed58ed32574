package adb

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Watch calls each with the whole device list: at once, and after every change
// of the list or of Trouble. It starts the server when there is none, as Ensure
// does, again and again with growing pauses, and returns only when ctx ends,
// with its error. Calls of each do not overlap.
func (s *Server) Watch(ctx context.Context, each func([]Entry)) error {
	w := watcher{s: s, each: each}
	defer s.setTrouble(nil)
	const shortest, longest = 100 * time.Millisecond, 8 * time.Second
	pause := shortest
	for ctx.Err() == nil {
		err := s.Ensure(ctx)
		if err == nil {
			err = w.follow(ctx)
		}
		if ctx.Err() != nil {
			break
		}
		if w.following {
			w.following, pause = false, shortest
		}
		// The first retry comes soon and quietly: a server that was only restarted
		// should not make the phones vanish for a moment.
		if pause > shortest || !w.shown {
			w.show(nil, err)
		}
		wait(ctx, pause)
		pause = min(2*pause, longest)
	}
	return ctx.Err()
}

type watcher struct {
	s         *Server
	each      func([]Entry)
	last      []Entry
	shown     bool // each was called
	trouble   string
	following bool // a list was received on the present connection
}

// show hands the list on if it, or the trouble, differs from what was shown.
func (w *watcher) show(list []Entry, trouble error) {
	text := ""
	if trouble != nil {
		text = trouble.Error()
	}
	if w.shown && text == w.trouble && slices.Equal(list, w.last) {
		return
	}
	w.s.setTrouble(trouble)
	w.last, w.shown, w.trouble = slices.Clone(list), true, text
	w.each(list)
}

// follow tracks the list on one connection until that breaks. Older servers do
// not report every change of state, so the list is also asked for as long as a
// phone on it is not ready.
func (w *watcher) follow(ctx context.Context) error {
	l, err := w.s.dial(ctx)
	if err != nil {
		return err
	}
	stop := l.closeOn(ctx)
	type update struct {
		text string
		err  error
	}
	updates := make(chan update)
	go func() {
		defer close(updates)
		err := l.request("host:track-devices-l")
		l.setPatience(0) // nothing need ever change
		for err == nil {
			var u update
			u.text, err = l.frame()
			if err == nil {
				updates <- u
			}
		}
		updates <- update{err: explainServer(ctx, err)}
	}()
	defer func() {
		stop()
		l.Close()
		for range updates { // the reader ends with its connection
		}
	}()

	tick := time.NewTicker(w.s.o.repoll)
	defer tick.Stop()
	for {
		select {
		case u := <-updates:
			if u.err != nil {
				return fmt.Errorf("following the list of phones: %w", u.err)
			}
			w.following = true
			w.show(parseEntries(u.text), nil)
		case <-tick.C:
			if !slices.ContainsFunc(w.last, func(e Entry) bool { return e.State != StateDevice }) {
				continue
			}
			list, err := w.s.Devices(ctx)
			if errors.Is(err, ErrNoServer) || ctx.Err() != nil {
				return err
			}
			if err == nil {
				w.show(list, nil)
			}
		}
	}
}

func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

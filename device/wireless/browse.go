package wireless

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"time"

	"keepsake/device/adb"
	"keepsake/device/wireless/mdns"
)

// Browse searches the network for phones until ctx ends, and returns ctx's
// error. each is called with all that is known, at once and after every change,
// never by two goroutines at a time. Another error means that neither this
// program nor the adb server can search.
func (w *Wireless) Browse(ctx context.Context, each func([]Service)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var (
		mu     sync.Mutex
		heard  []mdns.Instance
		server []adb.MDNSService
		told   []Service
		first  = true
	)
	update := func(change func()) {
		mu.Lock()
		defer mu.Unlock()
		change()
		now := merge(heard, server)
		if ctx.Err() != nil || !first && reflect.DeepEqual(now, told) {
			return
		}
		first, told = false, now
		each(now)
	}

	var own, asked error
	var both sync.WaitGroup
	both.Go(func() {
		own = w.searcher.Browse(ctx, kinds, func(list []mdns.Instance) { update(func() { heard = list }) })
	})
	both.Go(func() {
		asked = w.askServer(ctx, func(list []adb.MDNSService) { update(func() { server = list }) })
	})
	both.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errors.Join(own, asked)
}

// askServer asks the adb server for what it has heard, until ctx ends or it
// turns out that it cannot. A server that does not run is not started for it,
// and asked again.
func (w *Wireless) askServer(ctx context.Context, each func([]adb.MDNSService)) error {
	for {
		list, err := w.server.MDNSServices(ctx)
		switch {
		case errors.Is(err, adb.ErrServerTooOld):
			return err
		case err == nil:
			each(list)
		}
		if !pause(ctx, w.wait.ask) {
			return ctx.Err()
		}
	}
}

// pause waits, and reports whether ctx is still alive.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// search is a Browse that runs beside what somebody does with it.
type search struct {
	cancel context.CancelFunc
	done   chan struct{}
	news   chan struct{} // has room for one

	mu   sync.Mutex
	list []Service // guarded by mu
	err  error     // guarded by mu; why it ended early
}

// begin starts a search. end ends it, and waits until it has ended.
func (w *Wireless) begin(ctx context.Context) *search {
	ctx, cancel := context.WithCancel(ctx)
	s := &search{cancel: cancel, done: make(chan struct{}), news: make(chan struct{}, 1)}
	go func() {
		defer close(s.done)
		err := w.Browse(ctx, func(list []Service) {
			s.mu.Lock()
			s.list = list
			s.mu.Unlock()
			s.tell()
		})
		s.mu.Lock()
		s.err = err
		s.mu.Unlock()
		s.tell()
	}()
	return s
}

func (s *search) tell() {
	select {
	case s.news <- struct{}{}:
	default:
	}
}

func (s *search) end() {
	s.cancel()
	<-s.done
}

func (s *search) now() ([]Service, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.list, s.err
}

// until calls try with what is known, at once, after every change and each time
// a pause is over, until it is done, ctx ends or nothing can be searched.
func (s *search) until(ctx context.Context, every time.Duration, try func([]Service) (done bool)) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		list, err := s.now()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if try(list) {
			return nil
		}
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.news:
		case <-tick.C:
		}
	}
}

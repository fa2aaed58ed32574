package adb

import (
	"context"
)

// exchange asks the phone about one T after the other with a window of them in
// flight, and reads the answers in the same order.
type exchange[T any] struct {
	next   func() (T, bool)                 // the next to ask about; false: no more
	ask    func(out []byte, t T) []byte     // appends the request
	answer func(t T) (over bool, err error) // reads the answer and settles t, whatever happens
	lost   func(t T, err error)             // settles t, whose answer will not come
	window int
}

// maxInFlight bounds the bytes of unanswered requests, so that sending them can
// never wait for a phone that itself waits for us to read.
const maxInFlight = 48 << 10

// run returns when all are settled. answer saying over means that the phone has
// ended the session (or that the rest of the answer is not worth reading): the
// session is opened again and what was behind is asked again. That cannot go on
// for ever, since each time one is settled.
func (x *exchange[T]) run(ctx context.Context, s *Session) error {
	type sent struct {
		t    T
		size int
	}
	ring := make([]sent, x.window)
	first, count, bytes := 0, 0, 0
	more, over := true, false
	fail := func(err error) error {
		err = s.explain(ctx, err)
		s.drop()
		for ; count > 0; count-- {
			x.lost(ring[first].t, err)
			first = (first + 1) % len(ring)
		}
		return err
	}
	for {
		// Filling up by half windows saves every second write and more.
		for more && bytes < maxInFlight && (count <= len(ring)/2 || len(s.out) > 0) && count < len(ring) {
			if ctx.Err() != nil {
				return fail(ctx.Err())
			}
			var t T
			if t, more = x.next(); !more {
				break
			}
			before := len(s.out)
			s.out = x.ask(s.out, t)
			size := len(s.out) - before
			ring[(first+count)%len(ring)] = sent{t, size}
			count++
			bytes += size
		}
		if count == 0 {
			return nil
		}
		if over {
			if err := s.connect(ctx); err != nil {
				return fail(err)
			}
			for i := range count {
				s.out = x.ask(s.out, ring[(first+i)%len(ring)].t)
			}
		}
		if err := s.flush(); err != nil {
			return fail(err)
		}
		head := ring[first]
		ring[first] = sent{}
		first = (first + 1) % len(ring)
		count--
		bytes -= head.size
		var err error
		if over, err = x.answer(head.t); err != nil {
			return fail(err)
		}
		if over {
			s.drop()
		}
	}
}

package adb

import (
	"fmt"
	"io"
	"sync/atomic"
)

// upload is one file on its way.
type upload struct {
	Upload
	n      int64 // bytes sent; for the answering side once sealed
	sealed atomic.Bool
	failed atomic.Pointer[error] // why its bytes ended too early
}

// pushRound is what the sending and the answering side of one session share.
type pushRound struct {
	*pusher
	slots  chan struct{} // held by each unanswered file
	flying chan *upload  // unanswered files, in order
	over   chan struct{} // closed when this session takes nothing more
	spare  int           // of the sending side: slots it holds and does not use yet

	behind []Upload // of the answering side: to be sent again
}

func (r *pushRound) isOver() bool {
	select {
	case <-r.over:
		return true
	default:
		return false
	}
}

// pushAhead is how many bytes are collected for one write.
const pushAhead = 4 * sendBlock

// send is the sending side. Its error is the connection's.
func (r *pushRound) send(l *link) error {
	defer func() { r.s.out = r.s.out[:0] }()
	for r.more() {
		if ok, err := r.slot(); !ok {
			return err
		}
		u := &upload{Upload: r.again[0]}
		r.again = r.again[1:]
		src, err := r.origin.Open(u.Upload)
		if err != nil {
			r.spare++
			r.end(u.Upload, 0, fmt.Errorf("reading what to write to %q: %w", u.Path, err))
			continue
		}
		r.flying <- u
		err = r.file(u, src)
		if c, ok := src.(io.Closer); ok {
			c.Close()
		}
		if u.failed.Load() != nil {
			return r.abandon(l)
		}
		if err != nil || r.isOver() {
			return err
		}
	}
	return r.s.flush()
}

// slot waits for room in the window. While there is room nothing is flushed, so
// that small files share a write; once it is full, half of it is waited for.
func (r *pushRound) slot() (ok bool, err error) {
	if r.spare > 0 {
		r.spare--
		return !r.isOver(), nil
	}
	select {
	case r.slots <- struct{}{}:
		return !r.isOver(), nil
	default:
	}
	// The phone cannot answer what it was not sent yet.
	if err := r.s.flush(); err != nil {
		return false, err
	}
	half := max(1, r.window/2)
	if ok, err = r.hold(half); ok {
		r.spare = half - 1
	}
	return ok, err
}

// hold takes n slots, waiting for as many answers.
func (r *pushRound) hold(n int) (ok bool, err error) {
	for range n {
		select {
		case r.slots <- struct{}{}:
		case <-r.over:
			return false, nil
		case <-r.ctx.Done():
			return false, r.ctx.Err()
		}
	}
	return !r.isOver(), nil
}

// file sends one file and the question for its status.
func (r *pushRound) file(u *upload, src io.Reader) error {
	s := r.s
	s.out = s.appendSend(s.out, u.Path, u.Mode)
	for !r.isOver() {
		at := len(s.out)
		s.out = append(s.out, make([]byte, 8+sendBlock)...)
		got, err := readBlock(src, s.out[at+8:])
		appendWords(s.out[at:at], idDATA, uint32(got))
		if s.out = s.out[:at+8+got]; got == 0 {
			s.out = s.out[:at]
		}
		u.n += int64(got)
		last := err == io.EOF
		if err != nil && !last {
			err = fmt.Errorf("reading what to write to %q: %w", u.Path, err)
			u.failed.Store(&err)
			return nil
		}
		if last {
			s.out = appendWords(s.out, idDONE, wireTime(u.MTime))
			s.out = appendRequest(s.out, s.statID(), u.Path)
			u.sealed.Store(true)
		}
		if len(s.out) >= pushAhead {
			if err := s.flush(); err != nil {
				return err
			}
		}
		if last {
			return nil
		}
	}
	return nil
}

// abandon ends the session in the middle of the last file, once those before it
// are answered: the phone then deletes its part.
func (r *pushRound) abandon(l *link) error {
	if err := r.s.flush(); err != nil {
		return err
	}
	if ok, err := r.hold(r.window - 1 - r.spare); !ok {
		return err
	}
	l.Close()
	return nil
}

// answers is the answering side: it settles the files in flight in order. Its
// error is the connection's, and everything in flight is settled with it.
func (r *pushRound) answers(l *link) (broken error) {
	stop := func() {
		close(r.over)
		l.Close()
	}
	for u := range r.flying {
		switch {
		case broken != nil:
			r.end(u.Upload, 0, broken)
			continue
		case r.isOver():
			r.behind = append(r.behind, u.Upload)
			continue
		}
		refused, err := r.answer(u)
		failed := u.failed.Load()
		switch {
		case err == nil && refused == nil:
			r.end(u.Upload, u.n, nil)
		case err == nil:
			r.end(u.Upload, 0, fmt.Errorf("writing %q on phone %s: %w", u.Path, r.s.device, refused))
			if isRefusal(refused) {
				stop()
			}
		case failed != nil && r.ctx.Err() == nil:
			r.end(u.Upload, 0, *failed)
			stop()
		default:
			broken = r.s.explain(r.ctx, err)
			r.end(u.Upload, 0, broken)
			stop()
		}
		<-r.slots
	}
	return broken
}

// answer reads what the phone says about one file: refused, or taken and of this
// size. err is the connection's.
func (r *pushRound) answer(u *upload) (refused, err error) {
	err = r.s.readPushed(u.Path)
	if isRefusal(err) {
		return err, nil
	}
	if err == nil && !u.sealed.Load() {
		err = fmt.Errorf("%w: a file taken before its end was sent", ErrProtocol)
	}
	if err != nil {
		return nil, err
	}
	st, err := r.s.readStat(u.Path)
	if isRefusal(err) {
		return err, nil
	}
	if err != nil {
		return nil, err
	}
	return r.s.sameSize(u.n, st), nil
}

// sameSize compares the status of a file just written with the n bytes sent.
func (s *Session) sameSize(n int64, st Stat) error {
	if !s.can.stat2 {
		n &= 0xffffffff
	}
	switch {
	case st.Errno != 0:
		return fmt.Errorf("the phone took it, but then: %w", st.Errno)
	case st.Size != n:
		return fmt.Errorf("the phone has %d bytes of %d: %w", st.Size, n, io.ErrShortWrite)
	}
	return nil
}

package adb

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Upload asks PushAll for one file.
type Upload struct {
	Path  string
	Mode  uint32    // as for Push
	MTime time.Time // as for Push
	Tag   any       // the caller's own
}

// Origin gives the files of a PushAll their bytes.
type Origin interface {
	// Open returns the bytes of a file; an error gives up this file. It is called
	// by the goroutine that called PushAll, and once more for a file that must be
	// sent again because the one before it was refused. A reader that is an
	// io.Closer is closed.
	Open(Upload) (io.Reader, error)
	// End is called exactly once for every upload taken, from one goroutine at a
	// time, also while Open runs. With a nil err the phone has the file, and told
	// a size of n bytes when it was asked afterwards.
	End(u Upload, n int64, err error)
}

// PushAll writes files, up to window of them unanswered (32 is a good number), in
// the order next gives them. Each is kept to the promises of Push. What is wrong
// with one file goes to End and the rest goes on; a broken connection or a
// cancelled context ends PushAll with an error, which End gets too for each file
// taken and not finished.
func (s *Session) PushAll(ctx context.Context, window int, next func() (Upload, bool), origin Origin) error {
	end, err := s.start(ctx)
	if err != nil {
		return fmt.Errorf("writing files on phone %s: %w", s.device, err)
	}
	defer end()
	p := pusher{s: s, ctx: ctx, window: min(max(window, 1), MaxWindow), next: next, origin: origin}
	for p.more() {
		if s.link.Load() == nil {
			if err = s.connect(ctx); err != nil {
				p.giveUp(err)
				break
			}
		}
		if err = p.round(); err != nil {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("writing files on phone %s: %w", s.device, err)
	}
	return nil
}

type pusher struct {
	s      *Session
	ctx    context.Context
	window int
	next   func() (Upload, bool)
	origin Origin

	again []Upload // taken, and to be sent (once more)
	ended bool     // next has no more

	ending sync.Mutex // held while origin.End is called
}

func (p *pusher) end(u Upload, n int64, err error) {
	p.ending.Lock()
	defer p.ending.Unlock()
	p.origin.End(u, n, err)
}

// upload is one file on its way.
type upload struct {
	Upload
	n      int64 // bytes sent; for the answering side once sealed
	sealed atomic.Bool
	failed atomic.Pointer[error] // why its bytes ended too early
}

// more makes sure that there is something to send.
func (p *pusher) more() bool {
	for len(p.again) == 0 && !p.ended {
		u, ok := p.next()
		if !ok {
			p.ended = true
			break
		}
		if err := checkUpload(u); err != nil {
			p.end(u, 0, err)
			continue
		}
		p.again = append(p.again, u)
	}
	return len(p.again) > 0
}

func checkUpload(u Upload) error {
	err := checkPath(u.Path)
	if kind := u.Mode & modeType; err == nil && kind != 0 && kind != modeRegular {
		err = fmt.Errorf("mode %o is not a plain file's: %w", u.Mode, EINVAL)
	}
	if err != nil {
		return fmt.Errorf("writing %q: %w", u.Path, err)
	}
	return nil
}

// giveUp settles what was taken and will not be sent.
func (p *pusher) giveUp(err error) {
	for _, u := range p.again {
		p.end(u, 0, err)
	}
	p.again = nil
}

// round sends until nothing is left or a session ends, which each refusal does.
// What was sent behind the refused file is then in p.again. An error is the
// connection's; everything taken is settled then.
func (p *pusher) round() error {
	r := pushRound{pusher: p, slots: make(chan struct{}, p.window), flying: make(chan *upload, p.window), over: make(chan struct{})}
	l := p.s.link.Load()
	done := make(chan error, 1)
	go func() { done <- r.answers(l) }()
	sendErr := r.send(l)
	close(r.flying)
	if sendErr != nil {
		l.Close() // or answers would be waited for that cannot come
	}
	err := <-done
	p.again = append(r.behind, p.again...)
	if err == nil && !r.isOver() {
		err = p.s.explain(p.ctx, sendErr)
	}
	if err == nil && !r.isOver() {
		return nil
	}
	p.s.drop()
	if err != nil {
		p.giveUp(err)
	}
	return err
}

// pushRound is what the sending and the answering side of one session share.
type pushRound struct {
	*pusher
	slots  chan struct{} // held by each unanswered file
	flying chan *upload  // unanswered files, in order
	over   chan struct{} // closed when this session takes nothing more

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
			<-r.slots
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
// that small files share a write.
func (r *pushRound) slot() (ok bool, err error) {
	select {
	case r.slots <- struct{}{}:
		return !r.isOver(), nil
	default:
	}
	// The phone cannot answer what it was not sent yet.
	if err := r.s.flush(); err != nil {
		return false, err
	}
	select {
	case r.slots <- struct{}{}:
		return !r.isOver(), nil
	case <-r.over:
		return false, nil
	case <-r.ctx.Done():
		return false, r.ctx.Err()
	}
}

// file sends one file and the question for its status.
func (r *pushRound) file(u *upload, src io.Reader) error {
	s := r.s
	mode := u.Mode
	if mode&modeType == 0 {
		mode |= modeRegular
	}
	if s.can.transfer2 {
		s.out = appendRequest(s.out, idSND2, u.Path)
		s.out = appendWords(s.out, idSND2, mode, 0)
	} else {
		s.out = appendRequest(s.out, idSEND, u.Path+","+strconv.FormatUint(uint64(mode), 10))
	}
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
	for range r.window - 1 {
		select {
		case r.slots <- struct{}{}:
		case <-r.over:
			return nil
		case <-r.ctx.Done():
			return r.ctx.Err()
		}
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

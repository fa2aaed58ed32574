package adb

import (
	"context"
	"fmt"
	"io"
	"sync"
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

// more makes sure that there is something to send.
func (p *pusher) more() bool {
	for len(p.again) == 0 && !p.ended {
		u, ok := p.next()
		if !ok {
			p.ended = true
			break
		}
		if err := p.s.checkSend(u.Path, u.Mode); err != nil {
			p.end(u, 0, fmt.Errorf("writing %q: %w", u.Path, err))
			continue
		}
		p.again = append(p.again, u)
	}
	return len(p.again) > 0
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

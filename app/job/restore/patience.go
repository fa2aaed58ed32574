package restore

import (
	"context"
	"errors"
	"time"

	"keepsake/app/job"
	"keepsake/device"
)

// patience waits for a phone that was lost, and knows when that is of no use.
type patience struct {
	again  func(context.Context) error
	counts job.Counter

	moved  int64         // the progress when the connection was lost last
	breath time.Duration // how long the wait was then
	broken int           // how many connections made no sense and brought nothing
}

const (
	firstBreath, longestBreath = 250 * time.Millisecond, 8 * time.Second
	enough                     = 4
)

// phone waits until the phone is back after err; otherwise it returns why not.
func (p *patience) phone(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	moved := p.counts.Progress()
	fruitless := moved == p.moved
	p.moved = moved
	if !fruitless {
		p.breath, p.broken = 0, 0
	}
	if errors.Is(err, device.ErrBroken) {
		p.broken++
	}
	if p.again == nil || p.broken >= enough {
		return err
	}
	p.counts.Status(job.Waiting, err)
	if fruitless {
		p.breath = min(max(2*p.breath, firstBreath), longestBreath)
		sleep(ctx, p.breath)
	}
	aerr := p.again(ctx)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case aerr != nil:
		return errors.Join(err, aerr)
	}
	p.counts.Status(job.Running, nil)
	return nil
}

// sleep waits, at most until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

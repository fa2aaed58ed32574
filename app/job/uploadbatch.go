package job

import (
	"context"
	"sync"
	"time"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/queue"
)

// tokenLife is how long sent bytes can still become a content: the services keep
// them a day.
const tokenLife = 20 * time.Hour

// patience is how long what was sent waits at most for the others of its batch.
const patience = 10 * time.Second

// batch gathers what was sent to a target where several contents are finished
// together. One is finished at a time.
type batch struct {
	u     *Upload
	since time.Time // when the first of them was sent; guarded by mu
	mu    sync.Mutex
	sent  []int        // indexes of items; guarded by mu
	toks  []cloud.Sent // guarded by mu
}

func newBatch(u *Upload) *batch { return &batch{u: u} }

// add takes an item in, and finishes a batch that is full.
func (b *batch) add(ctx context.Context, i int, s cloud.Stored, decided []bool) error {
	u := b.u
	o := u.Items[i].Object
	e, known := u.Queue.Get(key(o))
	if !known || e.State != queue.Sent || e.Token != s.Token {
		e = u.entry(o, queue.Sent)
		e.Token = s.Token
		if err := u.Queue.Set(e); err != nil {
			return err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sent = append(b.sent, i)
	b.toks = append(b.toks, cloud.Sent{Object: o, Token: s.Token})
	if len(b.sent) == 1 {
		b.since = u.Now()
	}
	if len(b.sent) < u.Target.Traits().Batch && u.Now().Sub(b.since) < patience {
		return nil
	}
	return b.commit(ctx, decided)
}

// flush finishes what is left.
func (b *batch) flush(ctx context.Context, decided []bool) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.sent) == 0 {
		return nil
	}
	return b.commit(ctx, decided)
}

// commit finishes a batch. Call with mu held.
func (b *batch) commit(ctx context.Context, decided []bool) error {
	u, sent, toks := b.u, b.sent, b.toks
	b.sent, b.toks = nil, nil
	done, err := u.commit(ctx, toks)
	if err != nil {
		return err
	}
	for n, i := range sent {
		if err := u.settle(i, done[n].Stored, done[n].Err, decided); err != nil {
			return err
		}
	}
	return nil
}

// commit finishes what was sent, again after a while when that makes sense.
func (u *Upload) commit(ctx context.Context, sent []cloud.Sent) ([]cloud.Committed, error) {
	for try := 1; ; try++ {
		done, err := u.Target.(cloud.Committer).Commit(ctx, sent)
		if err == nil {
			return done, nil
		}
		after, again := cloud.Retry(err, try)
		if ctx.Err() != nil || !again || try >= tries {
			return nil, err
		}
		u.Sleep(ctx, after)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
}

package hop_test

import (
	"context"
	"testing"

	"keepsake/app/ui/hop"
)

func TestWorkComesBackOnTheQueue(t *testing.T) {
	var q hop.Queue
	h := hop.New(t.Context(), q.Post)
	got := 0
	h.Go(func(context.Context) func() { return func() { got++ } })
	h.Go(func(context.Context) func() { return nil })
	h.Wait()
	if got != 0 {
		t.Fatal("the outcome ran before the queue was drained")
	}
	q.Settle(h.Idle)
	if got != 1 {
		t.Fatalf("outcome ran %d times, want once", got)
	}
}

func TestNothingIsDeliveredAfterTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var q hop.Queue
	h := hop.New(ctx, q.Post)
	ran := false
	h.Go(func(context.Context) func() { return func() { ran = true } })
	h.Wait()
	cancel()
	q.Drain()
	h.Go(func(context.Context) func() { ran = true; return nil })
	h.Wait()
	if ran {
		t.Error("work or its outcome ran after the owner's end")
	}
}

func TestWaitReturnsWhenCancelledWorkEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var q hop.Queue
	h := hop.New(ctx, q.Post)
	h.Go(func(ctx context.Context) func() { <-ctx.Done(); return nil })
	if h.Idle() {
		t.Error("idle while work waits")
	}
	cancel()
	h.Wait()
	if !h.Idle() {
		t.Error("busy after Wait")
	}
}

func TestLatestDeliversTheNewestOnly(t *testing.T) {
	var q hop.Queue
	h := hop.New(t.Context(), q.Post)
	var l hop.Latest
	var got []int
	for i := range 5 {
		l.Go(h, func(context.Context) func() { return func() { got = append(got, i) } })
	}
	q.Settle(h.Idle)
	if len(got) != 1 || got[0] != 4 {
		t.Errorf("delivered %v, want only 4", got)
	}
	l.Go(h, func(context.Context) func() { return func() { got = append(got, 99) } })
	l.Cancel()
	q.Settle(h.Idle)
	if len(got) != 1 {
		t.Errorf("a cancelled request was delivered: %v", got)
	}
}

// What was given up after its work had ended, and before its outcome was
// delivered, is not delivered.
func TestGivenUpAtTheLastMoment(t *testing.T) {
	var q hop.Queue
	h := hop.New(t.Context(), q.Post)
	var l hop.Latest
	ran := false
	l.Go(h, func(context.Context) func() { return func() { ran = true } })
	h.Wait()
	l.Cancel()
	q.Drain()
	if ran {
		t.Error("an outcome that nobody waits for was delivered")
	}
}

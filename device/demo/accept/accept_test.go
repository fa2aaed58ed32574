package accept

import (
	"context"
	"io"
	"net"
	"sync/atomic"
	"testing"
)

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Each ends with its context or its listener, and after all it began.
func TestEachEnds(t *testing.T) {
	for name, end := range map[string]func(context.CancelFunc, net.Listener){
		"with its context":  func(cancel context.CancelFunc, _ net.Listener) { cancel() },
		"with its listener": func(_ context.CancelFunc, l net.Listener) { l.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			l := listen(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var running, served atomic.Int32
			begun := make(chan struct{})
			done := make(chan error)
			go func() {
				done <- Each(ctx, l, func(ctx context.Context, conn net.Conn) {
					running.Add(1)
					defer running.Add(-1)
					defer conn.Close()
					begun <- struct{}{}
					<-ctx.Done()
					served.Add(1)
				})
			}()
			for range 3 {
				c, err := net.Dial("tcp", l.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				<-begun
			}
			end(cancel, l)
			if err := <-done; (err == nil) != (ctx.Err() != nil) {
				t.Errorf("Each returned %v", err)
			}
			if running.Load() != 0 || served.Load() != 3 {
				t.Errorf("%d still served, %d were", running.Load(), served.Load())
			}
			if c, err := net.Dial("tcp", l.Addr().String()); err == nil {
				_, err = io.ReadAll(c)
				t.Errorf("somebody still listens: %v", err)
			}
		})
	}
}

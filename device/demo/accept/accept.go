// Package accept is the loop of everything here that waits at a port: the adb
// server, and the simulated phone's own doors.
//
// Begin with Each, its one function.
package accept

import (
	"context"
	"fmt"
	"net"
	"sync"
)

// Each calls serve, in a goroutine of its own, for every connection that comes
// at l, until ctx ends, which is no error, or l fails or is closed. It closes l,
// but no connection: serve does, and its ctx ends with Each's. Each returns when
// every serve has.
func Each(ctx context.Context, l net.Listener, serve func(ctx context.Context, conn net.Conn)) error {
	ctx, cancel := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer work.Wait()
	defer cancel()
	defer l.Close()
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	for {
		conn, err := l.Accept()
		if ctx.Err() != nil {
			if err == nil {
				conn.Close()
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("waiting for connections: %w", err)
		}
		work.Go(func() { serve(ctx, conn) })
	}
}

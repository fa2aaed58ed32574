package main

import (
	"context"
	"io"
	"net"
	"time"
)

// proxy is a slow link between an adb server and a device: each direction has
// a delay, and bytes from the device come at no more than rate a second.
type proxy struct {
	to    string
	rate  int64
	delay time.Duration
}

func (p *proxy) serve(ctx context.Context, l net.Listener) {
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		d, err := net.Dial("tcp", p.to)
		if err != nil {
			c.Close()
			continue
		}
		context.AfterFunc(ctx, func() { c.Close(); d.Close() })
		go p.pipe(d, c, 0)
		go p.pipe(c, d, p.rate)
	}
}

// slack is how far the link may catch up: a wire does not oversleep, but the
// goroutine that plays it does.
const slack = 5 * time.Millisecond

// packet is bytes that may leave the link at a moment.
type packet struct {
	data []byte
	at   time.Time
}

// pipe moves bytes from src to dst: a pacer takes them at the rate, a queue
// holds them for the delay. The queue is as long as the link's bandwidth-delay
// product and a little more, as a real one's would be.
func (p *proxy) pipe(dst, src net.Conn, rate int64) {
	defer dst.Close()
	defer src.Close()
	const block = 16 << 10
	pool := make(chan []byte, 80) // of blocks that were sent
	queue := make(chan packet, 64)
	go func() {
		defer close(queue)
		free := time.Now() // when the wire is free for the next byte
		for {
			var buf []byte
			select {
			case buf = <-pool:
			default:
				buf = make([]byte, block)
			}
			n, err := src.Read(buf[:block])
			if n > 0 {
				now := time.Now()
				if lag := now.Add(-slack); free.Before(lag) {
					free = lag
				}
				if rate > 0 {
					free = free.Add(time.Duration(n) * time.Second / time.Duration(rate))
				}
				queue <- packet{buf[:n], free.Add(p.delay)}
				if ahead := time.Until(free); ahead > 2*time.Millisecond {
					time.Sleep(ahead)
				}
			}
			if err != nil {
				return
			}
		}
	}()
	for q := range queue {
		if d := time.Until(q.at); d > 0 {
			time.Sleep(d)
		}
		if _, err := dst.Write(q.data); err != nil {
			src.Close()
			_, _ = io.Copy(io.Discard, src)
			for range queue {
			}
			return
		}
		select {
		case pool <- q.data[:block]:
		default:
		}
	}
}

package adb

import (
	"net"
	"syscall"
)

// acknowledger returns a function that makes the system acknowledge what c has
// received at once. The adb server leaves Nagle's algorithm on: it holds the next
// small answer back until the last one is acknowledged, which the system would
// put off for 40 ms. The setting does not last, so it is made again and again.
func acknowledger(c net.Conn) func() {
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return func() {}
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return func() {}
	}
	now := func(fd uintptr) { syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK, 1) }
	return func() { raw.Control(now) }
}

package adb

import (
	"net"
	"syscall"
	"unsafe"
)

// acknowledger makes the system acknowledge every segment c receives, once for
// all; the returned function has nothing left to do. The adb server leaves
// Nagle's algorithm on: it holds the next small answer back until the last one is
// acknowledged, which the system would put off for up to 200 ms.
func acknowledger(c net.Conn) func() {
	const setAckFrequency = 0x98000017 // SIO_TCP_SET_ACK_FREQUENCY
	done := func() {}
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return done
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return done
	}
	raw.Control(func(fd uintptr) {
		every, returned := uint32(1), uint32(0)
		// Without it, transfers of small files are slower and nothing else.
		syscall.WSAIoctl(syscall.Handle(fd), setAckFrequency, (*byte)(unsafe.Pointer(&every)),
			uint32(unsafe.Sizeof(every)), nil, 0, &returned, nil, 0)
	})
	return done
}

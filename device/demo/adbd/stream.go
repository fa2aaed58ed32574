package adbd

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync"
)

// aheadMax is how much a service may write ahead of the wire, and the largest
// WRTE the phone sends.
const aheadMax = 256 << 10

// transportStream is one service over the transport. Its pump is the only one
// that sends WRTE and CLSE for it, so both stay in order.
type transportStream struct {
	t             *transport
	local, remote uint32
	ahead         int                // aheadMax or the peer's payload, the smaller
	cancel        context.CancelFunc // of the service

	mu      sync.Mutex
	change  sync.Cond
	in      [][]byte // WRTE payloads not read yet
	inBytes int      // in them
	head    int      // how many bytes of in[0] have been read
	out     []byte   // waits to be sent; begins with room for a header
	ready   bool     // the last WRTE was acknowledged
	credit  int64    // with delayed_ack, bytes the peer takes
	hungUp  bool     // the service has ended
	closed  bool     // the peer has closed, or the connection broke
	broken  bool     // the connection broke
}

func newTransportStream(t *transport, local, remote uint32, credit int64, cancel context.CancelFunc) *transportStream {
	s := &transportStream{t: t, local: local, remote: remote, ahead: min(aheadMax, t.limit), ready: true, credit: credit, cancel: cancel}
	s.change.L = &s.mu
	s.out = make([]byte, headerSize, headerSize+4096)
	return s
}

// receive takes a packet of the connection's reader.
func (s *transportStream) receive(p packet) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.change.Broadcast()
	switch p.cmd {
	case cmdOKAY:
		s.ready = true
		if s.t.acks {
			if len(p.data) != 4 {
				return fmt.Errorf("%w: OKAY with %d bytes", errPacket, len(p.data))
			}
			s.credit += int64(int32(binary.LittleEndian.Uint32(p.data)))
		}
	case cmdWRTE:
		if s.inBytes += len(p.data); s.inBytes > window+payloadMax {
			return fmt.Errorf("%w: more than was acknowledged", errPacket)
		}
		if len(p.data) > 0 {
			s.in = append(s.in, p.data)
		}
	case cmdCLSE:
		s.closed = true
		s.cancel()
	}
	return nil
}

// sever ends the stream because the connection is gone.
func (s *transportStream) sever() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed, s.broken = true, true
	s.cancel()
	s.change.Broadcast()
}

// Read implements Stream. What was read is acknowledged, which lets the peer
// send more.
func (s *transportStream) Read(p []byte) (int, error) {
	s.mu.Lock()
	for len(s.in) == 0 && !s.closed && !s.hungUp {
		s.change.Wait()
	}
	if len(s.in) == 0 || s.hungUp || s.broken {
		s.mu.Unlock()
		return 0, io.EOF
	}
	n := copy(p, s.in[0][s.head:])
	s.head += n
	s.inBytes -= n
	whole := 0
	if s.head == len(s.in[0]) {
		whole = len(s.in[0])
		s.in[0] = nil
		s.in, s.head = s.in[1:], 0
	}
	closed := s.closed
	s.mu.Unlock()
	if whole > 0 && !closed {
		ack := packet{cmd: cmdOKAY, arg0: s.local, arg1: s.remote}
		if s.t.acks {
			ack.data = binary.LittleEndian.AppendUint32(nil, uint32(whole))
		}
		if err := s.t.send(ack); err != nil {
			return n, err
		}
	}
	return n, nil
}

// Write implements Stream.
func (s *transportStream) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	done := 0
	for done < len(p) {
		for len(s.out) >= headerSize+s.ahead && !s.closed && !s.hungUp {
			s.change.Wait()
		}
		if s.closed || s.hungUp {
			return done, net.ErrClosed
		}
		n := min(len(p)-done, headerSize+s.ahead-len(s.out))
		s.out = append(s.out, p[done:done+n]...)
		done += n
		s.change.Broadcast()
	}
	return done, nil
}

// Hangup implements Stream.
func (s *transportStream) Hangup() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hungUp = true
	s.change.Broadcast()
}

// pump sends what the service writes, as fast as the peer takes it, and at the
// end closes the stream.
func (s *transportStream) pump() {
	defer s.cancel()
	defer s.t.forget(s)
	spare := make([]byte, headerSize, headerSize+4096)
	for {
		s.mu.Lock()
		for !s.closed && !s.hungUp && !s.sendable() || s.hungUp && !s.closed && s.pending() > 0 && !s.sendable() {
			s.change.Wait()
		}
		if s.broken {
			s.mu.Unlock()
			return
		}
		if s.closed || s.pending() == 0 {
			s.mu.Unlock()
			// The connection may be gone; then nobody waits for this.
			_ = s.t.send(packet{cmd: cmdCLSE, arg0: s.local, arg1: s.remote})
			s.drain()
			return
		}
		batch := s.out
		s.out, spare = spare[:headerSize], nil
		s.ready = false
		s.credit -= int64(len(batch) - headerSize)
		s.change.Broadcast()
		s.mu.Unlock()
		if s.transmit(batch) != nil {
			s.t.conn.Close() // the reader notices and breaks all streams
			s.drain()
			return
		}
		spare = batch[:headerSize]
	}
}

// pending is how much waits to be sent; the lock is held.
func (s *transportStream) pending() int { return len(s.out) - headerSize }

// sendable reports whether a WRTE may go out; the lock is held.
func (s *transportStream) sendable() bool {
	if s.pending() == 0 {
		return false
	}
	if s.t.acks {
		return s.credit > 0
	}
	return s.ready
}

// drain ends Read and Write of a stream that was closed from this side.
func (s *transportStream) drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.change.Broadcast()
}

// transmit sends a batch, which has room for the header, as one WRTE.
func (s *transportStream) transmit(batch []byte) error {
	header(batch, packet{cmd: cmdWRTE, arg0: s.local, arg1: s.remote, data: batch[headerSize:]}, s.t.sums)
	return s.t.write(batch)
}

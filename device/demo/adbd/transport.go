package adbd

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"keepsake/device/demo/trouble"
)

const (
	greetTime  = 10 * time.Second // for the server's CNXN
	greetMax   = 4096             // payload of CNXN and AUTH
	streamsMax = 512
	window     = 32 << 20 // what a peer with delayed_ack may have in flight per stream
)

// The kinds of AUTH.
const (
	authToken     = 1
	authSignature = 2
	authKey       = 3
)

// transport is one connection of an adb server to the phone.
type transport struct {
	d     *Daemon
	conn  net.Conn
	line  trouble.Sender // sends packets over conn
	r     *bufio.Reader
	limit int  // payload both sides take
	sums  bool // packets carry sums
	acks  bool // delayed_ack

	upgrade Upgrade // nil: not encrypted

	writing sync.Mutex

	mu      sync.Mutex
	streams map[uint32]*transportStream
	lastID  uint32
	work    sync.WaitGroup
}

// ServeConn speaks the transport protocol with an adb server until the
// connection or ctx ends, and returns when all its services have. The error
// says why it ended: nil when the other side closed the connection.
func (d *Daemon) ServeConn(ctx context.Context, conn net.Conn, g *Guard) error {
	return d.serve(ctx, conn, g, nil)
}

func (d *Daemon) serve(ctx context.Context, conn net.Conn, g *Guard, up Upgrade) error {
	ctx, cancel := context.WithCancel(ctx)
	t := &transport{d: d, conn: conn, line: trouble.Over(conn), r: bufio.NewReaderSize(conn, 64<<10), limit: greetMax, sums: false,
		streams: make(map[uint32]*transportStream), lastID: d.firstStream, upgrade: up}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	err := t.greet(ctx, g)
	if err == nil {
		err = t.loop(ctx)
	}
	cancel()
	conn.Close()
	t.mu.Lock()
	for _, s := range t.streams {
		s.sever()
	}
	t.mu.Unlock()
	t.work.Wait()
	if err == io.EOF {
		err = nil
	}
	return err
}

// send writes one packet.
func (t *transport) send(p packet) error {
	b := make([]byte, headerSize, headerSize+len(p.data))
	header(b, p, t.sums)
	return t.write(append(b, p.data...))
}

// write writes one whole packet.
func (t *transport) write(b []byte) error {
	t.writing.Lock()
	defer t.writing.Unlock()
	err := t.line.Send(t.conn, trouble.Packet{Name: name(b), Data: b, Length: trouble.Little, At: 12, Refuse: refusal(b)})
	if errors.Is(err, trouble.ErrOver) {
		t.conn.Close() // the reader notices and breaks all streams
	}
	return err
}

// loop reads packets and hands them to their streams, in order.
func (t *transport) loop(ctx context.Context) error {
	for {
		p, err := readPacket(t.r, t.limit, t.sums)
		if err != nil {
			return err
		}
		switch p.cmd {
		case cmdOPEN:
			err = t.open(ctx, p)
		case cmdOKAY, cmdWRTE, cmdCLSE:
			if s := t.stream(p); s != nil { // others have been closed, and a close is never answered twice
				err = s.receive(p)
			}
		case cmdCNXN, cmdAUTH, cmdSTLS:
			// A second greeting changes nothing; an STLS may come as late as this.
		default:
			err = fmt.Errorf("%w: command %08x", errPacket, p.cmd)
		}
		if err != nil {
			return err
		}
	}
}

// stream finds the stream a packet is for: arg1 is our id, arg0 theirs.
func (t *transport) stream(p packet) *transportStream {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.streams[p.arg1]
	if s == nil || s.remote != p.arg0 && !(p.cmd == cmdCLSE && p.arg0 == 0) {
		return nil
	}
	return s
}

// open starts a service, or refuses it with CLSE.
func (t *transport) open(ctx context.Context, p packet) error {
	refuse := func() error { return t.send(packet{cmd: cmdCLSE, arg1: p.arg0}) }
	if p.arg0 == 0 || (p.arg1 != 0) != t.acks {
		return refuse()
	}
	run, ok := t.d.Service(string(bytes.TrimRight(p.data, "\x00")))
	if !ok {
		return refuse()
	}
	t.mu.Lock()
	if len(t.streams) >= streamsMax {
		t.mu.Unlock()
		return refuse()
	}
	t.lastID++
	ctx, cancel := context.WithCancel(ctx)
	s := newTransportStream(t, t.lastID, p.arg0, int64(int32(p.arg1)), cancel)
	t.streams[s.local] = s
	t.mu.Unlock()
	okay := packet{cmd: cmdOKAY, arg0: s.local, arg1: s.remote}
	if t.acks {
		okay.data = binary.LittleEndian.AppendUint32(nil, window)
	}
	if err := t.send(okay); err != nil {
		cancel()
		return err
	}
	t.work.Go(func() {
		run(ctx, s)
		s.Hangup()
	})
	t.work.Go(s.pump)
	return nil
}

// forget drops a stream that is closed on both sides or broken.
func (t *transport) forget(s *transportStream) {
	t.mu.Lock()
	delete(t.streams, s.local)
	t.mu.Unlock()
}

package adbd

import (
	"context"
	"encoding/binary"
	"io"
	"slices"
	"sync"

	"keepsake/device/demo/trouble"
)

// The packets of shell,v2.
const (
	packStdin      = 0
	packStdout     = 1
	packStderr     = 2
	packExit       = 3
	packCloseStdin = 4
	packWindow     = 5
)

// packMax bounds a packet a client may send.
const packMax = 1 << 20

// plainShell serves shell: and exec:, where both outputs and the input share
// the stream and nobody learns the exit code.
func (d *Daemon) plainShell(ctx context.Context, s Stream, script string) {
	ctx, cancel := context.WithCancel(ctx)
	in, feed := io.Pipe()
	out := plainWriter{s, trouble.Over(s)}
	var reading sync.WaitGroup
	reading.Go(func() {
		// A client that hangs up ends the command's input; what the command then
		// still has to do is short, and what only waits is told by cancel.
		_, err := io.Copy(feed, s)
		feed.CloseWithError(err)
		cancel()
		_, _ = io.Copy(io.Discard, s) // when the command left its input unread
	})
	if script == "" {
		d.interactive(ctx, in, out, out, false)
	} else {
		d.Shell.Run(ctx, script, in, out, out)
	}
	in.Close()
	s.Hangup()
	reading.Wait()
	cancel()
}

// packetShell serves shell,v2: three streams and an exit code in packets.
func (d *Daemon) packetShell(ctx context.Context, s Stream, script string, options []string) {
	ctx, cancel := context.WithCancel(ctx)
	in, feed := io.Pipe()
	out := &packetWriter{w: s, line: trouble.Over(s)}
	var reading sync.WaitGroup
	reading.Go(func() {
		feed.CloseWithError(readInput(s, feed))
		_, _ = io.Copy(io.Discard, s) // up to the client's hanging up
		cancel()
	})
	var code int
	stdout, stderr := out.stream(packStdout), out.stream(packStderr)
	if pty := slices.Contains(options, "pty"); pty || script == "" {
		if pty {
			stderr = stdout
		}
		if script == "" {
			code = d.interactive(ctx, in, stdout, stderr, pty)
		} else {
			code = d.Shell.Run(ctx, script, in, stdout, stderr)
		}
	} else {
		code = d.Shell.Run(ctx, script, in, stdout, stderr)
	}
	in.Close()
	_ = out.packet(packExit, []byte{byte(code)}) // a client that hung up does not ask
	s.Hangup()
	reading.Wait()
	cancel()
}

// readInput moves stdin packets into feed until the client closes its stdin or
// hangs up.
func readInput(s io.Reader, feed *io.PipeWriter) error {
	var head [5]byte
	for {
		if _, err := io.ReadFull(s, head[:]); err != nil {
			return io.EOF
		}
		n := binary.LittleEndian.Uint32(head[1:])
		if n > packMax {
			return io.ErrUnexpectedEOF
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(s, body); err != nil {
			return io.EOF
		}
		switch head[0] {
		case packStdin:
			if _, err := feed.Write(body); err != nil {
				return io.EOF // the command has ended
			}
		case packCloseStdin:
			return io.EOF
		}
	}
}

// packetWriter writes the packets of several streams to one.
type packetWriter struct {
	mu   sync.Mutex
	w    io.Writer
	line trouble.Sender
	buf  []byte
}

// failed is the end of a command that failed.
var failed = []byte{packExit, 1, 0, 0, 0, 1}

func (p *packetWriter) packet(id byte, data []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.buf = append(p.buf[:0], id)
	p.buf = binary.LittleEndian.AppendUint32(p.buf, uint32(len(data)))
	p.buf = append(p.buf, data...)
	return p.line.Send(p.w, trouble.Packet{Name: packNames[id], Data: p.buf, Length: trouble.Little, At: 1, Refuse: failed})
}

// packNames are the packets a phone sends.
var packNames = [...]string{packStdout: "stdout", packStderr: "stderr", packExit: "exit"}

// plainWriter writes what has no packets: each write counts as one.
type plainWriter struct {
	w    io.Writer
	line trouble.Sender
}

func (p plainWriter) Write(b []byte) (int, error) {
	if err := p.line.Send(p.w, trouble.Packet{Name: "plain", Data: b}); err != nil {
		return 0, err
	}
	return len(b), nil
}

type packetStream struct {
	p  *packetWriter
	id byte
}

func (p *packetWriter) stream(id byte) io.Writer { return packetStream{p, id} }

// Write implements io.Writer.
func (s packetStream) Write(b []byte) (int, error) {
	done := 0
	for done < len(b) {
		n := min(len(b)-done, 64<<10)
		if err := s.p.packet(s.id, b[done:done+n]); err != nil {
			return done, err
		}
		done += n
	}
	return done, nil
}

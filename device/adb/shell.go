package adb

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
)

// Result is what a command left behind.
type Result struct {
	Stdout, Stderr []byte
	Exit           int // 128 + n for a command killed by signal n; 127: no such command
}

// Quote makes s one word for the phone's shell, whatever is in it.
func Quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// Shell runs a command and returns its whole output, up to Options.MaxOutput of
// it (ErrTooMuch beyond). An exit code other than 0 is no error. A command that
// is quiet for minutes is waited for, up to Options.Quiet; then the phone counts
// as gone.
func (d *Device) Shell(ctx context.Context, cmd string) (Result, error) {
	stdout := limitedBuffer{left: d.server.o.MaxOutput}
	stderr := limitedBuffer{left: d.server.o.MaxOutput}
	exit, err := d.Run(ctx, cmd, nil, &stdout, &stderr)
	return Result{Stdout: stdout.Bytes(), Stderr: stderr.Bytes(), Exit: exit}, err
}

// Run runs a command, streaming. Any of stdin, stdout and stderr may be nil. The
// connection breaking off before the exit code came is an error that is
// io.ErrUnexpectedEOF: output without an exit code proves nothing. Run returns
// once stdin's Read does, so a stdin that can block for ever must be ended by
// its owner.
//
// Phones before Android 7 have no separate stderr and no stdin, and may end
// lines in CR LF.
func (d *Device) Run(ctx context.Context, cmd string, stdin io.Reader, stdout, stderr io.Writer) (exit int, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("running %s on phone %s: %w", shorten(cmd), d, err)
		}
	}()
	if stdout == nil {
		stdout = io.Discard
	}
	if stderr == nil {
		stderr = io.Discard
	}
	features, err := d.Features(ctx)
	if err != nil {
		return 0, err
	}
	if !features.Has("shell_v2") {
		return d.runV1(ctx, cmd, stdin, stdout)
	}
	l, err := d.open(ctx, "shell,v2,raw:"+cmd)
	if err != nil {
		return 0, err
	}
	l.setPatience(d.server.o.Quiet)
	defer l.closeOn(ctx)()
	var feeder sync.WaitGroup
	feedErr := error(nil)
	if stdin == nil {
		_, err = l.Write([]byte{shellCloseStdin, 0, 0, 0, 0})
	} else {
		feeder.Go(func() {
			// Half an input must not pass for a whole one. A command that ended
			// without reading all is no failure: its exit code is still to be read.
			if feedErr = feed(l, stdin); feedErr != nil && !isWire(feedErr) {
				l.Close()
			}
		})
	}
	if err == nil {
		exit, err = readShell(l, stdout, stderr)
	}
	l.Close()
	feeder.Wait()
	switch {
	case err == nil:
		return exit, nil
	case ctx.Err() == nil && feedErr != nil && !isWire(feedErr):
		return 0, fmt.Errorf("reading its input: %w", feedErr)
	}
	return 0, explain(ctx, err)
}

// The kinds of packets of shell protocol 2.
const (
	shellStdin = iota
	shellStdout
	shellStderr
	shellExit
	shellCloseStdin
)

// maxShellPacket is the most a phone may say a packet has; adbd's limit is the same.
const maxShellPacket = 1 << 20

// readShell passes the packets on until the one with the exit code.
func readShell(r io.Reader, stdout, stderr io.Writer) (exit int, err error) {
	in := newReader(r, 64<<10)
	for {
		head, err := in.next(5)
		if err != nil {
			return 0, err
		}
		kind, n := head[0], int64(binary.LittleEndian.Uint32(head[1:]))
		if n > maxShellPacket {
			return 0, fmt.Errorf("%w: shell packet of %d bytes", ErrProtocol, n)
		}
		w := io.Discard
		switch kind {
		case shellStdout:
			w = stdout
		case shellStderr:
			w = stderr
		case shellExit:
			if n == 0 {
				return 0, fmt.Errorf("%w: empty exit code", ErrProtocol)
			}
			code, err := in.next(1)
			if err != nil {
				return 0, err
			}
			return int(code[0]), nil
		}
		if err := in.pass(w, n); err != nil {
			return 0, err
		}
	}
}

// feed sends stdin in packets, then its end.
func feed(l *link, stdin io.Reader) error {
	packet := make([]byte, 5+32<<10)
	for {
		n, err := stdin.Read(packet[5:])
		if n > 0 {
			packet[0] = shellStdin
			binary.LittleEndian.PutUint32(packet[1:], uint32(n))
			if _, err := l.Write(packet[:5+n]); err != nil {
				return err
			}
		}
		if err == io.EOF {
			_, err = l.Write([]byte{shellCloseStdin, 0, 0, 0, 0})
			return err
		}
		if err != nil {
			return err
		}
	}
}

// limitedBuffer keeps what is written, up to a number of bytes.
type limitedBuffer struct {
	bytes.Buffer
	left int64
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if int64(len(p)) > b.left {
		return 0, ErrTooMuch
	}
	b.left -= int64(len(p))
	return b.Buffer.Write(p)
}

// shorten makes a command fit a message.
func shorten(cmd string) string {
	if len(cmd) > 80 {
		cmd = cmd[:77] + "..."
	}
	return fmt.Sprintf("%q", cmd)
}

var errNoInput = fmt.Errorf("this phone's adbd takes no input for commands: %w", errors.ErrUnsupported)

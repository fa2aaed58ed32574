package adb

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
)

// exitMark is printed by the phone behind a command's output, followed by the
// exit code and a newline. The first shell protocol has no exit code: without a
// mark, a phone pulled off its cable would look like the end of the output.
const exitMark = "\x01keepsake-exit:"

// runV1 runs a command over the first shell protocol, where output and errors
// come mixed.
func (d *Device) runV1(ctx context.Context, cmd string, stdin io.Reader, stdout io.Writer) (exit int, err error) {
	if stdin != nil {
		return 0, errNoInput
	}
	l, err := d.open(ctx, "shell:("+cmd+"\n)\necho '"+exitMark+"'$?")
	if err != nil {
		return 0, err
	}
	l.setPatience(d.server.o.Quiet)
	defer l.Close()
	defer l.closeOn(ctx)()
	m := markReader{out: stdout}
	if _, err = io.Copy(&m, l); isWire(err) && errors.Is(err, io.EOF) {
		exit, err = m.finish()
	}
	return exit, explain(ctx, err)
}

// markReader passes output on, but holds back what may be the mark.
type markReader struct {
	out  io.Writer
	tail []byte
}

// maxMark is the longest a mark with its code and end of line can be.
const maxMark = len(exitMark) + len("255\r\n")

func (m *markReader) Write(p []byte) (int, error) {
	m.tail = append(m.tail, p...)
	if sure := len(m.tail) - maxMark; sure > 0 {
		if _, err := m.out.Write(m.tail[:sure]); err != nil {
			return 0, err
		}
		m.tail = append(m.tail[:0], m.tail[sure:]...)
	}
	return len(p), nil
}

// finish writes what was held back and returns the code of the mark.
func (m *markReader) finish() (exit int, err error) {
	at := bytes.LastIndex(m.tail, []byte(exitMark))
	if at < 0 {
		m.out.Write(m.tail)
		return 0, wrapWire(io.EOF)
	}
	if _, err := m.out.Write(m.tail[:at]); err != nil {
		return 0, err
	}
	code := bytes.TrimRight(m.tail[at+len(exitMark):], "\r\n")
	n, err := strconv.ParseUint(string(code), 10, 8)
	if err != nil {
		return 0, wrapWire(io.EOF) // cut within the mark
	}
	return int(n), nil
}

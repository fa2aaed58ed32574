package adbd

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"

	"keepsake/device/demo/disk"
	"keepsake/device/demo/trouble"
)

const (
	pathMax = 1024     // longest path in a request
	dataMax = 64 << 10 // what the phone puts into one DATA block
	takeMax = 1 << 20  // what it accepts in one
)

// errOver ends a session: after QUIT, after a FAIL, or because the stream is gone.
var errOver = errors.New("the sync session is over")

// syncSession is one `sync:` service, from its first request to QUIT, the
// first FAIL or the end of the stream.
type syncSession struct {
	d    *disk.FS
	old  bool // version 1 only
	r    *bufio.Reader
	w    *bufio.Writer
	line trouble.Sender
	buf  []byte // a DATA block with its header
	pack *zstd.Encoder
}

func newSyncSession(d *Daemon, s Stream) *syncSession {
	w := bufio.NewWriterSize(s, 64<<10)
	return &syncSession{d: d.Disk, old: d.plain.Load(), r: bufio.NewReaderSize(answering{s, w}, 64<<10), w: w, line: trouble.Over(s), buf: make([]byte, 8+dataMax)}
}

// answering is a reader that sends the answers gathered so far before it waits
// for more input: pipelined requests share packets, and nobody waits in vain.
type answering struct {
	io.Reader
	w *bufio.Writer
}

func (a answering) Read(p []byte) (int, error) {
	if err := a.w.Flush(); err != nil {
		return 0, err
	}
	return a.Reader.Read(p)
}

// run answers requests in their order.
func (s *syncSession) run() {
	for {
		id, path, err := s.request()
		if err == nil {
			err = s.serve(id, path)
		}
		if err != nil {
			_ = s.w.Flush() // the stream may be gone: nothing is left to be done then
			return
		}
	}
}

// request reads id, length and path.
func (s *syncSession) request() (id, path string, err error) {
	var head [8]byte
	if _, err := io.ReadFull(s.r, head[:]); err != nil {
		return "", "", errOver
	}
	n := binary.LittleEndian.Uint32(head[4:])
	if n > pathMax {
		return "", "", s.fail("path too long")
	}
	if string(head[:4]) == "QUIT" {
		return "", "", errOver
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(s.r, b); err != nil {
		return "", "", errOver
	}
	return string(head[:4]), string(b), nil
}

// serve answers one request. An error ends the session.
func (s *syncSession) serve(id, path string) error {
	switch id {
	case "STAT":
		return s.stat1(path)
	case "LIST":
		return s.list1(path)
	case "RECV":
		return s.recv(path, 0)
	case "SEND":
		return s.send1(path)
	}
	if s.old {
		return s.unknown(id)
	}
	switch id {
	case "STA2":
		return s.stat2(id, path, s.d.Stat)
	case "LST2":
		return s.stat2(id, path, s.d.Lstat)
	case "LIS2":
		return s.list2(path)
	case "RCV2":
		var setup [8]byte
		if err := s.setup(setup[:], id); err != nil {
			return err
		}
		return s.recv(path, binary.LittleEndian.Uint32(setup[4:]))
	case "SND2":
		var setup [12]byte
		if err := s.setup(setup[:], id); err != nil {
			return err
		}
		return s.send(path, binary.LittleEndian.Uint32(setup[4:]), binary.LittleEndian.Uint32(setup[8:]))
	}
	return s.unknown(id)
}

func (s *syncSession) unknown(id string) error {
	return s.fail(fmt.Sprintf("unknown command %08x", binary.LittleEndian.Uint32([]byte(id))))
}

// setup reads the second packet of a version 2 transfer.
func (s *syncSession) setup(b []byte, id string) error {
	if _, err := io.ReadFull(s.r, b); err != nil {
		return errOver
	}
	if string(b[:4]) != id {
		return s.fail("invalid data message")
	}
	return nil
}

// fail sends FAIL and ends the session, as every FAIL does.
func (s *syncSession) fail(text string) error {
	b := append(s.w.AvailableBuffer(), "FAIL"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(text)))
	_ = s.emit("FAIL", append(b, text...), 4) // it is over in any case
	return errOver
}

// failErr sends "prefix: text of err".
func (s *syncSession) failErr(prefix string, err error) error {
	return s.fail(prefix + ": " + disk.Number(err).Error())
}

// message writes an id and a number.
func (s *syncSession) message(id string, n uint32) error {
	b := append(s.w.AvailableBuffer(), id...)
	return s.emit(id, binary.LittleEndian.AppendUint32(b, n), -1)
}

// emit sends one message; length is where in it the length of what follows is,
// -1 for nowhere.
func (s *syncSession) emit(id string, b []byte, length int) error {
	p := trouble.Packet{Name: id, Data: b, Refuse: broken}
	if length >= 0 {
		p.Length, p.At = trouble.Little, length
	}
	if s.line.Send(s.w, p) != nil {
		return errOver
	}
	return nil
}

// broken is a refusal that can come at any time.
var broken = []byte("FAIL\x16\x00\x00\x00read failed: I/O error")

// The flags of RCV2 and SND2.
const (
	flagBrotli = 1
	flagLZ4    = 2
	flagZstd   = 4
	flagDry    = 0x80000000
)

// compression checks the flags of a transfer: nothing or zstd. The text is the
// complaint about others.
func compression(flags uint32) (packed bool, complaint string) {
	switch packs := flags & (flagBrotli | flagLZ4 | flagZstd); {
	case flags&^(flagBrotli|flagLZ4|flagZstd) != 0:
		return false, fmt.Sprintf("unknown flags: %d", flags)
	case packs == 0:
		return false, ""
	case packs == flagZstd:
		return true, ""
	case packs == flagBrotli || packs == flagLZ4:
		return false, fmt.Sprintf("unknown flags: %d", packs) // this phone does not list them
	default:
		return false, fmt.Sprintf("multiple compression flags received: %d", packs)
	}
}

package adbd

import (
	"encoding/binary"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"keepsake/device/demo/disk"
)

// send1 answers SEND, whose request is "path,mode".
func (s *syncSession) send1(spec string) error {
	comma := strings.LastIndexByte(spec, ',')
	if comma < 0 {
		return s.fail("missing , in ID_SEND")
	}
	mode, err := strconv.ParseUint(spec[comma+1:], 0, 32)
	if err != nil {
		return s.fail("bad mode")
	}
	return s.send(spec[:comma], uint32(mode), 0)
}

// send takes a file. When it cannot be kept the answer comes at once, and what
// the client goes on sending is read and dropped up to its DONE.
func (s *syncSession) send(path string, mode, flags uint32) error {
	packed, complaint := compression(flags &^ flagDry)
	if complaint != "" {
		return s.fail(complaint)
	}
	if mode&disk.TypeMask == disk.TypeLink {
		return s.refuse(&dataReader{s: s}, "symlink failed", disk.EPERM) // shared storage has no links
	}
	in := &dataReader{s: s}
	var target io.Writer = io.Discard
	var file *disk.Writer
	if flags&flagDry == 0 {
		perm := mode & 0777
		perm |= perm >> 3 & 0070
		perm |= perm >> 3 & 0007
		var err error
		if file, err = s.d.Create(path, perm, true); err != nil {
			return s.refuse(in, "couldn't create file", err)
		}
		target = file
	}
	src, err := s.source(in, packed)
	if err == nil {
		_, err = io.CopyBuffer(struct{ io.Writer }{target}, src, make([]byte, dataMax))
	}
	if err == nil {
		_, err = io.Copy(io.Discard, in) // after a packed frame there is still the DONE
	}
	if packed && err == nil && in.total == 0 {
		// A frame was announced and none came: the phone waits for it for ever.
		_, _ = io.Copy(io.Discard, s.r)
		err = errOver
	}
	if err != nil {
		if file != nil {
			file.Abort()
		}
		var errno disk.Errno
		switch {
		case errors.As(err, &errno):
			return s.refuse(in, "write failed", errno)
		case in.complaint != "":
			return s.fail(in.complaint)
		case in.gone:
			return errOver
		}
		return s.refuse(in, "decompress failed", disk.EIO)
	}
	if file != nil {
		file.Close(time.Unix(int64(in.mtime), 0))
	}
	return s.message("OKAY", 0)
}

func (s *syncSession) source(in *dataReader, packed bool) (io.Reader, error) {
	if !packed {
		return in, nil
	}
	z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(32<<20), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	return z, nil
}

// refuse sends FAIL at once and drops the rest of the transfer.
func (s *syncSession) refuse(in *dataReader, prefix string, err error) error {
	over := s.failErr(prefix, err)
	if s.w.Flush() != nil {
		return errOver
	}
	_, _ = io.Copy(io.Discard, in) // the session is over, however this ends
	return over
}

// dataReader reads the payload of DATA blocks up to DONE, which is its EOF.
type dataReader struct {
	s         *syncSession
	left      int // of the block
	total     int64
	mtime     uint32
	done      bool
	gone      bool   // the stream ended
	complaint string // what was wrong with the blocks
}

func (d *dataReader) Read(p []byte) (int, error) {
	for d.left == 0 {
		if d.done {
			return 0, io.EOF
		}
		if err := d.next(); err != nil {
			return 0, err
		}
	}
	n, err := d.s.r.Read(p[:min(len(p), d.left)])
	d.left -= n
	d.total += int64(n)
	if err != nil {
		d.gone = true
		err = errOver
	}
	return n, err
}

// next reads the header of a block.
func (d *dataReader) next() error {
	var head [8]byte
	if _, err := io.ReadFull(d.s.r, head[:]); err != nil {
		d.gone = true
		return errOver
	}
	n := binary.LittleEndian.Uint32(head[4:])
	switch id := string(head[:4]); {
	case id == "DONE":
		d.done, d.mtime = true, n
	case id != "DATA":
		d.complaint = "invalid data message"
		return errOver
	case n > takeMax:
		d.complaint = "oversize data message"
		return errOver
	default:
		d.left = int(n)
	}
	return nil
}

package adbd

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"
)

// recv answers RECV and RCV2: the file in DATA blocks, then DONE.
func (s *syncSession) recv(path string, flags uint32) error {
	packed, complaint := compression(flags)
	if complaint != "" {
		return s.fail(complaint)
	}
	file, err := s.d.Open(path)
	if err != nil {
		return s.failErr("open failed", err)
	}
	if packed {
		err = s.recvPacked(file)
	} else {
		err = s.recvPlain(file)
	}
	switch {
	case errors.Is(err, errOver):
		return err
	case err != nil:
		return s.failErr("read failed", err)
	}
	return s.message("DONE", 0)
}

// recvPlain copies the file block by block. Its errors are the file's, or errOver.
func (s *syncSession) recvPlain(file io.Reader) error {
	for {
		n, err := io.ReadFull(file, s.buf[8:])
		if n > 0 {
			if err := s.block(n); err != nil {
				return err
			}
		}
		switch {
		case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// block sends s.buf's first n bytes after the header as one DATA block.
func (s *syncSession) block(n int) error {
	copy(s.buf, "DATA")
	binary.LittleEndian.PutUint32(s.buf[4:], uint32(n))
	return s.emit("DATA", s.buf[:8+n], 4)
}

// recvPacked sends the file as one zstd frame cut into DATA blocks.
func (s *syncSession) recvPacked(file io.Reader) error {
	if s.pack == nil {
		pack, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest),
			zstd.WithWindowSize(512<<10), zstd.WithEncoderCRC(false), zstd.WithZeroFrames(true))
		if err != nil {
			return err
		}
		s.pack = pack
	}
	out := &blockWriter{s: s}
	s.pack.Reset(out)
	buf := make([]byte, dataMax)
	for {
		n, err := file.Read(buf)
		if n > 0 {
			if _, werr := s.pack.Write(buf[:n]); werr != nil {
				return errOver // only the stream below can fail
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
	}
	if s.pack.Close() != nil {
		return errOver
	}
	return out.flush()
}

// blockWriter gathers the bytes of a frame into DATA blocks of full size.
type blockWriter struct {
	s      *syncSession
	n      int
	headed bool // the frame's header has been seen
}

func (w *blockWriter) Write(p []byte) (int, error) {
	done := 0
	if !w.headed && len(p) > 5 {
		w.headed = true
		p = announceWindow(p)
	}
	for done < len(p) {
		k := copy(w.s.buf[8+w.n:], p[done:])
		w.n += k
		done += k
		if w.n == dataMax {
			if err := w.flush(); err != nil {
				return done, err
			}
		}
	}
	return done, nil
}

// announceWindow makes a frame name the window adbd's encoder always names,
// 512 KiB. The encoder here names a smaller one for small files, and every
// frame may name a larger one than it needs.
func announceWindow(frame []byte) []byte {
	const singleSegment, halfMiB = 0x20, 0x48
	if frame[4]&singleSegment != 0 {
		return frame
	}
	frame = bytes.Clone(frame)
	frame[5] = halfMiB
	return frame
}

func (w *blockWriter) flush() error {
	if w.n == 0 {
		return nil
	}
	n := w.n
	w.n = 0
	return w.s.block(n)
}

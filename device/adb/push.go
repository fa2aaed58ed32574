package adb

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
)

// Push writes a file on the phone, with its folders, and compares the size the
// phone then has. mode is a st_mode; the phone copies the user's bits to group
// and others. mtime is kept in whole seconds; the zero time means now.
//
// The phone deletes an existing file of that name first, and its own partial one
// if r fails, the connection breaks or it refuses: to replace a file safely, push
// to another name and rename. A minute without a byte, of r's too, is the end.
func (s *Session) Push(ctx context.Context, path string, r io.Reader, mode uint32, mtime time.Time) error {
	if err := s.push(ctx, path, r, mode, mtime); err != nil {
		return fmt.Errorf("writing %q on phone %s: %w", path, s.device, err)
	}
	return nil
}

func (s *Session) push(ctx context.Context, path string, r io.Reader, mode uint32, mtime time.Time) error {
	if err := s.checkSend(path, mode); err != nil {
		return err
	}
	end, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer end()
	s.out = s.appendSend(s.out[:0], path, mode)

	// The phone may refuse at any time, and then no longer reads what we send: its
	// answer is waited for beside the sending.
	l := s.link.Load()
	if l == nil {
		return errClosed
	}
	answer := make(chan error, 1)
	go func() { answer <- s.readPushed(path) }()
	n, sendErr := s.sendFile(l, r, answer, mtime)
	if sendErr != nil && !errors.Is(sendErr, errAnswered) {
		if !isWire(sendErr) {
			l.Close() // r failed: never let the phone take a part for the whole
		}
		// After a failed write the phone's reason may still be on its way.
		if err := <-answer; isRefusal(err) {
			sendErr = err
		}
		s.drop()
		return s.explain(ctx, sendErr)
	}
	if err := <-answer; err != nil {
		s.drop()
		return s.explain(ctx, err)
	}
	if sendErr != nil {
		s.drop()
		return fmt.Errorf("%w: a file taken before its end was sent", ErrProtocol)
	}
	return s.compareSize(ctx, path, n)
}

// checkSend says what is wrong with the name or the mode of a file to be written.
func (s *Session) checkSend(path string, mode uint32) error {
	if err := checkPath(path); err != nil {
		return err
	}
	if kind := mode & modeType; kind != 0 && kind != modeRegular {
		return fmt.Errorf("mode %o is not a plain file's: %w", mode, EINVAL)
	}
	if !s.can.transfer2 && len(sendTarget(path, mode)) > maxPath {
		return &RefusedError{Path: path, Text: ENAMETOOLONG.text()}
	}
	return nil
}

// appendSend adds the request to write a file.
func (s *Session) appendSend(out []byte, path string, mode uint32) []byte {
	if s.can.transfer2 {
		return appendWords(appendRequest(out, idSND2, path), idSND2, mode|modeRegular, 0)
	}
	return appendRequest(out, idSEND, sendTarget(path, mode))
}

// sendTarget is how the first version writes name and mode.
func sendTarget(path string, mode uint32) string {
	return path + "," + strconv.FormatUint(uint64(mode|modeRegular), 10)
}

// errAnswered is sendFile's stop because the answer is there.
var errAnswered = errors.New("answered before the end")

// sendFile sends the request in s.out, r in blocks, and DONE. If the phone
// answers early it stops, leaving the answer in the channel.
func (s *Session) sendFile(l *link, r io.Reader, answer chan error, mtime time.Time) (n int64, err error) {
	if err := s.flush(); err != nil {
		return 0, err
	}
	if cap(s.out) < 8+sendBlock {
		s.out = make([]byte, 0, 8+sendBlock)
	}
	block := s.out[:8+sendBlock]
	for {
		if len(answer) > 0 {
			return n, errAnswered
		}
		got, readErr := readBlock(r, block[8:])
		if readErr != nil && readErr != io.EOF {
			return n, fmt.Errorf("reading what to write: %w", readErr)
		}
		if got > 0 {
			appendWords(block[:0], idDATA, uint32(got))
			if _, err := l.Write(block[:8+got]); err != nil {
				return n, err
			}
			n += int64(got)
		}
		if readErr != nil {
			_, err := l.Write(appendWords(block[:0], idDONE, wireTime(mtime)))
			return n, err
		}
	}
}

// readBlock fills b unless r ends or fails before. It keeps data that comes
// together with an error, and unlike io.ReadFull it keeps the error: a source's
// own io.ErrUnexpectedEOF is a failure, not an end.
func readBlock(r io.Reader, b []byte) (n int, err error) {
	for empty := 0; n < len(b) && err == nil; {
		var got int
		got, err = r.Read(b[n:])
		n += got
		if got > 0 {
			empty = 0
		} else if empty++; empty == 100 && err == nil {
			err = io.ErrNoProgress
		}
	}
	return n, err
}

// wireTime is the protocol's 32-bit time.
func wireTime(t time.Time) uint32 {
	if t.IsZero() {
		t = time.Now()
	}
	return uint32(min(max(t.Unix(), 0), 1<<32-1))
}

// readPushed reads the phone's OKAY or FAIL.
func (s *Session) readPushed(path string) error {
	head, err := s.in.next(8)
	if err != nil {
		return err
	}
	switch binary.LittleEndian.Uint32(head) {
	case idOKAY:
		return nil
	case idFAIL:
		return s.refusal(path, binary.LittleEndian.Uint32(head[4:]))
	}
	return unexpected(head[:4], "OKAY")
}

// compareSize asks the phone what it now has.
func (s *Session) compareSize(ctx context.Context, path string, n int64) error {
	s.out = appendRequest(s.out[:0], s.statID(), path)
	err := s.flush()
	var st Stat
	if err == nil {
		st, err = s.readStat(path)
	}
	if err != nil {
		s.drop()
		return s.explain(ctx, err)
	}
	return s.sameSize(n, st)
}

package adb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// The sync service's words, as little-endian numbers.
const (
	idSTAT = 'S' | 'T'<<8 | 'A'<<16 | 'T'<<24
	idSTA2 = 'S' | 'T'<<8 | 'A'<<16 | '2'<<24
	idLST2 = 'L' | 'S'<<8 | 'T'<<16 | '2'<<24
	idLIST = 'L' | 'I'<<8 | 'S'<<16 | 'T'<<24
	idLIS2 = 'L' | 'I'<<8 | 'S'<<16 | '2'<<24
	idDENT = 'D' | 'E'<<8 | 'N'<<16 | 'T'<<24
	idDNT2 = 'D' | 'N'<<8 | 'T'<<16 | '2'<<24
	idRECV = 'R' | 'E'<<8 | 'C'<<16 | 'V'<<24
	idRCV2 = 'R' | 'C'<<8 | 'V'<<16 | '2'<<24
	idSEND = 'S' | 'E'<<8 | 'N'<<16 | 'D'<<24
	idSND2 = 'S' | 'N'<<8 | 'D'<<16 | '2'<<24
	idDATA = 'D' | 'A'<<8 | 'T'<<16 | 'A'<<24
	idDONE = 'D' | 'O'<<8 | 'N'<<16 | 'E'<<24
	idOKAY = 'O' | 'K'<<8 | 'A'<<16 | 'Y'<<24
	idFAIL = 'F' | 'A'<<8 | 'I'<<16 | 'L'<<24

	flagZstd = 4

	maxPath    = 1024    // the phone ends the session at a longer one
	maxBlock   = 1 << 20 // adbd sends 64 KiB
	sendBlock  = 64 << 10
	maxRefusal = 64 << 10
)

func appendWords(b []byte, words ...uint32) []byte {
	for _, w := range words {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	return b
}

func appendRequest(b []byte, id uint32, path string) []byte {
	b = binary.LittleEndian.AppendUint32(b, id)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(path)))
	return append(b, path...)
}

// checkPath finds out what would end the session, or mean another file.
func checkPath(path string) error {
	switch {
	case path == "" || strings.IndexByte(path, 0) >= 0:
		return &RefusedError{Path: path, Text: EINVAL.text()}
	case len(path) > maxPath:
		return &RefusedError{Path: path, Text: ENAMETOOLONG.text()}
	}
	return nil
}

// refusal reads the text of a FAIL. It ends the session, but no more than that.
func (s *Session) refusal(path string, n uint32) error {
	if n > maxRefusal {
		return fmt.Errorf("%w: refusal of %d bytes", ErrProtocol, n)
	}
	text, err := s.in.next(int(n))
	if err != nil {
		return err
	}
	return &RefusedError{Path: path, Text: string(text)}
}

func isRefusal(err error) bool {
	_, ok := errors.AsType[*RefusedError](err)
	return ok
}

func unexpected(id []byte, instead string) error {
	return fmt.Errorf("%w: %q instead of %s", ErrProtocol, id, instead)
}

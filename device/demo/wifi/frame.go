package wifi

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A pairing message has six bytes before it: version, kind, size big-endian.
const (
	frameVersion = 1
	frameHead    = 6
	frameMax     = 2 * peerSize // of the payload

	kindSpake = 0
	kindPeer  = 1
)

// errFrame is a message no pairing partner sends.
var errFrame = errors.New("malformed pairing message")

// writeFrame sends one message.
func writeFrame(w io.Writer, kind byte, payload []byte) error {
	b := make([]byte, frameHead, frameHead+len(payload))
	b[0], b[1] = frameVersion, kind
	binary.BigEndian.PutUint32(b[2:], uint32(len(payload)))
	_, err := w.Write(append(b, payload...))
	return err
}

// readFrame reads one message of that kind.
func readFrame(r io.Reader, kind byte) ([]byte, error) {
	var head [frameHead]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(head[2:])
	switch {
	case head[0] != frameVersion:
		return nil, fmt.Errorf("%w: version %d", errFrame, head[0])
	case head[1] != kind:
		return nil, fmt.Errorf("%w: kind %d instead of %d", errFrame, head[1], kind)
	case n == 0 || n > frameMax:
		return nil, fmt.Errorf("%w: %d bytes", errFrame, n)
	}
	b := make([]byte, n)
	_, err := io.ReadFull(r, b)
	return b, err
}

// What the sides tell each other once they trust each other: always 8192 bytes,
// the kind first, then a text that ends with a zero byte.
const (
	peerSize = 8192

	peerKey  = 0 // the computer's public key, as in adbkey.pub
	peerGUID = 1 // the phone's name: what its notices are called
)

// peer is what one side tells.
type peer struct {
	kind byte
	text string
}

func (p peer) encode() ([]byte, error) {
	if len(p.text) > peerSize-2 {
		return nil, fmt.Errorf("%d bytes are too much to tell when pairing", len(p.text))
	}
	b := make([]byte, peerSize)
	b[0] = p.kind
	copy(b[1:], p.text)
	return b, nil
}

func decodePeer(b []byte) (peer, error) {
	if len(b) != peerSize {
		return peer{}, fmt.Errorf("%w: %d bytes about the other side", errFrame, len(b))
	}
	text, _, ok := bytes.Cut(b[1:], []byte{0})
	if !ok {
		return peer{}, fmt.Errorf("%w: the other side's text has no end", errFrame)
	}
	return peer{b[0], string(text)}, nil
}

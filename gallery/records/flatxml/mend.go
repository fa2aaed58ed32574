package flatxml

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// errLong is an element above maxElement.
var errLong = errors.New("one element is too long")

// maxElement is how many bytes one tag may take: an attachment in base64 is one
// attribute.
const maxElement = 160 << 20

// mender hands bytes to the XML decoder, without what XML forbids: old files write
// an emoji as references to the two halves of a surrogate pair, which are joined;
// half pairs, references to control characters, control characters and bytes that
// are no UTF-8 become U+FFFD.
type mender struct {
	r     *bufio.Reader
	out   []byte // ready, before r
	at    int
	spent int // bytes since the last reset
	line  int
}

func (m *mender) ReadByte() (byte, error) {
	if m.spent++; m.spent > maxElement {
		return 0, errLong
	}
	if m.at < len(m.out) {
		m.at++
		return m.out[m.at-1], nil
	}
	c, err := m.r.ReadByte()
	if err != nil {
		return 0, err
	}
	switch {
	case c == '\n':
		m.line++
		return c, nil
	case c == '&':
		return m.reference()
	case c < ' ' && c != '\t' && c != '\r', c >= utf8.RuneSelf:
		return m.char(c)
	}
	return c, nil
}

// Read implements io.Reader; the decoder does not use it when there is ReadByte.
func (m *mender) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := m.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

// first sends the first of b now and keeps the rest.
func (m *mender) first(b []byte) (byte, error) {
	m.out, m.at = append(m.out[:0], b...), 1
	return m.out[0], nil
}

// char reads the rest of a character beyond ASCII.
func (m *mender) char(c byte) (byte, error) {
	if err := m.r.UnreadByte(); err != nil {
		return 0, err
	}
	r, size, err := m.r.ReadRune()
	if err != nil {
		return 0, err
	}
	if r == utf8.RuneError && size <= 1 || r < ' ' || r == 0xFFFE || r == 0xFFFF {
		r = utf8.RuneError
	}
	var b [utf8.UTFMax]byte
	return m.first(b[:utf8.EncodeRune(b[:], r)])
}

// reference reads what follows an &. Only numbers are looked at.
func (m *mender) reference() (byte, error) {
	v, n := m.number()
	if n == 0 {
		return '&', nil
	}
	m.r.Discard(n) // it was peeked at
	if v >= 0xD800 && v <= 0xDBFF {
		if c, err := m.r.ReadByte(); err == nil && c == '&' {
			if low, n := m.number(); n > 0 && low >= 0xDC00 && low <= 0xDFFF {
				m.r.Discard(n)
				v = (v-0xD800)<<10 + (low - 0xDC00) + 0x10000
			} else {
				m.r.UnreadByte()
			}
		} else if err == nil {
			m.r.UnreadByte()
		}
	}
	if v < ' ' && v != '\t' && v != '\n' && v != '\r' || v >= 0xD800 && v <= 0xDFFF || v == 0xFFFE || v == 0xFFFF || v > utf8.MaxRune {
		v = utf8.RuneError
	}
	return m.first([]byte("&#" + strconv.Itoa(v) + ";"))
}

// number peeks at "#digits;" and returns the value and its length; 0 is none.
func (m *mender) number() (v, n int) {
	b, err := m.r.Peek(12)
	if err != nil && !errors.Is(err, io.EOF) || len(b) < 3 || b[0] != '#' {
		return 0, 0
	}
	base, at := 10, 1
	if b[1] == 'x' || b[1] == 'X' {
		base, at = 16, 2
	}
	end := at
	for end < len(b) && b[end] != ';' {
		end++
	}
	if end == len(b) || end == at {
		return 0, 0
	}
	u, err := strconv.ParseUint(string(b[at:end]), base, 31)
	if err != nil {
		return 0, 0
	}
	return int(u), end + 1
}

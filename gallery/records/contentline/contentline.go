// Package contentline reads and writes the lines that vCard and iCalendar are made
// of (RFC 2426, 5545, 6350): NAME;PARAM=VALUE:TEXT, folded at 75 octets. One
// reader for both, because phones write what no single standard says: version 2.1
// with quoted-printable over several lines, lines ended by LF alone, bare
// parameters. The libraries at hand drop such lines without a word.
//
// Begin with NewScanner and Writer.
package contentline

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Line is one logical line. Value is as written: still escaped and encoded.
type Line struct {
	Number int // of its first physical line, from 1
	Group  string
	Name   string // upper case
	Params []Param
	Value  string
	Raw    string // the whole line, unfolded
}

// Param is one parameter; a bare one of version 2.1 (TEL;CELL:) has no Name.
type Param struct {
	Name   string // upper case
	Values []string
}

// Values returns every value of a parameter.
func (l *Line) Values(name string) []string {
	var all []string
	for _, p := range l.Params {
		if p.Name == name {
			all = append(all, p.Values...)
		}
	}
	return all
}

// First returns the first value of a parameter, or "".
func (l *Line) First(name string) string {
	if v := l.Values(name); len(v) > 0 {
		return v[0]
	}
	return ""
}

// Encoding returns the encoding in upper case, also when it is a bare parameter.
func (l *Line) Encoding() string {
	if e := l.First("ENCODING"); e != "" {
		return strings.ToUpper(e)
	}
	for _, p := range l.Values("") {
		switch p = strings.ToUpper(p); p {
		case "QUOTED-PRINTABLE", "BASE64", "B":
			return p
		}
	}
	return ""
}

// MaxLine is how long one logical line may be, in bytes: room for a big photo.
const MaxLine = 24 << 20

const maxParams = 200

// ErrLong is a logical line above MaxLine; the scanner goes on after it.
var ErrLong = errors.New("the line is too long")

// ErrForm is a line that is none.
var ErrForm = errors.New("not a property: no colon")

// Scanner reads lines.
type Scanner struct {
	r      *bufio.Reader
	number int
	ahead  []byte // a physical line that was read too far
	have   bool
	ended  error
}

// NewScanner reads from r.
func NewScanner(r io.Reader) *Scanner { return &Scanner{r: bufio.NewReaderSize(r, 64<<10)} }

// physical reads one physical line without its end. A line above MaxLine is cut.
func (s *Scanner) physical() ([]byte, error) {
	if s.have {
		s.have = false
		return s.ahead, nil
	}
	if s.ended != nil {
		return nil, s.ended
	}
	var b []byte
	for {
		chunk, err := s.r.ReadSlice('\n')
		if len(b) <= MaxLine {
			b = append(b, chunk...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			s.ended = err
			if len(b) == 0 {
				return nil, err
			}
		}
		break
	}
	s.number++
	return bytes.TrimRight(b, "\r\n"), nil
}

// Scan returns the next line that is not empty. io.EOF is the end; ErrLong and
// ErrForm concern one line, with its number and Raw, and reading may go on.
func (s *Scanner) Scan() (Line, error) {
	var first []byte
	for {
		b, err := s.physical()
		if err != nil {
			return Line{}, err
		}
		if len(bytes.TrimSpace(b)) > 0 {
			first = b
			break
		}
	}
	l := Line{Number: s.number}
	raw := append([]byte(nil), first...)
	long := false
	add := func(b []byte) {
		if len(raw)+len(b) > MaxLine {
			long = true
			return
		}
		raw = append(raw, b...)
	}
	soft := softBreaks(raw)
	for {
		if soft && len(raw) > 0 && raw[len(raw)-1] == '=' {
			b, err := s.physical()
			if err != nil {
				break
			}
			raw = raw[:len(raw)-1]
			add(b)
			if long {
				break
			}
			continue
		}
		b, err := s.physical()
		if err != nil {
			break
		}
		if len(b) == 0 || b[0] != ' ' && b[0] != '\t' {
			s.ahead, s.have = b, true
			break
		}
		add(b[1:])
		soft = soft || softBreaks(raw)
	}
	if long || len(raw) > MaxLine {
		l.Raw = string(raw[:min(len(raw), 80)])
		return l, ErrLong
	}
	l.Raw = strings.ToValidUTF8(string(raw), "\uFFFD")
	if soft || charset(raw) { // bytes of another charset are decoded by who knows it
		l.Raw = string(raw)
	}
	return l, l.parse()
}

// softBreaks reports whether the line's head says quoted-printable.
func softBreaks(b []byte) bool {
	head := b[:min(len(b), 300)]
	if i := bytes.IndexByte(head, ':'); i >= 0 {
		head = head[:i]
	}
	return bytes.Contains(bytes.ToUpper(head), []byte("QUOTED-PRINTABLE"))
}

func charset(b []byte) bool {
	return bytes.Contains(bytes.ToUpper(b[:min(len(b), 100)]), []byte("CHARSET="))
}

// Parse reads one unfolded line.
func Parse(raw string) (Line, error) {
	l := Line{Raw: raw}
	return l, l.parse()
}

func (l *Line) parse() error {
	s := l.Raw
	end := strings.IndexAny(s, ";:")
	if end < 0 {
		return ErrForm
	}
	name := s[:end]
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		l.Group, name = name[:i], name[i+1:]
	}
	l.Name = strings.ToUpper(strings.TrimSpace(name))
	s = s[end:]
	for s != "" && s[0] == ';' {
		var p Param
		var err error
		if p, s, err = param(s[1:]); err != nil {
			return err
		}
		if len(l.Params) < maxParams {
			l.Params = append(l.Params, p)
		}
	}
	if s == "" || l.Name == "" {
		return ErrForm
	}
	l.Value = s[1:]
	return nil
}

// param reads one parameter, up to the ; or : after it.
func param(s string) (Param, string, error) {
	var p Param
	end := strings.IndexAny(s, "=;:")
	if end < 0 {
		return p, "", ErrForm
	}
	if s[end] != '=' {
		p.Values = []string{s[:end]}
		return p, s[end:], nil
	}
	p.Name = strings.ToUpper(strings.TrimSpace(s[:end]))
	s = s[end+1:]
	for {
		var v string
		if strings.HasPrefix(s, `"`) {
			close := strings.IndexByte(s[1:], '"')
			if close < 0 {
				return p, "", fmt.Errorf("a quote is not closed: %w", ErrForm)
			}
			v, s = s[1:1+close], s[close+2:]
		} else {
			end := strings.IndexAny(s, ",;:")
			if end < 0 {
				return p, "", ErrForm
			}
			v, s = s[:end], s[end:]
		}
		if len(p.Values) < maxParams {
			p.Values = append(p.Values, unparam(v))
		}
		if s == "" {
			return p, "", ErrForm
		}
		if s[0] != ',' {
			if s[0] != ';' && s[0] != ':' { // junk after a closing quote
				i := strings.IndexAny(s, ";:")
				if i < 0 {
					return p, "", ErrForm
				}
				s = s[i:]
			}
			return p, s, nil
		}
		s = s[1:]
	}
}

// unparam and escape of a parameter's value are those of RFC 6868.
func unparam(s string) string {
	if !strings.Contains(s, "^") {
		return s
	}
	return strings.NewReplacer("^^", "^", "^n", "\n", "^'", `"`).Replace(s)
}

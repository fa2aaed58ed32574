// Package flatxml reads and writes XML whose content is in attributes, as the files
// of "SMS Backup & Restore" are: a stream of elements, one at a time, however long
// the file. It goes on behind a damaged place.
//
// Begin with NewReader and NewWriter.
package flatxml

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Null is the format's word for a value that is not there.
const Null = "null"

// Element is a start or an end tag.
type Element struct {
	Name  string
	End   bool
	Attrs map[string]string // never nil; Null is kept as the word
	Line  int
}

// Reader reads elements.
type Reader struct {
	m     *mender
	d     *xml.Decoder
	again []string // the tags to go on with behind a damaged place
}

// ErrDamaged is a place that is no XML. The next call goes on behind it.
var ErrDamaged = errors.New("damaged XML")

const maxAttrs = 500

// NewReader reads from r. again names the elements at which reading goes on behind
// a damaged place.
func NewReader(r io.Reader, again ...string) *Reader {
	x := &Reader{m: &mender{r: bufio.NewReaderSize(r, 64<<10), line: 1}, again: again}
	x.fresh(x.m)
	return x
}

func (x *Reader) fresh(r io.Reader) {
	x.d = xml.NewDecoder(r)
	x.d.Strict = false // an unknown &entity; is text
	x.d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
}

// Next returns the next tag. io.EOF is the end, also of a file that was cut off;
// the caller sees that by the end tag that did not come.
func (x *Reader) Next() (Element, error) {
	for {
		x.m.spent = 0
		tok, err := x.d.RawToken()
		if err != nil {
			var syntax *xml.SyntaxError
			switch {
			case errors.Is(err, io.EOF) || errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
				return Element{}, io.EOF
			case errors.As(err, &syntax), errors.Is(err, errLong):
				line := x.m.line
				if err := x.resync(); err != nil {
					return Element{}, err
				}
				return Element{Line: line}, fmt.Errorf("line %d: %w: %w", line, ErrDamaged, err)
			}
			return Element{}, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			e := Element{Name: t.Name.Local, Attrs: make(map[string]string, len(t.Attr)), Line: x.m.line}
			for _, a := range t.Attr[:min(len(t.Attr), maxAttrs)] {
				e.Attrs[a.Name.Local] = a.Value
			}
			return e, nil
		case xml.EndElement:
			return Element{Name: t.Name.Local, End: true, Line: x.m.line}, nil
		}
	}
}

// resync looks for the next of the tags to go on with.
func (x *Reader) resync() error {
	var last []byte
	for {
		x.m.spent = 0
		c, err := x.m.ReadByte()
		if err != nil {
			return err
		}
		if c == '<' {
			last = last[:0]
		}
		if last = append(last, c); len(last) > 32 {
			last = last[:0]
		}
		for _, tag := range x.again {
			if string(last) == "<"+tag+" " {
				x.fresh(&ahead{b: append([]byte(nil), last...), m: x.m})
				return nil
			}
		}
	}
}

// ahead hands out what was read too far, then the rest.
type ahead struct {
	b []byte
	m *mender
}

func (a *ahead) ReadByte() (byte, error) {
	if len(a.b) > 0 {
		c := a.b[0]
		a.b = a.b[1:]
		return c, nil
	}
	return a.m.ReadByte()
}

func (a *ahead) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := a.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

// Package ndjson reads and writes records for which there is no standard, one JSON
// object a line: settings, apps, recordings, and the names of Wi-Fi networks.
//
// Begin with Write and Read.
package ndjson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"keepsake/gallery/records"
)

// maxLine is how long one record may be, in bytes.
const maxLine = 16 << 20

// Write writes records, one a line. A Secret in them is written as dots.
func Write[R any](w io.Writer, all records.Sequence[R]) error {
	b := bufio.NewWriterSize(w, 64<<10)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	for r, err := range all {
		if err != nil {
			return err
		}
		if err := e.Encode(r); err != nil {
			return fmt.Errorf("write records: %w", err)
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write records: %w", err)
	}
	return nil
}

// Read yields the records of a file. A line that is none goes to p. The sequence
// ends with an error only when r does.
func Read[R any](r io.Reader, p *records.Problems) records.Sequence[R] {
	return func(yield func(R, error) bool) {
		s := bufio.NewReaderSize(r, 64<<10)
		var line []byte
		for n := 1; ; n++ {
			var err error
			var long bool
			line, long, err = next(s, line[:0])
			if err != nil && !errors.Is(err, io.EOF) {
				var none R
				yield(none, fmt.Errorf("read records: %w", err))
				return
			}
			switch text := bytes.TrimSpace(line); {
			case long:
				p.Add(fmt.Sprintf("line %d", n), "the line is too long")
			case len(text) > 0:
				var v R
				if jerr := json.Unmarshal(text, &v); jerr != nil {
					p.Add(fmt.Sprintf("line %d", n), "%w", jerr)
				} else if !yield(v, nil) {
					return
				}
			}
			if err != nil {
				return
			}
		}
	}
}

// next reads one line into b; of one that is too long only the length is known.
func next(s *bufio.Reader, b []byte) (line []byte, long bool, err error) {
	for {
		chunk, err := s.ReadSlice('\n')
		if len(b)+len(chunk) > maxLine {
			long, b = true, b[:0]
		}
		if !long {
			b = append(b, chunk...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return b, long, err
		}
	}
}

// Package vcard reads and writes contacts as vCards: it reads versions 2.1 (what
// phones give), 3.0 and 4.0, and writes 3.0 as Android's importer takes it
// (VCardConstants of the platform's vcard library), so that the file can be put
// back on a phone, or opened by any other address book.
//
// Begin with Read and Write.
package vcard

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/contentline"
)

// Limits of what one card may hold. More is reported and left out.
const (
	maxLines = 20_000
	maxCard  = 32 << 20 // bytes
	maxNest  = 32
)

// Read yields the contacts of a file. What cannot be read goes to p, and the rest
// of the card, and of the file, is read all the same. The sequence ends with an
// error only when r does.
func Read(r io.Reader, p *records.Problems) records.Sequence[records.Contact] {
	return func(yield func(records.Contact, error) bool) {
		s := contentline.NewScanner(r)
		var c card
		depth, n := 0, 0
		for {
			l, err := s.Scan()
			switch {
			case errors.Is(err, io.EOF):
				if depth > 0 {
					p.Add(where(n), "the file ends within the card")
					if c.size > 0 {
						yield(c.contact(p, where(n)), nil)
					}
				}
				return
			case errors.Is(err, contentline.ErrLong), errors.Is(err, contentline.ErrForm):
				if depth > 0 || !strings.HasPrefix(l.Raw, "\ufeff") {
					p.Add(fmt.Sprintf("line %d", l.Number), "%q: %w", clip(l.Raw), err)
				}
				continue
			case err != nil:
				yield(records.Contact{}, fmt.Errorf("read vCards: %w", err))
				return
			}
			l.Name = strings.TrimPrefix(l.Name, "\ufeff")
			switch l.Name {
			case "BEGIN":
				if strings.EqualFold(strings.TrimSpace(l.Value), "VCARD") {
					if depth == 0 {
						n++
						c = card{}
					}
					if depth++; depth > maxNest {
						yield(records.Contact{}, errors.New("read vCards: cards nested too deep"))
						return
					}
				}
			case "END":
				if depth == 0 || !strings.EqualFold(strings.TrimSpace(l.Value), "VCARD") {
					continue
				}
				if depth--; depth == 0 && !yield(c.contact(p, where(n)), nil) {
					return
				}
			default:
				if depth == 1 {
					c.add(l, p, where(n))
				}
			}
		}
	}
}

func where(n int) string { return fmt.Sprintf("card %d", n) }

func clip(s string) string { return s[:min(len(s), 40)] }

// card is the lines of one card.
type card struct {
	version string
	lines   []contentline.Line
	size    int
}

func (c *card) add(l contentline.Line, p *records.Problems, where string) {
	if l.Name == "VERSION" {
		c.version = strings.TrimSpace(l.Value)
		return
	}
	if len(c.lines) >= maxLines || c.size+len(l.Raw) > maxCard {
		p.Add(where, "too much in one card: %s left out", l.Name)
		return
	}
	c.size += len(l.Raw)
	c.lines = append(c.lines, l)
}

// Package smsxml reads and writes messages in the XML of "SMS Backup & Restore"
// (synctech.com.au), the form that most programs for messages read: SMS as one
// element, MMS with their parts and addresses. Files of any length are read and
// written one message at a time.
//
// Begin with Read and Write.
package smsxml

import (
	"errors"
	"fmt"
	"io"

	"keepsake/gallery/records"
	"keepsake/gallery/records/flatxml"
)

// Limits of one MMS. More is reported and left out.
const (
	maxParts = 1000
	maxAddrs = 1000
	maxBytes = 256 << 20 // of all parts of a message
)

// Read yields the messages of a file. What cannot be read goes to p, and the rest
// is read all the same. The sequence ends with an error only when r does, or when
// nothing in the file is of this format.
func Read(r io.Reader, p *records.Problems) records.Sequence[records.Message] {
	return func(yield func(records.Message, error) bool) {
		x := flatxml.NewReader(r, "sms", "mms")
		var m *mms
		root, seen := false, false
		for {
			e, err := x.Next()
			switch {
			case errors.Is(err, io.EOF):
				if m != nil {
					p.Add(fmt.Sprintf("line %d", m.line), "the file ends within the message")
					if !yield(m.message(), nil) {
						return
					}
				} else if root && seen {
					p.Add("end", "the file ends early")
				}
				if !seen {
					yield(records.Message{}, ErrOther)
				}
				return
			case errors.Is(err, flatxml.ErrDamaged):
				p.Add(fmt.Sprintf("line %d", e.Line), "%w", err)
				if m != nil && !yield(m.message(), nil) {
					return
				}
				m = nil
				continue
			case err != nil:
				yield(records.Message{}, fmt.Errorf("read messages: %w", err))
				return
			}
			switch {
			case e.Name == "smses":
				seen, root = true, !e.End
			case e.Name == "sms" && !e.End:
				seen = true
				if !yield(sms(e), nil) {
					return
				}
			case e.Name == "mms" && !e.End:
				seen = true
				m = newMMS(e)
			case e.Name == "mms" && m != nil:
				if !yield(m.message(), nil) {
					return
				}
				m = nil
			case e.Name == "part" && !e.End && m != nil:
				m.part(e, p)
			case e.Name == "addr" && !e.End && m != nil && len(m.m.Addrs) < maxAddrs:
				m.m.Addrs = append(m.m.Addrs, records.Addr{Number: e.Text("address"), Role: int(e.Int("type", 0))})
			}
		}
	}
}

// ErrOther is a file of another kind.
var ErrOther = errors.New("this is not a file of messages (SMS Backup & Restore XML)")

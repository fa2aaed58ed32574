// Package callsxml reads and writes the call log in the XML of "SMS Backup &
// Restore" (synctech.com.au).
//
// Begin with Read and Write.
package callsxml

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"keepsake/gallery/records"
	"keepsake/gallery/records/flatxml"
)

// ErrOther is a file of another kind.
var ErrOther = errors.New("this is not a call log (SMS Backup & Restore XML)")

var (
	known = []string{"_id", "number", "duration", "date", "type", "presentation", "subscription_id", "post_dial_digits",
		"subscription_component_name", "readable_date", "contact_name", "new"}
	unknown = "(Unknown)"
)

// Read yields the calls of a file. What cannot be read goes to p, and the rest is
// read all the same. The sequence ends with an error only when r does, or when
// nothing in the file is of this format.
func Read(r io.Reader, p *records.Problems) records.Sequence[records.Call] {
	return func(yield func(records.Call, error) bool) {
		x := flatxml.NewReader(r, "call")
		open, seen := false, false
		for {
			e, err := x.Next()
			switch {
			case errors.Is(err, io.EOF):
				if !seen {
					yield(records.Call{}, ErrOther)
				} else if open {
					p.Add("end", "the file ends early")
				}
				return
			case errors.Is(err, flatxml.ErrDamaged):
				p.Add(fmt.Sprintf("line %d", e.Line), "%w", err)
				continue
			case err != nil:
				yield(records.Call{}, fmt.Errorf("read calls: %w", err))
				return
			}
			switch {
			case e.Name == "calls":
				seen, open = true, !e.End
			case e.Name == "call" && !e.End:
				seen = true
				if !yield(call(e), nil) {
					return
				}
			}
		}
	}
}

func call(e flatxml.Element) records.Call {
	c := records.Call{
		ID: e.Text("_id"), Number: e.Text("number"), Date: e.Int("date", 0), Duration: max(e.Int("duration", 0), 0),
		Type: records.CallType(small(e.Int("type", 1))), Presentation: small(e.Int("presentation", 0)), New: e.Flag("new"),
		Contact: e.Text("contact_name"), Subscription: e.Text("subscription_id"), Component: e.Text("subscription_component_name"),
		PostDial: e.Text("post_dial_digits"), Extra: e.Extra(known, nil),
	}
	if c.Contact == unknown {
		c.Contact = ""
	}
	return c.Canonical()
}

func small(v int64) int {
	if v < math.MinInt32 || v > math.MaxInt32 {
		return 0
	}
	return int(v)
}

// Options say for whom to write.
type Options struct {
	Count int   // of calls to come; the format wants it first
	Date  int64 // ms: when the backup was made; 0 leaves it out
	Plain bool  // leaves out what only Keepsake reads
}

// Write writes calls. Equal calls in equal order give equal bytes.
func Write(w io.Writer, all records.Sequence[records.Call], o Options) error {
	x := flatxml.NewWriter(w)
	x.Start("calls")
	x.Attr("count", strconv.Itoa(o.Count))
	if o.Date != 0 {
		x.Attr("backup_date", strconv.FormatInt(o.Date, 10))
	}
	x.Open()
	for c, err := range all {
		if err != nil {
			return err
		}
		write(x, c.Canonical(), o)
	}
	x.End("calls")
	if err := x.Flush(); err != nil {
		return fmt.Errorf("write calls: %w", err)
	}
	return nil
}

func write(x *flatxml.Writer, c records.Call, o Options) {
	number := func(name string, v int64) { x.Attr(name, strconv.FormatInt(v, 10)) }
	x.Start("call")
	x.Attr("number", c.Number)
	number("duration", c.Duration)
	number("date", c.Date)
	number("type", int64(c.Type))
	number("presentation", int64(c.Presentation))
	x.Known("subscription_id", c.Subscription)
	x.Attr("post_dial_digits", c.PostDial)
	x.Known("subscription_component_name", c.Component)
	x.Attr("readable_date", time.UnixMilli(c.Date).UTC().Format("Jan 2, 2006 3:04:05 PM"))
	x.Attr("contact_name", cmp.Or(c.Contact, unknown))
	if c.New {
		x.Attr("new", "1")
	}
	x.Extra(c.Extra, known, nil, nil)
	if !o.Plain && c.ID != "" {
		x.Attr("_id", c.ID)
	}
	x.Empty()
}

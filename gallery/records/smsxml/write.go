package smsxml

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"keepsake/gallery/records"
	"keepsake/gallery/records/flatxml"
)

// Options say for whom to write.
type Options struct {
	Count int   // of messages to come; the format wants it first
	Date  int64 // ms: when the backup was made; 0 leaves it out

	// Plain leaves out what only Keepsake reads: for a file that is given away.
	Plain bool

	// Src names the file, relative to this one, in which an attachment is kept. Its
	// bytes are then not written here. nil: they are.
	Src func(records.Attachment) string

	// Open opens an attachment whose Data is not filled.
	Open func(records.Attachment) (io.ReadCloser, error)
}

// Write writes messages. Equal messages in equal order give equal bytes. An
// attachment that cannot be opened is an error, told by its message's date.
func Write(w io.Writer, all records.Sequence[records.Message], o Options) error {
	x := flatxml.NewWriter(w)
	x.Start("smses")
	x.Attr("count", strconv.Itoa(o.Count))
	if o.Date != 0 {
		x.Attr("backup_date", strconv.FormatInt(o.Date, 10))
	}
	x.Open()
	for m, err := range all {
		if err != nil {
			return err
		}
		m = m.Canonical()
		if !m.MMS {
			writeSMS(x, m, o)
		} else if err := writeMMS(x, m, o); err != nil {
			return fmt.Errorf("write the message of %s: %w", readable(m.Date), err)
		}
	}
	x.End("smses")
	if err := x.Flush(); err != nil {
		return fmt.Errorf("write messages: %w", err)
	}
	return nil
}

func writeSMS(x *flatxml.Writer, m records.Message, o Options) {
	x.Start("sms")
	x.Known("address", m.Address)
	number(x, "date", m.Date)
	number(x, "type", int64(m.Box))
	x.Known("subject", m.Subject)
	x.Attr("body", m.Body)
	x.Extra(m.Extra, smsKnown, smsOrder, smsDefaults)
	x.Known("service_center", m.Center)
	number(x, "date_sent", m.Sent)
	tail(x, m, o)
	x.Empty()
}

func tail(x *flatxml.Writer, m records.Message, o Options) {
	x.Attr("read", bit(m.Read))
	number(x, "status", int64(m.Status))
	x.Attr("locked", bit(m.Locked))
	number(x, "sub_id", int64(m.Sub))
	x.Attr("readable_date", readable(m.Date))
	x.Attr("contact_name", cmp.Or(m.Contact, unknown))
	if m.Blocked {
		x.Attr("blocked", "1")
	}
	if !o.Plain && m.ID != "" {
		x.Attr("_id", m.ID)
	}
}

func writeMMS(x *flatxml.Writer, m records.Message, o Options) error {
	x.Start("mms")
	x.Known("address", m.Address)
	number(x, "date", m.Date)
	number(x, "msg_box", int64(m.Box))
	x.Known("sub", m.Subject)
	x.Extra(m.Extra, mmsKnown, mmsOrder, mmsDefaults(m.Box))
	if m.Center != "" {
		x.Attr("service_center", m.Center)
	}
	number(x, "date_sent", m.Sent/1000) // here the format wants seconds
	tail(x, m, o)
	x.Open()
	x.Start("parts")
	x.Open()
	for _, p := range m.Parts {
		if err := part(x, p, o); err != nil {
			return err
		}
	}
	x.End("parts")
	x.Start("addrs")
	x.Open()
	for _, a := range m.Addrs {
		x.Start("addr")
		x.Known("address", a.Number)
		number(x, "type", int64(a.Role))
		x.Attr("charset", "106")
		x.Empty()
	}
	x.End("addrs")
	x.End("mms")
	return nil
}

func part(x *flatxml.Writer, p records.Part, o Options) error {
	x.Start("part")
	number(x, "seq", int64(p.Seq))
	x.Known("ct", p.MIME)
	x.Known("name", p.Name)
	x.Known("chset", p.Charset)
	x.Extra(p.Extra, partKnown, partOrder, nil)
	x.Known("cid", p.CID)
	x.Known("cl", p.Location)
	if strings.HasPrefix(p.MIME, "text/") {
		x.Attr("text", p.Text)
	} else {
		x.Known("text", p.Text)
	}
	if p.SHA256 == "" {
		x.Empty()
		return nil
	}
	if o.Src != nil {
		x.Attr("sha256", p.SHA256)
		number(x, "size", p.Size)
		x.Attr("src", o.Src(p.Attachment))
		x.Empty()
		return nil
	}
	var in io.Reader = bytes.NewReader(p.Data)
	if p.Data == nil {
		if o.Open == nil {
			return fmt.Errorf("attachment %q: its bytes are not at hand", p.Name)
		}
		f, err := o.Open(p.Attachment)
		if err != nil {
			return fmt.Errorf("attachment %q: %w", p.Name, err)
		}
		defer f.Close()
		in = f
	}
	if err := x.Base64("data", in); err != nil {
		return fmt.Errorf("attachment %q: %w", p.Name, err)
	}
	x.Empty()
	return nil
}

func number(x *flatxml.Writer, name string, v int64) { x.Attr(name, strconv.FormatInt(v, 10)) }

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// readable is the date for people, in UTC so that equal messages are equal bytes.
func readable(ms int64) string { return time.UnixMilli(ms).UTC().Format("Jan 2, 2006 3:04:05 PM") }

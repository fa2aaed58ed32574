package smsxml

import (
	"encoding/base64"
	"fmt"
	"math"
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/flatxml"
)

// The attributes that are fields of a message. The others are kept as Extra.
var (
	smsKnown = []string{"_id", "address", "date", "type", "subject", "body", "service_center", "read", "status", "locked", "date_sent",
		"sub_id", "readable_date", "contact_name", "blocked"}
	mmsKnown = []string{"_id", "address", "date", "msg_box", "sub", "service_center", "read", "status", "locked", "date_sent",
		"sub_id", "readable_date", "contact_name", "blocked"}
	partKnown = []string{"seq", "ct", "name", "chset", "cid", "cl", "text", "data", "sha256", "size", "src"}
)

// The others that every reader of the format expects, in its order, and what they
// say when the phone said nothing.
var (
	smsOrder    = []string{"protocol", "toa", "sc_toa"}
	smsDefaults = map[string]string{"protocol": "0"}
	mmsOrder    = []string{"rr", "ct_t", "read_status", "seen", "text_only", "m_type", "v", "m_id"}
	partOrder   = []string{"cd", "fn", "ctt_s", "ctt_t"}
)

func mmsDefaults(b records.Box) map[string]string {
	kind := "132" // retrieved
	if b.Mine() {
		kind = "128" // to be sent
	}
	return map[string]string{"ct_t": "application/vnd.wap.multipart.related", "seen": "1", "text_only": "0", "m_type": kind, "v": "18"}
}

func sms(e flatxml.Element) records.Message {
	m := base(e)
	m.Box = box(e.Int("type", 1))
	m.Subject, m.Body = e.Text("subject"), e.Attrs["body"] // "null" may be what was written
	m.Sent = e.Int("date_sent", 0)
	m.Extra = e.Extra(smsKnown, smsDefaults)
	return m.Canonical()
}

func base(e flatxml.Element) records.Message {
	m := records.Message{
		ID: e.Text("_id"), Address: e.Text("address"), Date: e.Int("date", 0), Read: e.Flag("read"), Locked: e.Flag("locked"),
		Center: e.Text("service_center"), Contact: e.Text("contact_name"), Blocked: e.Flag("blocked"),
		Sub: small(e.Int("sub_id", -1)), Status: small(e.Int("status", -1)),
	}
	if m.Contact == unknown {
		m.Contact = ""
	}
	return m
}

// unknown is the format's word for a number that is in no address book.
const unknown = "(Unknown)"

func small(v int64) int {
	if v < math.MinInt32 || v > math.MaxInt32 {
		return -1
	}
	return int(v)
}

// box reads a type; a phone's own types beyond the known are received messages.
func box(v int64) records.Box {
	if v < 1 || v > 6 {
		return records.Received
	}
	return records.Box(v)
}

type mms struct {
	m    records.Message
	line int
	size int
}

func newMMS(e flatxml.Element) *mms {
	m := base(e)
	m.MMS = true
	m.Box = box(e.Int("msg_box", 1))
	m.Subject = e.Text("sub")
	m.Sent = e.Int("date_sent", 0)
	// The provider counts an MMS's dates in seconds; the format wants milliseconds
	// for one of them. Who wrote seconds is read as seconds.
	if m.Date >= 500_000_000 && m.Date < inSeconds {
		m.Date *= 1000
	}
	if m.Sent > 0 && m.Sent < inSeconds {
		m.Sent *= 1000
	}
	m.Extra = e.Extra(mmsKnown, mmsDefaults(m.Box))
	return &mms{m: m, line: e.Line}
}

// inSeconds: a smaller number counts seconds (up to the year 5138).
const inSeconds = 100_000_000_000

func (m *mms) part(e flatxml.Element, p *records.Problems) {
	where := fmt.Sprintf("line %d", e.Line)
	if len(m.m.Parts) >= maxParts {
		p.Add(where, "too many parts in one message")
		return
	}
	mime := e.Text("ct")
	part := records.Part{
		Attachment: records.Attachment{Name: e.Text("name"), MIME: mime, SHA256: sum(e.Text("sha256")), Size: max(e.Int("size", 0), 0)},
		Seq:        small(e.Int("seq", 0)), Charset: e.Text("chset"), CID: e.Text("cid"), Location: e.Text("cl"),
		Extra: e.Extra(partKnown, nil),
	}
	part.Text = e.Text("text")
	if strings.HasPrefix(mime, "text/") {
		part.Text = e.Attrs["text"]
	}
	if data := e.Text("data"); data != "" {
		b, err := base64.StdEncoding.DecodeString(strings.Map(func(r rune) rune {
			if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
				return -1
			}
			return r
		}, data))
		switch {
		case err != nil:
			p.Add(where, "attachment %q: %w", part.Name, err)
		case m.size+len(b) > maxBytes:
			p.Add(where, "attachment %q: too much in one message", part.Name)
			b = nil
		}
		m.size += len(b)
		part.Data = b
	}
	m.m.Parts = append(m.m.Parts, part)
}

// sum takes 64 hex digits or nothing.
func sum(s string) string {
	if len(s) != 64 || strings.Trim(s, "0123456789abcdef") != "" {
		return ""
	}
	return s
}

func (m *mms) message() records.Message { return m.m.Canonical() }

package localbackup

import (
	"strconv"

	"keepsake/gallery/records"
)

// textMessages reads MmsSms: the SMS.
func textMessages(b []byte, c *Contents, p *records.Problems) {
	box, err := parse(b)
	if err != nil {
		p.Add("messages", "%w", err)
		return
	}
	box.each(1, "message", p, func(m message) {
		status := -1
		if m.has(10) {
			status = int(int32(m.int(10)))
		}
		c.Messages = append(c.Messages, records.Message{ID: m.str(2), Box: records.Box(m.int(3)), Address: m.str(4), Subject: m.str(5), Body: m.str(6),
			Date: m.int(7), Read: m.bool(8), Status: status, Sent: max(0, m.int(11)), Center: m.str(12), Locked: m.bool(15), Sub: -1})
	})
}

// pictureMessages reads MmsCollection: the MMS, whose dates are in seconds.
func pictureMessages(b []byte, c *Contents, p *records.Problems) {
	all, err := parse(b)
	if err != nil {
		p.Add("MMS", "%w", err)
		return
	}
	all.each(1, "MMS", p, func(m message) {
		x := records.Message{ID: m.str(2), MMS: true, Date: millis(m.int(3)), Sent: millis(m.int(4)), Box: records.Box(m.int(5)), Read: m.bool(6),
			Subject: m.str(8), Locked: m.bool(31), Status: -1, Sub: -1}
		if n := m.int(14); n != 0 {
			x.Extra = append(x.Extra, "m_type="+strconv.FormatInt(n, 10))
		}
		m.each(33, "address of an MMS", p, func(a message) {
			x.Addrs = append(x.Addrs, records.Addr{Number: a.str(1), Role: int(a.int(2))})
		})
		m.each(34, "part of an MMS", p, func(a message) {
			part := records.Part{Attachment: records.Attachment{Name: a.str(3), MIME: a.str(2), Data: a.last(12).b}, Seq: int(int32(a.int(1))), Text: a.str(11),
				CID: a.str(7), Location: a.str(8)}
			if n := a.int(4); n != 0 {
				part.Charset = strconv.FormatInt(n, 10)
			}
			if s := a.str(5); s != "" {
				part.Extra = append(part.Extra, "cd="+s)
			}
			if s := a.str(6); s != "" {
				part.Extra = append(part.Extra, "fn="+s)
			}
			part.Seal()
			x.Parts = append(x.Parts, part)
		})
		c.Messages = append(c.Messages, x)
	})
}

func millis(seconds int64) int64 {
	if seconds < 0 || seconds > 1<<40 {
		return 0
	}
	return seconds * 1000
}

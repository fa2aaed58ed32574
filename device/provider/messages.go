package provider

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"keepsake/gallery/records"
)

// Messages calls each with every SMS, then every MMS with its parts. What could
// not be read of a single one goes to p.
func Messages(ctx context.Context, sh Shell, p *records.Problems, each func(records.Message) error) error {
	if err := texts(ctx, sh, "", each); err != nil {
		return err
	}
	err := multimedia(ctx, sh, p, each)
	var refused *QueryError
	if errors.As(err, &refused) && ctx.Err() == nil {
		p.Add("MMS", "%w", err) // the SMS were read: those are kept
		return nil
	}
	return err
}

func texts(ctx context.Context, sh Shell, where string, each func(records.Message) error) error {
	t := table{uri: textsURI, where: where,
		numbers: []string{"date", "date_sent", "type", "read", "status", "locked", "deleted", "block_type", "sub_id", "favorite_date"},
		texts:   []string{"address", "service_center", "subject", "body"}}
	return t.read(ctx, sh, func(r row) error {
		if r.n("deleted") != 0 {
			return nil // MIUI's own bin
		}
		m := records.Message{ID: id(r.id), Box: records.Box(r.n("type")), Date: r.n("date"), Sent: max(0, r.n("date_sent")),
			Address: r.s("address"), Subject: r.s("subject"), Body: r.s("body"), Read: r.n("read") != 0, Locked: r.n("locked") != 0,
			Sub: sub(r), Status: int(r.n("status")), Center: r.s("service_center"), Blocked: r.n("block_type") != 0}
		if d := r.n("favorite_date"); d > 0 {
			m.Extra = append(m.Extra, "favorite_date="+id(d))
		}
		return each(m)
	})
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// sub is the SIM's subscription id; without the column, or with one out of range,
// it is not known.
func sub(r row) int {
	n, ok := r.numbers["sub_id"]
	if !ok || n < 0 || n > 1<<20 {
		return -1
	}
	return int(n)
}

// Limits of one MMS. Carriers allow a few megabytes.
const (
	maxPart  = 32 << 20
	mmsBatch = 200
)

func multimedia(ctx context.Context, sh Shell, p *records.Problems, each func(records.Message) error) error {
	t := table{uri: "content://mms", window: mmsBatch,
		numbers: []string{"date", "date_sent", "msg_box", "read", "locked", "m_type", "sub_id", "block_type", "deleted", "sub_cs"},
		texts:   []string{"sub"}}
	var batch []records.Message
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		if err := addresses(ctx, sh, p, batch); err != nil {
			return err
		}
		if err := parts(ctx, sh, p, batch, each); err != nil {
			return err
		}
		batch = nil
		return nil
	}
	err := t.read(ctx, sh, func(r row) error {
		if r.n("deleted") != 0 {
			return nil
		}
		m := records.Message{ID: id(r.id), MMS: true, Box: records.Box(r.n("msg_box")), Date: scaled(r.n("date"), 1000),
			Sent: scaled(max(0, r.n("date_sent")), 1000), Subject: subject(r.s("sub")), Read: r.n("read") != 0, Locked: r.n("locked") != 0,
			Sub: sub(r), Status: -1, Blocked: r.n("block_type") != 0}
		if n := r.n("m_type"); n != 0 {
			m.Extra = append(m.Extra, "m_type="+id(n))
		}
		if batch = append(batch, m); len(batch) == mmsBatch {
			return flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// subject undoes what Android does to a subject: it keeps the bytes of its UTF-8
// as if each were a character of Latin 1.
func subject(s string) string {
	b := make([]byte, 0, len(s))
	high := false
	for _, r := range s {
		if r > 0xff {
			return s
		}
		high = high || r >= 0x80
		b = append(b, byte(r))
	}
	if t := string(b); high && strings.ToValidUTF8(t, "") == t {
		return t
	}
	return s
}

// addresses asks who the messages are from and to: one query each, many to a call.
func addresses(ctx context.Context, sh Shell, p *records.Problems, batch []records.Message) error {
	const perCall = 40
	for at := 0; at < len(batch); at += perCall {
		some := batch[at:min(at+perCall, len(batch))]
		commands := make([]string, len(some))
		q := query{columns: []column{{"_id", number}, {"type", number}, {"address", text}}}
		for i, m := range some {
			q.uri = "content://mms/" + m.ID + "/addr"
			commands[i] = q.command()
		}
		answers, err := several(ctx, sh, commands)
		if err != nil {
			return fmt.Errorf("reading the addresses of MMS: %w", err)
		}
		for i, a := range answers {
			if !strings.HasPrefix(a, "Row: ") && !strings.Contains(a, nothing) {
				p.Add("MMS "+some[i].ID, "its addresses: %s", reason(a, "Exception: "))
				continue
			}
			_, _, _ = scanRows(a, q.columns, nil, func(v []string) error { // nothing here fails
				some[i].Addrs = append(some[i].Addrs, records.Addr{Role: int(integer(v[1])), Number: strings.Clone(v[2])})
				return nil
			})
		}
	}
	return nil
}

// parts reads the parts of a batch of MMS and gives each message when it is whole.
func parts(ctx context.Context, sh Shell, p *records.Problems, batch []records.Message, each func(records.Message) error) error {
	byID := make(map[int64]int, len(batch))
	list := make([]string, len(batch))
	for i, m := range batch {
		byID[integer(m.ID)] = i
		list[i] = m.ID
	}
	t := table{uri: "content://mms/part", where: "mid IN (" + strings.Join(list, ",") + ")",
		numbers: []string{"mid", "seq", "chset"}, texts: []string{"ct", "name", "cd", "fn", "cid", "cl", "text"}}
	files := make([][]int64, len(batch)) // the part ids, beside batch[i].Parts
	err := t.read(ctx, sh, func(r row) error {
		i, ok := byID[r.n("mid")]
		if !ok {
			return nil
		}
		part := records.Part{Attachment: records.Attachment{Name: r.s("name"), MIME: r.s("ct")}, Seq: int(r.n("seq")), Text: r.s("text"),
			CID: r.s("cid"), Location: r.s("cl")}
		if n := r.n("chset"); n != 0 {
			part.Charset = id(n)
		}
		for _, c := range []string{"cd", "fn"} {
			if v := r.s(c); v != "" {
				part.Extra = append(part.Extra, c+"="+v)
			}
		}
		batch[i].Parts, files[i] = append(batch[i].Parts, part), append(files[i], r.id)
		return nil
	})
	if err != nil {
		return err
	}
	for i := range batch {
		for j := range batch[i].Parts {
			part := &batch[i].Parts[j]
			if part.Layout() || part.Text != "" || strings.HasPrefix(part.MIME, "text/") {
				continue
			}
			data, err := readBytes(ctx, sh, "content://mms/part/"+id(files[i][j]), maxPart)
			if ctx.Err() != nil || isWire(err) {
				return err
			}
			if err != nil {
				p.Add("MMS "+batch[i].ID, "%s: %w", part.Shown(), err)
				continue
			}
			part.Data = data
			part.Seal()
		}
		if err := each(batch[i]); err != nil {
			return err
		}
		batch[i] = records.Message{} // its bytes are not needed any more
	}
	return nil
}

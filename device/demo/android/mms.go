package android

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"keepsake/device/demo/content"
)

// pictures is the MMS provider, mms: a few messages with a picture, one to a
// group, one that was never fetched.
type pictures struct{ rows, parts, addrs []content.Row }

var (
	mmsColumns  = strings.Fields("_id thread_id date date_sent msg_box read m_id sub sub_cs ct_t exp m_cls m_type v m_size pri rr rpt_a st tr_id locked sub_id seen deleted block_type")
	partColumns = strings.Fields("_id mid seq ct name chset cd fn cid cl ctt_s ctt_t _data text")
	addrColumns = strings.Fields("_id msg_id contact_id address type charset")
)

// self is what the provider has in place of the phone's own number.
const self = "insert-address-token"

// readPictures makes the MMS, dated back from now.
func readPictures(now time.Time) (*pictures, error) {
	p := &pictures{}
	for _, m := range []struct {
		days, hhmm    string
		box           int64
		from          string
		to            []string
		subject, text string
		picture       int
	}{
		{"41", "18:06", 1, "+447700900142", []string{self}, "The blue bowl", "This one!", 1},
		{"30", "21:10", 2, self, []string{"+999865550131"}, "", "", 2},
		{"15", "19:05", 1, "+447700900177", []string{self, "+447700900142"}, "Row: 1 _id=9, date=1", "New date:\nRow: 0 _id=1, mid=1, ct=text/plain\n, text=the 3rd", 0},
		{"3", "08:00", 1, "+999905550161", []string{self}, "Günaydın", "İskele Sokağı'ndan 🌅", 3},
	} {
		when, err := clock(m.days, m.hhmm, now)
		if err != nil {
			return nil, err
		}
		p.add(when, m.box, m.subject)
		mid := int64(len(p.rows))
		p.addr(mid, m.from, 137)
		for _, to := range m.to {
			p.addr(mid, to, 151)
		}
		p.part(mid, -1, "application/smil", "smil.xml", "<smil><body><par dur=\"5000ms\"/></body></smil>", 0)
		if m.text != "" {
			p.part(mid, 0, "text/plain", "text_0.txt", m.text, 0)
		}
		if m.picture > 0 {
			p.part(mid, 1, "image/jpeg", "drawing.jpg", "", m.picture)
		}
	}
	return p, nil
}

func (p *pictures) add(when time.Time, box int64, subject string) {
	var sub any
	if subject != "" { // Android keeps the bytes as if each were a character
		r := make([]rune, 0, len(subject))
		for _, b := range []byte(subject) {
			r = append(r, rune(b))
		}
		sub = string(r)
	}
	kind := int64(132)
	if box == 2 {
		kind = 128
	}
	p.rows = append(p.rows, content.Values{int64(len(p.rows) + 1), int64(1), when.Unix(), when.Unix() - 1, box, int64(1), nil, sub, int64(106),
		"application/vnd.wap.multipart.related", nil, "personal", kind, int64(18), int64(40_000), int64(129), int64(129), nil, nil, nil,
		int64(0), int64(1), int64(1), int64(0), int64(0)})
}

func (p *pictures) addr(mid int64, address string, kind int64) {
	p.addrs = append(p.addrs, content.Values{int64(len(p.addrs) + 1), mid, nil, address, kind, int64(106)})
}

func (p *pictures) part(mid, seq int64, mime, name, text string, picture int) {
	var data, words any
	if picture > 0 {
		data = fmt.Sprintf("/data/user_de/0/com.android.providers.telephony/app_parts/PART_%d", picture)
	} else {
		words = text
	}
	p.parts = append(p.parts, content.Values{int64(len(p.parts) + 1), mid, seq, mime, name, int64(106), nil, nil, "<" + name + ">", name, nil, nil, data, words})
}

// Table implements content.Provider: the messages, "part", and "<id>/addr".
func (p *pictures) Table(u content.URI, _ []content.Extra) (content.Table, error) {
	switch {
	case len(u.Path) == 0:
		return content.Table{Name: "pdu", Columns: mmsColumns, Rows: p.rows}, nil
	case len(u.Path) == 1 && u.Path[0] == "part":
		return content.Table{Name: "part", Columns: partColumns, Rows: p.parts}, nil
	case len(u.Path) == 2 && u.Path[1] == "addr":
		id, err := strconv.ParseInt(u.Path[0], 10, 64)
		if err != nil {
			return content.Table{}, badURI(u)
		}
		t := content.Table{Name: "addr", Columns: addrColumns}
		for _, r := range p.addrs {
			if r.At(1) == id {
				t.Rows = append(t.Rows, r)
			}
		}
		return t, nil
	}
	return content.Table{}, badURI(u)
}

// Read implements content.Provider: part/<id>, for parts that are files.
func (p *pictures) Read(u content.URI) (io.Reader, error) {
	if len(u.Path) == 2 && u.Path[0] == "part" {
		for i, r := range p.parts {
			if file, ok := r.At(12).(string); ok && u.Path[1] == strconv.Itoa(i+1) {
				n, _ := strconv.Atoi(file[strings.LastIndexByte(file, '_')+1:])
				return bytes.NewReader(Portrait(n)), nil
			}
		}
	}
	return nil, noFile(u)
}

// Call implements content.Provider.
func (p *pictures) Call(string, string) (string, error) { return "", nil }

// Type implements content.Provider.
func (p *pictures) Type(content.URI) string { return "vnd.android-dir/mms" }

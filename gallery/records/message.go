package records

import (
	"slices"
	"strconv"
	"strings"
)

// Message is an SMS or an MMS.
type Message struct {
	ID   string `json:"id,omitempty"` // the phone's _id; an SMS and an MMS may share one
	MMS  bool   `json:"mms,omitempty"`
	Box  Box    `json:"box"`
	Date int64  `json:"date"`           // ms: received, or sent by this phone
	Sent int64  `json:"sent,omitempty"` // ms, by the sender's clock; 0 unknown. An MMS knows seconds only

	Address string   `json:"address,omitempty"` // an SMS's other side
	Addrs   []Addr   `json:"addrs,omitempty"`   // an MMS's, the phone's own among them
	Subject string   `json:"subject,omitempty"`
	Body    string   `json:"body,omitempty"` // an SMS's text; see Text for both
	Parts   []Part   `json:"parts,omitempty"`
	Contact string   `json:"contact,omitempty"` // the name the phone had for the other side
	Read    bool     `json:"read"`
	Locked  bool     `json:"locked,omitempty"`
	Sub     int      `json:"sub"`              // subscription (SIM) id; -1 unknown
	Status  int      `json:"status"`           // Telephony's STATUS_*: -1 none, 0 delivered, 32 pending, 64 failed
	Center  string   `json:"center,omitempty"` // service centre
	Blocked bool     `json:"blocked,omitempty"`
	Extra   []string `json:"extra,omitempty"` // "column=value" of other columns worth keeping, e.g. "m_type=132"
}

// Box is where a message lies: Telephony.Sms.MESSAGE_TYPE_*.
type Box int

// The boxes.
const (
	Received Box = 1
	SentBox  Box = 2
	Draft    Box = 3
	Outbox   Box = 4
	Failed   Box = 5
	Queued   Box = 6
)

// Mine reports whether the message was written on this phone.
func (b Box) Mine() bool { return b != Received }

// Addr is one address of an MMS. Role is one of PduHeaders: From, To, Cc, Bcc.
type Addr struct {
	Number string `json:"number"`
	Role   int    `json:"role"`
}

// The roles of an Addr.
const (
	From = 137
	To   = 151
	Cc   = 130
	Bcc  = 129
)

// Self is what an MMS has in place of the phone's own number.
const Self = "insert-address-token"

// Part is one part of an MMS: a text, or a file whose bytes are in Data or kept
// under SHA256.
type Part struct {
	Attachment
	Seq      int      `json:"seq"`
	Text     string   `json:"text,omitempty"`
	Charset  string   `json:"charset,omitempty"`  // IANA number, "106" is UTF-8
	CID      string   `json:"cid,omitempty"`      // content id, with its angle brackets
	Location string   `json:"location,omitempty"` // content location: the name the layout uses
	Extra    []string `json:"extra,omitempty"`    // "fn=x.png" …
}

// Layout reports whether the part only says where the others go (SMIL).
func (p Part) Layout() bool { return strings.EqualFold(p.MIME, "application/smil") }

// Category implements Record.
func (Message) Category() Category { return Messages }

// Text is everything written in the message.
func (m Message) Text() string {
	if !m.MMS {
		return m.Body
	}
	var all []string
	for _, p := range m.Parts {
		if p.Text != "" && !p.Layout() {
			all = append(all, p.Text)
		}
	}
	if len(all) == 0 {
		return m.Body
	}
	return strings.Join(all, "\n")
}

// Others are the numbers of the conversation beside the phone's own, normalised,
// in order, each once. own are the phone's numbers where they are known.
func (m Message) Others(own ...string) []string {
	var out []string
	add := func(n string) {
		if n = strings.TrimSpace(n); n == "" || n == Self {
			return
		}
		for _, o := range own {
			if SameNumber(n, o) {
				return
			}
		}
		if n = Number(n); n != "" {
			out = append(out, n)
		}
	}
	if len(m.Addrs) == 0 {
		for n := range strings.SplitSeq(m.Address, "~") { // how group MMS are written in the XML
			add(n)
		}
	}
	for _, a := range m.Addrs {
		if a.Role == From && m.Box.Mine() { // the phone itself
			continue
		}
		if a.Role != From && !m.Box.Mine() && len(m.Addrs) == 2 { // ditto, to it alone
			continue
		}
		add(a.Number)
	}
	if len(out) == 0 && len(m.Addrs) > 0 {
		add(m.Address)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Thread is the conversation's key: the other sides however they were dialled.
func (m Message) Thread(own ...string) string {
	others := m.Others(own...)
	for i, n := range others {
		others[i] = Tail(n)
	}
	slices.Sort(others)
	return strings.Join(slices.Compact(others), "~")
}

// Identity is address, box, date and text: what makes a message restored twice
// the same message.
func (m Message) Identity() string {
	box := "1"
	if m.Box.Mine() {
		box = "2" // a queued message becomes a sent one
	}
	if m.Box == Draft {
		box = "3"
	}
	if !m.MMS {
		return identity(Messages, "sms", Tail(m.Address), box, strconv.FormatInt(m.Date, 10), Text(m.Body))
	}
	parts := []string{"mms", m.Thread(), box, strconv.FormatInt(m.Date/1000, 10), Text(m.Text())}
	for _, p := range m.Parts {
		if p.Text == "" {
			p.Seal()
			parts = append(parts, p.SHA256)
		}
	}
	return identity(Messages, parts...)
}

// Canonical returns the message with its texts made safe, its lists in order and
// every part sealed; the parts' bytes are left as they are.
func (m Message) Canonical() Message {
	texts(&m.ID, &m.Address, &m.Subject, &m.Body, &m.Contact, &m.Center)
	m.Extra = sorted(m.Extra)
	if m.MMS {
		if m.Sent = floor(m.Sent, 1000); m.Sent < 0 || m.Sent >= 1e14 {
			m.Sent = 0 // no date
		}
		if len(m.Addrs) > 0 {
			m.Address = strings.Join(m.Others(), "~")
		}
		if m.Body != "" { // an MMS's text is in its parts
			if !slices.ContainsFunc(m.Parts, func(p Part) bool { return p.Text != "" && !p.Layout() }) {
				m.Parts = append(slices.Clone(m.Parts), Part{Attachment: Attachment{MIME: "text/plain"}, Seq: len(m.Parts), Text: m.Body, Charset: "106"})
			}
			m.Body = ""
		}
	} else {
		m.Parts, m.Addrs = nil, nil
	}
	m.Addrs = slices.Clone(m.Addrs)
	for i := range m.Addrs {
		m.Addrs[i].Number = Text(m.Addrs[i].Number)
	}
	m.Parts = slices.Clone(m.Parts)
	for i := range m.Parts {
		p := &m.Parts[i]
		texts(&p.Name, &p.MIME, &p.Text, &p.Charset, &p.CID, &p.Location)
		p.Extra = sorted(p.Extra)
		p.Seal()
	}
	return m
}

// Digest implements Record.
func (m Message) Digest() string {
	m = m.Canonical()
	m.ID = ""
	m.Contact = "" // who a number belongs to is the address book's to say
	return digest(m)
}

// Before orders messages by date, and those of one millisecond so that the order
// is always the same.
func (m Message) Before(o Message) int {
	switch {
	case m.Date != o.Date:
		return compare(m.Date, o.Date)
	case m.MMS != o.MMS:
		if m.MMS {
			return 1
		}
		return -1
	}
	if c := compareIDs(m.ID, o.ID); c != 0 {
		return c
	}
	return strings.Compare(m.Digest(), o.Digest())
}

func compare(a, b int64) int {
	if a < b {
		return -1
	}
	return 1
}

// Shown is a part's name to show: its own, or what the layout calls it.
func (p Part) Shown() string {
	for _, s := range []string{p.Name, p.Location, strings.Trim(p.CID, "<>"), p.MIME} {
		if s != "" {
			return s
		}
	}
	return "attachment"
}

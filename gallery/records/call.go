package records

import (
	"strconv"
)

// Call is one line of the call log.
type Call struct {
	ID           string   `json:"id,omitempty"`
	Number       string   `json:"number,omitempty"` // "" when withheld
	Date         int64    `json:"date"`             // ms
	Duration     int64    `json:"duration"`         // seconds
	Type         CallType `json:"type"`
	New          bool     `json:"new,omitempty"` // missed and not looked at
	Presentation int      `json:"presentation,omitempty"`
	Contact      string   `json:"contact,omitempty"`      // the name the phone had for it
	Subscription string   `json:"subscription,omitempty"` // SIM: an id or a card number
	Component    string   `json:"component,omitempty"`    // subscription_component_name
	PostDial     string   `json:"post_dial,omitempty"`
	Extra        []string `json:"extra,omitempty"` // "column=value"
}

// CallType is CallLog.Calls.TYPE.
type CallType int

// The types of calls.
const (
	Incoming   CallType = 1
	Outgoing   CallType = 2
	Missed     CallType = 3
	Voicemail  CallType = 4
	Rejected   CallType = 5
	BlockedOut CallType = 6
	Elsewhere  CallType = 7 // answered on another device
)

// String returns a word for lists and files.
func (t CallType) String() string {
	switch t {
	case Incoming:
		return "incoming"
	case Outgoing:
		return "outgoing"
	case Missed:
		return "missed"
	case Voicemail:
		return "voicemail"
	case Rejected:
		return "rejected"
	case BlockedOut:
		return "blocked"
	case Elsewhere:
		return "answered elsewhere"
	}
	return "type " + strconv.Itoa(int(t))
}

// The presentations of a number.
const (
	PresentAllowed    = 1
	PresentRestricted = 2
	PresentUnknown    = 3
	PresentPayphone   = 4
)

// Category implements Record.
func (Call) Category() Category { return Calls }

// Identity is number, type and date.
func (c Call) Identity() string {
	return identity(Calls, Tail(c.Number), strconv.Itoa(int(c.Type)), strconv.FormatInt(c.Date, 10))
}

// Canonical returns the call with its texts made safe.
func (c Call) Canonical() Call {
	texts(&c.ID, &c.Number, &c.Contact, &c.Subscription, &c.Component, &c.PostDial)
	c.Extra = sorted(c.Extra)
	return c
}

// Digest implements Record.
func (c Call) Digest() string {
	c = c.Canonical()
	c.ID = ""
	c.Contact = ""
	return digest(c)
}

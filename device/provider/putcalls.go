package provider

import (
	"context"
	"errors"
	"strings"

	"keepsake/gallery/records"
)

const callsURI = "content://call_log/calls"

// ErrVoicemail: Android lets only the app of a voicemail service enter its calls.
var ErrVoicemail = errors.New("a voicemail can only be entered by the app it came with")

// PutCalls enters calls into the call log, and returns what the phone said against
// each. Which SIM a call came by is not told: its number means another one here.
func PutCalls(ctx context.Context, sh Shell, all []records.Call) ([]error, error) {
	x, err := newInserter(ctx, sh)
	if err != nil {
		return nil, err
	}
	rows := make([]insertion, len(all))
	for i, c := range all {
		rows[i] = callRow(c)
	}
	errs, err := x.insert(ctx, rows)
	for i, c := range all {
		if c.Type == records.Voicemail && errs[i] != nil {
			errs[i] = ErrVoicemail
		}
	}
	return errs, err
}

func callRow(c records.Call) insertion {
	r := insertion{uri: callsURI}
	r.text("number", c.Number)
	r.number("date", c.Date)
	r.number("duration", c.Duration)
	r.number("type", int64(c.Type))
	r.flag("new", c.New)
	r.flag("is_read", !c.New)
	if c.Presentation != 0 {
		r.number("presentation", int64(c.Presentation))
	}
	r.text("name", c.Contact)
	r.text("post_dial_digits", c.PostDial)
	for _, e := range c.Extra {
		switch name, value, _ := strings.Cut(e, "="); name {
		case "countryiso":
			r.text(name, value)
		case "features":
			r.number(name, integer(value))
		}
	}
	return r
}

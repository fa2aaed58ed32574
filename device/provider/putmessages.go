package provider

import (
	"context"
	"errors"

	"keepsake/gallery/records"
)

const textsURI = "content://sms"

// ErrMMS: Android has no way to enter an MMS from outside.
var ErrMMS = errors.New("a multimedia message can only be entered by the phone's own restore")

// PutMessages enters SMS, and returns what the phone said against each. Only reading
// them shows that they are there: a phone that does not want them says nothing.
//
// The leave to do so is taken for the shell (the app op WRITE_SMS) and given back,
// whatever happens. A message that was waiting to be sent becomes one that was not:
// nothing is sent by this. A draft takes the place of another to the same number, so
// the caller leaves those out.
func PutMessages(ctx context.Context, sh Shell, all []records.Message) (errs []error, err error) {
	return withLeave(ctx, sh, func(x *inserter) ([]error, error) {
		rows := make([]insertion, len(all))
		for i, m := range all {
			rows[i] = messageRow(m)
		}
		errs, err := x.insert(ctx, rows)
		for i, m := range all {
			if m.MMS {
				errs[i] = ErrMMS
			}
		}
		return errs, err
	})
}

// withLeave runs f with an inserter whose scripts may change messages.
func withLeave(ctx context.Context, sh Shell, f func(*inserter) ([]error, error)) (errs []error, err error) {
	x, err := newInserter(ctx, sh)
	if err != nil {
		return nil, err
	}
	mode, err := opMode(ctx, sh)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, restoreOp(ctx, sh, mode)) }()
	x.guard = allowed(mode)
	return f(x)
}

func messageRow(m records.Message) insertion {
	box := "failed" // also what was never sent: queued, it would be sent now
	switch m.Box {
	case records.Received:
		box = "inbox"
	case records.SentBox:
		box = "sent"
	case records.Draft:
		box = "draft"
	}
	r := insertion{uri: textsURI + "/" + box}
	r.text("address", m.Address)
	r.text("body", m.Body)
	r.text("subject", m.Subject)
	r.text("service_center", m.Center)
	r.number("date", m.Date)
	r.number("date_sent", m.Sent)
	r.flag("read", m.Read)
	r.number("seen", 1)
	r.number("sub_id", -1) // that of another phone hides a message
	if m.Locked {
		r.number("locked", 1)
	}
	if m.Status >= 0 && box != "failed" {
		r.number("status", int64(m.Status))
	}
	if m.Blocked {
		r.number("block_type", 1) // MIUI's spam box; others have no such column
	}
	return r
}

// DeleteMessages removes SMS by their ids.
func DeleteMessages(ctx context.Context, sh Shell, ids []int64) error {
	_, err := withLeave(ctx, sh, func(x *inserter) ([]error, error) { return nil, x.remove(ctx, textsURI, ids) })
	return err
}

// DeleteCalls removes lines of the call log by their ids.
func DeleteCalls(ctx context.Context, sh Shell, ids []int64) error {
	x, err := newInserter(ctx, sh)
	if err != nil {
		return err
	}
	return x.remove(ctx, callsURI, ids)
}

package device

import (
	"context"
	"errors"
	"fmt"

	"keepsake/device/provider"
	"keepsake/gallery/records"
)

// NotGivenError says that a phone does not give a category of records over the
// cable, and how they can be had all the same.
type NotGivenError struct {
	Category records.Category
	Why      string // one sentence
	Next     string // the way round it, one sentence
	Err      error  // the phone's own words; may be nil
}

func (e *NotGivenError) Error() string { return e.Why + " " + e.Next }

// Unwrap returns what the phone said.
func (e *NotGivenError) Unwrap() error { return e.Err }

// localBackup is the way to what only Xiaomi's own backup gives.
const localBackup = "On the phone, open Settings > About phone > Back up and restore > Mobile device, make a backup with them ticked, then back up here again."

// Records reads one category and calls each with every record, in bounded memory:
// a phone with 50,000 messages is read a few thousand at a time. Single records
// that could not be read go to p.
//
// The error is a *NotGivenError where the phone does not give the category at all,
// and wraps ErrGone when the connection broke. Recordings are files, and come with
// Media.
func (p *Phone) Records(ctx context.Context, c records.Category, problems *records.Problems, each func(records.Record) error) error {
	zone := p.Info().Zone()
	var err error
	switch c {
	case records.Contacts:
		err = provider.Contacts(ctx, p.link, problems, as[records.Contact](each))
	case records.Messages:
		err = provider.Messages(ctx, p.link, problems, as[records.Message](each))
	case records.Calls:
		err = provider.Calls(ctx, p.link, as[records.Call](each))
	case records.Events:
		err = provider.Events(ctx, p.link, problems, as[records.Event](each))
	case records.Wifi:
		err = provider.Networks(ctx, p.link, as[records.WifiNetwork](each))
	case records.Settings:
		err = provider.Settings(ctx, p.link, problems, as[records.Setting](each))
	case records.Apps:
		err = provider.Apps(ctx, p.link, problems, zone, as[records.App](each))
	case records.Notes:
		return &NotGivenError{Category: c, Why: "The Notes app gives its notes to no other program.", Next: localBackup}
	default:
		return fmt.Errorf("no category of records %q", c)
	}
	if err == nil {
		return nil
	}
	if g := p.notGiven(c, err); g != nil {
		return g
	}
	return fmt.Errorf("reading the %s of %s: %w", c, p.Info().Name, lost(err))
}

// as hands records of one type to a function that takes any.
func as[R records.Record](each func(records.Record) error) func(R) error {
	return func(r R) error { return each(r) }
}

// notGiven turns the phone's refusal of a category into what it means to its
// owner; nil for any other error.
func (p *Phone) notGiven(c records.Category, err error) *NotGivenError {
	g := &NotGivenError{Category: c, Err: err, Next: localBackup}
	var said *provider.QueryError
	switch {
	case errors.Is(err, provider.ErrNoTool):
		g.Why = "This phone has no tool with which its records can be read."
	case !errors.As(err, &said):
		return nil
	case errors.Is(err, provider.ErrDenied):
		sdk := p.Info().SDK
		switch {
		case c == records.Calls && sdk > 0 && sdk <= 32:
			g.Why = "Android " + p.Info().Android + " does not let a computer read the call log; Android 13 does."
		case c == records.Messages && sdk > 0 && sdk <= 27:
			g.Why = "Android " + p.Info().Android + " does not let a computer read messages; Android 9 does."
		default:
			g.Why = fmt.Sprintf("The phone does not let a computer read its %s.", c)
		}
	case c == records.Wifi:
		g.Why = "This Android does not list its Wi-Fi networks to a computer."
	default:
		g.Why = fmt.Sprintf("The phone's %s could not be read: %s.", c, said.Text)
	}
	return g
}

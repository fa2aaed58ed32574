package provider

import (
	"context"

	"keepsake/gallery/records"
)

// Calls calls each with every line of the call log.
func Calls(ctx context.Context, sh Shell, each func(records.Call) error) error {
	return calls(ctx, sh, "", each)
}

func calls(ctx context.Context, sh Shell, where string, each func(records.Call) error) error {
	t := table{uri: callsURI, where: where,
		numbers: []string{"date", "duration", "type", "new", "presentation", "features"},
		texts:   []string{"number", "name", "subscription_id", "subscription_component_name", "post_dial_digits", "countryiso"}}
	return t.read(ctx, sh, func(r row) error {
		c := records.Call{ID: id(r.id), Number: r.s("number"), Date: r.n("date"), Duration: max(0, r.n("duration")), Type: records.CallType(r.n("type")),
			New: r.n("new") != 0, Presentation: int(r.n("presentation")), Contact: r.s("name"), Subscription: r.s("subscription_id"),
			Component: r.s("subscription_component_name"), PostDial: r.s("post_dial_digits")}
		if s := r.s("countryiso"); s != "" {
			c.Extra = append(c.Extra, "countryiso="+s)
		}
		if n := r.n("features"); n != 0 {
			c.Extra = append(c.Extra, "features="+id(n))
		}
		return each(c)
	})
}

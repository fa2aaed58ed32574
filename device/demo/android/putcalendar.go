package android

import (
	"strconv"
	"strings"

	"keepsake/device/demo/content"
)

// Insert implements content.Writer, with the calendar provider's demands: a calendar
// is a sync adapter's to make, and an event has a start, a zone, and either an end or
// a duration.
func (c *calendar) Insert(u content.URI, v content.Bound) error {
	name := strings.Join(u.Path, "/")
	sheet := c.sheet(name)
	if sheet == nil {
		return badURI(u)
	}
	adapter := u.Query["caller_is_syncadapter"] == "true"
	switch name {
	case "calendars":
		if !adapter || u.Query["account_name"] == "" || u.Query["account_type"] == "" {
			return refuse("Only sync adapters may write using " + u.Text)
		}
		v = v.With("account_name", u.Query["account_name"]).With("account_type", u.Query["account_type"])
	case "events":
		if why := c.wrong(v, adapter); why != "" {
			return refuse(why)
		}
		v = v.With("deleted", int64(0)).With("dirty", oneIf(!adapter)).With("hasAlarm", int64(0)).With("allDay", v.Number("allDay")).
			With("availability", v.Number("availability")).With("accessLevel", v.Number("accessLevel"))
		if id := v.Number("original_id"); id > 0 { // the provider keeps both names of the series
			for _, e := range c.events.Rows() {
				if e[0] == id {
					v = v.With("original_sync_id", e.At(c.events.Column("_sync_id")))
				}
			}
		}
	case "reminders", "attendees":
		id := v.Number("event_id")
		if id == 0 {
			return refuse("Reminders values must contain a numeric event_id")
		}
		if name == "reminders" {
			if err := c.events.Update("", is(0, id), content.Bound{{Column: "hasAlarm", Value: int64(1)}}); err != nil {
				return err
			}
		}
	}
	_, err := sheet.Insert(v)
	return err
}

func refuse(why string) error {
	return &content.ProviderError{Class: "java.lang.IllegalArgumentException", Text: why}
}

// wrong says what the provider has against an event, "" for nothing.
func (c *calendar) wrong(v content.Bound, adapter bool) string {
	_, start := v.Get("dtstart")
	_, end := v.Get("dtend")
	_, duration := v.Get("duration")
	_, synced := v.Get("_sync_id")
	switch {
	case synced && !adapter:
		return "Only sync adapters may write to _sync_id"
	case v.Text("calendar_id") == "":
		return "Event values must include a calendar_id"
	case v.Text("eventTimezone") == "":
		return "Event values must include an eventTimezone"
	case !start:
		return "DTSTART cannot be empty."
	case !end && !duration:
		return "DTEND and DURATION cannot both be null for an event."
	case end && duration:
		return "Cannot have both DTEND and DURATION in an event"
	}
	return ""
}

// Update implements content.Writer.
func (c *calendar) Update(u content.URI, v content.Bound, where string) error {
	sheet, also, err := c.rows(u)
	if err != nil {
		return err
	}
	return sheet.Update(where, also, v)
}

// Delete implements content.Writer. With an event goes what belongs to it; one that
// an account knows is only marked.
func (c *calendar) Delete(u content.URI, where string) error {
	sheet, also, err := c.rows(u)
	if err != nil || sheet != &c.events {
		if err == nil {
			err = sheet.Delete(where, also)
		}
		return err
	}
	deleted, sync := sheet.Column("deleted"), sheet.Column("_sync_id")
	if err := sheet.Update(where, also, content.Bound{{Column: "deleted", Value: int64(1)}}); err != nil {
		return err
	}
	for _, e := range sheet.Rows() {
		if e.At(deleted) != int64(1) || e.At(sync) != nil {
			continue
		}
		for _, s := range []*content.Sheet{&c.reminders, &c.attendees} {
			if err := s.Delete("", is(1, e[0])); err != nil {
				return err
			}
		}
		if err := sheet.Delete("", is(0, e[0])); err != nil {
			return err
		}
	}
	return nil
}

// rows finds what a URI means: a whole table or one row of it.
func (c *calendar) rows(u content.URI) (*content.Sheet, func(content.Values) bool, error) {
	if len(u.Path) == 0 || len(u.Path) > 2 || c.sheet(u.Path[0]) == nil {
		return nil, nil, badURI(u)
	}
	sheet := c.sheet(u.Path[0])
	if len(u.Path) == 1 {
		return sheet, nil, nil
	}
	id, err := strconv.ParseInt(u.Path[1], 10, 64)
	if err != nil {
		return nil, nil, badURI(u)
	}
	return sheet, is(0, id), nil
}

package provider

import (
	"context"
	"fmt"

	"keepsake/gallery/records"
)

// rowsURI is where the rows of a category are that have ids.
func rowsURI(c records.Category) string {
	return map[records.Category]string{records.Contacts: contactsURI + "raw_contacts", records.Messages: textsURI,
		records.Calls: callsURI, records.Events: calendarURI + "events"}[c]
}

// LastRow is the highest id of a category's rows; those made later have higher ones.
// Of messages, it is that of the SMS.
func LastRow(ctx context.Context, sh Shell, c records.Category) (int64, error) {
	uri := rowsURI(c)
	if uri == "" {
		return 0, fmt.Errorf("the %s of a phone have no rows", c)
	}
	ids, err := table{uri: uri}.ids(ctx, sh)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[len(ids)-1], nil
}

// TextsSince calls each with every SMS that has a higher id than last.
func TextsSince(ctx context.Context, sh Shell, last int64, each func(records.Message) error) error {
	return texts(ctx, sh, above("_id", last), each)
}

// CallsSince calls each with every line of the call log that has a higher id than last.
func CallsSince(ctx context.Context, sh Shell, last int64, each func(records.Call) error) error {
	return calls(ctx, sh, above("_id", last), each)
}

package android

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"keepsake/device/demo/content"
)

// calls is the call log, call_log.
type calls struct{ content.Sheet }

var callColumns = []string{"_id", "number", "date", "duration", "type", "new", "is_read", "name", "numbertype", "numberlabel", "presentation",
	"subscription_id", "countryiso", "geocoded_location", "features", "last_modified", "subscription_component_name", "post_dial_digits"}

func newCalls() *calls {
	return &calls{content.Sheet{Name: "calls", Columns: callColumns, Strict: true}}
}

// readCalls parses calls.txt.
func readCalls(now time.Time) (*calls, error) {
	text, err := lines("calls.txt")
	if err != nil {
		return nil, err
	}
	c := newCalls()
	kinds := []string{"in", "out", "missed", "voicemail", "rejected", "blocked"}
	for i, line := range text {
		f := append(strings.SplitN(line, " ", 6), "", "")
		if len(f) < 6 {
			return nil, fmt.Errorf("call line %q", line)
		}
		when, err := clock(f[0], f[1], now)
		if err != nil {
			return nil, fmt.Errorf("call line %q: %w", line, err)
		}
		kind := int64(slices.Index(kinds, f[2]) + 1)
		seconds, err := strconv.ParseInt(f[3], 10, 64)
		if err != nil || kind == 0 {
			return nil, fmt.Errorf("call line %q", line)
		}
		presentation := int64(1)
		if f[4] == "" {
			presentation = 2 // withheld
		}
		c.Add(content.Values{int64(i + 1), f[4], when.UnixMilli(), seconds, kind, oneIf(kind == 3), int64(1), null(f[5]),
			int64(2), nil, presentation, int64(1), "GB", nil, int64(0), when.Add(time.Duration(seconds) * time.Second).UnixMilli(), nil, nil})
	}
	return c, nil
}

// Table implements content.Provider.
func (c *calls) Table(u content.URI, _ []content.Extra) (content.Table, error) {
	if strings.Join(u.Path, "/") != "calls" {
		return content.Table{}, badURI(u)
	}
	return c.Sheet.Table(), nil
}

// Insert implements content.Writer. Voicemail is its own app's to enter.
func (c *calls) Insert(u content.URI, v content.Bound) error {
	switch {
	case strings.Join(u.Path, "/") != "calls":
		return badURI(u)
	case v.Number("type") == 4:
		return &content.ProviderError{Class: "java.lang.IllegalArgumentException", Text: "Uri " + u.Text + " cannot be used for voicemail record. Please set 'allow_voicemails=true' parameter in the uri."}
	}
	for column, usual := range map[string]int64{"presentation": 1, "features": 0, "duration": 0, "new": 0, "is_read": 0} {
		if _, ok := v.Get(column); !ok {
			v = v.With(column, usual)
		}
	}
	_, err := c.Sheet.Insert(v)
	return err
}

// Update implements content.Writer.
func (c *calls) Update(u content.URI, v content.Bound, where string) error {
	also, err := callRows(u)
	if err != nil {
		return err
	}
	return c.Sheet.Update(where, also, v)
}

// Delete implements content.Writer.
func (c *calls) Delete(u content.URI, where string) error {
	also, err := callRows(u)
	if err != nil {
		return err
	}
	return c.Sheet.Delete(where, also)
}

// callRows says which rows a URI means: all, or one by its id.
func callRows(u content.URI) (func(content.Values) bool, error) {
	switch {
	case len(u.Path) == 1 && u.Path[0] == "calls":
		return nil, nil
	case len(u.Path) == 2 && u.Path[0] == "calls":
		if id, err := strconv.ParseInt(u.Path[1], 10, 64); err == nil {
			return is(0, id), nil
		}
	}
	return nil, badURI(u)
}

// Read implements content.Provider.
func (c *calls) Read(u content.URI) (io.Reader, error) { return nil, noFile(u) }

// Call implements content.Provider.
func (c *calls) Call(string, string) (string, error) { return "", nil }

// Type implements content.Provider.
func (c *calls) Type(content.URI) string { return "vnd.android.cursor.dir/calls" }

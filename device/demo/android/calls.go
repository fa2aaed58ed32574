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
type calls struct{ rows []content.Row }

var callColumns = []string{"_id", "number", "date", "duration", "type", "new", "is_read", "name", "numbertype", "numberlabel", "presentation",
	"subscription_id", "countryiso", "geocoded_location", "features", "last_modified"}

// readCalls parses calls.txt.
func readCalls(now time.Time) (*calls, error) {
	text, err := lines("calls.txt")
	if err != nil {
		return nil, err
	}
	c := &calls{}
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
		c.rows = append(c.rows, content.Values{int64(i + 1), f[4], when.UnixMilli(), seconds, kind, oneIf(kind == 3), int64(1), null(f[5]),
			int64(2), nil, presentation, int64(1), "GB", nil, int64(0), when.Add(time.Duration(seconds) * time.Second).UnixMilli()})
	}
	return c, nil
}

// Table implements content.Provider.
func (c *calls) Table(u content.URI, _ []content.Extra) (content.Table, error) {
	if strings.Join(u.Path, "/") != "calls" {
		return content.Table{}, badURI(u)
	}
	return content.Table{Name: "calls", Columns: callColumns, Rows: c.rows, Strict: true}, nil
}

// Read implements content.Provider.
func (c *calls) Read(u content.URI) (io.Reader, error) { return nil, noFile(u) }

// Call implements content.Provider.
func (c *calls) Call(string, string) (string, error) { return "", nil }

// Type implements content.Provider.
func (c *calls) Type(content.URI) string { return "vnd.android.cursor.dir/calls" }

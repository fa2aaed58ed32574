package android

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"keepsake/device/demo/content"
)

// texts is the SMS provider, sms.
type texts struct {
	content.Sheet
	allowed func() bool // whether the shell may change messages; nil: it may not

	rows []content.Values // while they are made

	mu      sync.Mutex
	threads []string // addresses; thread ids count from 1; guarded by mu once the phone is served
}

// smsColumns are the 38 of MIUI.
var smsColumns = strings.Fields("_id thread_id address person date date_sent protocol read status type reply_path_present subject body " +
	"service_center locked error_code seen timed deleted sync_state marker source bind_id mx_status mx_id out_time account sim_id block_type " +
	"advanced_seen b2c_ttl b2c_numbers fake_cell_type url_risky_type creator favorite_date mx_id_v2 sub_id")

// clock reads "daysAgo HH:MM" as a moment before now.
func clock(days, hhmm string, now time.Time) (time.Time, error) {
	n, err := strconv.Atoi(days)
	if err != nil {
		return time.Time{}, err
	}
	var h, m int
	if _, err := fmt.Sscanf(hhmm, "%d:%d", &h, &m); err != nil {
		return time.Time{}, fmt.Errorf("time %q: %w", hhmm, err)
	}
	y, mo, d := now.Date()
	return time.Date(y, mo, d-n, h, m, 7*h%60, 0, now.Location()), nil
}

func newTexts() *texts {
	return &texts{Sheet: content.Sheet{Name: "sms", Columns: smsColumns, Strict: true}}
}

// readMessages parses messages.txt.
func readMessages(now time.Time) (*texts, error) {
	text, err := lines("messages.txt")
	if err != nil {
		return nil, err
	}
	t := newTexts()
	for _, line := range text {
		if address, ok := strings.CutPrefix(line, "@ "); ok {
			t.threads = append(t.threads, address)
			continue
		}
		f := strings.SplitN(line, " ", 4)
		if len(f) != 4 || len(t.threads) == 0 {
			return nil, fmt.Errorf("message line %q", line)
		}
		when, err := clock(f[0], f[1], now)
		if err != nil {
			return nil, fmt.Errorf("message line %q: %w", line, err)
		}
		body, unread := strings.CutPrefix(f[3], "! ")
		kind, ok := map[string]int64{"in": 1, "out": 2, "draft": 3}[f[2]]
		if !ok {
			return nil, fmt.Errorf("message line %q: neither in, out nor draft", line)
		}
		t.add(when, kind, !unread, strings.ReplaceAll(body, `\n`, "\n"))
	}
	slices.SortStableFunc(t.rows, func(a, b content.Values) int { return int(a[4].(int64)/1000 - b[4].(int64)/1000) })
	for i, r := range t.rows {
		r[0] = int64(i + 1)
	}
	t.Add(t.rows...)
	return t, nil
}

func (t *texts) add(when time.Time, kind int64, read bool, body string) {
	row := make(content.Values, len(smsColumns))
	set := func(column string, v any) { row[slices.Index(smsColumns, column)] = v }
	for _, c := range strings.Fields("date_sent error_code locked timed deleted sync_state marker bind_id mx_status out_time block_type fake_cell_type url_risky_type favorite_date") {
		set(c, int64(0))
	}
	set("thread_id", int64(len(t.threads)))
	set("address", t.threads[len(t.threads)-1])
	set("date", when.UnixMilli())
	set("read", oneIf(read))
	set("seen", int64(1))
	set("status", int64(-1))
	set("type", kind)
	set("body", body)
	set("advanced_seen", int64(3))
	set("sim_id", int64(1))
	set("sub_id", int64(1))
	set("creator", "com.android.mms")
	if kind == 1 {
		set("date_sent", when.Add(-time.Second).UnixMilli())
		set("protocol", int64(0))
		set("reply_path_present", int64(0))
		set("service_center", "+447700900000")
	}
	t.rows = append(t.rows, row)
}

// fill adds old messages to the threads until there are n: every one of its own,
// the odd one with what breaks a careless reader.
func (t *texts) fill(n int, now time.Time) {
	words := strings.Fields("the gulls are back on the roof again and nobody knows why so bring bread tea rope two cameras or the long ladder at nine")
	own := t.Rows()
	if len(own) >= n {
		return
	}
	t.rows = nil
	threads := t.threads
	for i := len(own); i < n; i++ {
		text := fmt.Sprintf("%s %s %s %s, %d", words[i%len(words)], words[i*7%len(words)], words[i*11%len(words)], words[i*13%len(words)], i)
		switch i % 97 {
		case 1:
			text += fmt.Sprintf("\nRow: %d _id=%d, date=1, address=x, body=no row\n", i%50+1, i+2)
		case 2:
			text += ", body=still the same, type=1\n"
		case 3:
			text += " 😀 مرحبا " + strings.Repeat("la ", 80)
		}
		t.threads = threads[:i%len(threads)+1] // add takes the last
		t.add(now.AddDate(-1, 0, 0).Add(-time.Duration(n-i)*17*time.Minute), int64(1+i%2), true, text)
	}
	t.threads = threads
	t.rows = append(t.rows, own...)
	for i, r := range t.rows {
		r[0] = int64(i + 1)
	}
	_ = t.Sheet.Delete("", nil) // no clause, no complaint
	t.Add(t.rows...)
}

// Table implements content.Provider: all of content://sms, or one box of it.
func (t *texts) Table(u content.URI, _ []content.Extra) (content.Table, error) {
	table := content.Table{Name: "sms", Columns: smsColumns, Strict: true}
	also, err := textRows(u)
	if err != nil {
		return table, err
	}
	for _, r := range t.Rows() {
		if also == nil || also(r) {
			table.Rows = append(table.Rows, r)
		}
	}
	return table, nil
}

// boxes are the types of messages by the last part of a URI.
var boxes = map[string]int64{"inbox": 1, "sent": 2, "draft": 3, "outbox": 4, "failed": 5, "queued": 6}

// textRows says which rows a URI means: all, a box, or one by its id.
func textRows(u content.URI) (func(content.Values) bool, error) {
	what := strings.Join(u.Path, "/")
	if what == "" {
		return nil, nil
	}
	if box := boxes[what]; box > 0 {
		return is(textType, box), nil
	}
	if id, err := strconv.ParseInt(what, 10, 64); err == nil {
		return is(0, id), nil
	}
	return nil, badURI(u)
}

// Read implements content.Provider.
func (t *texts) Read(u content.URI) (io.Reader, error) { return nil, noFile(u) }

// Call implements content.Provider.
func (t *texts) Call(string, string) (string, error) { return "", nil }

// Type implements content.Provider.
func (t *texts) Type(content.URI) string { return "vnd.android.cursor.dir/sms" }

// conversations is the provider of threads, mms-sms.
type conversations struct{ *texts }

// Table implements content.Provider: conversations?simple=true and canonical-addresses.
func (c conversations) Table(u content.URI, _ []content.Extra) (content.Table, error) {
	switch strings.Join(u.Path, "/") {
	case "canonical-addresses":
		t := content.Table{Name: "canonical_addresses", Columns: []string{"_id", "address"}}
		for i, a := range c.addresses() {
			t.Rows = append(t.Rows, content.Values{int64(i + 1), a})
		}
		return t, nil
	case "conversations":
		t := content.Table{Name: "threads", Columns: []string{"_id", "date", "message_count", "recipient_ids", "snippet", "read", "type"}}
		rows := c.Rows()
		for i := range c.addresses() {
			row := content.Values{int64(i + 1), int64(0), int64(0), fmt.Sprint(i + 1), nil, int64(1), int64(0)}
			for _, m := range rows {
				if m[1] == int64(i+1) {
					row[1], row[2], row[4] = m[4], row[2].(int64)+1, m[12]
				}
			}
			t.Rows = append(t.Rows, row)
		}
		return t, nil
	}
	return content.Table{}, badURI(u)
}

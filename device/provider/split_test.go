package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"keepsake/device/adb"
	"keepsake/gallery/records"
)

// database answers content queries from rows, printing them as the tool does:
// without any quoting.
type database struct {
	columns []string
	rows    [][]string // NULL is "NULL"
	queries int
	missing map[string]bool // columns this Android does not have
	onQuery func(n int)
}

var asked = regexp.MustCompile(`--projection (\S+)(?: --where '([^']*)')?`)

func (d *database) Shell(_ context.Context, command string) (adb.Result, error) {
	m := asked.FindStringSubmatch(command)
	if m == nil {
		return adb.Result{Stdout: []byte("[ERROR] what?\n")}, nil
	}
	d.queries++
	if d.onQuery != nil {
		d.onQuery(d.queries)
	}
	lo, hi := int64(0), int64(1<<62)
	if _, after, ok := strings.Cut(m[2], "_id>="); ok {
		if _, err := fmt.Sscanf(after, "%d AND _id<=%d", &lo, &hi); err != nil {
			return adb.Result{}, err
		}
	}
	var out strings.Builder
	n := 0
	among := ""
	if _, after, ok := strings.Cut(m[2], "_id IN ("); ok {
		among = "," + strings.TrimSuffix(after, ")") + ","
	}
	for _, row := range d.rows {
		if among != "" && !strings.Contains(among, ","+row[0]+",") {
			continue
		}
		if id, _ := strconv.ParseInt(row[0], 10, 64); id < lo || id > hi {
			continue
		}
		for i, c := range strings.Split(m[1], ":") {
			at := slices.Index(d.columns, c)
			if at < 0 || d.missing[c] {
				return adb.Result{Stderr: []byte("Error while accessing provider:x\njava.lang.IllegalArgumentException: Invalid column " + c + "\n")}, nil
			}
			sep := ", "
			if i == 0 {
				sep = fmt.Sprintf("Row: %d ", n)
			}
			out.WriteString(sep + c + "=" + row[at])
		}
		out.WriteByte('\n')
		n++
	}
	if n == 0 {
		out.WriteString("No result found.\n")
	}
	return adb.Result{Stdout: []byte(out.String())}, nil
}

func readAll(t testing.TB, tab table, sh Shell) []row {
	t.Helper()
	var rows []row
	if err := tab.read(t.Context(), sh, func(r row) error { rows = append(rows, r); return nil }); err != nil {
		t.Fatal(err)
	}
	return rows
}

var smsTable = table{uri: "content://sms", numbers: []string{"date", "type"}, texts: []string{"address", "subject", "body"}}

func TestTextsThatImitateRowsAreTheirOwn(t *testing.T) {
	hostile := []string{
		"plain", "two\nlines", "comma, body=fake, _id=99", ", subject=, body=", "\n", "\n\n", "trailing\n", "", "No result found.",
		"x\nRow: 3 _id=13, date=1003, address=fake, subject=s, body=stolen\nrest",                        // the head of the next row, guessed right
		"x\nRow: 2 _id=12, date=1002, address=fake, subject=s, body=stolen\nrest",                        // its own head
		"Row: 0 _id=10, date=1000, address=", "😀 مرحبا\r\nwindows", "Error while accessing provider:sms", // words of the tool
	}
	d := &database{columns: []string{"_id", "date", "type", "address", "subject", "body"}}
	for shift := range hostile {
		d.rows = nil
		for i := range hostile {
			d.rows = append(d.rows, []string{strconv.Itoa(10 + i), strconv.Itoa(1000 + i), "1",
				hostile[(i+2*shift)%len(hostile)], hostile[(i+3*shift+1)%len(hostile)], hostile[(i+shift)%len(hostile)]})
		}
		for _, window := range []int{0, 1, 4} {
			tab := smsTable
			tab.window = window
			rows := readAll(t, tab, d)
			if len(rows) != len(d.rows) {
				t.Fatalf("%d rows of %d", len(rows), len(d.rows))
			}
			for i, r := range rows {
				got := []string{id(r.id), id(r.n("date")), id(r.n("type")), r.s("address"), r.s("subject"), r.s("body")}
				if !slices.Equal(got, d.rows[i]) {
					t.Fatalf("shift %d window %d: row %d is %q, want %q", shift, window, i, got, d.rows[i])
				}
			}
		}
	}
}

// The negative control: without asking again for what is in doubt, a row is stolen.
func TestAnImitationIsInDoubt(t *testing.T) {
	out := "Row: 0 _id=1, body=a\nRow: 1 _id=2, body=stolen\nRow: 1 _id=2, body=true\n"
	values, doubt, err := splitTexts(out, []string{"Row: 0 _id=1", "Row: 1 _id=2"}, []string{"body"})
	if err != nil || values[0][0] != "a" || !doubt[0] || !doubt[1] {
		t.Errorf("%q %v %v", values, doubt, err)
	}
	_, doubt, err = splitTexts("Row: 0 _id=1, a=x, b=y, b=z\n", []string{"Row: 0 _id=1"}, []string{"a", "b"})
	if err != nil || !doubt[0] {
		t.Errorf("%v %v", doubt, err)
	}
	if _, _, err = splitTexts("Row: 0 _id=1, a=x\n", []string{"Row: 0 _id=1", "Row: 1 _id=2"}, []string{"a"}); !errors.Is(err, errMoved) {
		t.Error(err)
	}
}

func TestColumnsThatAreNotThereAreLeftOut(t *testing.T) {
	d := &database{columns: []string{"_id", "date", "type", "address", "subject", "body"}, missing: map[string]bool{"type": true, "subject": true},
		rows: [][]string{{"1", "5", "1", "NULL", "s", "NULL"}}}
	rows := readAll(t, smsTable, d)
	if len(rows) != 1 || rows[0].n("date") != 5 || rows[0].s("address") != "" || rows[0].s("body") != "" {
		t.Errorf("%+v", rows)
	}
}

func TestTextInAColumnOfNumbers(t *testing.T) {
	d := &database{columns: []string{"_id", "date", "type", "address", "subject", "body"}, rows: [][]string{{"1", "5", "in", "a", "s", "b"}, {"2", "6", "2", "a", "s", "b, type=9"}}}
	rows := readAll(t, smsTable, d)
	if len(rows) != 2 || rows[0].n("date") != 5 || rows[1].n("type") != 2 || rows[1].s("body") != "b, type=9" {
		t.Errorf("%+v", rows)
	}
}

func TestRowsThatVanishMeanwhile(t *testing.T) {
	d := &database{columns: []string{"_id", "date", "type", "address", "subject", "body"}}
	for i := range 6 {
		d.rows = append(d.rows, []string{strconv.Itoa(i + 1), "5", "1", "a", "s", "b" + strconv.Itoa(i+1)})
	}
	d.onQuery = func(n int) {
		if n == 3 { // after ids and numbers, before texts
			d.rows = slices.Delete(d.rows, 2, 3)
		}
	}
	rows := readAll(t, smsTable, d)
	if len(rows) != 5 || rows[2].s("body") != "b4" {
		t.Errorf("%+v", rows)
	}
}

func TestSamplesOfTheContentTool(t *testing.T) {
	var want struct {
		Projection []string
		Rows       []map[string]any
	}
	if err := json.Unmarshal([]byte(sample(t, "contacts_phones_hash_id_has_newline.expected.json")), &want); err != nil {
		t.Fatal(err)
	}
	heads := make([]string, len(want.Rows))
	for i, r := range want.Rows {
		heads[i] = fmt.Sprintf("Row: %d _id=%.0f", i, r["_id"])
	}
	values, doubt, err := splitTexts(sample(t, "contacts_phones_hash_id_has_newline.txt"), heads, want.Projection[1:])
	if err != nil || slices.Contains(doubt, true) {
		t.Fatal(err, doubt)
	}
	for i, r := range want.Rows {
		for j, c := range want.Projection[1:] {
			expected := "NULL"
			switch v := r[c].(type) {
			case string:
				expected = v
			case float64:
				expected = fmt.Sprint(v)
			}
			if values[i][j] != expected {
				t.Errorf("row %d %s: %q, want %q", i, c, values[i][j], expected)
			}
		}
	}
}

func TestSettingsWithLinesInValues(t *testing.T) {
	out := "a=1\nb=two\nlines=here\n\nc=x=y\n"
	known := parseSettings("system", out, map[string]bool{"a": true, "b": true, "c": true})
	want := []records.Setting{{Table: "system", Key: "a", Value: "1"}, {Table: "system", Key: "b", Value: "two\nlines=here\n"}, {Table: "system", Key: "c", Value: "x=y"}}
	if !slices.Equal(known, want) {
		t.Errorf("%q", known)
	}
	if guessed := parseSettings("system", out, nil); len(guessed) != 4 {
		t.Errorf("%q", guessed)
	}
}

func TestNetworkTable(t *testing.T) {
	out := "Network Id      SSID                         Security type\n0            Home Net 5                       wpa2-psk\n0            Home Net 5                       wpa3-sae^\n12           a very long name of thirty-two b open\n"
	got := parseNetworks(out)
	want := []records.WifiNetwork{{SSID: "Home Net 5", Security: "WPA_PSK"}, {SSID: "a very long name of thirty-two b", Security: "NONE"}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestPackagePathsHoldEqualsSigns(t *testing.T) {
	got := parsePackages("package:/data/app/~~a==/com.x-b==/base.apk=com.x\npackage:com.y\npackage:../evil\nnoise\n")
	if len(got) != 2 || got[0].Package != "com.x" || got[0].Paths[0] != "/data/app/~~a==/com.x-b==/base.apk" || got[1].Package != "com.y" {
		t.Errorf("%+v", got)
	}
}

// Whatever texts there are: what the tool prints of them comes back as it was, or
// is in doubt.
func FuzzSplit(f *testing.F) {
	f.Add("a", "b", "c", "d")
	f.Add("x\nRow: 1 _id=2, date=1, a=", "y", ", b=", "z")
	f.Fuzz(func(t *testing.T, a0, b0, a1, b1 string) {
		d := &database{columns: []string{"_id", "date", "a", "b"}, rows: [][]string{{"1", "1", a0, b0}, {"2", "1", a1, b1}}}
		for _, r := range d.rows {
			for i := range r {
				if r[i] == "NULL" {
					return
				}
			}
		}
		if out, _ := d.Shell(t.Context(), "--projection _id:date:a:b"); string(out.Stdout) != unixLines(string(out.Stdout)) {
			return
		}
		rows := readAll(t, table{uri: "content://x", numbers: []string{"date"}, texts: []string{"a", "b"}}, d)
		if len(rows) != 2 || rows[0].s("a") != a0 || rows[0].s("b") != b0 || rows[1].s("a") != a1 || rows[1].s("b") != b1 {
			t.Fatalf("%q: %+v", d.rows, rows)
		}
	})
}

package content

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// shelf is a provider with one table of a little of everything.
type shelf struct{ strict bool }

func (s shelf) Table(u URI, extras []Extra) (Table, error) {
	if len(u.Path) != 1 || u.Path[0] != "things" {
		return Table{}, &ProviderError{"java.lang.IllegalArgumentException", "Unknown URL " + u.Text}
	}
	return Table{Name: "things", Strict: s.strict, Columns: []string{"_id", "name", "n", "data", "ratio"}, Rows: []Row{
		Values{int64(1), "Sample, Alice", int64(10), nil, 0.5},
		Values{int64(2), "two\nlines, n=3", int64(-2), []byte{1}, nil},
		Values{int64(3), "it's", nil, "NULL", 1e6},
		Values{int64(4), "अ 100%", int64(7), ""},
	}}, nil
}

func (shelf) Read(u URI) (io.Reader, error) {
	return strings.NewReader("raw\x00" + strings.Join(u.Path, "|")), nil
}

func (shelf) Call(method, arg string) (string, error) {
	if method == "boom" {
		return "", &ProviderError{"java.lang.UnsupportedOperationException", "boom"}
	}
	if method == "nothing" {
		return "", nil
	}
	return "Bundle[{" + method + "=" + arg + "}]", nil
}

func (shelf) Type(u URI) string {
	if len(u.Path) == 0 {
		return ""
	}
	return "vnd.android.cursor.dir/thing"
}

func run(t testing.TB, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errw bytes.Buffer
	tool := Tool{Providers: map[string]Provider{"shelf": shelf{}, "strict": shelf{true}, "closed": shelf{}}, Denied: func(a string) error {
		if a == "closed" {
			return &ProviderError{"java.lang.SecurityException", "Permission Denial: no"}
		}
		return nil
	}}
	if code := tool.Run(t.Context(), args, &out, &errw); code != 0 {
		errw.WriteString("exit code not 0")
	}
	return out.String(), errw.String()
}

func TestRows(t *testing.T) {
	const uri = "content://shelf/things"
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "Row: 0 _id=1, name=Sample, Alice, n=10, data=NULL, ratio=0.5\nRow: 1 _id=2, name=two\nlines, n=3, n=-2, data=BLOB, ratio=NULL\n" +
			"Row: 2 _id=3, name=it's, n=NULL, data=NULL, ratio=1e+06\nRow: 3 _id=4, name=अ 100%, n=7, data=, ratio=NULL\n"},
		{[]string{"--projection", "n:_id", "--where", "_id=1"}, "Row: 0 n=10, _id=1\n"},
		{[]string{"--projection", "_id : n", "--where", "_id>2"}, "Row: 0 _id=3, n=NULL\nRow: 1 _id=4, n=7\n"},
		{[]string{"--projection", "_id", "--where", "_id>9"}, "No result found.\n"},
		{[]string{"--projection", "_id", "--sort", "n DESC, _id"}, "Row: 0 _id=1\nRow: 1 _id=4\nRow: 2 _id=2\nRow: 3 _id=3\n"},
		{[]string{"--projection", "_id", "--sort", "name COLLATE NOCASE ASC"}, "Row: 0 _id=3\nRow: 1 _id=1\nRow: 2 _id=2\nRow: 3 _id=4\n"},
	} {
		out, errs := run(t, append([]string{"query", "--uri", uri}, c.args...)...)
		if out != c.want || errs != "" {
			t.Errorf("%q\ngot  %q %s\nwant %q", c.args, out, errs, c.want)
		}
	}
}

func TestWhere(t *testing.T) {
	for where, want := range map[string]string{
		"_id IN (1,3)":                           "13",
		"_id NOT IN (1, 3)":                      "24",
		"n IN (10, NULL)":                        "1",
		"n NOT IN (10, NULL)":                    "",
		"n IS NULL":                              "3",
		"n is not null":                          "124",
		"n = NULL":                               "",
		"NOT n = 10":                             "24",
		"n<>10 OR n IS NULL":                     "234",
		"_id>1 AND _id<=3":                       "23",
		"_id>'1' AND _id<'4'":                    "23",
		"name = 'it''s'":                         "3",
		"name LIKE 'SAMPLE%'":                    "1",
		"name LIKE '%lines%' OR name LIKE '_t%'": "23",
		"name NOT LIKE '%a%'":                    "234",
		"(_id=1 OR _id=2) AND NOT (n < 0)":       "1",
		"_id BETWEEN 2 AND 3":                    "23",
		"n = -2":                                 "2",
		"ratio >= 0.5":                           "13",
		"1":                                      "1234",
		"0":                                      "",
		"data = ''":                              "4",
		"\"_id\" == 2":                           "2",
		"":                                       "1234",
	} {
		table, _ := shelf{}.Table(URI{Path: []string{"things"}}, nil)
		res, err := table.Query(Query{Where: where})
		if err != nil {
			t.Errorf("%s: %v", where, err)
			continue
		}
		got := ""
		for _, r := range res.Rows {
			got += string(AppendText(nil, r.At(0)))
		}
		if got != want {
			t.Errorf("%s: rows %s, want %s", where, got, want)
		}
	}
}

// The complaints, in the texts of the real tool.
func TestComplaints(t *testing.T) {
	for _, c := range []struct {
		args   []string
		stderr bool
		want   string
	}{
		{[]string{"query", "--uri", "content://strict/things", "--projection", "_id:date_taken"}, true, "Error while accessing provider:strict\njava.lang.IllegalArgumentException: Invalid column date_taken\n\tat android."},
		{[]string{"query", "--uri", "content://strict/things", "--where", "nope=1"}, true, "java.lang.IllegalArgumentException: Invalid token nope\n"},
		{[]string{"query", "--uri", "content://strict/things", "--sort", "_id ASC LIMIT 5"}, true, "java.lang.IllegalArgumentException: Invalid token LIMIT\n"},
		{[]string{"query", "--uri", "content://shelf/things", "--projection", "nope"}, true, "android.database.sqlite.SQLiteException: no such column: nope (code 1 SQLITE_ERROR): , while compiling: SELECT nope FROM things\n"},
		{[]string{"query", "--uri", "content://shelf/things", "--where", "_id ="}, true, "incomplete input (code 1 SQLITE_ERROR)"},
		{[]string{"query", "--uri", "content://shelf/things", "--where", "_id = 'x"}, true, `near "'x": syntax error`},
		{[]string{"query", "--uri", "content://shelf/things", "--where", "(_id=1"}, true, "incomplete input"},
		{[]string{"query", "--uri", "content://shelf/things", "--where", "_id=1; DROP"}, true, `near ";": syntax error`},
		{[]string{"query", "--uri", "content://shelf/things", "--where", strings.Repeat("(", 100_000)}, true, "parser stack overflow"},
		{[]string{"query", "--uri", "content://shelf/nope"}, true, "java.lang.IllegalArgumentException: Unknown URL content://shelf/nope\n"},
		{[]string{"query", "--uri", "content://nobody/x"}, true, "Error while accessing provider:nobody\njava.lang.IllegalStateException: Could not find provider: nobody\n"},
		{[]string{"query", "--user", "999", "--uri", "content://shelf/things"}, true, "Could not find provider: shelf"},
		{[]string{"query", "--uri", "content://closed/things"}, true, "java.lang.SecurityException: Permission Denial: no\n"},
		{[]string{"call", "--uri", "content://shelf", "--method", "boom"}, true, "java.lang.UnsupportedOperationException: boom\n"},
		{nil, false, "[ERROR] Missing subcommand\n"},
		{[]string{"dance"}, false, "[ERROR] Unsupported operation: dance\n"},
		{[]string{"query"}, false, "usage: adb shell content [subcommand] [options]\n"},
		{[]string{"query"}, false, "[ERROR] Resource URI not specified. Did you specify --uri argument?\n"},
		{[]string{"query", "--uri", "content://shelf/things", "--frob", "1"}, false, "[ERROR] Unsupported argument: --frob\n"},
		{[]string{"query", "--uri", "content://shelf/things", "--where", ""}, false, "[ERROR] No value specified for: --where\n"},
		{[]string{"query", "--uri", "content://shelf/things", "--where", "--sort"}, false, "[ERROR] No value specified for: --where\n"},
		{[]string{"query", "--uri", "content://shelf/things", "--extra", "android:query-arg-match-trashed:i:1"}, false, "[ERROR] Binding not well formed: android:query-arg-match-trashed:i:1\n"},
		{[]string{"query", "--uri", "file:///x"}, false, "[ERROR] not a content URI"},
		{[]string{"call", "--uri", "content://shelf"}, false, "[ERROR] Content provider method not specified.\n"},
	} {
		out, errs := run(t, c.args...)
		got, other := out, errs
		if c.stderr {
			got, other = errs, out
		}
		if !strings.Contains(got, c.want) || other != "" {
			t.Errorf("%q: stdout %q, stderr %q, want %q", c.args, out, errs, c.want)
		}
	}
}

func TestOtherVerbs(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"read", "--uri", "content://shelf/a%3Ab/c%zz"}, "raw\x00a:b|c%zz"},
		{[]string{"call", "--uri", "content://shelf", "--method", "m", "--arg", "/a b"}, "Result: Bundle[{m=/a b}]\n"},
		{[]string{"call", "--uri", "content://shelf", "--method", "nothing"}, "Result: null\n"},
		{[]string{"gettype", "--uri", "content://shelf/things"}, "Result: vnd.android.cursor.dir/thing\n"},
		{[]string{"gettype", "--uri", "content://shelf"}, "Result: null\n"},
		{[]string{"query", "--uri", "content://shelf/things?x=1", "--extra", `android\:query-arg-match-trashed:i:1`, "--where", "0"}, "No result found.\n"},
	} {
		if out, errs := run(t, c.args...); out != c.want || errs != "" {
			t.Errorf("%q: %q %q", c.args, out, errs)
		}
	}
	e, err := parseExtra(`android\:a\\b:s:x\:y`)
	if err != nil || e != (Extra{`android:a\b`, "s", "x:y"}) {
		t.Errorf("%+v, %v", e, err)
	}
}

func FuzzWhere(f *testing.F) {
	for _, s := range []string{"_id IN (1,3) AND n>2", "name LIKE '%a_' OR NOT (n IS NULL)", "((((", "'", "a.b=1", "n BETWEEN -1 AND 1.5"} {
		f.Add(s, "n DESC, name COLLATE NOCASE")
	}
	f.Fuzz(func(t *testing.T, where, sort string) {
		for _, strict := range []bool{false, true} {
			table, _ := shelf{strict}.Table(URI{Path: []string{"things"}}, nil)
			_, err := table.Query(Query{Where: where, Sort: sort})
			var p *ProviderError
			if err != nil && !errors.As(err, &p) {
				t.Errorf("%T", err)
			}
		}
	})
}

func FuzzArgs(f *testing.F) {
	f.Add("query --uri content://shelf/things --projection a:b")
	f.Add(`query --uri content://shelf/%41?x=%2 --extra a\:b:i:1`)
	f.Fuzz(func(t *testing.T, line string) {
		run(t, strings.Split(line, " ")...)
	})
}

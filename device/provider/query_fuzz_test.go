package provider

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"keepsake/device/adb"
)

// printed is a shell that prints the same to every command.
type printed adb.Result

func (p printed) Shell(context.Context, string) (adb.Result, error) { return adb.Result(p), nil }

// Whatever the content tool prints: its output comes back unchanged or with an
// error of bounded length.
func FuzzQuery(f *testing.F) {
	f.Add("Row: 0 _id=1, _data=/a\n", "", 0)
	f.Add("", "Error while accessing provider:media\njava.lang.SecurityException: Permission Denial\n", 0)
	f.Add("", "Error while accessing provider:media\njava.lang.IllegalArgumentException: Invalid column is_favorite\n", 1)
	f.Add("[ERROR] Unsupported argument: --sort\n", "", 1)
	f.Add("/system/bin/sh: content: not found\r\n", "", 127)
	f.Fuzz(func(t *testing.T, out, errOut string, exit int) {
		q := query{uri: "content://media/external/file", columns: []column{{"_id", number}, {"_data", text}}}
		got, err := q.run(t.Context(), printed{Stdout: []byte(out), Stderr: []byte(errOut), Exit: exit})
		if got != "" && got != unixLines(out) {
			t.Fatalf("%q became %q", out, got)
		}
		if err != nil && (len(err.Error()) > 2000 && !strings.Contains(err.Error(), "no column") || !utf8.ValidString(err.Error())) {
			t.Fatalf("error of %d bytes: %q", len(err.Error()), err)
		}
	})
}

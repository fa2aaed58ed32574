package provider

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"keepsake/device/adb"
)

// tool plays the content tool over rows of a table: it understands projection,
// "_id>N", and, as told, extras and limits.
type tool struct {
	rows     []map[string]string
	columns  []string // nil: all that are asked for
	old      bool     // does not know --extra
	uriLimit bool     // takes ?limit= from the address, else refuses the address
	page     int      // rows per call when a limit is asked for; 0: as asked
	failure  adb.Result
	err      error
	calls    []string
}

var (
	argument  = regexp.MustCompile(`--(\w+) ('(?:[^']|'\\'')*'|\S+)`)
	afterID   = regexp.MustCompile(`_id>(\d+)`)
	limitArgs = regexp.MustCompile(`limit(?::i:|=)(\d+)`)
)

func (f *tool) Shell(_ context.Context, command string) (adb.Result, error) {
	f.calls = append(f.calls, command)
	if f.err != nil {
		return adb.Result{}, f.err
	}
	if len(f.failure.Stderr)+len(f.failure.Stdout) > 0 || f.failure.Exit != 0 {
		return f.failure, nil
	}
	args := map[string]string{}
	limit := 0
	for _, m := range argument.FindAllStringSubmatch(command, -1) {
		args[m[1]] = strings.Trim(m[2], "'")
		if l := limitArgs.FindStringSubmatch(m[2]); l != nil {
			limit, _ = strconv.Atoi(l[1])
		}
	}
	if strings.Contains(command, "--extra") && f.old {
		return adb.Result{Stdout: []byte("usage: adb shell content [subcommand] [options]\n\n[ERROR] Unsupported argument: --extra\n")}, nil
	}
	if strings.Contains(args["uri"], "?") && !f.uriLimit {
		return adb.Result{Stderr: []byte("Error while accessing provider:media\njava.lang.IllegalArgumentException: Unknown URL\n")}, nil
	}
	projection := strings.Split(args["projection"], ":")
	for _, p := range projection {
		if f.columns != nil && !slices.Contains(f.columns, p) {
			return adb.Result{Stderr: []byte("Error while accessing provider:media\njava.lang.IllegalArgumentException: Invalid column " + p + "\n\tat x\n")}, nil
		}
	}
	after := int64(-1)
	if m := afterID.FindStringSubmatch(args["where"]); m != nil {
		after = integer(m[1])
	}
	if limit > 0 && f.page > 0 {
		limit = f.page
	}
	var out strings.Builder
	n := 0
	for _, r := range f.rows {
		if integer(r["_id"]) <= after || limit > 0 && n == limit {
			continue
		}
		fmt.Fprintf(&out, "Row: %d ", n)
		for i, p := range projection {
			v, ok := r[p]
			if !ok {
				v = "NULL"
			}
			if i > 0 {
				out.WriteString(", ")
			}
			out.WriteString(p + "=" + v)
		}
		out.WriteString("\n")
		n++
	}
	if n == 0 {
		return adb.Result{Stdout: []byte("No result found.\n")}, nil
	}
	return adb.Result{Stdout: []byte(out.String())}, nil
}

// sampleRows takes the sample's rows apart, so that the tool can print them in
// any projection.
func sampleRows(t *testing.T) []map[string]string {
	names := regexp.MustCompile(`(?:^Row: \d+ |, )(_id|datetaken|date_added|date_modified|_size|width|height|orientation|duration|is_favorite|is_trashed|mime_type|relative_path|bucket_display_name|owner_package_name|_display_name|_data)=`)
	var rows []map[string]string
	for _, line := range strings.Split(strings.TrimSpace(sample(t, "media_external_file.txt")), "\n") {
		at := names.FindAllStringSubmatchIndex(line, -1)
		row := map[string]string{"media_type": "1"}
		for i, m := range at {
			end := len(line)
			if i+1 < len(at) {
				end = at[i+1][0]
			}
			row[line[m[2]:m[3]]] = line[m[1]:end]
		}
		if row["mime_type"] == "video/mp4" {
			row["media_type"] = "3"
		}
		rows = append(rows, row)
	}
	return rows
}

func list(t *testing.T, sh Shell, sdk int) ([]MediaFile, error) {
	t.Helper()
	var files []MediaFile
	err := MediaFiles(t.Context(), sh, sdk, func(f MediaFile) error {
		files = append(files, f)
		return nil
	})
	return files, err
}

func TestMediaFiles(t *testing.T) {
	f := &tool{rows: sampleRows(t)}
	files, err := list(t, f, 35)
	if err != nil || len(files) != 3 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	photo, video, odd := files[0], files[1], files[2]
	want := MediaFile{ID: 101, Path: "/storage/emulated/0/DCIM/Camera/IMG_20231114_221320.jpg", Kind: Image, MIME: "image/jpeg", Size: 3145728,
		Taken: time.UnixMilli(1700000000123).UTC(), Added: time.Unix(1700000001, 0).UTC(), Modified: time.Unix(1700000001, 0).UTC(),
		Width: 4000, Height: 3000, Orientation: 90, Favorite: true}
	if photo != want {
		t.Errorf("photo\n %+v\nwant\n %+v", photo, want)
	}
	if video.Kind != Video || video.Duration != 15023*time.Millisecond {
		t.Errorf("video: %+v", video)
	}
	if odd.Path != "/storage/emulated/0/MIUI/Gallery/cloud/owner/holiday, 2023/a=b, c.png" || !odd.Taken.IsZero() {
		t.Errorf("odd name: %+v", odd)
	}
	if len(f.calls) != 2 { // the rows, and whether the last one is real
		t.Errorf("%d calls of the tool: %q", len(f.calls), f.calls)
	}
	for _, part := range []string{`--uri 'content://media/external/file'`, `_id:media_type:`, `:_data `, `--sort '_id ASC'`,
		`--extra 'android\:query-arg-match-trashed:i:1'`, `--where 'media_type IN (1,2,3)'`} {
		if !strings.Contains(f.calls[0], part) {
			t.Errorf("the call lacks %s: %s", part, f.calls[0])
		}
	}
}

// Each refusal takes one thing away, and what is left is asked for.
func TestMediaFilesOnOtherPhones(t *testing.T) {
	rows := sampleRows(t)
	android9 := []string{"_id", "media_type", "datetaken", "date_added", "date_modified", "_size", "width", "height", "orientation", "duration", "mime_type", "_data"}
	tests := []struct {
		name  string
		tool  tool
		sdk   int
		calls int
		stars bool
	}{
		{"unknown version", tool{}, 0, 2, true},
		{"no extras after all", tool{old: true}, 33, 3, true},
		{"Android 9", tool{old: true, columns: android9, uriLimit: true}, 28, 5, false},
		{"Android 9 that refuses the limit", tool{old: true, columns: android9}, 28, 6, false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			c.tool.rows = rows
			files, err := list(t, &c.tool, c.sdk)
			if err != nil || len(files) != 3 || len(c.tool.calls) != c.calls {
				t.Fatalf("%d files, %d calls, error %v: %q", len(files), len(c.tool.calls), err, c.tool.calls)
			}
			if files[0].Favorite != c.stars {
				t.Errorf("favourite = %v", files[0].Favorite)
			}
		})
	}
}

func TestMediaFilesInPages(t *testing.T) {
	f := &tool{}
	for i := range pageRows + 5 {
		f.rows = append(f.rows, map[string]string{"_id": strconv.Itoa(10 + 3*i), "_data": "/storage/emulated/0/DCIM/" + strconv.Itoa(i) + ".jpg"})
	}
	// A name with a newline that imitates a row, at the end of a page.
	evil := "/storage/emulated/0/DCIM/x\nRow: 10000 _id=1, media_type=1, datetaken=1, date_added=1, date_modified=1, _size=1, width=1, height=1, " +
		"orientation=1, duration=1, is_favorite=1, is_trashed=1, is_pending=1, mime_type=a, _data=/data/system/secret"
	f.rows[pageRows-1]["_data"] = evil
	files, err := list(t, f, 35)
	if err != nil || len(files) != len(f.rows) {
		t.Fatalf("%d files of %d, error %v", len(files), len(f.rows), err)
	}
	for i, file := range files {
		if file.Path != f.rows[i]["_data"] || file.ID != int64(10+3*i) {
			t.Fatalf("file %d: %+v", i, file)
		}
	}
	if len(f.calls) != 5 { // two pages, the end of each, and the ids of the odd one
		t.Errorf("%d calls", len(f.calls))
	}
}

// A provider that takes no limit and gives everything at once ends the reading;
// one that never moves on ends it too.
func TestMediaFilesEnds(t *testing.T) {
	f := &stuck{tool: tool{}}
	for i := range pageRows {
		f.rows = append(f.rows, map[string]string{"_id": strconv.Itoa(i + 1), "_data": "/storage/emulated/0/a"})
	}
	if _, err := list(t, f, 35); err != nil {
		t.Fatal(err)
	}
	if len(f.calls) > 6 {
		t.Errorf("%d calls", len(f.calls))
	}
}

// stuck ignores where a page is to begin.
type stuck struct{ tool }

func (s *stuck) Shell(ctx context.Context, command string) (adb.Result, error) {
	return s.tool.Shell(ctx, afterID.ReplaceAllString(command, "_id>0"))
}

func TestMediaFilesRefused(t *testing.T) {
	tests := []struct {
		name   string
		result adb.Result
		err    error
		want   error
		says   string
	}{
		{"no tool", adb.Result{Exit: 127, Stderr: []byte("/system/bin/sh: content: inaccessible or not found\n")}, nil, ErrNoTool, "no content tool"},
		{"no tool, old shell", adb.Result{Stdout: []byte("/system/bin/sh: content: not found\n")}, nil, ErrNoTool, "no content tool"},
		{"denied", adb.Result{Stderr: []byte(sample(t, "stderr_permission.txt"))}, nil, ErrDenied, "Permission Denial"},
		{"denied, merged streams", adb.Result{Stdout: []byte(sample(t, "stderr_permission.txt"))}, nil, ErrDenied, "Permission Denial"},
		{"not there", adb.Result{Exit: 1, Stdout: []byte("[ERROR] Could not find provider: media\n")}, nil, nil, "Could not find provider"},
		{"silent failure", adb.Result{Exit: 1, Stderr: []byte("Killed\n")}, nil, nil, "Killed"},
		{"the phone went away", adb.Result{}, io.ErrUnexpectedEOF, io.ErrUnexpectedEOF, ""},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			files, err := list(t, &tool{failure: c.result, err: c.err}, 35)
			if err == nil || len(files) > 0 {
				t.Fatalf("%d files, error %v", len(files), err)
			}
			if c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %q does not say %q", err, c.says)
			}
		})
	}
}

func TestMediaFilesThenFailure(t *testing.T) {
	out := "Row: 0 _id=1, media_type=1, datetaken=NULL, date_added=1, date_modified=1, _size=1, width=1, height=1, orientation=0, duration=NULL, " +
		"is_favorite=0, is_trashed=0, is_pending=0, mime_type=image/png, _data=/storage/emulated/0/a.png\n"
	files, err := list(t, &tool{failure: adb.Result{Stdout: []byte(out), Stderr: []byte("Error while accessing provider:media\njava.lang.IllegalStateException: Couldn't read row\n")}}, 35)
	if err == nil || len(files) != 1 {
		t.Errorf("%d files, error %v: want the row before the failure, and the failure", len(files), err)
	}
}

// crlf is a tool behind a shell that ends lines in CR LF.
type crlf struct{ tool }

func (c *crlf) Shell(ctx context.Context, command string) (adb.Result, error) {
	res, err := c.tool.Shell(ctx, command)
	res.Stdout = bytes.ReplaceAll(res.Stdout, []byte("\n"), []byte("\r\n"))
	return res, err
}

func TestMediaFilesWithCarriageReturns(t *testing.T) {
	files, err := list(t, &crlf{tool{rows: sampleRows(t), old: true}}, 0)
	if err != nil || len(files) != 3 || !strings.HasSuffix(files[0].Path, ".jpg") || !strings.HasSuffix(files[2].Path, "a=b, c.png") {
		t.Errorf("%+v, %v", files, err)
	}
}

func TestMediaFileBounds(t *testing.T) {
	f := mediaFile(mediaColumns, []string{"5", "1", "-7", "9223372036854775807", "1700000000", "-1", "99999999999", "-3", "", "9223372036854775807", "2", "1", "1", "", "/a"})
	want := MediaFile{ID: 5, Kind: Image, Modified: time.Unix(1700000000, 0).UTC(), Trashed: true, Pending: true, Path: "/a"}
	if f != want {
		t.Errorf("got %+v\nwant %+v", f, want)
	}
}

func TestMediaFilesStops(t *testing.T) {
	stop := errors.New("stop")
	err := MediaFiles(t.Context(), &tool{rows: sampleRows(t)}, 35, func(MediaFile) error { return stop })
	if !errors.Is(err, stop) {
		t.Errorf("error %v", err)
	}
}

package media

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestExifToolAgrees asks another program for the capture times that testdata/
// taken.txt takes from EXIF and XMP. Where ExifTool passes on what is no time,
// such as an offset "east", there is nothing to compare.
func TestExifToolAgrees(t *testing.T) {
	program, err := exec.LookPath("exiftool")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("exiftool is missing")
		}
		t.Skip("exiftool is not installed")
	}
	dir := t.TempDir()
	type expected struct{ told, source, time string }
	want := map[string]expected{}
	for n, line := range strings.Split(string(testdata(t, "taken.txt")), "\n") {
		told, result, ok := strings.Cut(line, " => ")
		if !ok || line[0] == '#' {
			continue
		}
		f := strings.Fields(result)
		if f[0] != "exif" && f[0] != "xmp" {
			continue
		}
		data, _ := build(t, told)
		name := fmt.Sprintf("%03d.jpg", n+1)
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
		want[name] = expected{told, f[0], f[1]}
	}
	out, err := exec.CommandContext(t.Context(), program, "-q", "-json", "-fast2",
		"-Composite:SubSecDateTimeOriginal", "-ExifIFD:DateTimeOriginal", "-ExifIFD:OffsetTimeOriginal", "-ExifIFD:OffsetTime",
		"-Composite:SubSecCreateDate", "-ExifIFD:CreateDate", "-IFD0:ModifyDate",
		"-XMP-exif:DateTimeOriginal", "-XMP-photoshop:DateCreated", "-XMP-xmp:CreateDate", "-G1", dir).Output()
	if err != nil {
		t.Fatalf("exiftool: %v", err)
	}
	var told []map[string]any
	if err := json.Unmarshal(out, &told); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, tags := range told {
		name := filepath.Base(fmt.Sprint(tags["SourceFile"]))
		w := want[name]
		delete(want, name)
		keys := []string{"Composite:SubSecDateTimeOriginal", "ExifIFD:DateTimeOriginal", "Composite:SubSecCreateDate", "ExifIFD:CreateDate", "IFD0:ModifyDate"}
		if w.source == "xmp" {
			keys = []string{"XMP-exif:DateTimeOriginal", "XMP-photoshop:DateCreated", "XMP-xmp:CreateDate"}
		}
		got, ok := time.Time{}, false
		for _, k := range keys {
			if s, there := tags[k].(string); there && !ok {
				s = strings.TrimSpace(s)
				if k == "ExifIFD:DateTimeOriginal" { // ExifTool puts together what it takes for whole
					for _, zone := range []string{"ExifIFD:OffsetTimeOriginal", "ExifIFD:OffsetTime"} {
						if z, there := tags[zone].(string); there {
							s += z
							break
						}
					}
				}
				got, ok = exifToolTime(s)
			}
		}
		if !ok {
			continue
		}
		compared++
		if wanted := at(w.time); !got.Equal(wanted) {
			t.Errorf("%s: %s\nexiftool %s %v\nwe      %s", name, w.told, got.Format(time.RFC3339Nano), tags, w.time)
		}
	}
	if compared < 18 {
		t.Errorf("only %d times were compared", compared)
	}
	if len(want) > 0 {
		t.Errorf("exiftool said nothing of %v", want)
	}
}

// exifToolTime reads a time as ExifTool writes it; without a zone it is here. A
// zone that is nowhere on Earth is no time: ExifTool passes it on.
func exifToolTime(s string) (time.Time, bool) {
	for _, layout := range []string{"2006:01:02 15:04:05Z07:00", "2006:01:02 15:04:05"} {
		if got, err := time.ParseInLocation(layout, s, here); err == nil {
			_, zone := got.Zone()
			return got, zone >= -12*3600 && zone <= 14*3600
		}
	}
	return time.Time{}, false
}

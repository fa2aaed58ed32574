package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
)

// kept is a library with a small demo phone in it.
func kept(t *testing.T) string {
	t.Helper()
	addr, stop, err := demo.Start(t.Context(), demo.Options{Items: 14, Small: true, Private: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	p, err := device.Find(t.Context(), adb.NewServer(adb.Options{Addr: addr, NoStart: true}), "")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "library")
	lib, err := library.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	if r, err := lib.Backup(t.Context(), p, library.BackupOptions{Tracker: job.NewTracker(time.Now), Private: true}); err != nil || r.Failed > 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	return dir
}

// said runs a command line and returns its exit code and what it printed.
func said(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Run(t.Context(), Env{Stdout: &out, Stderr: &errs}, args)
	return code, out.String(), errs.String()
}

func TestExport(t *testing.T) {
	dir := kept(t)
	to := filepath.Join(t.TempDir(), "made", "anew")
	code, out, errs := said(t, "export", "--library", dir, "--what", "photos", "--search", "screenshots", "--to", to, "--json")
	var r job.Receipt
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitOK || r.Found == 0 || r.Copied != r.Found {
		t.Fatalf("code %d, %+v, %v\n%s", code, r.Counts, err, errs)
	}
	found, _ := filepath.Glob(filepath.Join(to, "Screenshot_*.png"))
	if len(found) != r.Copied {
		t.Errorf("%d screenshots of %d", len(found), r.Copied)
	}
	code, out, errs = said(t, "export", "--library", dir, "--what", "photos", "--album", "camera", "--format", "jpeg", "--size", "64", "--folders", "--motion", "--to", to)
	if code != exitOK || !strings.Contains(out, "failed 0") {
		t.Errorf("code %d: %s%s", code, out, errs)
	}
	entries, err := os.ReadDir(filepath.Join(to, "Camera"))
	if err != nil || len(entries) < 4 {
		t.Errorf("%v, %v", entries, err)
	}
}

// What came in later was not on the phone then.
func TestPhotosOfASnapshot(t *testing.T) {
	dir := kept(t)
	_, out, _ := said(t, "list", "snapshots", "--library", dir, "--json")
	var v struct{ Snapshots []struct{ ID, Kind string } }
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	id := ""
	for _, s := range v.Snapshots {
		if s.Kind == "files" {
			id = s.ID
		}
	}
	_, before, _ := said(t, "list", "photos", "--library", dir)
	later := filepath.Join(t.TempDir(), "later.png")
	f, err := os.Create(later)
	if err == nil {
		err = errors.Join(png.Encode(f, image.NewGray(image.Rect(0, 0, 9, 5))), f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	if code, out, errs := said(t, "import", "--library", dir, later); code != exitOK {
		t.Fatalf("import: %d %s%s", code, out, errs)
	}
	_, now, _ := said(t, "list", "photos", "--library", dir)
	code, then, errs := said(t, "list", "photos", "--library", dir, "--snapshot", id)
	if code != exitOK || then != before || strings.Count(now, "\n") != strings.Count(then, "\n")+1 {
		t.Errorf("code %d, then\n%swant\n%snow\n%s%s", code, then, before, now, errs)
	}
	to := t.TempDir()
	code, out, errs = said(t, "export", "--library", dir, "--what", "photos", "--snapshot", id, "--to", to, "--json")
	var r job.Receipt
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitOK || r.Copied != strings.Count(then, "\n") {
		t.Errorf("code %d, %+v, %v %s", code, r.Counts, err, errs)
	}
	if code, _, errs := said(t, "list", "photos", "--library", dir, "--snapshot", "20200101T000000Z-x"); code == exitOK || errs == "" {
		t.Errorf("a snapshot that is not there: code %d, %s", code, errs)
	}
}

// TestPrivateIsAskedFor: the private album is in no list and no export but its own.
func TestPrivateIsAskedFor(t *testing.T) {
	dir := kept(t)
	_, out, _ := said(t, "list", "photos", "--library", dir)
	if strings.Contains(out, "secretAlbum") {
		t.Errorf("listed unasked:\n%s", out)
	}
	_, out, _ = said(t, "list", "albums", "--library", dir)
	if strings.Contains(strings.ToLower(out), "secretalbum") {
		t.Errorf("listed unasked:\n%s", out)
	}
	_, out, _ = said(t, "list", "photos", "--private", "--json", "--library", dir)
	if strings.Count(out, `"private": "open"`) != 6 || strings.Count(out, `"private": "locked"`) != 2 {
		t.Errorf("the private album:\n%s", out)
	}
	to := t.TempDir()
	if code, out, errs := said(t, "export", "--what", "photos", "--private", "--library", dir, "--to", to); code != exitPartial || !strings.Contains(out, "exported 6 + skipped 2") {
		t.Errorf("code %d: %s%s", code, out, errs)
	}
	if found, _ := filepath.Glob(filepath.Join(to, "IMG_*.jpg")); len(found) != 4 {
		t.Errorf("%v", found)
	}
}

func TestExportRefuses(t *testing.T) {
	dir := kept(t)
	for _, line := range []string{
		"--what secrets", "--what photos --format tiff", "--what photos --size 3", "--what photos --quality 0",
		"--what photos --album nowhere", "--what photos --search nothinghasthisname",
	} {
		to := filepath.Join(t.TempDir(), "to")
		code, out, errs := said(t, append([]string{"export", "--library", dir, "--to", to}, strings.Fields(line)...)...)
		if code != exitFailed || out != "" || errs == "" {
			t.Errorf("%s: code %d, %q, %q", line, code, out, errs)
		}
		if _, err := os.Stat(to); err == nil {
			t.Errorf("%s made the folder", line)
		}
	}
}

package command

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/app/job"
	"keepsake/device/demo"
)

func TestCheckAgainstPhone(t *testing.T) {
	addr, stop, err := demo.Start(t.Context(), demo.Options{Items: 8, Small: true, Private: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("ANDROID_ADB_SERVER_PORT", port)
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	dir := filepath.Join(t.TempDir(), "library")
	if code, out, errs := said(t, "backup", "--library", dir, "--json"); code != exitOK || strings.Contains(out, ".lsa") || !strings.Contains(out, "private album was left out") {
		t.Fatalf("code %d: %s%s", code, out, errs)
	}
	code, out, errs := said(t, "check", "--against", "phone", "--json", dir)
	var c job.Comparison
	if err := json.Unmarshal([]byte(out), &c); err != nil || code != exitOK || c.Agree != 8 {
		t.Fatalf("code %d, %v: %s%s", code, err, out, errs)
	}
	kept, err := filepath.Glob(filepath.Join(dir, "Photos", "*", "DCIM", "Camera", "IMG_*"))
	if err != nil || len(kept) == 0 {
		t.Fatal(kept, err)
	}
	if err := os.Remove(kept[0]); err != nil {
		t.Fatal(err)
	}
	if code, out, _ = said(t, "check", "--against", "phone", dir); code != 2 || !strings.Contains(out, filepath.Base(kept[0])) {
		t.Errorf("one is missing: code %d: %s", code, out)
	}
	if code, _, errs = said(t, "check", "--against", "the moon", dir); code != exitFailed || errs == "" {
		t.Errorf("against the moon: %d", code)
	}
	stop()
	if code, out, errs = said(t, "check", "--against", "phone", dir); code == exitOK || out != "" || errs == "" {
		t.Errorf("no phone: code %d, %s%s", code, out, errs)
	}
}

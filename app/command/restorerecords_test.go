package command

import (
	"encoding/json"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/app/job"
	"keepsake/device/demo"
)

// plug lets the commands find this phone alone.
func plug(t *testing.T, sim *demo.Phone) {
	t.Helper()
	addr, stop, err := sim.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("ANDROID_ADB_SERVER_PORT", port)
}

// Records of one phone, restored to another from the command line, said before and
// taken back after.
func TestRestoreRecords(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	old, err := demo.New(demo.Options{Items: 1, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	plug(t, old)
	if code, out, errs := ran(t, nil, "backup", "--library", dir, "--what", "contacts,calls,calendar"); code != exitOK {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	fresh, err := demo.New(demo.Options{Bare: true, Serial: "another"})
	if err != nil {
		t.Fatal(err)
	}
	plug(t, fresh)
	code, out, errs := ran(t, nil, "restore", "--library", dir, "--what", "contacts,calls,calendar", "--dry-run")
	if code != exitPartial || !strings.Contains(out, "What does not come back:") || !strings.Contains(out, "calls (1): a voicemail") || !strings.Contains(out, "Nothing was changed.") {
		t.Errorf("%d %s %s", code, out, errs)
	}
	code, out, errs = ran(t, nil, "restore", "--library", dir, "--what", "contacts,calls,calendar", "--json")
	var r job.Receipt
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitPartial {
		t.Fatalf("%d %s %s %v", code, out, errs, err)
	}
	if r.Copied < 40 || r.Verified != r.Copied || r.Failed > 0 || r.Skipped != 1 || r.ID == "" {
		t.Errorf("%+v", r)
	}
	if code, out, errs = ran(t, nil, "restore", "--library", dir, "--what", "contacts", "--json"); code != exitOK || !strings.Contains(out, `"copied": 0`) {
		t.Errorf("once more: %d %s %s", code, out, errs)
	}
	if code, out, errs = ran(t, nil, "undo", r.ID, "--library", dir); code != exitOK {
		t.Errorf("%d %s %s", code, out, errs)
	}
	for _, args := range [][]string{{"--what", "dreams"}, {"--what", "contacts", "--album", "Camera"}, {"--what", "calls", "--to", t.TempDir()}} {
		if code, _, errs := ran(t, nil, append([]string{"restore", "--library", dir}, args...)...); code != exitFailed || !strings.Contains(errs, "--what") {
			t.Errorf("%v: %d %s", args, code, errs)
		}
	}
}

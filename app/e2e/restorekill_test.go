package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// undone lists what can be taken back, as `undo --json` does, by id.
func undone(t *testing.T) map[string]struct{ Ended, Undone bool } {
	t.Helper()
	out, errs, code := keepsake(t, "undo", "--json")
	var list struct {
		Restores []struct {
			ID            string
			Ended, Undone bool
		}
	}
	if err := json.Unmarshal([]byte(out), &list); code != 0 || err != nil {
		t.Fatalf("undo --json: %d, %v\n%s", code, err, errs)
	}
	all := map[string]struct{ Ended, Undone bool }{}
	for _, r := range list.Restores {
		all[r.ID] = struct{ Ended, Undone bool }{r.Ended, r.Undone}
	}
	return all
}

// missing is how much a restore would bring back now.
func missing(t *testing.T, args ...string) int {
	t.Helper()
	out, errs, code := keepsake(t, append(args, "--dry-run", "--json")...)
	var plan struct{ Totals struct{ Change int } }
	if err := json.Unmarshal([]byte(out), &plan); code != 0 || err != nil {
		t.Fatalf("--dry-run: %d, %v\n%s", code, err, errs)
	}
	return plan.Totals.Change
}

// TestProgramKilledAtEveryStep kills a restore of photos and contacts once its journal
// has so many lines: four times spread over it, or with KEEPSAKE_KILLS set at every
// line. It is finished, which must bring all back, or not, and taken back, which must
// leave the phone as it was.
func TestProgramKilledAtEveryStep(t *testing.T) {
	library := filepath.Join(t.TempDir(), "library")
	addr := startPhone(t, "--items", "12", "--plain")
	t.Setenv("ANDROID_ADB_SERVER_PORT", port(addr))
	t.Setenv("KEEPSAKE_LIBRARY", library)
	backup(t, library, []int{0, 1}, "--what", "photos,contacts")
	run(t, 0, "free", "--older-than", "0", "--erase")
	for _, id := range []string{"3", "4", "5", "6", "7", "8"} {
		if out, err := exec.Command("adb", "-P", port(addr), "shell", "content", "delete", "--uri", "content://com.android.contacts/raw_contacts/"+id).CombinedOutput(); err != nil {
			t.Fatalf("delete a contact: %v\n%s", err, out)
		}
	}
	// That backup, and not how the phone was before an earlier restore, which is kept too.
	snapshots, err := os.ReadDir(filepath.Join(library, ".keepsake", "snapshots"))
	if err != nil || len(snapshots) != 1 {
		t.Fatalf("%d snapshots, %v", len(snapshots), err)
	}
	restore := []string{"restore", "--what", "photos,contacts", "--snapshot", strings.TrimSuffix(snapshots[0].Name(), ".json")}
	journal := func(id string) int {
		b, err := os.ReadFile(filepath.Join(library, ".keepsake", "restores", id, "journal.ndjson"))
		if err != nil {
			return 0
		}
		return bytes.Count(b, []byte("\n"))
	}
	away := missing(t, restore...)
	whole, id := run(t, 0, restore...)
	lines := journal(id)
	if whole.Copied != away || away < 12 || lines < 20 {
		t.Fatalf("%d of %d came back, in %d lines", whole.Copied, away, lines)
	}
	run(t, 0, "undo", id)
	every := lines / 4
	if os.Getenv("KEEPSAKE_KILLS") != "" {
		every = 1
	}
	var at []int
	for n := 1; n < lines; n += every {
		before := undone(t)
		cmd := exec.Command(program, restore...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() { _ = cmd.Wait(); close(ended) }()
		id := ""
	watch:
		for journal(id) < n {
			select {
			case <-ended:
				break watch
			case <-time.After(200 * time.Microsecond):
			}
			names, err := os.ReadDir(filepath.Join(library, ".keepsake", "restores"))
			for _, e := range names {
				if _, known := before[e.Name()]; err == nil && !known {
					id = e.Name()
				}
			}
		}
		_ = cmd.Process.Kill()
		<-ended
		if id == "" {
			t.Fatalf("killed for line %d, and nothing had begun", n)
		}
		at = append(at, journal(id))
		state := undone(t)[id]
		if len(at)%2 == 0 && !state.Ended {
			run(t, 0, "restore", "--finish", id)
			if left := missing(t, restore...); left != 0 {
				t.Errorf("killed after line %d and finished: %d are missing still", at[len(at)-1], left)
			}
		}
		run(t, 0, "undo", id)
		if left := missing(t, restore...); left != away {
			t.Errorf("killed after line %d and taken back: %d are missing, %d were", at[len(at)-1], left, away)
		}
	}
	t.Logf("%d photos and contacts, %d lines of journal; killed after line %v", away, lines, at)
	check(t, library)
}

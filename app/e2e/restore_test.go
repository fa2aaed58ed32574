package e2e

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// run runs a command that prints a receipt with --json, and wants an exit code.
func run(t *testing.T, want int, args ...string) (r receipt, id string) {
	t.Helper()
	out, errs, code := keepsake(t, append(args, "--json")...)
	if code != want {
		t.Fatalf("%v: exit code %d, want %d\n%s%s", args, code, want, out, errs)
	}
	var named struct {
		receipt
		ID string
	}
	if err := json.Unmarshal([]byte(out), &named); err != nil {
		t.Fatalf("%v: not one JSON object: %v\n%s", args, err, out)
	}
	if !named.addsUp() {
		t.Errorf("%v: the receipt does not add up: %+v", args, named)
	}
	return named.receipt, named.ID
}

// TestProgramRestores: what was freed is restored, taken back, restored again; and a
// dry run changes nothing.
func TestProgramRestores(t *testing.T) {
	library := filepath.Join(t.TempDir(), "library")
	addr := startPhone(t, "--items", "30")
	t.Setenv("ANDROID_ADB_SERVER_PORT", port(addr))
	t.Setenv("KEEPSAKE_LIBRARY", library)
	backup(t, library, []int{0, 1})
	if r, _ := run(t, 0, "restore", "--what", "photos,recordings"); r.Copied != 0 || r.Already == 0 {
		t.Errorf("restore to the same phone: %+v", r)
	}
	out, _, code := keepsake(t, "free", "--older-than", "0", "--dry-run", "--json")
	var plan struct {
		Totals struct{ Kept, Change int }
		Steps  []struct{ State, Do, Target string }
	}
	if err := json.Unmarshal([]byte(out), &plan); code != 0 || err != nil || plan.Totals.Change < 25 || len(plan.Steps) < plan.Totals.Change {
		t.Fatalf("free --dry-run: %d, %v, %+v", code, err, plan.Totals)
	}
	freed, id := run(t, 0, "free", "--older-than", "0", "--erase")
	if freed.Copied != plan.Totals.Change || freed.Verified != freed.Copied {
		t.Errorf("freed %+v, the dry run said %+v", freed, plan.Totals)
	}
	restored, second := run(t, 0, "restore", "--snapshot", "latest", "--what", "photos,recordings")
	if restored.Copied != freed.Copied || restored.Verified != restored.Copied || restored.Failed != 0 {
		t.Errorf("restored %+v after freeing %+v", restored, freed)
	}
	if r, _ := run(t, 0, "undo", second); r.Copied != restored.Copied {
		t.Errorf("took back %+v", r)
	}
	if r, _ := run(t, 0, "undo", id); r.Copied != freed.Copied {
		t.Errorf("brought back %+v", r)
	}
	if r, _ := run(t, 0, "restore", "--what", "photos,recordings"); r.Copied != 0 {
		t.Errorf("restored %+v once everything was there again", r)
	}
	out, _, code = keepsake(t, "undo")
	if code != 0 || !strings.Contains(out, id) || !strings.Contains(out, "taken back") {
		t.Errorf("the list of what can be taken back: %d\n%s", code, out)
	}
	if r, _ := run(t, 0, "restore", "--prove", "--sample", "5"); r.Copied != 5 || r.Verified != 5 {
		t.Errorf("the drill: %+v", r)
	}
	folder := filepath.Join(t.TempDir(), "out")
	if r, _ := run(t, 0, "restore", "--to", folder); r.Verified != restored.Already+restored.Copied {
		t.Errorf("into a folder: %+v", r)
	}
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"undo", "restore-never"}, "no restore with this id"},
		{[]string{"restore", "--conflict", "fight"}, "keep-both"},
		{[]string{"restore", "--what", "dreams"}, "dreams"},
		{[]string{"restore", "--search", "nowhere to be found"}, "nothing in the library"},
		{[]string{"free", "--older-than", "soon"}, "30d"},
	} {
		if _, errs, code := keepsake(t, c.args...); code != 2 || !strings.Contains(errs, c.says) {
			t.Errorf("%v: %d, %q", c.args, code, errs)
		}
	}
	for _, c := range []string{"restore", "undo", "free"} {
		if out, _, code := keepsake(t, c, "--help"); code != 0 || !strings.Contains(out, "Examples:") {
			t.Errorf("%s --help: %d without examples", c, code)
		}
	}
	check(t, library)
}

// TestProgramKilledInARestore kills the program in the middle of a restore; the next
// one finishes it, and undo takes all of it back. KEEPSAKE_KILLS sets how often.
func TestProgramKilledInARestore(t *testing.T) {
	library := filepath.Join(t.TempDir(), "library")
	addr := startPhone(t, "--items", "100")
	t.Setenv("ANDROID_ADB_SERVER_PORT", port(addr))
	t.Setenv("KEEPSAKE_LIBRARY", library)
	backup(t, library, []int{0, 1})
	freed, _ := run(t, 0, "free", "--older-than", "0", "--erase")
	times := 4
	if s := os.Getenv("KEEPSAKE_KILLS"); s != "" {
		var err error
		if times, err = strconv.Atoi(s); err != nil {
			t.Fatalf("KEEPSAKE_KILLS: %v", err)
		}
	}
	kills := 0
	for n := range times {
		cmd := exec.Command(program, "restore", "--what", "photos,recordings")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(50+rand.IntN(350)) * time.Millisecond)
		_ = cmd.Process.Kill()
		if err := cmd.Wait(); err != nil {
			kills++
		}
		out, _, code := keepsake(t, "undo", "--json")
		var list struct {
			Restores []struct {
				ID, Job       string
				Ended, Undone bool
			}
		}
		if err := json.Unmarshal([]byte(out), &list); code != 0 || err != nil {
			t.Fatalf("undo --json: %d, %v", code, err)
		}
		for _, r := range list.Restores { // none where it was killed before it began
			if r.Job != "restore" || r.Undone {
				continue
			}
			if n%2 == 0 && !r.Ended {
				run(t, 0, "restore", "--finish", r.ID)
			}
			run(t, 0, "undo", r.ID)
		}
	}
	if kills == 0 {
		t.Error("nothing was killed")
	}
	if r, _ := run(t, 0, "restore", "--what", "photos,recordings"); r.Copied != freed.Copied {
		t.Errorf("after all the undoing %+v were missing on the phone, %+v were freed", r, freed)
	}
}

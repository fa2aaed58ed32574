package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/app/library"
	"keepsake/device"
	"keepsake/gallery/records"
)

// keptRecords is a library with one record of each kind.
func keptRecords(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "library")
	lib, err := library.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	for c, r := range map[records.Category]records.Record{
		records.Contacts:   records.Contact{Name: records.Name{Display: "Alice Sample"}, Phones: []records.Labelled{{Value: "+10005550101", Kind: "mobile"}}},
		records.Messages:   records.Message{Box: records.Received, Date: 1700000000000, Address: "+10005550101", Body: "about\ndinner", Sub: -1, Status: -1},
		records.Calls:      records.Call{Number: "+10005550101", Date: 1700000000000, Duration: 65, Type: records.Incoming},
		records.Events:     records.Event{UID: "u", Title: "Meeting", Start: 1700000000000, End: 1700003600000},
		records.Notes:      records.Note{ID: "1", Folder: "Work", Title: "Plan", Body: "- [x] done", Created: 1700000000000},
		records.Wifi:       records.WifiNetwork{SSID: "Home", Security: "WPA_PSK", Password: "hunter2"},
		records.Apps:       records.App{Package: "org.example.app", Label: "Example", Version: "1.2"},
		records.Recordings: records.Recording{Path: "/x/Idea.mp3", Kind: records.Memo, Name: "Idea", Date: 1700000000000},
		records.Settings:   records.Setting{Table: "system", Key: "time_12_24", Value: "24"},
		records.Archives:   records.Archive{Package: "org.example.app", Label: "Recipes", Layout: records.AppLayout, File: records.Attachment{Name: "a.bak", Data: []byte("x")}},
	} {
		if _, err := lib.SaveRecords(t.Context(), device.Info{ID: "p", Name: "Redmi"}, c, records.Each([]records.Record{r})); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestListRecords(t *testing.T) {
	dir := keptRecords(t)
	for kind, want := range map[string]string{
		"contacts": "Alice Sample", "messages": "about dinner", "calls": "incoming", "events": "Meeting", "notes": "Plan",
		"wifi": "WPA_PSK", "apps": "org.example.app", "recordings": "Idea", "settings": "time_12_24", "archives": "Recipes",
	} {
		code, out, errs := said(t, "list", kind, "--library", dir)
		if code != exitOK || !strings.Contains(out, want) || strings.Contains(out, "hunter2") {
			t.Errorf("%s: code %d\n%s%s", kind, code, out, errs)
		}
		code, out, errs = said(t, "list", kind, "--library", dir, "--json")
		var v map[string][]any
		if err := json.Unmarshal([]byte(out), &v); err != nil || code != exitOK || len(v[kind]) != 1 {
			t.Errorf("%s --json: code %d, %v\n%s%s", kind, code, err, out, errs)
		}
	}
	if _, out, _ := said(t, "list", "messages", "--library", dir, "--search", "breakfast"); out != "" {
		t.Errorf("found what is not there: %s", out)
	}
}

func TestExportRecords(t *testing.T) {
	dir := keptRecords(t)
	to := t.TempDir()
	want := map[string]string{"vcf": "FN:Alice Sample", "ics": "SUMMARY:Meeting", "html": "</html>"}
	for _, c := range records.Categories() {
		for _, f := range library.RecordFormats(c) {
			code, out, errs := said(t, "export", "--library", dir, "--what", string(c), "--format", f.Name, "--to", to)
			if code != exitOK || !strings.HasPrefix(out, "1 "+string(c)+" in ") {
				t.Errorf("%s as %s: code %d\n%s%s", c, f.Name, code, out, errs)
				continue
			}
			path := strings.TrimSpace(strings.TrimPrefix(out, "1 "+string(c)+" in "))
			if f.Name == "md" {
				path = filepath.Join(path, "Work", "Plan.md")
			}
			b, err := os.ReadFile(path)
			if err != nil || !strings.Contains(string(b), want[f.Name]) || len(b) < 10 || strings.Contains(string(b), "hunter2") {
				t.Errorf("%s as %s: %v\n%s", c, f.Name, err, b)
			}
		}
	}
	if code, out, _ := said(t, "export", "--library", dir, "--what", "contacts", "--to", to); code != exitOK || !strings.Contains(out, "Contacts (2).vcf") {
		t.Errorf("a taken name: %s", out)
	}
	for _, args := range [][]string{{"--what", "contacts", "--format", "xml"}, {"--what", "contacts", "--search", "nobody"}, {"--what", "nonsense"}} {
		if code, _, errs := said(t, append([]string{"export", "--library", dir, "--to", to}, args...)...); code == exitOK || errs == "" {
			t.Errorf("%v: code %d, %s", args, code, errs)
		}
	}
}

func TestListSnapshots(t *testing.T) {
	dir := keptRecords(t)
	code, out, errs := said(t, "list", "snapshots", "--library", dir, "--json")
	var v struct {
		Snapshots []struct {
			ID, Kind string
			Count    int
		}
	}
	if err := json.Unmarshal([]byte(out), &v); err != nil || code != exitOK || len(v.Snapshots) != len(records.Categories()) || v.Snapshots[0].Count != 1 || v.Snapshots[0].ID == "" {
		t.Errorf("code %d, %v\n%s%s", code, err, out, errs)
	}
	for _, k := range v.Snapshots {
		args := []string{"list", k.Kind, "--library", dir, "--snapshot", k.ID}
		_, now, _ := said(t, "list", k.Kind, "--library", dir)
		if code, out, errs := said(t, args...); code != exitOK || out != now {
			t.Errorf("%v: code %d\n%s%s", args, code, out, errs)
		}
		to := t.TempDir()
		if code, out, errs := said(t, "export", "--library", dir, "--what", k.Kind, "--snapshot", k.ID, "--to", to); code != exitOK || !strings.HasPrefix(out, "1 "+k.Kind+" in "+to) {
			t.Errorf("export %s as it was: code %d\n%s%s", k.Kind, code, out, errs)
		}
		if _, out, _ := said(t, append(args, "--search", "nowhere at all")...); out != "" {
			t.Errorf("found what is not there: %s", out)
		}
	}
	if code, _, errs := said(t, "export", "--library", dir, "--what", "calls", "--snapshot", v.Snapshots[0].ID+"x", "--to", t.TempDir()); code == exitOK || errs == "" {
		t.Errorf("exported from a snapshot that is not there: code %d, %s", code, errs)
	}
	if code, _, errs := said(t, "list", "contacts", "--library", dir, "--snapshot", "20200101T000000Z-x"); code == exitOK || errs == "" {
		t.Errorf("a snapshot that is not there: code %d, %s", code, errs)
	}
	if _, out, _ = said(t, "list", "snapshots", "--library", dir, "--limit", "2"); strings.Count(out, "\n") != 2 {
		t.Errorf("limited:\n%s", out)
	}
}

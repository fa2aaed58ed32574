package app

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/schedule"
	"keepsake/app/settings"
	"keepsake/app/ui/shelf"
	"keepsake/gallery/records"
)

// TestAReportTellsNothingOfItsOwner: none of the names, numbers, paths and serials
// that the library, the phone and the settings hold is in it; what helps is.
func TestAReportTellsNothingOfItsOwner(t *testing.T) {
	const secret = "Zwetschkenknödel" // a name that nothing else has
	b := newBench(t, simulated(t, "SERIAL77XYZ", 0))
	a, _ := newRoutineOn(b)
	b.routine = a
	id := b.ready(t, "SERIAL77XYZ")
	if err := a.SetRule(id, schedule.Rule{Every: schedule.Daily}); err != nil {
		t.Fatal(err)
	}
	if err := b.runs.start(id); err != nil {
		t.Fatal(err)
	}
	r := b.ended(t, id)
	if err := b.current.rename(id, secret); err != nil {
		t.Fatal(err)
	}
	if err := b.settings.Change(func(v *settings.Values) {
		v.Clouds = []settings.Cloud{{ID: "c", Name: secret, Kind: "webdav", Params: map[string]string{"user": secret, "url": "https://nas.example/" + secret}, Account: secret}}
	}); err != nil {
		t.Fatal(err)
	}
	lib := b.current.now()
	bad := job.Receipt{Job: job.BackupName, Device: "SERIAL77XYZ", Phone: id, Name: secret, Library: lib.Dir(), Started: time.Now(), Status: job.Failed,
		Counts: job.Counts{Found: 3, Failed: 3}, Message: "Read /storage/emulated/0/" + secret + ".jpg: permission denied",
		Categories: map[string]job.Counts{secret: {Found: 1}, "photos": {Found: 2}},
		Problems: []job.Problem{
			{Path: "/storage/emulated/0/DCIM/" + secret + ".jpg", Outcome: job.Lost, Reason: "open " + secret + " of +43 660 1234567: permission denied"},
			{Path: "/storage/emulated/0/DCIM/x.jpg", Outcome: job.Lost, Reason: "anna.huber@example.org: no space left on device /home/anna/Pictures"},
			{Path: "Will May", Outcome: job.Skipped, Reason: "the phone of Will was unplugged"},
		}}
	if err := lib.SaveReceipt(bad); err != nil {
		t.Fatal(err)
	}
	name, err := b.SaveReport(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	secrets := []string{secret, "SERIAL77XYZ", id, lib.Dir(), lib.Store.ID(), "/storage", "/home", "DCIM", "Camera", "IMG_", ".jpg", "+43", "1234567", "@", "example", "anna", "Will", "nas"}
	secrets = append(secrets, allNames(t, b)...)
	for _, s := range secrets {
		if s != "" && strings.Contains(text, s) {
			t.Errorf("the report has %q in it", s)
		}
	}
	for _, s := range []string{`"job": "backup"`, "permission denied", "no space left on device", "was unplugged", `"webdav"`, `"automatic": "daily"`, `"status": "failed"`} {
		if !strings.Contains(text, s) {
			t.Errorf("the report lacks %q:\n%s", s, text)
		}
	}
	var d diagnosis
	if err := json.Unmarshal(data, &d); err != nil || len(d.Runs) != 2 || d.Runs[1].Counts != r.Counts || len(d.Phones) != 1 || d.Phones[0].Model == "" {
		t.Errorf("%+v, %v", d, err)
	}
}

// allNames are the names and numbers of everybody the library knows.
func allNames(t *testing.T, b *bench) (all []string) {
	t.Helper()
	faces, err := papers{pictures{b.current}}.Faces(t.Context(), shelf.RecordQuery{Category: records.Contacts})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faces {
		if len(f.Name) > 3 {
			all = append(all, f.Name)
		}
	}
	if len(all) == 0 {
		t.Fatal("the library knows nobody: this test tests nothing")
	}
	return all
}

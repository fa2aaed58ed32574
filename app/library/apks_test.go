package library

import (
	"io"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/gallery/index"
	"keepsake/gallery/records"
)

// TestAPKs: they are kept when asked for, base and splits, as the phone has them; a
// later backup that does not ask lets them be, and reads nothing again.
func TestAPKs(t *testing.T) {
	addr, stop, err := demo.Start(t.Context(), demo.Options{Items: 1, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	p, err := device.Find(t.Context(), adb.NewServer(adb.Options{Addr: addr, NoStart: true}), "")
	if err != nil {
		t.Fatal(err)
	}
	l := empty(t)
	run := func(apks bool) job.Receipt {
		r, err := l.Backup(t.Context(), p, BackupOptions{Tracker: job.NewTracker(time.Now), NoVerify: true, APKs: apks,
			Records: []records.Category{records.Apps}, Want: func(device.File) bool { return false }})
		if err != nil || r.Failed > 0 {
			t.Fatalf("%v %+v", err, r)
		}
		return r
	}
	if r := run(false); r.Categories["apps"].Copied == 0 {
		t.Errorf("%+v", r)
	}
	if got, err := l.APKs(t.Context(), p.Info().ID, "com.example.recipes"); err != nil || len(got) != 0 {
		t.Errorf("unasked: %v %v", got, err)
	}
	first := run(true)
	var paths []string
	var splits string
	apps, err := l.Apps(t.Context(), index.RecordQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range apps {
		if a.Record.System != (len(a.Record.APKs) == 0) {
			t.Errorf("%s: %d files", a.Record.Package, len(a.Record.APKs))
		}
		if len(a.Record.APKs) > 1 {
			splits = a.Record.Package
		}
	}
	got, err := l.APKs(t.Context(), p.Info().ID, splits)
	if err != nil || len(got) != 3 || got[0].Name != "base.apk" || got[0].Code == 0 {
		t.Fatalf("%q: %v %+v", splits, err, got)
	}
	for _, a := range got {
		f, err := a.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(f)
		f.Close()
		if err != nil || int64(len(b)) != a.Size || string(b[:2]) != "PK" {
			t.Errorf("%s: %d bytes, %v", a.Name, len(b), err)
		}
		paths = append(paths, a.Path)
	}
	if first.Bytes < got[0].Size {
		t.Errorf("%d bytes", first.Bytes)
	}
	if again := run(true); again.Bytes != 0 || again.Categories["apps"].Copied != 0 {
		t.Errorf("again: %+v", again)
	}
	if r := run(false); r.Categories["apps"].Copied != 0 {
		t.Errorf("not asked: %+v", r)
	}
	if still, err := l.APKs(t.Context(), p.Info().ID, splits); err != nil || len(still) != len(paths) || still[0].Path != paths[0] {
		t.Errorf("not asked: %v %+v", err, still)
	}
}

package device_test

import (
	"slices"
	"testing"
	"time"

	"keepsake/device"

	"keepsake/device/demo"
	"keepsake/device/miui/localbackup"
	"keepsake/gallery/records"
)

func TestLocalBackupOfTheDemoPhone(t *testing.T) {
	sim, p := found(t, demo.Options{Items: 1})
	if all, err := p.LocalBackups(t.Context()); err != nil || len(all) != 0 {
		t.Fatalf("a phone that made none: %v %+v", err, all)
	}
	first := p.Info().Zone()
	for _, day := range []int{10, 12, 11} {
		if err := sim.MakeLocalBackup(dayOf(day).In(first)); err != nil {
			t.Fatal(err)
		}
	}
	all, err := p.LocalBackups(t.Context())
	if err != nil || len(all) != 3 || !all[0].Made.Equal(dayOf(12)) || !all[2].Made.Equal(dayOf(10)) || len(all[0].Files) != 4 {
		t.Fatalf("%v %+v", err, all)
	}
	var problems records.Problems
	var got []localbackup.Contents
	for _, f := range all[0].Files {
		c, err := p.ReadLocalBackup(t.Context(), f, "", &problems)
		if err != nil || c.Package != f.Package {
			t.Fatalf("%s: %v, %s", f.Path, err, c.Package)
		}
		got = append(got, c)
	}
	for _, x := range problems.List {
		t.Error(x)
	}
	find := func(pkg string) localbackup.Contents {
		i := slices.IndexFunc(got, func(c localbackup.Contents) bool { return c.Package == pkg })
		return got[i]
	}
	if n := find("com.miui.notes").Notes; len(n) != 4 || len(n[0].Attachments) != 1 || n[0].Folder != "Travel" {
		t.Errorf("%+v", n)
	}
	if w := find("com.android.settings").Wifi; len(w) != 4 || w[1].SSID != "Grandma's, upstairs" || w[1].Password.Reveal() != `tea "at" four; \o/` || w[1].Security != "SAE" || !w[3].Hidden {
		t.Errorf("%+v", w)
	}
	if c := find("com.example.recipes"); c.Layout != localbackup.AppData {
		t.Errorf("%+v", c)
	}
	if _, err := p.ReadLocalBackup(t.Context(), device0(), "", &problems); err == nil {
		t.Error("a file that is not there")
	}
}

func dayOf(n int) time.Time { return time.Date(2026, 4, n, 8, 30, 0, 0, time.UTC) }

func device0() device.LocalBackupFile {
	return device.LocalBackupFile{Path: "/sdcard/MIUI/backup/AllBackup/none.bak"}
}

package ui_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"keepsake/app/job"
	"keepsake/app/ui"
	"keepsake/app/ui/importing"
	"keepsake/app/ui/uitest"
)

// dropped lets files fall onto the window.
func dropped(r *rig, paths ...string) {
	var all []fyne.URI
	for _, p := range paths {
		all = append(all, storage.NewFileURI(p))
	}
	r.shell.Dropped(fyne.NewPos(700, 400), all)
	r.Settle()
}

func goods(r *rig) {
	full(r)
	r.goods.Known = []importing.Phone{{ID: "4f2a", Name: "Mum's phone"}, {ID: "77aa", Name: "Dad"}}
	r.goods.Parts = []importing.Part{
		{Kind: importing.Takeout, Title: "takeout-20261101T101500Z-001.zip", Files: 12_480, Bytes: 31_400_000_000, Pieces: 1},
		{Kind: importing.Folder, Title: "Old pictures", Files: 912, Bytes: 2_100_000_000, Pieces: 1},
	}
}

func backups(r *rig) {
	goods(r)
	r.goods.Parts = []importing.Part{{Kind: importing.Folder, Title: "AllBackup", Files: 34, Bytes: 2_100_000_000, Pieces: 1}}
	for i, name := range []string{"20261102_081500", "20260814_220102", "20251224_120000"} {
		r.goods.Own = append(r.goods.Own, importing.Backup{Name: name, Made: time.Date(2026, time.Month(11-3*i), 2, 8, 15, 0, 0, time.UTC)})
	}
}

func locked(r *rig) {
	goods(r)
	r.goods.Password = "right"
	r.goods.Parts = []importing.Part{{Kind: importing.Archive, Title: "MiCloud_Gallery_相册_2023 (1).zip", Files: 5_310, Bytes: 18_700_000_000, Pieces: 4, Locked: true}}
}

// taking is an import under way.
func taking() *job.Snapshot {
	s := uitest.Copying()
	s.Album, s.Item = "Holiday", "IMG_20231114_221320.jpg"
	return &s
}

func importReceipt() job.Receipt {
	r := uitest.Receipt(0, job.Done, job.Counts{Found: 13_392, Copied: 9_120, Already: 4_250, Skipped: 20, Failed: 2},
		job.Problem{Path: "/home/anna/Downloads/takeout-001.zip/Takeout/Google Photos/Holiday/IMG_1.jpg", Outcome: job.Lost, Reason: "the archive is damaged: the checksum is wrong"})
	r.Job, r.Phone, r.Device, r.Name = job.ImportName, "", "", "takeout-20261101T101500Z-001.zip + 1"
	return r
}

func importStates() []state {
	return []state{
		{"import_ask", 900, goods, func(r *rig) { dropped(r) }},
		{"import_ready", 900, goods, func(r *rig) { dropped(r, "/home/anna/takeout.zip") }},
		{"import_backups", 900, backups, func(r *rig) { dropped(r, "/media/anna/AllBackup") }},
		{"import_locked", 900, locked, func(r *rig) { dropped(r, "/home/anna/mi.zip") }},
		{"import_wrong", 900, locked, func(r *rig) {
			dropped(r, "/home/anna/mi.zip")
			r.shell.Import().Unlock("wrong")
			r.Settle()
		}},
		{"import_failed", 900, func(r *rig) { goods(r); r.goods.Fail = errors.New("This archive did not arrive whole, or is damaged.") }, func(r *rig) {
			dropped(r, "/home/anna/half.zip")
		}},
		{"import_running", 900, goods, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.do(func() { r.goods.Now = taking() })
		}},
		{"import_and_backup", 900, goods, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.do(func() { r.goods.Now = taking(); r.world.Running["4f2a"] = uitest.Copying() })
		}},
		{"import_receipt", 900, goods, func(r *rig) {
			r.world.Past = append([]job.Receipt{importReceipt()}, r.world.Past...)
			r.shell.Go(ui.AtActivity)
			r.Settle()
		}},
	}
}

// TestDropToReceipt: a drop opens the sheet, the password opens the archive, the
// import runs in the strip on every page, and its end is told.
func TestDropToReceipt(t *testing.T) {
	r := ready(t, locked)
	dropped(r, "/home/anna/mi.zip", "/home/anna/mi.zip")
	m := r.shell.Import()
	if m.Step != importing.Ready || m.CanStart() || !slices.Equal(r.goods.Looked[0], []string{"/home/anna/mi.zip"}) {
		t.Fatalf("after the drop: %+v, looked at %v", m, r.goods.Looked)
	}
	m.Start() // of what is locked
	m.Unlock("wrong")
	r.Settle()
	if !errors.Is(m.Wrong, uitest.ErrWrong) || m.CanStart() || len(r.goods.Started) > 0 {
		t.Fatalf("a wrong password: %+v", m)
	}
	m.Unlock("right")
	r.Settle()
	m.Choose(1)
	if !m.CanStart() || m.Wrong != nil {
		t.Fatalf("the right password: %+v", m)
	}
	m.Start()
	r.Settle()
	if r.shell.Import() != nil || !slices.Equal(r.goods.Started, []string{"77aa"}) {
		t.Fatalf("started %v, the sheet is open: %v", r.goods.Started, r.shell.Import() != nil)
	}
	for _, p := range []ui.Place{ui.AtHome, ui.AtPhotos} {
		r.shell.Go(p)
		r.shell.Tick()
		r.Settle()
		if !r.shell.StripShown() {
			t.Errorf("no strip on page %d while an import runs", p)
		}
	}
	r.goods.Now = taking()
	r.shell.Tick()
	r.press(1130, 771) // Pause in the strip
	r.press(1130, 771) // Continue
	r.press(1216, 771) // Cancel
	if !slices.Equal(r.goods.Held, []bool{true, false}) || r.goods.Stopped != 1 {
		t.Errorf("held %v, stopped %d times", r.goods.Held, r.goods.Stopped)
	}
	last := importReceipt()
	r.goods.Now, r.goods.Last = nil, &last
	r.shell.Tick()
	r.Settle()
	told := strings.Join(r.shell.Told(), "\n")
	if r.shell.StripShown() || !strings.Contains(told, "2 items could not be imported") {
		t.Errorf("after the end the toasts say %q", told)
	}
	r.Clock.Advance(time.Second)
	r.shell.Tick()
	if n := len(r.shell.Told()); n != 1 {
		t.Errorf("the end was told %d times", n)
	}
}

// TestASecondDropAdds to what was dropped before; a sheet that is closed lets go
// of it.
func TestASecondDropAdds(t *testing.T) {
	r := ready(t, goods)
	dropped(r, "/a")
	dropped(r, "/b", "/a")
	if !slices.Equal(r.goods.Looked[1], []string{"/a", "/b"}) {
		t.Errorf("looked at %v", r.goods.Looked)
	}
	if !r.shell.Key(fyne.KeyEscape) || r.shell.Import() != nil || r.goods.Dropped != 1 {
		t.Errorf("Escape left the sheet open, or let go %d times", r.goods.Dropped)
	}
	dropped(r, "/c")
	if !slices.Equal(r.goods.Looked[2], []string{"/c"}) {
		t.Errorf("looked at %v", r.goods.Looked)
	}
}

// TestNothingToImport: what cannot be imported is said, and something else can be
// chosen.
func TestNothingToImport(t *testing.T) {
	r := ready(t, func(r *rig) { goods(r); r.goods.Fail = errors.New("half an archive") })
	dropped(r, "/half.zip")
	m := r.shell.Import()
	if m.Step != importing.Failed || m.CanStart() {
		t.Fatalf("%+v", m)
	}
	r.goods.Fail = nil
	m.Add([]string{"/whole.zip"})
	r.Settle()
	if m.Step != importing.Ready || !slices.Equal(r.goods.Looked[1], []string{"/whole.zip"}) {
		t.Errorf("%+v, looked at %v", m, r.goods.Looked)
	}
	r.goods.Refuse = errors.New("An import is running already.")
	m.Start()
	if m.Wrong == nil || r.shell.Import() == nil {
		t.Error("a refused start was not told")
	}
}

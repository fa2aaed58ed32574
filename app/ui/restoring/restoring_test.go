package restoring_test

import (
	"errors"
	"os"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/ui/look"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/restoring"
	"keepsake/app/ui/uitest"
)

func newModel(t *testing.T, r *uitest.Restores) (*restoring.Model, *uitest.Bench) {
	t.Helper()
	b := uitest.NewBench(t, look.Light)
	m := restoring.NewModel(r, b.Kit)
	m.Show()
	b.Settle()
	return m, b
}

// TestOneClick: the newest backup and the phone that is there are chosen from the
// start; what is shown is what runs; it can be taken back.
func TestOneClick(t *testing.T) {
	r := uitest.NewRestores()
	m, b := newModel(t, r)
	if m.Chosen != "mum0" || m.Where != "4f2a" || !m.All() || !m.CanCompare() {
		t.Fatalf("at first: %q to %q, all %v", m.Chosen, m.Where, m.All())
	}
	m.Compare()
	b.Settle()
	if o := r.Asked[0]; o.Backup != "mum0" || o.Phone != "4f2a" || o.What != nil || o.Items != nil {
		t.Errorf("asked %+v", o)
	}
	shown := m.Flow.Plan
	if m.Flow.Step != restoring.Ready || !m.Flow.CanRun() {
		t.Fatalf("after the comparison: %+v", m.Flow)
	}
	m.Flow.Run()
	if m.Flow.Step != restoring.Running || len(r.Started) != 1 || r.Started[0] != shown {
		t.Fatalf("what ran is not what was shown: %v", r.Started)
	}
	m.Flow.Run() // twice does nothing more
	m.Flow.Hold()
	m.Flow.Hold()
	m.Flow.Cancel()
	if len(r.Started) != 1 || !slices.Equal(r.Held, []bool{true, false}) || r.Stopped != 1 {
		t.Errorf("started %d, held %v, stopped %d", len(r.Started), r.Held, r.Stopped)
	}
	r.End(uitest.Restored())
	m.Look()
	if m.Flow.Step != restoring.Ended || m.Flow.Receipt.Copied != 1850 {
		t.Fatalf("after the end: %+v", m.Flow.Receipt)
	}
	m.Flow.Undo()
	if m.Flow.Step != restoring.Running || !slices.Equal(r.Undone, []string{"restore-20261122T193000Z-k3qa"}) {
		t.Errorf("undone %v", r.Undone)
	}
	back := uitest.Restored()
	back.Job = job.UndoName
	r.End(back)
	m.Look()
	m.Flow.Undo() // of an undo
	if len(r.Undone) != 1 || m.Flow.Step != restoring.Ended {
		t.Errorf("an undo was taken back: %v", r.Undone)
	}
	m.Again()
	if m.Flow.Step != restoring.Asking {
		t.Error("Done does not lead back")
	}
}

// TestVolume: a phone with a card is asked where files go, and only while it has one
// and files go.
func TestVolume(t *testing.T) {
	r := uitest.NewRestores()
	m, b := newModel(t, r)
	if len(m.Volumes()) != 0 {
		t.Fatalf("volumes of a phone without a card: %v", m.Volumes())
	}
	with := uitest.Mum()
	with.Spaces = []phone.Space{{Kind: phone.Card, Path: "/storage/1A2B-3C4D", Free: 48e9, Readable: true}, {Kind: phone.Second}}
	r.Seen = []phone.Phone{with}
	m.Look()
	for _, want := range []string{"/storage/1A2B-3C4D", restoring.OwnStorage, ""} {
		m.ToVolume(want)
		m.Compare()
		b.Settle()
		if o := r.Asked[len(r.Asked)-1]; len(m.Volumes()) != 1 || o.Volume != want {
			t.Errorf("volumes %v, asked %+v", m.Volumes(), o)
		}
		m.Flow.Back()
	}
	m.ToVolume("/storage/1A2B-3C4D")
	m.Toggle("photos")
	m.Compare()
	b.Settle()
	if o := r.Asked[len(r.Asked)-1]; len(m.Volumes()) != 0 || o.Volume != "" {
		t.Errorf("contacts go to a card: %+v", o)
	}
}

// TestWhatAndWhere: only what is chosen is asked for, and only to where something
// can go.
func TestWhatAndWhere(t *testing.T) {
	r := uitest.NewRestores()
	r.Seen = nil
	m, b := newModel(t, r)
	if m.CanCompare() || m.Where != "" {
		t.Error("something can be restored to nowhere")
	}
	locked := uitest.Mum()
	locked.Locked = true
	r.Seen = []phone.Phone{locked}
	m.Look()
	m.ToPhone(locked.ID)
	if m.CanCompare() {
		t.Error("a phone whose storage is closed can be restored to")
	}
	m.ToFolder("")
	m.ToFolder("/home/anna/Desktop")
	for _, c := range m.What() {
		if c != "notes" {
			m.Toggle(c)
		}
	}
	m.Compare()
	b.Settle()
	if len(r.Asked) > 0 {
		t.Error("notes go into a folder, which takes files")
	}
	m.Toggle("photos")
	m.Compare()
	b.Settle()
	if o := r.Asked[0]; o.Folder != "/home/anna/Desktop" || o.Phone != "" || !slices.Equal(o.What, []string{"photos"}) {
		t.Errorf("asked %+v", o)
	}
	m.Flow.Back()
	if r.Forgot != 1 {
		t.Errorf("forgot %d", r.Forgot)
	}
	m.Toggle("photos")
	if m.CanCompare() {
		t.Error("nothing can be restored")
	}
	m.Take([]int64{3, 5})
	m.Compare()
	b.Settle()
	if o := r.Asked[1]; o.Backup != "" || !slices.Equal(o.Items, []int64{3, 5}) {
		t.Errorf("asked %+v", o)
	}
	lines := m.Lines()
	if len(lines) != 2 || lines[0].Phone != "4f2a" || len(lines[0].Backups) != 10 || !lines[0].Backups[0].Taken.Before(lines[0].Backups[9].Taken) {
		t.Errorf("lines: %+v", lines)
	}
}

// TestNothingRunsThatShouldNot: without room, without anything to do, or while it
// still compares.
func TestNothingRunsThatShouldNot(t *testing.T) {
	r := uitest.NewRestores()
	m, b := newModel(t, r)
	r.Made.Spaces[0].Free = 7_500_000_000 // less than a tenth to spare
	m.Compare()
	b.Settle()
	m.Flow.Run()
	if len(r.Started) > 0 || m.Flow.CanRun() {
		t.Error("it began without room")
	}
	r.Made.Spaces[0].Free = 32e9
	for i := range r.Made.Steps {
		r.Made.Steps[i].State, r.Made.Steps[i].Do = restore.Same, restore.Leave
	}
	m.Compare()
	b.Settle()
	m.Flow.Run()
	if len(r.Started) > 0 {
		t.Error("it began with nothing to do")
	}
	r.Hang = true
	m.Compare()
	m.Flow.Run()
	m.Flow.Cancel()
	b.Settle()
	if len(r.Started) > 0 || m.Flow.Step != restoring.Asking || m.Flow.Err != nil {
		t.Errorf("a comparison that was cancelled: %+v", m.Flow)
	}
	r.Hang, r.Fail = false, errors.New("the phone was unplugged")
	m.Compare()
	b.Settle()
	if m.Flow.Step != restoring.Asking || m.Flow.Err == nil {
		t.Error("a comparison that failed is not told")
	}
	r.Fail = nil
	r.Made = uitest.Plan()
	m.Compare()
	b.Settle()
	m.Flow.Choose(restore.KeepBoth) // as it is
	m.Flow.Choose(restore.Skip)
	b.Settle()
	if n := len(r.Asked); r.Asked[n-1].Conflict != restore.Skip || m.Flow.Plan.Conflict != restore.Skip {
		t.Errorf("asked %+v", r.Asked[n-1])
	}
	r.Refuse = errors.New("a backup runs")
	m.Flow.Run()
	if m.Flow.Step == restoring.Running || m.Flow.Err == nil {
		t.Error("what could not begin is said to run")
	}
}

// TestInterrupted: what was interrupted is offered; what has ended is not.
func TestInterrupted(t *testing.T) {
	r := uitest.NewRestores()
	r.Past = []restore.Brief{{ID: "a", Left: 40, Made: uitest.Now}, {ID: "b", Ended: true}, {ID: "c", Undone: true, Left: 3}}
	m, _ := newModel(t, r)
	if len(m.Unfinish) != 1 {
		t.Fatalf("%+v", m.Unfinish)
	}
	m.Flow.Finish("a")
	if m.Flow.Step != restoring.Running || !slices.Equal(r.Finished, []string{"a"}) {
		t.Errorf("finished %v", r.Finished)
	}
}

// TestSteps: what needs reading is first.
func TestSteps(t *testing.T) {
	if s := restoring.Steps(uitest.Plan(), "photos"); s[0].State != restore.Cannot || s[len(s)-1].State != restore.Same {
		t.Error("what needs reading is not first")
	}
}

// TestKeys: the dots are walked with the arrows, and a press takes the nearest.
func TestKeys(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	var got []int
	r := uitest.NewRestores()
	m := restoring.NewModel(r, b.Kit)
	m.Show()
	b.Settle()
	l := m.Lines()[0]
	times := r.List[:0:0]
	times = append(times, l.Backups...)
	d := restoring.NewDots("dots", restoring.Times(times), func(i int) { got = append(got, i) })
	b.Open(t, d, 400, 40)
	for _, k := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyLeft, fyne.KeyRight, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd} {
		d.TypedKey(&fyne.KeyEvent{Name: k})
	}
	test.TapAt(d, fyne.NewPos(0, 20))
	if !slices.Equal(got, []int{9, 8, 9, 0, 9, 0}) {
		t.Errorf("%v", got)
	}
}

// TestLooks draws every state; with LOOKS=DIR they are written there to be looked at.
func TestLooks(t *testing.T) {
	dir := os.Getenv("LOOKS")
	states := []struct {
		name string
		set  func(*uitest.Restores)
		do   func(*restoring.Screen, *uitest.Bench, *uitest.Restores)
	}{
		{"empty", func(r *uitest.Restores) { r.List = nil }, nil},
		{"error", func(r *uitest.Restores) { r.Fail = errors.New("The library's folder cannot be read.") }, nil},
		{"choose", nil, nil},
		{"choose_interrupted", func(r *uitest.Restores) {
			r.Past = []restore.Brief{{ID: "a", Left: 40, Made: uitest.Now.AddDate(0, 0, -1), Target: restore.Target{Name: "Mum's phone"}}}
		}, func(s *restoring.Screen, _ *uitest.Bench, _ *uitest.Restores) {
			s.Model.Toggle("messages")
			s.Model.ToFolder("/home/anna/Desktop/一个非常长的文件夹 with a very long name")
		}},
		{"handed", func(r *uitest.Restores) { r.Seen = nil }, func(s *restoring.Screen, _ *uitest.Bench, _ *uitest.Restores) { s.Model.Take([]int64{1, 2, 3}) }},
		{"comparing", nil, func(s *restoring.Screen, _ *uitest.Bench, r *uitest.Restores) {
			r.Hang = true
			s.Model.Compare()
		}},
		{"preview", nil, compare},
		{"preview_open", nil, func(s *restoring.Screen, b *uitest.Bench, r *uitest.Restores) {
			compare(s, b, r)
			s.Unfold("photos")
		}},
		{"preview_short", func(r *uitest.Restores) { r.Made.Spaces[0].Free = 1e9 }, compare},
		{"running", nil, func(s *restoring.Screen, b *uitest.Bench, r *uitest.Restores) {
			compare(s, b, r)
			s.Model.Flow.Run()
			now := uitest.Copying()
			now.Phase = restore.Restoring
			r.Now = &now
			s.Look()
		}},
		{"waiting", nil, func(s *restoring.Screen, b *uitest.Bench, r *uitest.Restores) {
			now := uitest.Copying()
			now.Phase, now.Status, now.Err = restore.Restoring, job.Waiting, errors.New("Mum's phone was unplugged.")
			r.Now = &now
			s.Show()
		}},
		{"receipt", nil, func(s *restoring.Screen, b *uitest.Bench, r *uitest.Restores) {
			compare(s, b, r)
			s.Model.Flow.Run()
			r.End(uitest.Restored())
			s.Look()
		}},
	}
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		for _, st := range states {
			for _, w := range []float32{1072, 796} {
				if dir == "" && (w < 1000 || mode == look.Dark) {
					continue
				}
				b := uitest.NewBench(t, mode)
				r := uitest.NewRestores()
				if st.set != nil {
					st.set(r)
				}
				s := restoring.New(b.Kit, r, nil)
				b.Open(t, s.Content(), w, 800)
				s.Show()
				b.Settle()
				if st.do != nil {
					st.do(s, b, r)
					if !r.Hang {
						b.Settle()
					}
				}
				b.Window.Canvas().Capture()
				if dir != "" {
					name := "restore_" + st.name + "_" + string(mode)
					if w < 1000 {
						name += "_narrow"
					}
					b.Save(t, dir, name)
				}
				s.Model.Flow.Close()
				b.Stop()
			}
		}
	}
}

func compare(s *restoring.Screen, b *uitest.Bench, _ *uitest.Restores) {
	s.Model.Compare()
	b.Settle()
}

package app

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/schedule"
	"keepsake/app/settings"
	ui "keepsake/app/ui/automatic"
	"keepsake/device/demo"
)

// told is what the desktop was told, and the clock that everybody sees.
type told struct {
	mu    sync.Mutex
	notes []ui.Note
	ahead time.Duration
}

func (n *told) note(m ui.Note) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.notes = append(n.notes, m)
}

func (n *told) all() []ui.Note {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.notes)
}

func (n *told) now() time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return time.Now().Add(n.ahead)
}

func (n *told) later(by time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ahead += by
}

// newRoutineOn is a bench's routine, which looks only when it is told to.
func newRoutineOn(b *bench) (*routine, *told) {
	n := &told{}
	a := newRoutine(b.settings, b.phones, b.runs, b.current, n.note, func() {})
	a.now = n.now
	b.runs.without = a.without
	return a, n
}

func backups(b *bench, id string) int { return len(b.current.backups(id)) }

// TestABackupBeginsByItself when a known phone connects: once, not again when it
// comes back soon, and again after its rest; silently.
func TestABackupBeginsByItself(t *testing.T) {
	b := newBench(t, simulated(t, "mine", 0), simulated(t, "stranger", 0))
	a, n := newRoutineOn(b)
	id, other := b.ready(t, "mine"), b.ready(t, "stranger")
	a.look()
	if b.runs.busy() {
		t.Fatal("a backup began without a rule")
	}
	if err := a.SetRule(id, schedule.Rule{Every: schedule.Connected, Without: []string{"contacts", job.Recordings}}); err != nil {
		t.Fatal(err)
	}
	a.look()
	a.look()
	r := b.ended(t, id)
	if r.Status != job.Done || r.Copied == 0 {
		t.Fatalf("%s %+v %s", r.Status, r.Counts, r.Message)
	}
	if _, there := r.Categories["contacts"]; there {
		t.Error("contacts were taken although they are left out")
	}
	if r.Categories["messages"].Found == 0 {
		t.Error("messages were left out although nobody said so")
	}
	for range 3 { // as often as it is plugged in
		a.look()
	}
	if got := backups(b, id); got != 1 || b.runs.busy() {
		t.Errorf("%d backups", got)
	}
	n.later(schedule.Rest + time.Minute)
	a.look()
	b.ended(t, id)
	b.until(t, "a second backup", func() bool { return backups(b, id) == 2 })
	if backups(b, other) != 0 {
		t.Error("a phone without a rule was backed up")
	}
	a.look()
	if notes := n.all(); len(notes) != 0 {
		t.Errorf("success is silent, but: %+v", notes)
	}
}

// TestTheBackupIsProvenByItself once a month, where backups go by themselves, and not
// before there is one.
func TestTheBackupIsProvenByItself(t *testing.T) {
	b := newBench(t, simulated(t, "mine", 0))
	a, n := newRoutineOn(b)
	r := newRestores(board{b.phones, b.runs, b.current}, nil)
	a.drill = r.proveMonthly
	id := b.ready(t, "mine")
	drilled := func() int {
		t.Helper()
		b.until(t, "the end of what runs", func() bool { return !b.runs.busy() })
		proofs, err := r.Proofs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(proofs)
	}
	a.look()
	if got := drilled(); got != 0 {
		t.Fatalf("%d drills without a rule", got)
	}
	if err := a.SetRule(id, schedule.Rule{Every: schedule.Connected}); err != nil {
		t.Fatal(err)
	}
	a.look()
	b.ended(t, id)
	for range 3 {
		a.look()
		if got := drilled(); got != 1 {
			t.Fatalf("%d drills after the first backup", got)
		}
	}
	n.later(monthly + time.Minute)
	r.proveMonthly(n.now())
	if got := drilled(); got != 2 {
		t.Errorf("%d drills a month later", got)
	}
}

// TestTheDemoPhoneIsNeverBackedUpByItself, whatever the settings say.
func TestTheDemoPhoneIsNeverBackedUpByItself(t *testing.T) {
	b := newBench(t)
	a, _ := newRoutineOn(b)
	if err := b.phones.connectDemo(); err != nil {
		t.Fatal(err)
	}
	toy := b.ready(t, demo.DefaultSerial)
	if err := a.SetRule(toy, schedule.Rule{Every: schedule.Connected}); err != nil {
		t.Fatal(err)
	}
	a.look()
	if _, ok := b.runs.get(toy); ok || len(a.Automatic()) != 0 {
		t.Errorf("it was: %+v", a.Automatic())
	}
}

// TestWhatItsOwnerStopsIsNotBegunAgain before the next hour.
func TestWhatItsOwnerStopsIsNotBegunAgain(t *testing.T) {
	b := newBench(t, simulated(t, "mine", slow))
	a, n := newRoutineOn(b)
	id := b.ready(t, "mine")
	if err := a.SetRule(id, schedule.Rule{Every: schedule.Connected}); err != nil {
		t.Fatal(err)
	}
	a.look()
	b.board.Cancel(id)
	if r := b.ended(t, id); r.Status == job.Done {
		t.Fatal("it was not stopped")
	}
	a.look()
	a.look()
	if b.runs.busy() || len(n.all()) != 0 {
		t.Errorf("busy %t, told %+v", b.runs.busy(), n.all())
	}
	// Another life of the program cannot know who stopped it, and makes up for it.
	again, _ := newRoutineOn(b)
	if all := again.Automatic(); len(all) != 1 || !all[0].Decision.Run {
		t.Errorf("%+v", all)
	}
}

// TestFailureAndSilenceAreLoud: a backup that breaks is told once, rests, and is
// tried again; a phone that stays away is told after a week, and once a week.
func TestFailureAndSilenceAreLoud(t *testing.T) {
	b := newBench(t, simulated(t, "mine", 0))
	a, n := newRoutineOn(b)
	id := b.ready(t, "mine")
	if err := a.SetRule(id, schedule.Rule{Every: schedule.Connected}); err != nil {
		t.Fatal(err)
	}
	a.mu.Lock()
	a.mine[id] = true
	a.mu.Unlock()
	p, err := b.phones.phone(id)
	if err != nil {
		t.Fatal(err)
	}
	broken := job.Receipt{Job: job.BackupName, Phone: id, Started: n.now(), Status: job.Failed, Message: "The disk is full."}
	b.runs.mu.Lock()
	b.runs.byID[id] = &run{tracker: job.NewTracker(time.Now), done: true, receipt: broken, info: p.Info()}
	b.runs.mu.Unlock()
	a.look()
	a.look()
	if notes := n.all(); len(notes) != 1 || !strings.Contains(notes[0].Title, "could not be backed up") || notes[0].Text != "The disk is full." {
		t.Fatalf("told: %+v", notes)
	}
	if all := a.Automatic(); all[0].Decision.Why != schedule.Failing {
		t.Errorf("%+v", all[0].Decision)
	}
	n.later(16 * time.Minute)
	a.look()
	if r := b.ended(t, id); r.Status != job.Done {
		t.Fatalf("%s %s", r.Status, r.Message)
	}
	b.until(t, "its receipt", func() bool { return backups(b, id) == 1 })
	a.look()
	if err := a.Pause(true); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		days, notes int
	}{{6, 1}, {2, 2}, {1, 2}, {7, 3}} {
		n.later(time.Duration(step.days) * 24 * time.Hour)
		if err := a.file.Change(func(v *settings.Values) { v.Paused = schedule.Tomorrow(n.now()) }); err != nil {
			t.Fatal(err)
		}
		a.look()
		if notes := n.all(); len(notes) != step.notes {
			t.Fatalf("%d days later, told: %+v", step.days, notes)
		}
	}
	if last := n.all()[2]; !strings.Contains(last.Text, "Last verified backup 16 days ago.") && !strings.Contains(last.Text, "Last verified backup 17 days ago.") {
		t.Errorf("%+v", last)
	}
}

// TestSilenceIsLoudWhereverItIsKept: while a backup waits for a phone that was taken
// away, and while the demo phone's library is open, an overdue backup is told of all
// the same.
func TestSilenceIsLoudWhereverItIsKept(t *testing.T) {
	p := simulated(t, "mine", slow)
	b := newBench(t, p)
	a, n := newRoutineOn(b)
	id := b.ready(t, "mine")
	err := b.settings.Change(func(v *settings.Values) {
		v.Automatic = map[string]schedule.Rule{id: {Every: schedule.Connected, Since: n.now().AddDate(0, 0, -9)}}
	})
	if err != nil {
		t.Fatal(err)
	}
	a.look()
	copying := func() bool { r, ok := b.runs.get(id); return ok && r.tracker.Snapshot().Phase == job.Copying }
	b.until(t, "a backup", copying)
	told := len(n.all())
	a.look()
	if notes := n.all(); len(notes) != told {
		t.Fatalf("told of a backup that copies: %+v", notes)
	}
	n.later(remindEvery)
	p.Unplug()
	b.until(t, "the wait for the phone", func() bool { r, _ := b.runs.get(id); return r.tracker.Snapshot().Status == job.Waiting })
	a.look()
	a.look()
	if notes := n.all(); len(notes) != told+1 || !strings.Contains(notes[told].Text, "No verified backup yet") {
		t.Fatalf("told: %+v, %+v", notes, a.Automatic())
	}
	if all := a.Automatic(); len(all) != 1 || !all[0].Waits || !all[0].Late {
		t.Errorf("%+v", all)
	}
	b.board.Cancel(id)
	b.ended(t, id)
	if err := b.settings.Change(func(v *settings.Values) {
		v.Proven = map[string]settings.Proven{id: {Name: "Mum's phone", Last: n.now().AddDate(0, 0, -10)}}
	}); err != nil {
		t.Fatal(err)
	}
	toys, err := b.home(true, b.current.dir())
	if err != nil {
		t.Fatal(err)
	}
	if err := b.current.open(toys); err != nil {
		t.Fatal(err)
	}
	n.later(remindEvery)
	a.look()
	if notes := n.all(); len(notes) != told+2 || !strings.Contains(notes[told+1].Text, "17 days ago") || !strings.Contains(notes[told+1].Title, "Mum's phone") {
		t.Fatalf("with another library open, told: %+v", notes)
	}
	if got := b.settings.Get().Proven[id].Name; got != "Mum's phone" {
		t.Errorf("what is not known here was written over: %q", got)
	}
}

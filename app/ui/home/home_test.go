package home

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/schedule"
	"keepsake/app/ui/automatic"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/look"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/uitest"
)

func explain(err error) (string, string) { return err.Error(), "Do this." }

func TestProgressInWords(t *testing.T) {
	tests := []struct {
		name             string
		s                job.Snapshot
		phase, numbers   string
		at               string
		part             float32
		unknown, waiting bool
	}{
		{"listing", job.Snapshot{Status: job.Running, Phase: job.Listing, Files: 1204},
			"Looking through the phone", "1,204 items found so far", "", 0, true, false},
		{"copying", job.Snapshot{Status: job.Running, Phase: job.Copying, Files: 1204, FilesTotal: 5310, Bytes: 25, BytesTotal: 100, Speed: 31e6, Left: 4 * time.Minute, Album: "DCIM/Camera", Item: "IMG_1.jpg"},
			"Copying photos and videos", "1,204 of 5,310 · 31 MB/s · 4 min left", "DCIM/Camera · IMG_1.jpg", 0.25, false, false},
		{"copying, speed unknown", job.Snapshot{Status: job.Running, Phase: job.Copying, Files: 0, FilesTotal: 10},
			"Copying photos and videos", "0 of 10", "", 0, false, false},
		{"odd names", job.Snapshot{Status: job.Running, Phase: job.Copying, FilesTotal: 1, Album: "a\nb", Item: "c\xffd"},
			"Copying photos and videos", "0 of 1", "a b · c\uFFFDd", 0, false, false},
		{"thumbnails", job.Snapshot{Status: job.Running, Phase: job.Thumbnails, Files: 3, FilesTotal: 4},
			"Making thumbnails", "3 of 4", "", 0.75, false, false},
		{"verifying", job.Snapshot{Status: job.Running, Phase: job.Verifying, Files: 1, FilesTotal: 2, Left: 10 * time.Second},
			"Verifying with the phone’s own checksums", "1 of 2 · less than a minute left", "", 0.5, false, false},
		{"finishing", job.Snapshot{Status: job.Running, Phase: job.Finishing},
			"Writing the receipt", "", "", 0, true, false},
		{"stopping", job.Snapshot{Status: job.Cancelling, Phase: job.Copying, Files: 3, FilesTotal: 10, Item: "x"},
			"Stopping after the file at hand", "3 of 10", "", 0.3, false, false},
		{"unplugged", job.Snapshot{Status: job.Waiting, Phase: job.Copying, Files: 812, FilesTotal: 1204, Err: errors.New("Mum's phone was unplugged.")},
			"Mum's phone was unplugged.", "812 of 1,204 photos and videos are safe.", "Do this.", 812.0 / 1204, false, true},
		{"unplugged while verifying", job.Snapshot{Status: job.Waiting, Phase: job.Verifying, Files: 8, FilesTotal: 12},
			"Waiting for Mum", "8 of 12", "Keepsake goes on by itself when the phone is back.", 8.0 / 12, false, true},
		{"held", job.Snapshot{Status: job.Paused, Phase: job.Copying, Files: 1, FilesTotal: 2, Item: "x"},
			"Paused", "1 of 2 photos and videos are safe.", "Everything copied so far is kept. Continue whenever you like.", 0.5, false, false},
		{"unplugged, for a reason", job.Snapshot{Status: job.Waiting, Waiting: job.Unplugged, Phase: job.Copying, Files: 812, FilesTotal: 1204, Err: errors.New("gone")},
			"Mum was unplugged.", "812 of 1,204 photos and videos are safe.", "Plug it in again and Keepsake goes on by itself.", 812.0 / 1204, false, true},
		{"more than all", job.Snapshot{Status: job.Running, Phase: job.Copying, Bytes: 200, BytesTotal: 100},
			"Copying photos and videos", "", "", 1, false, false},
	}
	for _, tt := range tests {
		p := ProgressOf(tt.s, "Mum", explain)
		if p.Phase != tt.phase || p.Numbers != tt.numbers || p.At != tt.at || p.Part != tt.part || p.Unknown != tt.unknown || p.Waiting != tt.waiting {
			t.Errorf("%s: %+v", tt.name, p)
		}
	}
}

func TestHeadline(t *testing.T) {
	ago := func(d time.Duration, s job.Status, c job.Counts) *job.Receipt {
		return &job.Receipt{Started: uitest.Now.Add(-d), Seconds: 60, Status: s, Counts: c}
	}
	day := 24 * time.Hour
	all := job.Counts{Found: 5310, Copied: 10, Already: 5300, Verified: 5310}
	tests := []struct {
		name  string
		state phone.State
		r     *job.Receipt
		text  string
		tone  fyne.ThemeColorName
	}{
		{"never", phone.Ready, nil, "Not backed up yet.", ""},
		{"all proven", phone.Ready, ago(day, job.Done, all), "All 5,310 items verified yesterday at 19:31.", look.Verified},
		{"kept, not proven", phone.Ready, ago(day, job.Done, job.Counts{Found: 8, Copied: 8}), "8 new items kept. Not verified yet.", ""},
		{"some failed", phone.Ready, ago(day, job.Done, job.Counts{Found: 8, Copied: 7, Failed: 1, Verified: 7}), "1 item could not be copied.", look.NeedsYou},
		{"stopped", phone.Ready, ago(day, job.Cancelled, job.Counts{Found: 8, Copied: 2, Skipped: 6}), "The backup was stopped.", ""},
		{"ended early", phone.Ready, ago(day, job.Failed, job.Counts{}), "The backup ended early.", look.Failed},
		{"waits for Allow", phone.Unauthorized, nil, "Tap Allow on the phone", look.NeedsYou},
		{"away since yesterday", phone.Away, ago(day, job.Done, all), "Last backed up yesterday at 19:30.", ""},
		{"away for days", phone.Away, ago(5*day, job.Done, all), "Not backed up for 5 days.", ""},
		{"away for long", phone.Away, ago(16*day, job.Done, all), "Not backed up for 16 days.", look.NeedsYou},
	}
	for _, tt := range tests {
		got := headline(phone.Phone{State: tt.state, Battery: -1}, tt.r, uitest.Now)
		if got.Text != tt.text || got.Tone != tt.tone {
			t.Errorf("%s: %q (%s), want %q (%s)", tt.name, got.Text, got.Tone, tt.text, tt.tone)
		}
	}
}

func TestARunFromStartToReceipt(t *testing.T) {
	w := uitest.NewWorld()
	var q hop.Queue
	h := hop.New(t.Context(), q.Post)
	m := NewModel(w, w, uitest.NewLibrary(30), h, explain, func() time.Time { return uitest.Now })
	changes := 0
	m.OnChange = func() { changes++ }

	m.Poll()
	if !m.Doctor {
		t.Error("without a phone there should be the doctor")
	}
	w.Seen = []phone.Phone{{ID: "p", Name: "Mum's phone", State: phone.Unauthorized}}
	m.Poll()
	if !m.Doctor || m.Cards[0].CanStart {
		t.Error("a phone that does not allow this computer can be backed up")
	}
	w.Seen[0].State = phone.Ready
	m.Poll()
	if m.Doctor || !m.Cards[0].CanStart || m.Cards[0].Running {
		t.Errorf("ready: %+v", m.Cards[0])
	}
	before := changes
	m.Poll()
	if changes != before {
		t.Error("nothing changed, and OnChange was told")
	}
	if err := m.Start("p"); err != nil || !m.Cards[0].Running || m.Cards[0].CanStart {
		t.Errorf("started: %v, %+v", err, m.Cards[0])
	}
	if !m.Poll() {
		t.Error("a run is under way, and Poll says there is none")
	}
	m.Cancel("p")
	if !m.Cards[0].Progress.Ending {
		t.Error("cancelled, and the card does not say so")
	}
	w.Running["p"] = job.Snapshot{Status: job.Cancelled}
	w.Last["p"] = job.Receipt{Status: job.Cancelled, Counts: job.Counts{Found: 3, Copied: 1, Skipped: 2}}
	if m.Poll() || m.Cards[0].Running || m.Cards[0].Receipt == nil {
		t.Errorf("ended: %+v", m.Cards[0])
	}
	// Unplugged in mid-run: the card stays, the doctor does not take over.
	w.Running["p"] = job.Snapshot{Status: job.Waiting, Phase: job.Copying}
	w.Seen[0].State = phone.Away
	m.Poll()
	if m.Doctor || !m.Cards[0].Running || !m.Cards[0].Progress.Waiting {
		t.Errorf("waiting: doctor %v, %+v", m.Doctor, m.Cards[0])
	}
	w.Fail = errors.New("locked")
	delete(w.Running, "p")
	if err := m.Start("p"); err == nil {
		t.Error("a start that failed says nothing")
	}
	m.Reload()
	q.Settle(h.Idle)
	if m.Stats.Items != 30 || len(m.Latest) != latestShown {
		t.Errorf("%d items, %d newest", m.Stats.Items, len(m.Latest))
	}
}

func TestNamesAndHolding(t *testing.T) {
	w := uitest.NewWorld()
	var q hop.Queue
	m := NewModel(w, w, uitest.NewLibrary(0), hop.New(t.Context(), q.Post), explain, func() time.Time { return uitest.Now })
	m.Names, m.Pauser = w, w
	w.Seen = []phone.Phone{uitest.Mum(), {ID: "b", Name: "B", State: phone.Ready}, {ID: "c", State: phone.Offline}}
	m.Poll()

	tests := []struct{ typed, want string }{
		{"  Anna’s\n phone ", "Anna’s phone"},
		{strings.Repeat("长", 80), strings.Repeat("长", NameMost)},
		{"", ""},
	}
	for _, tt := range tests {
		if err := m.Rename("b", tt.typed); err != nil || w.Names["b"] != tt.want {
			t.Errorf("%q: %q, %v", tt.typed, w.Names["b"], err)
		}
	}
	w.Names = map[string]string{}
	if err := m.Rename("4f2a", " Mum's phone"); err != nil || len(w.Names) != 0 {
		t.Errorf("the same name was changed: %v, %v", w.Names, err)
	}

	if n := m.CanStart(); n != 2 {
		t.Errorf("%d phones can be backed up, want 2", n)
	}
	if err := m.StartAll(); err != nil || len(w.Started) != 2 {
		t.Errorf("started %v, %v", w.Started, err)
	}
	m.Hold("4f2a")
	if !m.Cards[0].Progress.Paused || m.Cards[1].Progress.Paused {
		t.Errorf("held: %+v", m.Cards[0].Progress)
	}
	m.Hold("4f2a")
	if m.Cards[0].Progress.Paused {
		t.Error("it does not go on")
	}
	m.Cancel("b")
	m.Hold("b")
	if m.Cards[1].Progress.Paused || m.Cards[1].CanPause {
		t.Error("a backup that is stopping can be held")
	}
}

func TestEveryReasonToWaitHasItsWords(t *testing.T) {
	seen := map[string]job.Wait{}
	for _, w := range []job.Wait{job.Unplugged, job.Asleep, job.NoServer, job.Unauthorized, job.Restarting, job.Locked, job.NotReady} {
		p := ProgressOf(job.Snapshot{Status: job.Waiting, Waiting: w, Phase: job.Copying, Err: errors.New("gone")}, "Mum’s phone", explain)
		if p.Phase == "gone" || p.At == "" || !p.Waiting {
			t.Errorf("%s: %+v", w, p)
		}
		if other, ok := seen[p.Phase]; ok {
			t.Errorf("%s and %s say the same: %q", w, other, p.Phase)
		}
		seen[p.Phase] = w
	}
}

func TestALockedPhoneIsToBeUnlockedFirst(t *testing.T) {
	w := uitest.NewWorld()
	var q hop.Queue
	m := NewModel(w, w, uitest.NewLibrary(0), hop.New(t.Context(), q.Post), explain, func() time.Time { return uitest.Now })
	p := uitest.Mum()
	p.Locked = true
	w.Seen = []phone.Phone{p}
	m.Poll()
	if c := m.Cards[0]; c.CanStart || c.Headline.Tone != look.NeedsYou || c.Headline.Next != "Unlock it once, then back it up." {
		t.Errorf("%+v", c)
	}
}

func TestSum(t *testing.T) {
	card := func(name string, s job.Snapshot) Card {
		return Card{Phone: phone.Phone{Name: name}, Running: true, Progress: ProgressOf(s, name, explain)}
	}
	copying := uitest.Copying()
	listing := job.Snapshot{Status: job.Running, Phase: job.Listing}
	held, lost := copying, copying
	held.Status, held.Speed, held.Left = job.Paused, 0, 0
	lost.Status, lost.Waiting, lost.Speed, lost.Left = job.Waiting, job.Unplugged, 0, 0
	tests := []struct {
		name           string
		jobs           []Card
		title, numbers string
		part           float32
		unknown, waits bool
	}{
		{"none", nil, "", "", 0, false, false},
		{"one", []Card{card("A", copying)}, "A: Copying photos and videos", "1,204 of 5,310 · 31 MB/s · 4 min left", 0.28, false, false},
		{"two", []Card{card("A", copying), card("B", copying)}, "Backing up 2 phones", "2,408 of 10,620 · 62 MB/s · 4 min left", 0.28, false, false},
		{"one looks around", []Card{card("A", copying), card("B", listing)}, "Backing up 2 phones", "1,204 of 5,310 · 31 MB/s · 4 min left", 0.28, false, false},
		{"both do", []Card{card("A", listing), card("B", listing)}, "Backing up 2 phones", "", 0, true, false},
		{"one is held", []Card{card("A", copying), card("B", held)}, "Backing up 2 phones", "2,408 of 10,620 · 31 MB/s · 4 min left", 0.28, false, false},
		{"both are", []Card{card("A", held), card("B", held)}, "All backups are paused", "2,408 of 10,620", 0.28, false, false},
		{"one is gone", []Card{card("A", copying), card("B", lost)}, "1 phone needs you", "2,408 of 10,620 · 31 MB/s · 4 min left", 0.28, false, true},
	}
	for _, tt := range tests {
		got := Sum(tt.jobs)
		if got.Title != tt.title || got.Numbers != tt.numbers || got.Part != tt.part || got.Unknown != tt.unknown || got.Waiting != tt.waits {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

// TestOverdueElsewhere: a phone of another library is on the page once its backup is
// overdue, and not before.
func TestOverdueElsewhere(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w := uitest.NewWorld()
	r := &uitest.Routine{Phones: []automatic.Phone{{ID: "9", Name: "Gran", Held: true, Elsewhere: true, Since: uitest.Now.AddDate(0, 0, -16), Rule: schedule.Rule{Every: schedule.Daily}}}}
	m := NewModel(w, w, uitest.NewLibrary(0), b.Hop, b.Kit.Explain, b.Kit.Now)
	m.Routine = r
	if m.Poll(); len(m.Cards) != 0 {
		t.Fatalf("%+v", m.Cards)
	}
	r.Phones[0].Late = true
	m.Poll()
	if len(m.Cards) != 1 || !m.Cards[0].Late || m.Cards[0].Phone.Name != "Gran" || !strings.HasPrefix(m.Cards[0].Automatic, "Last verified backup 16 days ago.") {
		t.Errorf("%+v", m.Cards)
	}
}

// keeping is a place that a test chooses.
type keeping struct{ changed int }

func (*keeping) Where() (string, int64) { return "/home/anna/Pictures/Keepsake", 412e9 }
func (k *keeping) Change()              { k.changed++ }

// TestTheFirstTime: three steps until the first backup begins, each with what is
// known; not where there is something already.
func TestTheFirstTime(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w := uitest.NewWorld()
	r := &uitest.Routine{Phones: []automatic.Phone{{ID: "4f2a"}}}
	m := NewModel(w, w, uitest.NewLibrary(0), b.Hop, b.Kit.Explain, b.Kit.Now)
	m.Routine, m.Place = r, &keeping{}
	if m.Poll(); m.First.Shown {
		t.Error("shown before the library was read")
	}
	m.Reload()
	b.Settle()
	if f := m.First; !f.Shown || f.Phone != "" || f.Dir == "" || f.Free == 0 {
		t.Errorf("without a phone: %+v", f)
	}
	asks := uitest.Mum()
	asks.State, asks.What = phone.Unauthorized, "It asks whether to allow this computer."
	w.Seen = []phone.Phone{asks}
	m.Poll()
	if f := m.First; !f.Shown || f.Phone != "" || f.Waits != asks.What {
		t.Errorf("with one that asks: %+v", f)
	}
	w.Seen = []phone.Phone{uitest.Mum()}
	m.Poll()
	if f := m.First; f.Phone != "Mum's phone" || !f.Ruled || f.Waits != "" {
		t.Errorf("with one that is ready: %+v", f)
	}
	if err := m.Start("4f2a"); err != nil || m.First.Shown {
		t.Errorf("the backup runs, and the steps are there still: %v", err)
	}
	w = uitest.NewWorld()
	m = NewModel(w, w, uitest.NewLibrary(9), b.Hop, b.Kit.Explain, b.Kit.Now)
	m.Place = &keeping{}
	m.Reload()
	b.Settle()
	if m.First.Shown {
		t.Error("the library has pictures, and it is called the first time")
	}
}

package uitest

import (
	"context"
	"slices"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/restoring"
)

// Restores is something to restore, made by hand. A test changes it on its own
// goroutine.
type Restores struct {
	List    []restoring.Backup
	Past    []restore.Brief
	Proven  []restoring.Proof
	Folders []restoring.Album // of every phone
	Seen    []phone.Phone
	Made    *restore.Plan // what Prepare answers
	Fail    error         // or why it does not
	Refuse  error         // why nothing can be begun
	Hang    bool          // Prepare waits until it is cancelled
	Now     *job.Snapshot // under way
	Last    *job.Receipt

	Asked    []restoring.Order
	Started  []*restore.Plan
	Forgot   int
	Undone   []string
	Finished []string
	Held     []bool
	Stopped  int
}

type prepared struct {
	r *Restores
	p *restore.Plan
}

func (p prepared) Plan() *restore.Plan { return p.p }
func (p prepared) Forget()             { p.r.Forgot++ }
func (p prepared) Start() error {
	if p.r.Refuse == nil {
		p.r.Started = append(p.r.Started, p.p)
	}
	return p.r.begin(restore.Restoring)
}

func (r *Restores) begin(at job.Phase) error {
	if r.Refuse != nil {
		return r.Refuse
	}
	r.Now = &job.Snapshot{Status: job.Running, Phase: at}
	return nil
}

// End ends what is under way.
func (r *Restores) End(receipt job.Receipt) { r.Now, r.Last = nil, &receipt }

// Backups implements restoring.Restores.
func (r *Restores) Backups(context.Context) ([]restoring.Backup, error) {
	return slices.Clone(r.List), r.Fail
}

// Prepare implements restoring.Restores.
func (r *Restores) Prepare(ctx context.Context, o restoring.Order, _ *job.Tracker) (restoring.Prepared, error) {
	r.Asked = append(r.Asked, o)
	if r.Hang {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if r.Fail != nil {
		return nil, r.Fail
	}
	p := *r.Made
	if o.Conflict != "" {
		p.Conflict = o.Conflict
	}
	return prepared{r, &p}, nil
}

// Runs implements restoring.Restores.
func (r *Restores) Runs(context.Context) ([]restore.Brief, error) { return slices.Clone(r.Past), nil }

// Proofs implements restoring.Restores.
func (r *Restores) Proofs(context.Context) ([]restoring.Proof, error) {
	return slices.Clone(r.Proven), nil
}

// Albums implements restoring.Restores.
func (r *Restores) Albums(context.Context, string) ([]restoring.Album, error) {
	return slices.Clone(r.Folders), nil
}

// Undo implements restoring.Restores.
func (r *Restores) Undo(id string) error {
	r.Undone = append(r.Undone, id)
	return r.begin(restore.Undoing)
}

// Finish implements restoring.Restores.
func (r *Restores) Finish(id string) error {
	r.Finished = append(r.Finished, id)
	return r.begin(restore.Restoring)
}

// Drill implements restoring.Restores.
func (r *Restores) Drill(o restoring.Order) error {
	r.Asked = append(r.Asked, o)
	return r.begin(restore.Restoring)
}

// Phones implements restoring.Restores.
func (r *Restores) Phones() []phone.Phone { return slices.Clone(r.Seen) }

// Progress implements restoring.Restores.
func (r *Restores) Progress() (job.Snapshot, bool) {
	if r.Now == nil {
		return job.Snapshot{}, false
	}
	return *r.Now, true
}

// Receipt implements restoring.Restores.
func (r *Restores) Receipt() (job.Receipt, bool) {
	if r.Last == nil {
		return job.Receipt{}, false
	}
	return *r.Last, true
}

// Hold implements restoring.Restores.
func (r *Restores) Hold(on bool) {
	r.Held = append(r.Held, on)
	if r.Now != nil {
		r.Now.Status = job.Running
		if on {
			r.Now.Status = job.Paused
		}
	}
}

// Cancel implements restoring.Restores.
func (r *Restores) Cancel() {
	r.Stopped++
	if r.Now != nil {
		r.Now.Status = job.Cancelling
	}
}

// NewRestores is a library with backups of two phones, and a plan with something of
// everything.
func NewRestores() *Restores {
	r := &Restores{Seen: []phone.Phone{Mum(), Dad()}, Made: Plan(), Folders: []restoring.Album{{Name: "Camera", Folder: "DCIM/Camera"}, {Name: "Screenshots", Folder: "Pictures/Screenshots"}, {Name: "婚礼 Wedding", Folder: "Pictures/婚礼 Wedding"}}}
	counts := map[string]int{"photos": 5310, "contacts": 342, "messages": 9120, "calls": 812, "events": 57, "notes": 31, "wifi": 9, "apps": 64}
	for i, days := range []int{1, 4, 9, 10, 11, 25, 40, 76, 120, 300} {
		b := restoring.Backup{ID: "mum" + string(rune('0'+i)), Phone: "4f2a", Name: "Mum's phone", Taken: Now.AddDate(0, 0, -days), Counts: counts}
		r.List = append(r.List, b)
	}
	for i, days := range []int{16, 60} {
		r.List = append(r.List, restoring.Backup{ID: "dad" + string(rune('0'+i)), Phone: "77aa", Name: "父亲的旧手机 a very long name of a phone indeed", Taken: Now.AddDate(0, 0, -days),
			Counts: map[string]int{"photos": 812}, Missing: 3})
	}
	slices.SortFunc(r.List, func(a, b restoring.Backup) int { return b.Taken.Compare(a.Taken) })
	return r
}

// Plan is a restore with something of everything.
func Plan() *restore.Plan {
	p := &restore.Plan{ID: "restore-20261122T193000Z-k3qa", Job: job.RestoreName, From: "the backup of Mum's phone, 21 November 2026 18:40",
		Target: restore.Target{Phone: "4f2a", Name: "Mum's phone"}, Conflict: restore.KeepBoth,
		Spaces: []restore.Space{{Path: "/storage/emulated/0", Name: "Phone storage", Free: 32e9, Need: 7_400_000_000}}}
	add := func(n int, s restore.Step) {
		for range n {
			s.ID = len(p.Steps)
			p.Steps = append(p.Steps, s)
		}
	}
	camera := restore.Step{Category: "photos", Title: "IMG_20261119_181202.jpg", Group: "/storage/emulated/0/DCIM/Camera", Bytes: 4_100_000}
	as := func(s restore.Step, st restore.State, do restore.Action, reason string) restore.Step {
		s.State, s.Do, s.Reason = st, do, reason
		return s
	}
	add(1804, as(camera, restore.New, restore.Add, ""))
	add(3480, as(camera, restore.Same, restore.Leave, ""))
	odd := camera
	odd.Title, odd.Group = "一个非常长的文件名，里面有很多字 very long indeed, and longer still.mp4", "/storage/emulated/0/Movies"
	add(3, as(odd, restore.Differs, restore.Add, ""))
	add(23, as(odd, restore.Cannot, restore.Leave, "it is of the private album, which only the phone's own gallery can fill; export it, then hide it on the phone"))
	row := restore.Step{Category: "contacts", Title: "Анна Иванова"}
	add(12, as(row, restore.New, restore.Add, ""))
	add(330, as(row, restore.Same, restore.Leave, ""))
	row.Category, row.Title = "messages", "+49 171 2345678: See you at eight, and bring the cake"
	add(9120, as(row, restore.Cannot, restore.Leave, "This phone does not let a computer enter messages. Turn on \"USB debugging (Security settings)\" in the phone's developer options, and try again."))
	row.Category, row.Title = "notes", "Shopping"
	add(31, as(row, restore.New, restore.Add, ""))
	return p
}

// FreePlan is space that can be freed.
func FreePlan() *restore.Plan {
	p := &restore.Plan{ID: "free-20261122T193000Z-k3qa", Job: job.FreeName, From: "what the library has", Target: restore.Target{Phone: "4f2a", Name: "Mum's phone"},
		Notes: []string{"What is freed goes to the phone's trash first. The room is free when the phone empties it, after 30 days, or when you empty it on the phone.", "214 left alone: favourites."}}
	for i := range 2100 {
		s := restore.Step{ID: i, Category: "photos", Title: "IMG_20260214_181202.jpg", Group: "DCIM/Camera", Bytes: 4_300_000, State: restore.Kept, Do: restore.Trash}
		if i%100 == 0 {
			s.State, s.Do, s.Reason = restore.Cannot, restore.Leave, "it was changed on the phone since it was backed up; back up first"
		}
		p.Steps = append(p.Steps, s)
	}
	return p
}

// Restored is the receipt of a restore that went well.
func Restored() job.Receipt {
	return job.Receipt{Job: job.RestoreName, ID: "restore-20261122T193000Z-k3qa", Phone: "4f2a", Name: "Mum's phone", Started: Now.Add(-6 * time.Minute), Seconds: 312, Status: job.Done,
		Counts: job.Counts{Found: 14_803, Copied: 1850, Already: 3810, Skipped: 9143, Verified: 1850}, Bytes: 7_400_000_000,
		Problems: []job.Problem{{Path: "/storage/emulated/0/Movies/a.mp4", Outcome: job.Skipped, Reason: "it is of the private album"}}}
}

package uitest

import (
	"context"
	"slices"
	"time"

	"keepsake/app/job"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/settings"
	"keepsake/device/doctor"
)

// World is everything around the library that a window asks: phones, backups,
// receipts, folders and what is remembered. A test changes it by hand, on its
// own goroutine.
type World struct {
	Seen    []phone.Phone
	Found   []doctor.Finding // what the doctor finds
	Done    []doctor.Action  // what the doctor was told to do
	Checks  int              // how often the doctor looked
	Running map[string]job.Snapshot
	Last    map[string]job.Receipt
	Past    []job.Receipt
	Fail    error // what Start answers
	Started []string
	Names   map[string]string // as they were given

	Where   settings.Library
	Picked  string
	Opened  []string
	Floats  map[string]float64
	Strings map[string]string
}

// NewWorld returns a world without phones.
func NewWorld() *World {
	return &World{Running: map[string]job.Snapshot{}, Last: map[string]job.Receipt{}, Names: map[string]string{},
		Floats: map[string]float64{}, Strings: map[string]string{},
		Where: settings.Library{Dir: "/home/anna/Pictures/Keepsake", Free: 412e9, Total: 1000e9}}
}

// Mum is a phone that is ready.
func Mum() phone.Phone {
	return phone.Phone{ID: "4f2a", Name: "Mum's phone", Model: "Redmi Note 12 Pro", OS: "HyperOS 2.0", Android: "15",
		State: phone.Ready, Battery: 81, Charging: true, Total: 128e9, Free: 32e9}
}

// Dad is a phone that is away.
func Dad() phone.Phone {
	return phone.Phone{ID: "77aa", Name: "Dad", Model: "POCO F5", State: phone.Away, Battery: -1, LastSeen: Now.AddDate(0, 0, -16)}
}

// Copying is a backup under way.
func Copying() job.Snapshot {
	return job.Snapshot{Status: job.Running, Phase: job.Copying, Files: 1204, FilesTotal: 5310, Bytes: 28, BytesTotal: 100,
		Speed: 31e6, Left: 4 * time.Minute, Album: "DCIM/Camera", Item: "IMG_20261122_184512.jpg", LastHash: HashOf(3).String()}
}

// Receipt is that of a backup that ended some time before Now.
func Receipt(ago time.Duration, status job.Status, c job.Counts, problems ...job.Problem) job.Receipt {
	return job.Receipt{Job: "backup", Device: "Redmi Note 12 Pro", Phone: "4f2a", Name: "Mum's phone", Started: Now.Add(-ago),
		Seconds: 312, Status: status, Counts: c, Bytes: 1_840_000_000, Problems: problems}
}

// Phones implements home.Phones.
func (w *World) Phones() []phone.Phone { return slices.Clone(w.Seen) }

// Check implements doctor.Clinic.
func (w *World) Check(context.Context) []doctor.Finding {
	w.Checks++
	return slices.Clone(w.Found)
}

// Do implements doctor.Clinic.
func (w *World) Do(_ context.Context, a doctor.Action, _ string) error {
	w.Done = append(w.Done, a)
	return w.Fail
}

// Start implements home.Runs.
func (w *World) Start(id string) error {
	if w.Fail != nil {
		return w.Fail
	}
	w.Started = append(w.Started, id)
	w.Running[id] = job.Snapshot{Status: job.Running, Phase: job.Listing}
	return nil
}

// Cancel implements home.Runs.
func (w *World) Cancel(id string) {
	s := w.Running[id]
	s.Status = job.Cancelling
	w.Running[id] = s
}

// Rename implements home.Names.
func (w *World) Rename(id, name string) error {
	w.Names[id] = name
	for i := range w.Seen {
		if w.Seen[i].ID == id {
			w.Seen[i].Name = name
		}
	}
	return w.Fail
}

// Pause implements home.Pauser.
func (w *World) Pause(id string) { w.status(id, job.Paused) }

// Continue implements home.Pauser.
func (w *World) Continue(id string) { w.status(id, job.Running) }

func (w *World) status(id string, to job.Status) {
	s := w.Running[id]
	s.Status = to
	w.Running[id] = s
}

// Progress implements home.Runs.
func (w *World) Progress(id string) (job.Snapshot, bool) { s, ok := w.Running[id]; return s, ok }

// Receipt implements home.Runs.
func (w *World) Receipt(id string) (job.Receipt, bool) { r, ok := w.Last[id]; return r, ok }

// Receipts implements activity.Log.
func (w *World) Receipts(_ context.Context, limit int) ([]job.Receipt, error) {
	return slices.Clone(w.Past[:min(limit, len(w.Past))]), nil
}

// Library implements ui.Settings.
func (w *World) Library(context.Context) (settings.Library, error) { return w.Where, nil }

// UseLibrary implements ui.Settings.
func (w *World) UseLibrary(_ context.Context, dir string) error {
	if w.Fail != nil {
		return w.Fail
	}
	w.Where.Dir = dir
	return nil
}

// Busy implements ui.Settings.
func (w *World) Busy() bool { return len(w.Running) > 0 }

// PickFolder implements settings.Desk.
func (w *World) PickFolder(context.Context, string) (string, error) { return w.Picked, nil }

// OpenFolder implements settings.Desk.
func (w *World) OpenFolder(_ context.Context, dir string) error {
	w.Opened = append(w.Opened, dir)
	return nil
}

// FloatWithFallback implements ui.Preferences.
func (w *World) FloatWithFallback(k string, other float64) float64 {
	if v, ok := w.Floats[k]; ok {
		return v
	}
	return other
}

// SetFloat implements ui.Preferences.
func (w *World) SetFloat(k string, v float64) { w.Floats[k] = v }

// StringWithFallback implements ui.Preferences.
func (w *World) StringWithFallback(k, other string) string {
	if v, ok := w.Strings[k]; ok {
		return v
	}
	return other
}

// SetString implements ui.Preferences.
func (w *World) SetString(k, v string) { w.Strings[k] = v }

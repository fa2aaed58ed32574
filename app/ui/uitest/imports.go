package uitest

import (
	"context"
	"errors"
	"slices"

	"keepsake/app/job"
	"keepsake/app/ui/importing"
)

// Imports is something to import, made by hand. A test changes it on its own
// goroutine.
type Imports struct {
	Parts    []importing.Part
	Own      []importing.Backup // a phone's backups of itself
	Used     string             // the one that was chosen
	Password string             // of every locked part
	Fail     error              // what Look answers
	Refuse   error              // what Start answers
	Known    []importing.Phone
	Now      *job.Snapshot // under way
	Last     *job.Receipt
	Picked   []string

	Looked  [][]string
	Started []string // the phones
	Held    []bool
	Stopped int
	Dropped int // how often what was recognised was let go of
}

// Look implements importing.Imports.
func (i *Imports) Look(_ context.Context, paths []string, found func(int)) ([]importing.Part, error) {
	i.Looked = append(i.Looked, paths)
	found(1204)
	return slices.Clone(i.Parts), i.Fail
}

// ErrWrong is what a wrong password is answered with.
var ErrWrong = errors.New("the password is wrong")

// Unlock implements importing.Imports.
func (i *Imports) Unlock(_ context.Context, password string) ([]importing.Part, error) {
	if password != i.Password {
		return slices.Clone(i.Parts), ErrWrong
	}
	for n := range i.Parts {
		i.Parts[n].Locked = false
	}
	return slices.Clone(i.Parts), nil
}

// Backups implements importing.Imports.
func (i *Imports) Backups() []importing.Backup { return i.Own }

// UseBackup implements importing.Imports.
func (i *Imports) UseBackup(_ context.Context, name string) ([]importing.Part, error) {
	i.Used = name
	return slices.Clone(i.Parts), nil
}

// Forget implements importing.Imports.
func (i *Imports) Forget() { i.Dropped++ }

// Start implements importing.Imports.
func (i *Imports) Start(as string) error {
	if i.Refuse != nil {
		return i.Refuse
	}
	i.Started = append(i.Started, as)
	i.Now = &job.Snapshot{Status: job.Running, Phase: job.Listing}
	return nil
}

// Phones implements importing.Imports.
func (i *Imports) Phones() []importing.Phone { return i.Known }

// Into implements importing.Imports.
func (i *Imports) Into() string { return "/home/anna/Pictures/Keepsake" }

// Progress implements importing.Imports.
func (i *Imports) Progress() (job.Snapshot, bool) {
	if i.Now == nil {
		return job.Snapshot{}, false
	}
	return *i.Now, true
}

// Receipt implements importing.Imports.
func (i *Imports) Receipt() (job.Receipt, bool) {
	if i.Last == nil {
		return job.Receipt{}, false
	}
	return *i.Last, true
}

// Hold implements importing.Imports.
func (i *Imports) Hold(on bool) {
	i.Held = append(i.Held, on)
	if i.Now != nil {
		i.Now.Status = job.Running
		if on {
			i.Now.Status = job.Paused
		}
	}
}

// Cancel implements importing.Imports.
func (i *Imports) Cancel() { i.Stopped++ }

// PickFolder implements importing.Picker.
func (i *Imports) PickFolder(context.Context, string) (string, error) {
	if len(i.Picked) == 0 {
		return "", nil
	}
	return i.Picked[0], nil
}

// PickFiles implements importing.Picker.
func (i *Imports) PickFiles(context.Context, string) ([]string, error) { return i.Picked, nil }

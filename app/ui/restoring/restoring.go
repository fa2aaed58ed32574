// Package restoring is the way back: what a library keeps, onto a phone or into a
// folder of this computer. The page asks what and where, shows what will happen,
// runs exactly that, and offers to take it back. Sheets lead to the same from
// elsewhere: files dropped onto a phone, a selection of pictures, the drill that
// proves a backup, and freeing space on a phone.
//
// Begin with New, which makes the page; Flow is what all of them share.
package restoring

import (
	"context"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/shelf"
)

// Backup is one dated backup of a phone.
type Backup struct {
	ID          string
	Phone, Name string // the phone's id, and what it is called
	Taken       time.Time
	Missing     int            // files of the phone that it does not have
	Counts      map[string]int // things in it, by category; those without any are left out
}

// Task is what an order is for.
type Task int

// The tasks.
const (
	Restore Task = iota
	Free         // take from a phone what is proven to be in the library
	Prove        // restore into a folder that is taken away again
)

// OwnStorage is the phone's own storage, in Order.Volume.
const OwnStorage = "own"

// Album is one of a phone: what it is called, and its folder there.
type Album struct{ Name, Folder string }

// Order is what is to be done. What is not named by the first three fields that
// are set is left alone.
type Order struct {
	Task   Task
	Backup string   // id of one
	Items  []int64  // pictures of the library
	Files  []string // files and folders of this computer, with Album
	What   []string // categories of Backup; nil: all
	// Records are single ones, such as a contact, as they were at some moment.
	Records *shelf.RecordQuery

	Phone    string // where it goes: a phone's id
	Volume   string // its storage for files: a phone.Space's Path, or OwnStorage; empty: where each was
	Folder   string // or a folder of this computer
	Album    string // of Files: its name, or its folder on the phone
	Conflict restore.Conflict

	Before        time.Time // Free: only what was taken before; zero: all
	TakeFavorites bool
	KeepAlbums    []string
	Erase         bool // at once, not by way of the phone's trash

	Sample int // Prove: so many, chosen by chance; 0: all
}

// Prepared is an order that was compared with what is there. It is held until it
// is started or forgotten.
type Prepared interface {
	// Plan is what Start carries out, and nothing else.
	Plan() *restore.Plan
	// Start begins. Nothing else may run to the same end.
	Start() error
	Forget()
}

// Proof is a drill: what was restored, and read back.
type Proof struct {
	When          time.Time
	Files, Failed int
	Bytes         int64
	Records       int // contacts, messages and the like, read and understood
	Sample        bool
}

// Restores is what can be restored, and the restore under way.
type Restores interface {
	// Backups lists the backups, newest first.
	Backups(ctx context.Context) ([]Backup, error)
	// Prepare compares; t tells how far it is.
	Prepare(ctx context.Context, o Order, t *job.Tracker) (Prepared, error)
	// Runs lists what was restored and freed, newest first.
	Runs(ctx context.Context) ([]restore.Brief, error)
	// Proofs lists the drills, newest first.
	Proofs(ctx context.Context) ([]Proof, error)
	// Albums are those of a phone, the largest first.
	Albums(ctx context.Context, phoneID string) ([]Album, error)

	// These answer at once. Undo begins to take a run back, Finish goes on with one
	// that was interrupted, Drill begins an order whose task is Prove.
	Undo(id string) error
	Finish(id string) error
	Drill(o Order) error
	Phones() []phone.Phone
	Progress() (job.Snapshot, bool) // of the one under way
	Receipt() (job.Receipt, bool)   // of the last one in this session
	Hold(on bool)
	Cancel()
}

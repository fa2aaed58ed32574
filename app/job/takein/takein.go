// Package takein takes contacts, messages, calls, events, notes and the data of apps
// out of files into a library: the backups that Xiaomi's phones make of themselves
// (.bak), Android's own (.ab), vCards, iCalendar, and the XML of SMS Backup &
// Restore. What a file is, its content says.
//
// Begin with New, which gives an import its Taker; Lock finds the files that need a
// password before anything is written.
//
// An import adds: nothing that the library has disappears by it. It is kept beside
// what the phone itself was backed up to, since the next backup of the phone would
// otherwise take for deleted what the phone does not have.
package takein

import (
	"context"
	"errors"
	"fmt"
	"path"

	"keepsake/app/job"
	"keepsake/device/miui/localbackup"
	"keepsake/gallery/archive"
	"keepsake/gallery/records"
)

// From is whose records are taken in, as the library files them. Folder is below
// Records; "" is made of the name.
type From struct{ ID, Name, Folder string }

// Merged says what became of the records that were added to a category.
type Merged struct {
	New     int
	Changed int // known, and something about them was new
	Already int
	Bytes   int64 // written
}

// Shelf is the library's side.
type Shelf interface {
	// Merge adds records to what is kept of a category.
	Merge(ctx context.Context, from From, c records.Category, all records.Sequence[records.Record]) (Merged, error)
	// KeepPasswords puts networks with their passwords into the library's encrypted
	// file, those that are not there. ErrNoKey: there is nothing to encrypt with.
	KeepPasswords(ctx context.Context, from From, all []records.WifiNetwork) (added int, err error)
}

// ErrNoKey is what a Shelf answers that has no key for passwords.
var ErrNoKey = errors.New("there is no keyring and no passphrase to encrypt passwords with")

// Taker is a job.Taker for everything that holds records.
type Taker struct {
	shelf Shelf
	// from names whose records those of a file are; device is the code name of the
	// phone that made it, "" where the file does not say.
	from func(device string) From
}

// New returns a Taker that keeps what it finds on shelf.
func New(shelf Shelf, from func(device string) From) *Taker { return &Taker{shelf, from} }

// Knows implements job.Taker.
func (t *Taker) Knows(_ string, head []byte) bool { return kindOf(head) != unknown }

// Take implements job.Taker: files of one kind are taken in together, so that a
// folder of a thousand vCards is one change.
func (t *Taker) Take(ctx context.Context, files []job.Offer, tell job.Tell) error {
	by := map[kind][]job.Offer{}
	for _, f := range files {
		k := kindOf(f.Head)
		by[k] = append(by[k], f)
	}
	devices := map[string]string{} // by folder
	for _, f := range by[description] {
		if r, err := f.Open(ctx); err == nil { // what it says is good to have, no more
			devices[path.Dir(f.Path)] = localbackup.DeviceOf(r)
			r.Close()
		}
		tell(f.Entry, job.Taken{}, nil)
	}
	for _, x := range texts() {
		if len(by[x.kind]) == 0 {
			continue
		}
		if err := t.texts(ctx, x, by[x.kind], tell); err != nil {
			return err
		}
	}
	return t.backups(ctx, by[backup], devices, tell)
}

// merge adds one category of a file, or of several, and says what is to be told.
func (t *Taker) merge(ctx context.Context, from From, c records.Category, all records.Sequence[records.Record]) (job.Taken, error) {
	got, err := t.shelf.Merge(ctx, from, c, all)
	if err != nil {
		return job.Taken{}, err
	}
	return job.Taken{Categories: map[string]job.Counts{string(c): {Copied: got.New + got.Changed, Already: got.Already}}, Bytes: got.Bytes}, nil
}

// problems turns what could not be read into lines of the receipt.
func problems(e *archive.Entry, p records.Problems, o job.Outcome) []job.Problem {
	var out []job.Problem
	for i, q := range p.List {
		if i == maxTold {
			out = append(out, job.Problem{Path: e.Path, Outcome: o, Reason: fmt.Sprintf("and %d more", p.Count-maxTold)})
			break
		}
		out = append(out, job.Problem{Path: e.Path, Outcome: o, Reason: q.Error()})
	}
	return out
}

// maxTold is how many of a file's small troubles are told one by one.
const maxTold = 20

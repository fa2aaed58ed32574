package restore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

// Prover compares the phone's hash of a file with the library's bytes, read back.
// *store.Writer is one, and the only one that can make a Proof.
type Prover interface {
	Known(phone, path string) (store.Known, bool)
	Prove(ctx context.Context, h, phoneHash gallery.Hash, o gallery.Origin) (store.Proof, error)
}

// Free takes from a phone what the library has: each file only with a fresh Proof,
// and only while the phone still has the bytes that the proof is about. It is a
// Part; undo takes files out of the phone's trash again, or brings them back.
type Free struct {
	Line   *Line[Phone]
	Prover Prover
	Open   func(Source) (io.ReadCloser, error) // for undo

	Before        time.Time // only what was taken before this; zero: everything
	KeepFavorites bool
	KeepAlbums    []string // names or folders of albums that are left alone
	Now           time.Time
	// Erase deletes at once instead of using the phone's trash, which keeps the room
	// for another month.
	Erase bool
}

// FreeName is the name of the Part Free.
const FreeName = "free"

// trashSDK is Android 11: its media database has a trash, where a file lies in its
// own folder as ".trashed-<when it goes>-<name>".
const trashSDK = 30

// maxName is how many bytes a name on a phone may have.
const maxName = 255

// trashFor is how long Android keeps what is in its trash.
const trashFor = 30 * 24 * time.Hour

// Name implements Part.
func (f *Free) Name() string { return FreeName }

type freeDetail struct {
	Hash  gallery.Hash `json:"hash"`
	Size  int64        `json:"size"`
	MTime int64        `json:"mtime"`
	Trash Name         `json:"trash,omitempty"` // where it goes; empty: it is deleted
	Temp  Name         `json:"temp"`            // for bringing it back
	Album Name         `json:"album"`
}

// Plan implements Part. It goes by what the library knows; the proofs are made
// when the plan is carried out, right before each file is taken.
func (f *Free) Plan(ctx context.Context, d *Draft) error {
	phone := f.Line.Phone()
	info := phone.Info()
	media, err := phone.Media(ctx, d.Count.Seen)
	if err != nil {
		return err
	}
	trash := !f.Erase && info.SDK >= trashSDK
	if !f.Erase && !trash {
		d.Say("This phone's Android has no trash, so what is freed is deleted at once. It is in the library, and undo brings it back.")
	} else if trash {
		d.Say("What is freed goes to the phone's trash first. The room is free when the phone empties it, after 30 days, or when you empty it on the phone.")
	}
	left := map[string]int{}
	for _, m := range media.Files {
		if reason := f.spared(m); reason != "" {
			left[reason]++
			continue
		}
		if err := f.decide(d, info, m, trash); err != nil {
			return err
		}
	}
	for _, reason := range []string{favorite, keptAlbum, tooNew, inTrash} {
		if n := left[reason]; n > 0 {
			d.Say(fmt.Sprintf("%d left alone: %s.", n, reason))
		}
	}
	return nil
}

// Why files are left alone.
const (
	favorite  = "favourites"
	keptAlbum = "in albums that are kept"
	tooNew    = "newer than asked for"
	inTrash   = "in the phone's trash already"
)

// spared says why a file is none of what was asked for; "" if it is.
func (f *Free) spared(m device.File) string {
	when := m.Taken
	if when.IsZero() {
		when = m.MTime
	}
	switch {
	case m.Trashed:
		return inTrash
	case m.Favorite && f.KeepFavorites:
		return favorite
	case slices.ContainsFunc(f.KeepAlbums, func(a string) bool {
		return strings.EqualFold(a, m.Album) || strings.EqualFold(a, path.Base(m.Album))
	}):
		return keptAlbum
	case !f.Before.IsZero() && !when.Before(f.Before):
		return tooNew
	}
	return ""
}

func (f *Free) decide(d *Draft, info device.Info, m device.File, trash bool) error {
	s := Step{Category: job.Category(m), Title: m.Name(), Target: Name(m.Path), Group: Name(m.Album), Bytes: m.Size, State: Cannot}
	k, known := f.Prover.Known(info.ID, m.Path)
	switch {
	case !known:
		s.Reason = "it is not in the library; back up first"
	case k.Removed:
		s.Reason = "you deleted it from the library, so this phone may have the only copy"
	case !m.Unchanged(k.Size, k.MTime):
		s.Reason = "it was changed on the phone since it was backed up; back up first"
	}
	if s.Reason != "" {
		return d.Add(s, nil)
	}
	n := len(d.plan.Steps)
	trashed := fmt.Sprintf("%s/.trashed-%d-%s", path.Dir(m.Path), f.Now.Add(trashFor).Unix(), path.Base(m.Path))
	if trash && len(path.Base(trashed)) > maxName {
		s.Reason = "its name is too long for the phone's trash"
		return d.Add(s, nil)
	}
	detail := freeDetail{Hash: k.Hash, Size: m.Size, MTime: m.MTime.Unix(), Temp: Name(device.TempName(m.Path, d.plan.ID, n)), Album: Name(m.Album)}
	s.State, s.Do, s.Source = Kept, Delete, k.Hash.String()
	if trash {
		s.Do = Trash
		detail.Trash = Name(trashed)
	}
	return d.Add(s, detail)
}

// Save implements Part: what is taken is in the library.
func (f *Free) Save(context.Context, []Step, Vault) error { return nil }

// freed is an entry of Free, unpacked.
type freed struct {
	Entry
	freeDetail
}

func unpackFreed(entries []Entry) ([]*freed, error) {
	all := make([]*freed, len(entries))
	for i, e := range entries {
		all[i] = &freed{Entry: e}
		if err := json.Unmarshal(e.Detail, &all[i].freeDetail); err != nil {
			return nil, fmt.Errorf("the plan of %s: %w", e.Title, err)
		}
	}
	return all, nil
}

// Do implements Part.
func (f *Free) Do(ctx context.Context, due []Entry, log *Log) error {
	all, err := unpackFreed(due)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(all, batchFiles) {
		if err := log.Hold(ctx); err != nil {
			return err
		}
		if err := f.batch(ctx, some, log); err != nil {
			return err
		}
	}
	return nil
}

func (f *Free) batch(ctx context.Context, files []*freed, log *Log) error {
	phone := f.Line.Phone()
	byPath := map[string]*freed{}
	list := make([]string, len(files))
	for i, one := range files {
		byPath[string(one.Target)], list[i] = one, string(one.Target)
	}
	var answers []hashed
	err := phone.Hashes(ctx, list, func(p string, sum [32]byte, err error) {
		answers = append(answers, hashed{byPath[p], sum, err})
	})
	if err != nil {
		return err
	}
	var proofs []proven
	for _, a := range answers {
		p, err := f.prove(ctx, phone.Info().ID, a, log)
		if err != nil {
			return err
		}
		if p.Valid() {
			proofs = append(proofs, proven{a.freed, p})
		}
	}
	return f.take(ctx, phone, proofs, log)
}

type hashed struct {
	*freed
	sum gallery.Hash
	err error
}

type proven struct {
	*freed
	store.Proof
}

// prove makes the proof of one file, or settles why there is none. The error is
// one that ends the run.
func (f *Free) prove(ctx context.Context, phone string, a hashed, log *Log) (store.Proof, error) {
	log.Count.At(string(a.Album), a.Title)
	switch {
	case errors.Is(a.err, fs.ErrNotExist):
		// An interrupted run has taken it, or its owner has.
		return store.Proof{}, log.Settle(a.Entry, job.Already, "", nil)
	case a.err != nil:
		return store.Proof{}, log.Settle(a.Entry, job.Skipped, a.Title+" cannot be read on the phone, so it was left there: "+a.err.Error(), nil)
	}
	p, err := f.Prover.Prove(ctx, a.Hash, a.sum, gallery.Origin{Phone: phone, Path: string(a.Target), Album: string(a.Album), MTime: time.Unix(a.MTime, 0)})
	var mismatch *store.MismatchError
	switch {
	case ctx.Err() != nil:
		return store.Proof{}, ctx.Err()
	case err == nil && p.Covers(phone, string(a.Target)) && p.Hash() == a.sum:
		return p, nil
	case errors.As(err, &mismatch) && !mismatch.Library:
		return store.Proof{}, log.Settle(a.Entry, job.Skipped, a.Title+" was changed on the phone since it was backed up, so it was left there", nil)
	case err == nil:
		err = errors.New("the proof is about another file; please report this")
	}
	return store.Proof{}, log.Settle(a.Entry, job.Skipped, a.Title+" was left on the phone, because the library's copy could not be proven: "+err.Error(), nil)
}

// take is the one place that takes files off a phone. It wants a proof of each,
// and the phone takes only what still has the bytes of the proof.
func (f *Free) take(ctx context.Context, phone Phone, files []proven, log *Log) error {
	var notes []Note
	var moves []device.Move
	var deletions []device.Deletion
	var moved, deleted []*freed
	for _, p := range files {
		if !p.Valid() || !p.Covers(phone.Info().ID, string(p.Target)) {
			continue
		}
		notes = append(notes, Note{Step: p.ID})
		sum := [32]byte(p.Proof.Hash())
		if p.Trash != "" {
			moves = append(moves, device.Move{From: string(p.Target), To: string(p.Trash), Sum: &sum})
			moved = append(moved, p.freed)
		} else {
			deletions = append(deletions, device.Deletion{Path: string(p.Target), Sum: sum})
			deleted = append(deleted, p.freed)
		}
	}
	if err := log.Intend(notes...); err != nil {
		return err
	}
	var broken error
	var gone []string
	tell := func(one *freed, err error) {
		if serr := f.settle(one, err, log); serr != nil && broken == nil {
			broken = serr
		}
		gone = append(gone, string(one.Target))
	}
	err := phone.Moves(ctx, moves, func(i int, err error) { tell(moved[i], err) })
	if err == nil {
		err = phone.Deletes(ctx, deletions, func(i int, err error) { tell(deleted[i], err) })
	}
	if err = errors.Join(err, broken); err != nil {
		return err
	}
	if err := phone.Scan(ctx, gone); err != nil && !errors.Is(err, device.ErrNoIndex) {
		return err
	}
	return nil
}

func (f *Free) settle(one *freed, err error, log *Log) error {
	log.Count.Move(one.Size)
	switch {
	case err == nil:
		return log.Settle(one.Entry, job.Copied, "", nil)
	case errors.Is(err, device.ErrDiffers):
		return log.Settle(one.Entry, job.Skipped, one.Title+" was changed on the phone in this very moment, so it was left there", nil)
	case errors.Is(err, fs.ErrNotExist):
		return log.Settle(one.Entry, job.Already, "", nil)
	}
	return log.Settle(one.Entry, job.Lost, one.Title+": "+err.Error(), nil)
}

// ReadBack implements Part: what was taken is not there any more.
func (f *Free) ReadBack(ctx context.Context, done []Entry, log *Log) error {
	var dirs []string
	for _, e := range done {
		if dir := path.Dir(string(e.Target)); !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	there := map[string]bool{}
	err := f.Line.Phone().Folders(ctx, dirs, func(i int, names []device.Name, _ bool, _ error) {
		for _, n := range names {
			there[path.Join(dirs[i], n.Name)] = true
		}
	})
	if err != nil {
		return err
	}
	for _, e := range done {
		if there[string(e.Target)] {
			err = log.Doubt(e, e.Title+" is on the phone again")
		} else {
			err = log.Verify(e)
		}
		if err != nil {
			return err
		}
		log.Count.Step()
	}
	return nil
}

// Undo implements Part: out of the phone's trash, or back from the library.
func (f *Free) Undo(ctx context.Context, done []Entry, _ Vault, log *Log) error {
	all, err := unpackFreed(done)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(all, batchFiles) {
		if err := log.Hold(ctx); err != nil {
			return err
		}
		if err := f.bringBack(ctx, some, log); err != nil {
			return err
		}
	}
	return nil
}

func (f *Free) bringBack(ctx context.Context, files []*freed, log *Log) error {
	phone := f.Line.Phone()
	var moves []device.Move
	var moved []*freed
	for _, one := range files {
		if one.Trash != "" {
			sum := [32]byte(one.Hash)
			moves = append(moves, device.Move{From: string(one.Trash), To: string(one.Target), Sum: &sum})
			moved = append(moved, one)
		}
	}
	back := map[*freed]bool{}
	if err := phone.Moves(ctx, moves, func(i int, err error) { back[moved[i]] = err == nil }); err != nil {
		return err
	}
	var list []string
	byPath := map[string]*freed{}
	for _, one := range files {
		list = append(list, string(one.Target))
		byPath[string(one.Target)] = one
	}
	// What is in its place was brought back, or never went.
	there := map[*freed]bool{}
	err := phone.Hashes(ctx, list, func(p string, sum [32]byte, err error) {
		if one := byPath[p]; err == nil && one.Hash == gallery.Hash(sum) {
			there[one] = true
		}
	})
	if err != nil && !errors.Is(err, device.ErrNoHash) {
		return err
	}
	var missing []*file
	for _, one := range files {
		switch {
		case back[one]:
			err = log.Settle(one.Entry, job.Copied, "", nil)
		case there[one]:
			err = log.Settle(one.Entry, job.Already, "", nil)
		default:
			missing = append(missing, &file{Entry: one.Entry, final: string(one.Target),
				fileDetail: fileDetail{Hash: one.Hash, Size: one.Size, MTime: one.MTime, Temp: one.Temp}})
			continue
		}
		if err != nil {
			return err
		}
	}
	b := batch{f: &Files{Line: f.Line, Open: f.Open}, phone: phone, log: log}
	arrived, err := b.arrive(ctx, missing)
	if err != nil {
		return err
	}
	if err := b.place(ctx, arrived); err != nil {
		return err
	}
	if err := phone.Scan(ctx, list); err != nil && !errors.Is(err, device.ErrNoIndex) {
		return err
	}
	return nil
}

package restore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

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
	case errors.Is(a.err, fs.ErrNotExist) && a.Begun: // taken, and the answer was lost
		return store.Proof{}, log.Settle(a.Entry, job.Copied, "", nil)
	case errors.Is(a.err, fs.ErrNotExist): // its owner was faster
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

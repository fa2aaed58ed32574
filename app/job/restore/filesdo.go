package restore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/gallery"
)

// A batch is written, hashed by the phone and renamed together: few questions to
// the phone, and little to be done again when the cable is pulled.
const (
	batchFiles = 64
	batchBytes = 256 << 20
)

// Save implements Part: what is replaced is moved aside on the phone itself, and
// what this writes down is for people.
func (f *Files) Save(_ context.Context, steps []Step, v Vault) error {
	type replaced struct{ Old, Safe Name }
	var all []replaced
	for _, s := range steps {
		var d fileDetail
		if err := json.Unmarshal(s.Detail, &d); err != nil {
			return fmt.Errorf("the plan of %s: %w", s.Title, err)
		}
		if d.Old != "" {
			all = append(all, replaced{d.Old, d.Safe})
		}
	}
	if len(all) == 0 {
		return nil
	}
	b, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return err
	}
	return v.Put("replaced.json", strings.NewReader(string(b)))
}

// Do implements Part.
func (f *Files) Do(ctx context.Context, due []Entry, log *Log) error {
	all, err := unpack(due)
	if err != nil {
		return err
	}
	for len(all) > 0 {
		n, bytes := 0, int64(0)
		for n < len(all) && n < batchFiles && (n == 0 || bytes+all[n].Size <= batchBytes) {
			bytes += all[n].Size
			n++
		}
		b := batch{f: f, phone: f.Line.Phone(), log: log}
		if err := b.run(ctx, all[:n]); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

// batch is some files on their way together.
type batch struct {
	f     *Files
	phone Phone
	log   *Log
	blind bool // the phone cannot hash
}

func (b *batch) run(ctx context.Context, files []*file) (err error) {
	defer func() {
		if err != nil && (ctx.Err() != nil || !errors.Is(err, device.ErrGone)) {
			b.tidy(ctx, files)
		}
	}()
	if files, err = b.resumed(ctx, files); err != nil {
		return err
	}
	var notes []Note
	for _, f := range files {
		notes = append(notes, Note{f.ID, fileNote{Name(f.final)}})
	}
	if err := b.log.Intend(notes...); err != nil {
		return err
	}
	arrived, err := b.arrive(ctx, files)
	if err != nil {
		return err
	}
	return b.place(ctx, arrived)
}

// tidy takes away what is half there, where the phone can still be asked to.
func (b *batch) tidy(ctx context.Context, files []*file) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = b.phone.Discard(ctx, paths(files, (*file).tempPath)) // else undo does it, or going on
}

// resumed settles the files of an interrupted run that are in their place already,
// and returns the others.
func (b *batch) resumed(ctx context.Context, files []*file) ([]*file, error) {
	begun := map[string]*file{}
	for _, f := range files {
		if f.Begun {
			begun[f.final] = f
		}
	}
	if len(begun) == 0 {
		return files, nil
	}
	var list []string
	for p := range begun {
		list = append(list, p)
	}
	done := map[*file]bool{}
	err := b.phone.Hashes(ctx, list, func(p string, sum [32]byte, err error) {
		if f := begun[p]; err == nil && f.Hash == gallery.Hash(sum) {
			done[f] = true
		}
	})
	if err != nil && !errors.Is(err, device.ErrNoHash) {
		return nil, err
	}
	var left []*file
	for _, f := range files {
		if !done[f] {
			left = append(left, f)
			continue
		}
		b.log.Count.Move(f.Size)
		if err := b.log.Settle(f.Entry, job.Copied, "", fileNote{Name(f.final)}); err != nil {
			return nil, err
		}
	}
	return left, nil
}

// arrive writes files under their temporary names, and returns those of which the
// phone's own hash is right. One that arrives altered is sent once more.
func (b *batch) arrive(ctx context.Context, files []*file) ([]*file, error) {
	var good []*file
	for attempt := 1; len(files) > 0; attempt++ {
		s := &supply{ctx: ctx, b: b, byTemp: map[string]*file{}, files: files}
		for _, f := range files {
			s.byTemp[string(f.Temp)] = f
		}
		if err := b.phone.Push(ctx, s.next, s); err != nil {
			return nil, errors.Join(err, s.failed)
		}
		if s.failed != nil {
			return nil, s.failed
		}
		right, wrong, err := b.compare(ctx, s.there)
		if err != nil {
			return nil, err
		}
		good, files = append(good, right...), wrong
		if attempt == 2 && len(wrong) > 0 {
			if err := b.phone.Discard(ctx, paths(wrong, (*file).tempPath)); err != nil {
				return nil, err
			}
			for _, f := range wrong {
				if err := b.log.Settle(f.Entry, job.Lost, f.name()+" arrived on the phone with other bytes, twice; try another cable or port", nil); err != nil {
					return nil, err
				}
			}
			break
		}
	}
	return good, nil
}

// compare asks the phone for its hashes of files under their temporary names.
func (b *batch) compare(ctx context.Context, files []*file) (right, wrong []*file, err error) {
	byTemp := map[string]*file{}
	for _, f := range files {
		byTemp[string(f.Temp)] = f
	}
	err = b.phone.Hashes(ctx, paths(files, (*file).tempPath), func(p string, sum [32]byte, err error) {
		if f := byTemp[p]; err == nil && f.Hash == gallery.Hash(sum) {
			right = append(right, f)
		} else {
			wrong = append(wrong, f)
		}
	})
	if errors.Is(err, device.ErrNoHash) {
		b.blind = true
		return files, nil, nil
	}
	return right, wrong, err
}

// place gives files their names. What is replaced is moved to safety right before.
func (b *batch) place(ctx context.Context, files []*file) error {
	if err := b.aside(ctx, files); err != nil {
		return err
	}
	for n := 1; len(files) > 0; n++ {
		moves := make([]device.Move, len(files))
		for i, f := range files {
			moves[i] = device.Move{From: string(f.Temp), To: f.final}
		}
		var taken []*file
		var broken error
		err := b.phone.Moves(ctx, moves, func(i int, err error) {
			if errors.Is(err, device.ErrTaken) && n < 100 {
				taken = append(taken, files[i])
				return
			}
			if serr := b.settle(ctx, files[i], err); serr != nil && broken == nil {
				broken = serr
			}
		})
		if err = errors.Join(err, broken); err != nil {
			return err
		}
		// Something appeared there since the plan was made: it stays, and this goes
		// beside it. Undo must know the name before it is used.
		var notes []Note
		for _, f := range taken {
			f.final = beside(string(f.Target), n)
			notes = append(notes, Note{f.ID, fileNote{Name(f.final)}})
		}
		if err := b.log.Intend(notes...); err != nil {
			return err
		}
		files = taken
	}
	return nil
}

// aside moves what is replaced to its safe place. What is not there any more, or
// was moved by an interrupted run, needs no moving.
func (b *batch) aside(ctx context.Context, files []*file) error {
	var moves []device.Move
	for _, f := range files {
		if f.Old != "" {
			moves = append(moves, device.Move{From: string(f.Old), To: string(f.Safe)})
		}
	}
	if len(moves) == 0 {
		return nil
	}
	// Where it fails the name stays taken, and the new file goes beside it.
	return b.phone.Moves(ctx, moves, func(int, error) {})
}

func (b *batch) settle(ctx context.Context, f *file, err error) error {
	if err == nil {
		reason := ""
		if b.blind {
			reason = f.name() + " was written, and this phone cannot compute SHA-256 to verify it"
		}
		return b.log.Settle(f.Entry, job.Copied, reason, fileNote{Name(f.final)})
	}
	if derr := b.phone.Discard(ctx, []string{string(f.Temp)}); derr != nil {
		return derr
	}
	return b.log.Settle(f.Entry, job.Lost, f.name()+": "+err.Error(), nil)
}

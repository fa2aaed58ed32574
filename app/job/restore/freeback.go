package restore

import (
	"context"
	"errors"
	"path"
	"slices"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/gallery"
)

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

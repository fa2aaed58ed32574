package restore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"keepsake/app/job"
	"keepsake/device"
)

// Undo implements Part: it deletes what was put there and still has the bytes it
// was put there with, and gives back what was replaced.
func (f *Files) Undo(ctx context.Context, done []Entry, _ Vault, log *Log) error {
	files, err := unpack(done)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(files, batchFiles) {
		if err := log.Hold(ctx); err != nil {
			return err
		}
		u := taking{phone: f.Line.Phone(), log: log}
		if err := u.run(ctx, some); err != nil {
			return err
		}
	}
	phone := f.Line.Phone()
	if err := phone.RemoveFolders(ctx, madeFolders(files)); err != nil {
		return err
	}
	// Its gallery shall forget them too; where it cannot be told it finds out itself.
	if err := phone.Scan(ctx, paths(files, (*file).finalPath)); err != nil && !errors.Is(err, device.ErrNoIndex) {
		return err
	}
	return nil
}

// madeFolders are the folders that the run made, deepest first.
func madeFolders(files []*file) []string {
	var dirs []string
	add := func(d string) {
		if !slices.Contains(dirs, d) {
			dirs = append(dirs, d)
		}
	}
	for _, f := range files {
		for dir, n := path.Dir(f.final), f.Made; n > 0; dir, n = path.Dir(dir), n-1 {
			add(dir)
		}
		if f.Safe != "" {
			for _, d := range safeFolders(string(f.Safe)) {
				add(d)
			}
		}
	}
	slices.SortFunc(dirs, func(a, b string) int { return strings.Count(b, "/") - strings.Count(a, "/") })
	return dirs
}

// taking takes some files back.
type taking struct {
	phone Phone
	log   *Log
}

func (u taking) run(ctx context.Context, files []*file) error {
	var notes []Note
	for _, f := range files {
		notes = append(notes, Note{f.ID, fileNote{Name(f.final)}})
	}
	if err := u.log.Intend(notes...); err != nil {
		return err
	}
	if err := u.phone.Discard(ctx, paths(files, (*file).tempPath)); err != nil {
		return err
	}
	gone := make([]error, len(files)) // what the phone said of the deletion
	deletions := make([]device.Deletion, len(files))
	for i, f := range files {
		deletions[i] = device.Deletion{Path: f.final, Sum: f.Hash}
	}
	if err := u.phone.Deletes(ctx, deletions, func(i int, err error) { gone[i] = err }); err != nil {
		return err
	}
	back, err := u.giveBack(ctx, files)
	if err != nil {
		return err
	}
	for i, f := range files {
		o, reason := job.Copied, ""
		switch err := gone[i]; {
		case back[f] != nil && !errors.Is(back[f], fs.ErrNotExist):
			o, reason = job.Skipped, fmt.Sprintf("what was in the place of %s before is kept on the phone as %s: %v", f.name(), f.Safe, back[f])
		case err == nil:
		case errors.Is(err, fs.ErrNotExist):
			if f.Old == "" || back[f] != nil { // it never came so far, or was deleted meanwhile
				o = job.Already
			}
		case errors.Is(err, device.ErrDiffers):
			o, reason = job.Skipped, f.name()+" was changed on the phone since, so it was left there"
			// Either another file that was there before this one could be, or what was
			// replaced, given back by an undo that was interrupted.
			if f.Outcome != job.Copied || f.Old != "" && errors.Is(back[f], fs.ErrNotExist) {
				o, reason = job.Already, ""
			}
		default:
			o, reason = job.Lost, f.name()+": "+err.Error()
		}
		if err := u.log.Settle(f.Entry, o, reason, nil); err != nil {
			return err
		}
	}
	return nil
}

// giveBack puts replaced files where they were.
func (u taking) giveBack(ctx context.Context, files []*file) (map[*file]error, error) {
	var moves []device.Move
	var whose []*file
	for _, f := range files {
		if f.Old != "" {
			moves = append(moves, device.Move{From: string(f.Safe), To: string(f.Old)})
			whose = append(whose, f)
		}
	}
	back := map[*file]error{}
	if len(moves) == 0 {
		return back, nil
	}
	err := u.phone.Moves(ctx, moves, func(i int, err error) { back[whose[i]] = err })
	return back, err
}

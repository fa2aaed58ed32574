package library

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// provenFile holds the drills: what was restored into a folder, and read back there.
// It is for people: losing it loses nothing but the dates.
const provenFile = ".keepsake/proven.json"

const (
	maxProven = 1 << 20 // bytes read of it
	keepDrill = 60      // drills kept in it: five years of monthly ones
)

// Proven is one drill.
type Proven struct {
	When   time.Time `json:"when"`
	From   string    `json:"from"`             // what was restored, for people
	Sample bool      `json:"sample,omitempty"` // some chosen by chance, not all
	Files  int       `json:"files"`            // read from the library, written, and read back
	Bytes  int64     `json:"bytes"`
	// Records were read from their files and understood: contacts, messages and the like.
	Records int    `json:"records,omitempty"`
	Failed  int    `json:"failed"`           // could not be; zero: all is restorable
	Folder  string `json:"folder,omitempty"` // where they are; empty: they were taken away again
}

// PlanFolder is PlanRestore into a folder of this computer, which must exist. free
// tells how many bytes are free there, 0 while unknown.
func (l *Library) PlanFolder(ctx context.Context, dir string, free int64, o RestoreOptions) (*Restore, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("the folder %s: %w", dir, err)
	}
	wants, from, thrown, err := l.wants(ctx, o.Choice, "")
	if err != nil {
		return nil, err
	}
	f := l.folder(ctx, abs)
	f.Wants = wants
	if free > 0 {
		f.Free = func(string) int64 { return free }
	}
	r := &Restore{l: l, parts: []restore.Part{f}}
	r.Plan, err = restore.Make(ctx, o.Tracker, restore.Options{Job: job.DrillName, From: from, Conflict: o.Conflict, Target: restore.Target{Folder: abs, Name: abs}}, f)
	if err == nil && thrown > 0 {
		r.Plan.Notes = append(r.Plan.Notes, thrownSaid(thrown))
	}
	return r, err
}

func (l *Library) folder(ctx context.Context, dir string) *restore.Folder {
	return &restore.Folder{Dir: dir, Open: l.restored(ctx)}
}

// RunDrill runs a plan of PlanFolder and remembers what it proved.
func (r *Restore) RunDrill(ctx context.Context, o RunOptions, sample bool) (job.Receipt, error) {
	receipt, err := r.Run(ctx, o)
	if err != nil || receipt.Job == "" {
		return receipt, err
	}
	return receipt, r.l.remember(Proven{
		When: receipt.Started.UTC().Truncate(time.Second), From: r.Plan.From, Sample: sample,
		Files: receipt.Verified + receipt.Already, Bytes: receipt.Bytes,
		Failed: receipt.Failed + receipt.Copied - receipt.Verified, Folder: r.Plan.Target.Folder,
	})
}

// Prove restores what is chosen into a folder of its own below temp, reads it back
// there, and takes it away again.
func (l *Library) Prove(ctx context.Context, temp string, free int64, o RestoreOptions) (_ job.Receipt, err error) {
	dir, err := os.MkdirTemp(temp, "keepsake-drill-")
	if err != nil {
		return job.Receipt{}, fmt.Errorf("make a folder to restore to: %w", store.Explain(temp, err))
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	r, err := l.PlanFolder(ctx, dir, free, o)
	if err != nil {
		return job.Receipt{}, err
	}
	defer func() { err = errors.Join(err, r.Close(), l.Restores().Forget(r.Plan.ID)) }()
	receipt, err := r.RunDrill(ctx, RunOptions{Tracker: o.Tracker}, o.Sample > 0)
	receipt.ID = "" // it is taken away, so there is nothing to take back
	if err != nil {
		return receipt, err
	}
	read, bad, err := l.readRecords(ctx)
	if err != nil {
		return receipt, err
	}
	for c, broken := range bad {
		n := receipt.Categories[c]
		n.Found, n.Failed = n.Found+len(broken), n.Failed+len(broken)
		if receipt.Categories == nil {
			receipt.Categories = map[string]job.Counts{}
		}
		receipt.Categories[c] = n
		receipt.Found, receipt.Failed = receipt.Found+len(broken), receipt.Failed+len(broken)
		receipt.Problems = append(receipt.Problems, broken...)
	}
	if len(bad) > 0 {
		if err := l.SaveReceipt(receipt); err != nil {
			return receipt, err
		}
	}
	all, err := l.Proven()
	if err == nil && len(all) > 0 {
		all[0].Folder, all[0].Records, all[0].Failed = "", read, receipt.Failed+receipt.Copied-receipt.Verified
		err = l.saveProven(all)
	}
	return receipt, err
}

// readRecords reads the newest state of everything that is no file, as a restore
// would: how many there are, and what of each category could not be read.
func (l *Library) readRecords(ctx context.Context) (read int, bad map[string][]job.Problem, err error) {
	states, err := l.Store.NewestKept(ctx)
	if err != nil {
		return 0, nil, err
	}
	bad = map[string][]job.Problem{}
	for _, k := range states {
		var problems records.Problems
		for _, err := range keep.Load(ctx, l.Store, k, &problems) {
			if err != nil {
				return 0, nil, fmt.Errorf("read the %s that are kept: %w", k.Category, err)
			}
			read++
		}
		for _, p := range problems.List {
			bad[k.Category] = append(bad[k.Category], job.Problem{Path: k.Category, Outcome: job.Lost, Reason: p.Error()})
		}
	}
	return read, bad, nil
}

// Proven returns the drills, newest first.
func (l *Library) Proven() ([]Proven, error) {
	name := filepath.Join(l.Dir(), filepath.FromSlash(provenFile))
	st, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && st.Size() > maxProven {
		return nil, nil
	}
	var b []byte
	if err == nil {
		b, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, fmt.Errorf("read when the backup was proven: %w", err)
	}
	var all []Proven
	if json.Unmarshal(b, &all) != nil {
		return nil, nil // damaged: as if there had been none
	}
	return all, nil
}

func (l *Library) remember(p Proven) error {
	all, err := l.Proven()
	if err != nil {
		return err
	}
	all = append([]Proven{p}, all...)
	return l.saveProven(all[:min(len(all), keepDrill)])
}

func (l *Library) saveProven(all []Proven) error {
	b, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("remember the drill: %w", err)
	}
	name := filepath.Join(l.Dir(), filepath.FromSlash(provenFile))
	if err = os.WriteFile(name+".new", append(b, '\n'), 0o600); err == nil {
		err = os.Rename(name+".new", name)
	}
	if err != nil {
		return fmt.Errorf("remember the drill: %w", store.Explain(l.Dir(), err))
	}
	return nil
}

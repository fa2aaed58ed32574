package app

import (
	"context"
	"errors"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"keepsake/app/advice"
	"keepsake/app/desk"
	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/library"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/restoring"
	"keepsake/app/ui/shelf"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/records"
)

// restoreRun is the id of the restore among the runs: one at a time.
const restoreRun = "restore"

// restores is what can be restored, and the restore under way, in the window's
// words (restoring.Restores).
type restores struct {
	board   board
	runs    *runs
	phones  *phones
	current *current
	key     library.KeyFor // of the passwords of Wi-Fi networks

	mu    sync.Mutex
	tried time.Time          // guarded by mu: when proveMonthly began one last
	held  map[*prepared]bool // guarded by mu: compared, and neither begun nor forgotten
}

func newRestores(b board, key library.KeyFor) *restores {
	r := &restores{board: b, key: key, runs: b.runs, phones: b.phones, current: b.c, held: map[*prepared]bool{}}
	b.c.leaving = r.forgetAll
	return r
}

// prepared is a plan that is previewed; its library stays open meanwhile.
type prepared struct {
	r       *restores
	plan    *library.Restore
	info    device.Info // of the phone; of nothing for a folder
	release func()
}

// Prepare implements restoring.Restores.
func (r *restores) Prepare(ctx context.Context, o restoring.Order, t *job.Tracker) (restoring.Prepared, error) {
	lib, release, err := r.current.hold()
	if err != nil {
		return nil, err
	}
	p := &prepared{r: r, release: release}
	r.mu.Lock()
	r.held[p] = true
	r.mu.Unlock()
	p.plan, p.info, err = r.compare(ctx, lib, o, t)
	if err == nil && lib != r.current.now() { // another one was opened meanwhile
		err = errClosed
	}
	if err != nil {
		p.Forget()
		return nil, err
	}
	return p, nil
}

func (r *restores) compare(ctx context.Context, lib *library.Library, o restoring.Order, t *job.Tracker) (*library.Restore, device.Info, error) {
	opts := library.RestoreOptions{Choice: choice(o), Conflict: o.Conflict, Volume: volume(o), Tracker: t}
	var err error
	if opts.Records, opts.NoFiles, err = r.recordChoice(ctx, o); err != nil {
		return nil, device.Info{}, err
	}
	if o.Folder != "" {
		free, _ := desk.Space(o.Folder)
		plan, err := lib.PlanFolder(ctx, o.Folder, free, opts)
		return plan, device.Info{ID: importRun}, err
	}
	ph, err := r.phones.phone(o.Phone)
	if err != nil {
		return nil, device.Info{}, err
	}
	info := ph.Info()
	if n, ok := r.runs.get(o.Phone); ok && !n.done {
		return nil, info, errRunning
	}
	var plan *library.Restore
	switch {
	case o.Task == restoring.Free:
		plan, err = lib.PlanFree(ctx, ph, library.FreeOptions{Before: o.Before, KeepFavorites: !o.TakeFavorites, KeepAlbums: o.KeepAlbums, Erase: o.Erase, Tracker: t})
	case len(o.Files) > 0:
		plan, err = lib.PlanPush(ctx, ph, library.PushOptions{Paths: o.Files, Album: o.Album, Importer: true, Conflict: o.Conflict, Tracker: t})
	default:
		plan, err = lib.PlanRestore(ctx, ph, opts)
	}
	return plan, info, err
}

// volume is the storage that an order names, by its path on the phone.
func volume(o restoring.Order) string {
	if o.Volume == restoring.OwnStorage {
		return device.OwnStorage
	}
	return o.Volume
}

// choice says an order in the library's words.
func choice(o restoring.Order) library.Choice {
	c := library.Choice{Snapshot: o.Backup, Items: o.Items, Sample: o.Sample}
	if c.Snapshot == "" && c.Items == nil && o.Records == nil {
		c.Snapshot = library.Latest
	}
	return c
}

// recordChoice is what of an order is no file, and whether that is all. Whoever sits at
// the window can tap on the phone, so its importer may ask.
func (r *restores) recordChoice(ctx context.Context, o restoring.Order) (c library.RecordChoice, noFiles bool, err error) {
	c.Importer, c.Key = true, r.key
	switch {
	case o.Records != nil:
		c, err := r.chosenRecords(ctx, *o.Records, c)
		return c, true, err
	case o.Items != nil:
		return c, false, nil
	case o.What == nil:
		c.What = library.RestorableRecords()
		return c, false, nil
	}
	for _, w := range o.What {
		if w != job.Photos && w != job.Recordings {
			c.What = append(c.What, records.Category(w))
		}
	}
	return c, len(c.What) == len(o.What), nil
}

// chosenRecords are single contacts, as they were at the moment that was looked at.
func (r *restores) chosenRecords(ctx context.Context, q shelf.RecordQuery, c library.RecordChoice) (library.RecordChoice, error) {
	c.What = []records.Category{q.Category}
	if q.AsOf != 0 {
		c.AsOf = time.UnixMilli(q.AsOf)
	}
	all, err := entries[records.Contact](ctx, papers{pictures{r.current}}, q)
	if err == nil && len(all) == 0 {
		err = library.ErrNothing
	}
	if err != nil {
		return c, err
	}
	for _, e := range all {
		if c.Phone == "" {
			c.Phone = e.Phone
		}
		if e.Phone == c.Phone { // a plan is of one phone's records
			c.Only = append(c.Only, e.Identity)
		}
	}
	return c, nil
}

// Plan implements restoring.Prepared.
func (p *prepared) Plan() *restore.Plan { return p.plan.Plan }

// Forget implements restoring.Prepared.
func (p *prepared) Forget() {
	if p.r.take(p) {
		p.close()
	}
}

// take reports whether p is held still, and lets go of it.
func (r *restores) take(p *prepared) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	was := r.held[p]
	delete(r.held, p)
	return was
}

func (p *prepared) close() {
	if p.plan != nil {
		_ = p.plan.Close() // nothing was begun, or its receipt tells
	}
	p.release()
}

// forgetAll lets go of everything that was prepared: its library is left.
func (r *restores) forgetAll() {
	r.mu.Lock()
	all := r.held
	r.held = map[*prepared]bool{}
	r.mu.Unlock()
	for p := range all {
		p.close()
	}
}

// Start implements restoring.Prepared.
func (p *prepared) Start() error {
	if !p.r.take(p) {
		return errClosed
	}
	err := p.r.begin(p.info, p.plan.Plan.Job, func(ctx context.Context, _ *library.Library, o library.RunOptions) (job.Receipt, error) {
		defer p.close()
		if p.plan.Plan.Job == job.DrillName {
			return p.plan.RunDrill(ctx, o, false)
		}
		return p.plan.Run(ctx, o)
	})
	if err != nil {
		p.close()
	}
	return err
}

// begin runs work as the restore under way, in the library that is open.
func (r *restores) begin(info device.Info, name string, work func(context.Context, *library.Library, library.RunOptions) (job.Receipt, error)) error {
	if n, ok := r.runs.get(info.ID); ok && !n.done && info.ID != importRun {
		return errRunning
	}
	stays := func(shown string) (string, error) { return shown, nil }
	demo := r.phones.isDemo(info.ID)
	err := r.runs.launch(restoreRun, info, errRestoring, stays, func(ctx context.Context, t *job.Tracker, _ string) job.Receipt {
		receipt := job.Receipt{Job: name, Phone: info.ID, Name: info.Name, Started: time.Now(), Status: job.Failed}
		err := r.current.use(func(lib *library.Library) error {
			got, err := work(ctx, lib, library.RunOptions{Tracker: t, Again: func(ctx context.Context) (*device.Phone, error) {
				return r.phones.await(ctx, info.ID, demo, t.Waits)
			}})
			if got.Job != "" { // else it could not even begin
				receipt = got
			}
			return err
		})
		if err != nil && (receipt.Message == "" || receipt.Status == job.Failed) {
			receipt.Message = advice.For(err).String()
			t.Fail(err)
		}
		return receipt
	})
	if err == nil {
		r.runs.changed()
	}
	return err
}

// Undo implements restoring.Restores.
func (r *restores) Undo(id string) error {
	return r.open(id, func(ctx context.Context, run *library.Restore, o library.RunOptions) (job.Receipt, error) {
		return run.Undo(ctx, o)
	})
}

// Finish implements restoring.Restores.
func (r *restores) Finish(id string) error {
	return r.open(id, func(ctx context.Context, run *library.Restore, o library.RunOptions) (job.Receipt, error) {
		return run.Run(ctx, o)
	})
}

// open goes on with an earlier run, on the phone it was about.
func (r *restores) open(id string, do func(context.Context, *library.Restore, library.RunOptions) (job.Receipt, error)) error {
	b, err := get(r.current, func(l *library.Library) (restore.Brief, error) { return l.Restores().Look(id) })
	if err != nil {
		return err
	}
	info := device.Info{ID: importRun}
	var ph *device.Phone
	if b.Target.Folder == "" {
		if ph, err = r.phones.phone(b.Target.Phone); err != nil {
			return &refusal{"This was done on " + b.Target.Name + ", which is not connected.", "Plug it in, and try again."}
		}
		info = ph.Info()
	}
	return r.begin(info, b.Job, func(ctx context.Context, lib *library.Library, o library.RunOptions) (_ job.Receipt, err error) {
		run, err := lib.OpenRestore(ctx, id, ph)
		if err != nil {
			return job.Receipt{}, err
		}
		defer func() { err = errors.Join(err, run.Close()) }()
		return do(ctx, run, o)
	})
}

// Drill implements restoring.Restores.
func (r *restores) Drill(o restoring.Order) error {
	temp := os.TempDir()
	free, _ := desk.Space(temp)
	return r.begin(device.Info{ID: importRun}, job.DrillName, func(ctx context.Context, lib *library.Library, run library.RunOptions) (job.Receipt, error) {
		return lib.Prove(ctx, temp, free, library.RestoreOptions{Choice: choice(o), Tracker: run.Tracker})
	})
}

// monthly is how long a proof that the backup can be restored holds.
const monthly = 31 * 24 * time.Hour

// proveMonthly begins a small drill by itself where the last one is too long ago. One
// that could not even begin is not tried again for a day.
func (r *restores) proveMonthly(now time.Time) {
	due, err := get(r.current, func(l *library.Library) (bool, error) {
		past, err := l.Proven()
		if err != nil || len(past) > 0 && now.Sub(past[0].When) < monthly {
			return false, err
		}
		all, err := l.Store.Snapshots(r.runs.ctx)
		return len(all) > 0, err
	})
	r.mu.Lock()
	due = due && err == nil && now.Sub(r.tried) > 24*time.Hour
	if due {
		r.tried = now
	}
	r.mu.Unlock()
	if due {
		_ = r.Drill(restoring.Order{Task: restoring.Prove, Sample: 100}) // refused while something else runs: another day, then
	}
}

// Backups implements restoring.Restores.
func (r *restores) Backups(ctx context.Context) ([]restoring.Backup, error) {
	return get(r.current, func(l *library.Library) ([]restoring.Backup, error) {
		all, err := l.Store.Snapshots(ctx)
		if err != nil {
			return nil, err
		}
		kept, err := l.Store.Kept(ctx) // newest first
		if err != nil {
			return nil, err
		}
		out := make([]restoring.Backup, 0, len(all))
		for _, s := range all {
			b := restoring.Backup{ID: s.ID, Phone: s.Phone, Name: r.current.called(s.Phone, s.Name), Taken: s.Taken.Local(), Missing: s.Missing, Counts: map[string]int{}}
			if s.Count > 0 {
				b.Counts[job.Photos] = s.Count
			}
			for _, k := range kept {
				if _, newer := b.Counts[k.Category]; k.Phone == s.Phone && !k.Taken.After(s.Taken) && !newer && slices.Contains(library.RestorableRecords(), records.Category(k.Category)) {
					b.Counts[k.Category] = k.Count
				}
			}
			maps.DeleteFunc(b.Counts, func(_ string, n int) bool { return n == 0 })
			out = append(out, b)
		}
		slices.SortStableFunc(out, func(a, b restoring.Backup) int { return b.Taken.Compare(a.Taken) })
		return out, nil
	})
}

// Runs implements restoring.Restores.
func (r *restores) Runs(context.Context) ([]restore.Brief, error) {
	return get(r.current, func(l *library.Library) ([]restore.Brief, error) {
		all, err := l.Restores().List()
		if n, ok := r.runs.get(restoreRun); ok && !n.done { // it has not ended, and was not interrupted
			all = slices.DeleteFunc(all, func(b restore.Brief) bool { return !b.Ended && !b.Undone })
		}
		return all, err
	})
}

// Proofs implements restoring.Restores.
func (r *restores) Proofs(context.Context) ([]restoring.Proof, error) {
	return get(r.current, func(l *library.Library) ([]restoring.Proof, error) {
		all, err := l.Proven()
		out := make([]restoring.Proof, len(all))
		for i, p := range all {
			out[i] = restoring.Proof{When: p.When.Local(), Files: p.Files, Failed: p.Failed, Bytes: p.Bytes, Records: p.Records, Sample: p.Sample}
		}
		return out, err
	})
}

// Albums implements restoring.Restores.
func (r *restores) Albums(ctx context.Context, phoneID string) ([]restoring.Album, error) {
	return get(r.current, func(l *library.Library) ([]restoring.Album, error) {
		all, err := l.Index.Albums(ctx)
		if err != nil {
			return nil, err
		}
		var out []restoring.Album
		for _, a := range all {
			if a.Key.Phone == phoneID && !gallery.InPrivateAlbum(a.Key.Path) {
				out = append(out, restoring.Album{Name: a.Name, Folder: a.Key.Path})
			}
		}
		return out, nil
	})
}

// Phones implements restoring.Restores.
func (r *restores) Phones() []phone.Phone { return r.board.Phones() }

// Progress implements restoring.Restores.
func (r *restores) Progress() (job.Snapshot, bool) {
	n, ok := r.runs.get(restoreRun)
	if !ok || n.done {
		return job.Snapshot{}, false
	}
	return n.tracker.Snapshot(), true
}

// Receipt implements restoring.Restores.
func (r *restores) Receipt() (job.Receipt, bool) {
	n, ok := r.runs.get(restoreRun)
	return n.receipt, ok && n.done
}

// Hold implements restoring.Restores.
func (r *restores) Hold(on bool) { r.runs.pause(restoreRun, on) }

// Cancel implements restoring.Restores.
func (r *restores) Cancel() { r.runs.cancel(restoreRun) }

package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"keepsake/app/desk"
	"keepsake/app/job"
	"keepsake/app/schedule"
	"keepsake/app/settings"
	ui "keepsake/app/ui/automatic"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// routine begins backups by itself, as the owner's rules say (automatic.Routine).
// On success it is silent; it tells of what broke, and of a phone that has had no
// verified backup for long.
type routine struct {
	file   *settings.File
	phones *phones
	runs   *runs
	c      *current

	now     func() time.Time
	tell    func(ui.Note)    // the desktop's messages
	changed func()           // what it says is different; called from any goroutine
	looked  func([]ui.Phone) // what look saw; nil: nobody wants to know
	drill   func(time.Time)  // proves the backup once a month; nil: nobody does
	desktop desk.Autostart

	kick chan struct{} // look soon; holds one
	wg   sync.WaitGroup

	mu   sync.Mutex
	mine map[string]bool           // guarded by mu: phones whose backup it began
	kept map[string][]schedule.Run // guarded by mu: runs that left no receipt, or another one
	seen map[string]time.Time      // guarded by mu: the run of a phone that was judged last, by its beginning
}

// beat is how often the rules are looked at when nothing happens. The wall's clock
// is asked each time: a timer that was set for an hour would be late after sleep.
const beat = 30 * time.Second

// remindEvery is how often one phone's owner is told that a backup is overdue.
const remindEvery = 7 * 24 * time.Hour

func newRoutine(f *settings.File, p *phones, r *runs, c *current, tell func(ui.Note), changed func()) *routine {
	return &routine{file: f, phones: p, runs: r, c: c, now: time.Now, tell: tell, changed: changed, kick: make(chan struct{}, 1),
		mine: map[string]bool{}, kept: map[string][]schedule.Run{}, seen: map[string]time.Time{}}
}

// start looks at the rules until ctx ends.
func (a *routine) start(ctx context.Context) {
	a.wg.Go(func() {
		tick := time.NewTicker(beat)
		defer tick.Stop()
		for {
			a.look()
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			case <-a.kick:
			}
		}
	})
}

// close waits for the end of start; its context must have ended.
func (a *routine) close() { a.wg.Wait() }

// happened says that a phone or a run has changed. It never waits.
func (a *routine) happened() {
	select {
	case a.kick <- struct{}{}:
	default: // it looks already
	}
}

// look judges what has ended, begins what is due and reminds of what is overdue.
func (a *routine) look() {
	a.judge()
	all := a.Automatic()
	if a.looked != nil {
		a.looked(all)
	}
	for _, p := range all {
		if p.Decision.Run && !p.Held {
			a.begin(p.ID)
			continue // what is late is on its way
		}
		if p.Late && (p.Decision.Why != schedule.Busy || p.Waits) {
			a.remind(p)
		}
	}
	a.note(all)
	shown := a.c.dir()
	if home, err := a.runs.home(false, shown); err == nil && home == shown && a.drill != nil && a.on() && !a.runs.busy() {
		a.drill(a.now())
	}
}

// note remembers how the phones stand, for the time when another library is open.
func (a *routine) note(all []ui.Phone) {
	v := a.file.Get()
	next := maps.Clone(v.Proven)
	if next == nil {
		next = map[string]settings.Proven{}
	}
	for _, p := range all {
		if _, ruled := v.Automatic[p.ID]; ruled && !p.Held {
			next[p.ID] = settings.Proven{Name: p.Name, Last: p.Since.Round(0)}
		}
	}
	if maps.EqualFunc(next, v.Proven, func(x, y settings.Proven) bool { return x.Name == y.Name && x.Last.Equal(y.Last) }) {
		return
	}
	_ = a.file.Change(func(v *settings.Values) { v.Proven = next }) // the next look tries again
}

// atHome opens the owner's own library again when nobody looks at another one.
func (a *routine) atHome(ctx context.Context) {
	shown := a.c.dir()
	home, err := a.runs.home(false, shown)
	if err != nil || home == shown || ctx.Err() != nil {
		return
	}
	a.wg.Go(func() {
		_ = a.runs.alone(func() error { return a.c.open(home) }) // refused while a backup runs: then the next time
	})
}

// begin starts a backup. What refuses it, as another library that is being opened,
// passes by itself, and the next look tries again.
func (a *routine) begin(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.runs.start(id) == nil {
		a.mine[id] = true
	}
}

// judge takes note of backups that have ended, whoever began them.
func (a *routine) judge() {
	for id := range a.file.Get().Automatic {
		r, ok := a.runs.get(id)
		if !ok || !r.done {
			continue
		}
		a.mu.Lock()
		judged := a.seen[id].Equal(r.receipt.Started)
		mine := a.mine[id]
		a.seen[id] = r.receipt.Started
		delete(a.mine, id)
		before := a.c.backups(id)
		saved := slices.ContainsFunc(before, func(o job.Receipt) bool { return o.Started.Equal(r.receipt.Started) })
		stopped := r.receipt.Status == job.Cancelled || errors.Is(r.tracker.Snapshot().Err, context.Canceled)
		if !judged && (!saved || stopped) {
			run := asRun(r.receipt)
			if stopped {
				run.Outcome = schedule.Declined // by the owner: else this program had ended
			}
			a.kept[id] = append(a.kept[id], run)
		}
		a.mu.Unlock()
		if !judged && mine && !stopped {
			a.report(r, before)
		}
	}
}

// report tells of a backup that it began and that did not go well.
func (a *routine) report(r run, before []job.Receipt) {
	name := a.c.called(r.info.ID, r.info.Name)
	switch {
	case r.receipt.Status == job.Failed && errors.Is(r.tracker.Snapshot().Err, store.ErrLocked):
		// Another backup writes this library just now: nothing is wrong.
	case r.receipt.Status == job.Failed:
		a.tell(ui.Broken(name, r.receipt.Message))
	case r.receipt.Status == job.Done && r.receipt.Failed > failedBefore(r.receipt, before):
		a.tell(ui.Lost(name, r.receipt.Failed))
	}
}

// failedBefore is how many items failed in the complete backup before: the owner
// knows of those.
func failedBefore(r job.Receipt, all []job.Receipt) int {
	for _, o := range all {
		if o.Started.Before(r.Started) && o.Status == job.Done {
			return o.Failed
		}
	}
	return 0
}

// remind tells that a backup is overdue, once in a while.
func (a *routine) remind(p ui.Phone) {
	now := a.now()
	last := a.file.Get().Reminded[p.ID]
	if age := now.Sub(last); age >= 0 && age < remindEvery {
		return
	}
	err := a.file.Change(func(v *settings.Values) {
		v.Reminded = maps.Clone(v.Reminded)
		if v.Reminded == nil {
			v.Reminded = map[string]time.Time{}
		}
		v.Reminded[p.ID] = now.Round(0)
	})
	if err == nil { // else it would be told every time
		a.tell(ui.Overdue(p, now))
	}
}

// asRun is what a receipt means for the next backup. One that was cancelled is
// broken when an earlier life of this program left it: it may have been that life's end.
func asRun(r job.Receipt) schedule.Run {
	run := schedule.Run{Ended: r.Started.Add(time.Duration(r.Seconds * float64(time.Second))), Outcome: schedule.Broken}
	if r.Status == job.Done {
		run.Outcome = schedule.Complete
		run.Verified = r.Verified >= r.KeptFiles()
	}
	return run
}

// past are a phone's earlier runs, those of this life's memory last.
func (a *routine) past(id string) []schedule.Run {
	a.mu.Lock()
	kept := slices.Clone(a.kept[id])
	a.mu.Unlock()
	var out []schedule.Run
	for _, r := range a.c.backups(id) {
		run := asRun(r)
		if r.Status == job.Cancelled {
			continue // known better by kept, or to be made up for at once
		}
		out = append(out, run)
	}
	return append(out, kept...)
}

// Automatic lists the phones that are connected or known, and when each is backed
// up next.
func (a *routine) Automatic() []ui.Phone {
	now, v := a.now(), a.file.Get()
	shown := a.c.dir()
	home, err := a.runs.home(false, shown)
	held := err != nil || home != shown
	var out []ui.Phone
	add := func(id, name string, ph schedule.Phone) {
		p := ui.Phone{ID: id, Name: a.c.called(id, name), Rule: v.Automatic[id].Sound(), Held: held, Here: ph.Here && !ph.Locked}
		if r, ok := a.runs.get(id); ok && !r.done {
			ph.Running = true
			p.Waits = r.tracker.Snapshot().Status == job.Waiting
		}
		past := schedule.Look(now, a.past(id))
		p.Decision = p.Rule.Decide(now, ph, past, v.Paused)
		if known, ok := v.Proven[id]; held && ok { // the library that is open tells of something else
			past = schedule.Look(now, []schedule.Run{{Ended: known.Last, Verified: true}})
		}
		_, p.Late = p.Rule.Overdue(now, past)
		p.Since = past.Verified
		out = append(out, p)
	}
	here := map[string]bool{}
	for _, s := range a.phones.all() {
		if here[s.ID] || s.demo {
			continue
		}
		here[s.ID] = true
		add(s.ID, s.Name, schedule.Phone{Here: s.State == device.Ready, Locked: s.Locked, Level: s.Battery.Level, Charging: s.Battery.Charging})
	}
	for _, k := range a.c.known() {
		if !here[k.ID] && !gallery.Imported(k.ID) && !a.phones.isDemo(k.ID) {
			here[k.ID] = true
			add(k.ID, k.Name, schedule.Phone{Level: -1})
		}
	}
	for _, i := range a.runs.underWay() {
		if !here[i.ID] && !a.phones.isDemo(i.ID) { // taken away in its first backup
			here[i.ID] = true
			add(i.ID, i.Name, schedule.Phone{Level: -1})
		}
	}
	return append(out, a.elsewhere(now, v, here, held)...)
}

// elsewhere are the phones with a rule that the library which is open does not know:
// it is not theirs, or nothing of them was kept yet.
func (a *routine) elsewhere(now time.Time, v settings.Values, here map[string]bool, held bool) []ui.Phone {
	var out []ui.Phone
	for _, id := range slices.Sorted(maps.Keys(v.Automatic)) {
		known, ok := v.Proven[id]
		if !ok || here[id] || a.phones.isDemo(id) {
			continue
		}
		p := ui.Phone{ID: id, Name: known.Name, Rule: v.Automatic[id].Sound(), Held: held, Elsewhere: true, Since: known.Last}
		past := schedule.Look(now, []schedule.Run{{Ended: known.Last, Verified: true}})
		p.Decision = schedule.Decision{Why: schedule.Away}
		_, p.Late = p.Rule.Overdue(now, past)
		out = append(out, p)
	}
	return out
}

// SetRule changes a phone's rule at once.
func (a *routine) SetRule(phone string, r schedule.Rule) error {
	err := a.file.Change(func(v *settings.Values) {
		rules := maps.Clone(v.Automatic)
		if rules == nil {
			rules = map[string]schedule.Rule{}
		}
		rules[phone] = r.Sound().Begun(rules[phone], a.now())
		v.Automatic = rules
	})
	a.happened()
	a.changed()
	return err
}

// on reports whether any phone is backed up by itself.
func (a *routine) on() bool {
	for _, r := range a.file.Get().Automatic {
		if r.Sound().On() {
			return true
		}
	}
	return false
}

// without are the categories that a phone's owner leaves out.
func (a *routine) without(id string) []string { return a.file.Get().Automatic[id].Without }

// Paused implements automatic.Routine.
func (a *routine) Paused() (time.Time, bool) {
	until := a.file.Get().Paused
	return until, schedule.InPause(a.now().Round(0), until)
}

// Pause implements automatic.Routine.
func (a *routine) Pause(on bool) error {
	err := a.file.Change(func(v *settings.Values) {
		v.Paused = time.Time{}
		if on {
			v.Paused = schedule.Tomorrow(a.now()).Round(0)
		}
	})
	a.happened()
	a.changed()
	return err
}

// WithComputer implements automatic.Routine.
func (a *routine) WithComputer() bool { return a.desktop.On() }

// StartWithComputer implements automatic.Routine.
func (a *routine) StartWithComputer(on bool) error { return a.desktop.Set(on) }

// leftOut turns the categories an owner leaves out into a filter of files (nil
// takes all) and the categories of records.
func leftOut(names []string) (func(device.File) bool, []records.Category) {
	var out []records.Category
	files := map[string]bool{}
	for _, n := range names {
		if n == job.Photos || n == job.Recordings {
			files[n] = true
		} else {
			out = append(out, records.Category(n))
		}
	}
	if len(files) == 0 {
		return nil, out
	}
	return func(f device.File) bool { return !files[job.Category(f)] }, out
}

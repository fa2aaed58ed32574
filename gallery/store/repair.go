package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"keepsake/gallery"
)

// RepairOptions say how to repair.
type RepairOptions struct {
	DryRun bool // only say what would be done
	// Probe reads what the bytes of an original tell that the manifest has lost;
	// nil: its kind comes from its name, its date from the file.
	Probe    func(ctx context.Context, r io.ReaderAt, size int64, name string, mtime time.Time) gallery.Info
	Progress func(done, total int) // files read; may be nil
}

// ActionKind sorts what a repair does.
type ActionKind string

// The kinds of actions.
const (
	ActionIdentity   ActionKind = "identity"   // library.json was written anew
	ActionManifest   ActionKind = "manifest"   // unreadable lines were moved to the quarantine
	ActionFinish     ActionKind = "finish"     // what a session cut short had begun was finished and swept
	ActionQuarantine ActionKind = "quarantine" // a damaged original was moved there
	ActionMissing    ActionKind = "missing"    // a lost original was noted, so that the next backup fetches it
	ActionFound      ActionKind = "found"      // a lost original was found in another place
	ActionAdopt      ActionKind = "adopt"      // a file the manifest did not name was taken in
	ActionUnread     ActionKind = "unread"     // a file could not be read, and was left alone
	ActionCopy       ActionKind = "copy"       // a second copy of a kept original, left alone
	ActionCache      ActionKind = "cache"      // an index was dropped; it is made anew
	ActionReadme     ActionKind = "readme"     // READ ME.txt was written anew
)

// Action is one thing a repair did, or would do.
type Action struct {
	Kind   ActionKind `json:"kind"`
	Path   string     `json:"path"` // below the library
	Detail string     `json:"detail"`
}

func (a Action) String() string { return fmt.Sprintf("%s: %s: %s", a.Kind, a.Path, a.Detail) }

// RepairReport is what a repair did, or would do.
type RepairReport struct {
	Library string   `json:"library"`
	DryRun  bool     `json:"dryRun"`
	Items   int      `json:"items"` // whole originals afterwards
	Actions []Action `json:"actions"`
}

// Repair puts a library right, reading every original: it moves unreadable
// manifest lines and damaged originals to the quarantine, finds originals that
// were moved, takes in files below Photos that the manifest does not name, notes
// what is lost so that the next backup fetches it again, and drops the caches.
// Nobody else may have the library open. It deletes nothing but caches and the
// leftovers of sessions that were cut short.
func Repair(ctx context.Context, dir string, o RepairOptions) (RepairReport, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return RepairReport{}, fmt.Errorf("repair %s: %w", dir, err)
	}
	d, err := openDisk(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return RepairReport{}, fmt.Errorf("%w: %s does not exist", ErrNotLibrary, abs)
	}
	if err != nil {
		return RepairReport{}, fmt.Errorf("repair %s: %w", abs, err)
	}
	defer d.close()
	return repair(ctx, d, abs, o)
}

func repair(ctx context.Context, d disk, dir string, o RepairOptions) (RepairReport, error) {
	r := repairer{d: d, dir: dir, o: o, now: time.Now(), report: RepairReport{Library: dir, DryRun: o.DryRun, Actions: []Action{}}}
	if err := r.run(ctx); err != nil {
		return r.report, fmt.Errorf("repair %s: %w", dir, explain(dir, err))
	}
	return r.report, nil
}

// repairer is a repair under way.
type repairer struct {
	d      disk
	dir    string
	o      RepairOptions
	now    time.Time
	report RepairReport

	library string  // its ID
	held    *lock   // until w has it
	w       *Writer // nil in a dry run
	lines   line    // for the manifest
}

func (r *repairer) did(kind ActionKind, path, detail string) {
	r.report.Actions = append(r.report.Actions, Action{Kind: kind, Path: path, Detail: detail})
}

func (r *repairer) run(ctx context.Context) (err error) {
	who, idErr := readIdentity(r.d, r.dir)
	if numbers, e := segments(r.d); idErr != nil && (e != nil || len(numbers) == 0 || errors.Is(idErr, ErrNewerFormat)) {
		return idErr
	}
	if !r.o.DryRun {
		if r.held, err = takeLock(r.d, r.dir, thisProcess()); err != nil {
			return err
		}
		defer func() {
			switch {
			case r.w != nil:
				err = errors.Join(err, r.w.Close())
			case r.held != nil:
				err = errors.Join(err, r.held.release())
			}
		}()
	}
	r.library = who.ID
	if idErr != nil {
		if err := r.identity(); err != nil {
			return err
		}
	}
	if err := r.records(ctx); err != nil {
		return err
	}
	s, err := look(ctx, r.d, r.library)
	if err != nil {
		return err
	}
	if err := r.originals(ctx, s); err != nil {
		return err
	}
	if err := r.mendKept(ctx); err != nil {
		return err
	}
	if r.w != nil && len(r.lines.b) > 0 {
		if err := r.w.send(ctx, request{lines: r.lines.b}); err != nil {
			return err
		}
		if err := r.w.Flush(ctx); err != nil {
			return err
		}
	}
	return r.rest()
}

// identity writes library.json anew, with the name the manifest gives the
// library.
func (r *repairer) identity() error {
	r.library = newID()
	numbers, err := segments(r.d)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		b, err := readHead(r.d, segmentName(n), 4096)
		if err != nil {
			continue
		}
		var rec record
		head, _, _ := strings.Cut(string(b), "\n")
		if parseLine([]byte(head), &rec) == nil && rec.kind == recSegment && len(rec.library) > 0 {
			r.library = string(rec.library)
			break
		}
	}
	r.did(ActionIdentity, libraryName, "was missing or unreadable")
	if r.o.DryRun {
		return nil
	}
	return writeIdentity(r.d, identity{Format: formatVersion, ID: r.library, Created: r.now.UTC().Truncate(time.Second)})
}

// records mends the manifest, then opens a session, which cuts an unfinished line
// and finishes what an earlier one had begun.
func (r *repairer) records(ctx context.Context) error {
	s, err := look(ctx, r.d, r.library)
	if err != nil {
		return err
	}
	for _, dm := range s.damage {
		r.did(ActionManifest, dm.File, dm.Reason)
	}
	if s.rest.length > 0 {
		r.did(ActionFinish, segmentName(s.rest.segment), "its last line was not finished")
	}
	for _, name := range s.leftovers {
		if isOurTemp(path.Base(name)) {
			r.did(ActionFinish, name, "left by a session that was cut short")
		}
	}
	if r.o.DryRun {
		return nil
	}
	if len(s.damage) > 0 {
		if err := mendManifest(r.d, r.library, s.damage, r.now); err != nil {
			return err
		}
	}
	l := &Library{d: r.d, dir: r.dir, id: r.library}
	held := r.held
	r.held = nil // begin has it now, whatever comes
	r.w, err = l.begin(ctx, held)
	return err
}

// originals reads every original and every stray, and decides about each.
func (r *repairer) originals(ctx context.Context, s *survey) error {
	strays := s.strays()
	slices.Sort(strays)
	total := len(s.cat.entries) + len(strays)
	done := 0
	step := func() {
		done++
		if r.o.Progress != nil {
			r.o.Progress(done, total)
		}
	}
	lost := make(map[gallery.Hash]*entry) // known to the manifest, without good bytes
	for i := range s.cat.entries {
		e := &s.cat.entries[i]
		if e.removed {
			step()
			continue
		}
		ok, err := r.original(ctx, s, e)
		if err != nil {
			return err
		}
		if ok {
			r.report.Items++
		} else {
			lost[e.hash] = e
		}
		step()
	}
	phones := s.phoneOf()
	for _, name := range strays {
		if err := r.stray(ctx, s, name, lost, phones); err != nil {
			return err
		}
		step()
	}
	for i := range s.cat.entries { // in the manifest's order
		e := &s.cat.entries[i]
		if lost[e.hash] == nil || e.lost {
			continue
		}
		r.lines.missing(e.hash, "repair", r.now)
		r.did(ActionMissing, cmp.Or(e.path, s.cat.named(e)), "noted as lost: the next backup fetches it again if the phone still has it")
	}
	return nil
}

// original looks at one entry's file. It reports whether its bytes are good; bad
// ones go to the quarantine.
func (r *repairer) original(ctx context.Context, s *survey, e *entry) (bool, error) {
	size, there := s.size(e)
	if !e.known() || !there {
		return false, nil
	}
	why := ""
	if size != e.size {
		why = fmt.Sprintf("%d bytes long, should be %d", size, e.size)
	} else {
		got, _, err := hashFile(ctx, r.d, e.path, e.size, true)
		switch {
		case ctx.Err() != nil:
			return false, ctx.Err()
		case err != nil:
			r.did(ActionUnread, e.path, err.Error())
			return true, nil // not known to be bad
		case got == e.hash:
			return true, nil
		}
		why = "its bytes changed"
	}
	r.did(ActionQuarantine, e.path, why)
	return false, r.quarantine(e.path)
}

// quarantine moves a file below the quarantine, under the day and its own path.
func (r *repairer) quarantine(name string) error {
	if r.o.DryRun {
		return nil
	}
	elems := append(strings.Split(quarantineDir, "/"), r.now.UTC().Format("20060102"))
	elems = append(elems, strings.Split(parent(name), "/")...)
	dir, grown, err := r.w.folders.make(elems)
	if err != nil {
		return err
	}
	to, _, err := r.w.folders.take(dir, path.Base(name), func(string) bool { return false })
	if err != nil {
		return err
	}
	if err := r.d.move(name, to); err != nil {
		return err
	}
	r.w.folders.forget()
	for _, sync := range append(grown, dir, parent(name)) {
		if err := ignoreNotDurable(r.d.syncDir(sync)); err != nil {
			return err
		}
	}
	return nil
}

// rest drops the caches, which speak of what was, and sees to READ ME.txt.
func (r *repairer) rest() error {
	for _, base := range caches {
		name := insideDir + "/" + base
		if _, err := r.d.stat(name); err != nil {
			continue
		}
		if !r.o.DryRun {
			if err := r.d.remove(name); err != nil {
				return err
			}
		}
		r.did(ActionCache, name, "dropped; it is made anew")
	}
	if _, err := r.d.stat(readmeName); errors.Is(err, fs.ErrNotExist) {
		r.did(ActionReadme, readmeName, "was missing")
		if !r.o.DryRun {
			return writeFile(r.d, readmeName, stagingDir+"/k-readme.tmp", []byte(readme))
		}
	}
	return nil
}

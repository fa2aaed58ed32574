package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/job/restore/rows"
	"keepsake/device"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// RecordChoice says which records come back beside files. The zero value is none.
type RecordChoice struct {
	What  []records.Category // of RestorableRecords, and Archives: backups of apps for the phone's own restore
	Phone string             // whose: device.Info.ID; empty: that of the snapshot, or of the newest one
	AsOf  time.Time          // as they were then; zero: as the snapshot, or as they were kept last
	Only  []string           // identities; empty: all
	Key   KeyFor             // opens the passwords of Wi-Fi networks; nil: they stay closed

	// Importer lets the phone's own importer enter contacts, with a tap of its owner,
	// where they are many.
	Importer bool
}

// RestorableRecords are the categories that can come back, in the order in which they
// do: what is small and at once of use first.
func RestorableRecords() []records.Category {
	return []records.Category{records.Wifi, records.Settings, records.Contacts, records.Events, records.Calls, records.Messages, records.Notes, records.Apps}
}

// many is from how many contacts on the importer is worth a tap.
const many = 40

// recordParts makes the parts of what is not a file. Without a choice they can finish
// and undo what was planned before.
func (r *Restore) recordParts(ctx context.Context, phone *device.Phone, c RecordChoice) []restore.Part {
	l := r.l
	from := func(what records.Category) rows.Source {
		return func(ctx context.Context) ([]records.Record, error) {
			if !slices.Contains(c.What, what) {
				return nil, nil
			}
			return l.recordsAsOf(ctx, what, c)
		}
	}
	passwords := func(ctx context.Context) ([]records.WifiNetwork, error) {
		if c.Key == nil {
			return nil, nil
		}
		return l.Passwords(ctx, c.Phone, c.Key)
	}
	return r.rowParts(ctx, phone, from, passwords, c.Importer)
}

// rowParts makes the parts of records that come from anywhere. importer is as in
// RecordChoice.
func (r *Restore) rowParts(ctx context.Context, phone *device.Phone, from func(records.Category) rows.Source, passwords rows.Passwords, importer bool) []restore.Part {
	ctx = context.WithoutCancel(ctx) // a plan outlives the call that made it
	line := restore.NewLine[rows.Phone](phone)
	r.lines = append(r.lines, func(p *device.Phone) { line.Set(p) })
	l := r.l
	contacts := rows.New(line, records.Contacts, from(records.Contacts), l.keepNow)
	if importer {
		contacts.ByImporter(many)
	}
	return []restore.Part{
		rows.NewNetworks(line, from(records.Wifi), passwords, l.keepNow),
		rows.NewSettings(line, from(records.Settings), l.keepNow),
		contacts,
		rows.New(line, records.Events, from(records.Events), l.keepNow),
		rows.New(line, records.Calls, from(records.Calls), l.keepNow),
		rows.New(line, records.Messages, from(records.Messages), l.keepNow),
		rows.NewApps(line, from(records.Apps), func(_ records.App, f records.Attachment) (io.ReadCloser, error) {
			return l.openKept(ctx, records.Apps, f.SHA256)
		}),
	}
}

// keepNow is the safety snapshot: what the phone has of a category before it is
// touched becomes a state of its history. A phone that never had any gets none.
func (l *Library) keepNow(ctx context.Context, phone device.Info, c records.Category, all records.Sequence[records.Record]) error {
	list, err := records.Collect(all)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		if states, err := l.History(ctx, phone.ID, c); err != nil || len(states) == 0 {
			return err
		}
	}
	_, err = l.SaveRecords(ctx, phone, c, records.Each(list))
	return err
}

// stateAsOf is how a category of a phone was kept at a time; ok is false when it was
// not yet.
func (l *Library) stateAsOf(ctx context.Context, phone string, c records.Category, when time.Time) (k store.Kept, ok bool, err error) {
	states, err := l.History(ctx, phone, c)
	for _, s := range states {
		if (when.IsZero() || !s.Taken.After(when)) && (!ok || s.Taken.After(k.Taken)) {
			k, ok = s, true
		}
	}
	return k, ok, err
}

// recordsAsOf reads the records that were chosen.
func (l *Library) recordsAsOf(ctx context.Context, what records.Category, c RecordChoice) ([]records.Record, error) {
	k, ok, err := l.stateAsOf(ctx, c.Phone, what, c.AsOf)
	if err != nil || !ok {
		return nil, err
	}
	var problems records.Problems // what cannot be read is the check's to tell
	all, err := records.Collect(keep.Load(ctx, l.Store, k, &problems))
	if err != nil {
		return nil, err
	}
	if problems.Count > 0 && len(all) == 0 {
		return nil, fmt.Errorf("the %s of the backup: %w", what, problems.List[0])
	}
	if len(c.Only) > 0 {
		all = slices.DeleteFunc(all, func(r records.Record) bool { return !slices.Contains(c.Only, r.Identity()) })
	}
	return all, nil
}

// openKept opens a file that belongs to records of any phone, by its hash.
func (l *Library) openKept(ctx context.Context, c records.Category, hash string) (io.ReadCloser, error) {
	phones, err := l.Store.NewestKept(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range phones {
		if records.Category(p.Category) != c {
			continue
		}
		states, err := l.History(ctx, p.Phone, c)
		if err != nil {
			return nil, err
		}
		for _, k := range states {
			for _, part := range k.Parts {
				if part.Hash.String() == hash {
					return l.Store.OpenPart(k, part)
				}
			}
		}
	}
	return nil, fmt.Errorf("%w: %.12s…", store.ErrMissing, hash)
}

// notesSaid is to be read before notes come back.
func notesSaid(files []restore.Want) string {
	texts := 0
	for _, w := range files {
		if strings.HasSuffix(w.Path, ".md") {
			texts++
		}
	}
	what := "Notes come back as text files"
	if more := len(files) - texts; more > 0 {
		what += fmt.Sprintf(" (%d, and %d attachments)", texts, more)
	}
	return what + " in Documents/Keepsake notes: the Notes app takes none from a computer. To have them in the app, share a file with it, or restore a backup made in the phone's own settings."
}

// noteWants are the notes as files: the text of each, with its pictures beside it.
func (l *Library) noteWants(ctx context.Context, c RecordChoice) ([]restore.Want, error) {
	k, ok, err := l.stateAsOf(ctx, c.Phone, records.Notes, c.AsOf)
	if err != nil || !ok || !slices.Contains(c.What, records.Notes) {
		return nil, err
	}
	var all []restore.Want
	for _, p := range k.Parts {
		rest, ok := strings.CutPrefix(p.Path, "Notes/")
		if !ok || strings.HasSuffix(rest, ".markup") {
			continue
		}
		if len(c.Only) > 0 && !l.holdsOne(ctx, k, p, c.Only) {
			continue
		}
		all = append(all, restore.Want{Hash: p.Hash, Size: p.Size, Path: device.NotesFolder + "/" + rest, Title: path.Base(rest),
			Category: string(records.Notes), MTime: k.Taken.Truncate(time.Second)})
	}
	return all, nil
}

// holdsOne reports whether a part holds one of the records that were chosen.
func (l *Library) holdsOne(ctx context.Context, k store.Kept, part store.Part, only []string) bool {
	var problems records.Problems
	for r, err := range keep.LoadPart(ctx, l.Store, k, part, &problems) {
		if err == nil && slices.Contains(only, r.Identity()) {
			return true
		}
	}
	return false
}

// resolve fills in whose records are meant and as of when, by the snapshot that was
// chosen for the files.
func (l *Library) resolve(ctx context.Context, c RecordChoice, snapshot, phone string) (RecordChoice, error) {
	if len(c.What) == 0 {
		return c, nil
	}
	switch {
	case snapshot != "" && snapshot != Latest:
		s, err := l.Store.Snapshot(snapshot)
		if err != nil {
			return c, err
		}
		if c.Phone == "" {
			c.Phone = s.Phone
		}
		if c.AsOf.IsZero() && c.Phone == s.Phone {
			c.AsOf = s.Taken
		}
	case c.Phone == "":
		id, err := l.latest(ctx, phone)
		if errors.Is(err, ErrNothing) { // records without files
			return c, l.anyPhone(ctx, &c, phone)
		}
		if err != nil {
			return c, err
		}
		s, err := l.Store.Snapshot(id)
		if err != nil {
			return c, err
		}
		c.Phone = s.Phone
		if snapshot == Latest && c.AsOf.IsZero() {
			c.AsOf = l.lastBackup(s)
		}
	}
	return c, nil
}

// lastBackup is when the last backup of a snapshot's phone, or import, had ended. What
// the history has since is how a phone was before something was restored to it: that
// is not what the next restore shall bring back. Times of states are whole seconds,
// rounded down: one that was kept within the second in which the backup ended counts
// as the backup's.
func (l *Library) lastBackup(s store.Snapshot) time.Time {
	last := s.Taken
	all, err := l.Receipts(0)
	if err != nil {
		return last // the snapshot itself is right, too
	}
	for _, r := range all {
		if r.Job == job.BackupName && r.Phone == s.Phone || r.Job == job.ImportName {
			if end := r.Started.Add(time.Duration(r.Seconds * float64(time.Second))); end.After(last) {
				last = end
			}
		}
	}
	return last
}

// anyPhone chooses the phone itself, or else the one whose records were kept last.
func (l *Library) anyPhone(ctx context.Context, c *RecordChoice, phone string) error {
	states, err := l.Store.NewestKept(ctx)
	var newest time.Time
	for _, k := range states {
		if k.Phone == phone {
			c.Phone = phone
			return err
		}
		if k.Taken.After(newest) {
			c.Phone, newest = k.Phone, k.Taken
		}
	}
	return err
}

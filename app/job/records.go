package job

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"

	"keepsake/device"
	"keepsake/device/miui/androidbackup"
	"keepsake/device/miui/localbackup"
	"keepsake/gallery/records"
)

// RecordSource is a phone that can be asked for more than files: what it tells over
// the cable, and the backups it made of itself. *device.Phone is one.
type RecordSource interface {
	Records(ctx context.Context, c records.Category, p *records.Problems, each func(records.Record) error) error
	LocalBackups(ctx context.Context) ([]device.LocalBackup, error)
	ReadLocalBackup(ctx context.Context, f device.LocalBackupFile, password string, p *records.Problems) (localbackup.Contents, error)
}

// RecordShelf is the library's side of records. Keep takes everything of one
// category that the phone has now: what is not in all is taken for gone, so that
// an error in all must leave the last state as it was.
type RecordShelf interface {
	Keep(ctx context.Context, phone device.Info, c records.Category, all records.Sequence[records.Record]) (KeptRecords, error)
	// KeepPasswords puts networks with their passwords into the library's encrypted
	// file, and says how many are new there or others than before. An error says why
	// they cannot be kept; nothing is written then.
	KeepPasswords(ctx context.Context, phone device.Info, all []records.WifiNetwork) (changed int, err error)
}

// KeptRecords says what became of a category: New of All were not, or not like
// this, in the last state. Bytes is how much of it was written.
type KeptRecords struct {
	All, New int
	Bytes    int64
}

// phoneCategories are those that a backup takes, beside the files, in the order in
// which they are read: the small and dear ones first.
func phoneCategories() []records.Category {
	return []records.Category{records.Contacts, records.Messages, records.Calls, records.Events, records.Notes, records.Wifi, records.Apps, records.Settings}
}

// records reads each category and keeps it. A category that the phone does not give
// is said, with the way round it; one that fails stays as it was kept last. Only a
// lost connection, a cancel or a full disk ends it.
func (b *Backup) records(ctx context.Context) error {
	if b.Records == nil {
		return nil
	}
	var wanted []records.Category
	for _, c := range phoneCategories() {
		if (b.WantRecords == nil || slices.Contains(b.WantRecords, c)) && !slices.Contains(b.Without, c) {
			wanted = append(wanted, c)
		}
	}
	if _, ok := b.Source.(RecordSource); !ok || len(wanted) == 0 {
		return nil
	}
	b.Tracker.phase(Reading, len(wanted), 0)
	local, err := b.localBackup(ctx, wanted)
	if err != nil {
		return err
	}
	for _, c := range wanted {
		b.Tracker.at("", string(c))
		for {
			err := b.category(ctx, c, local)
			if err == nil {
				break
			}
			if again, err := b.again(ctx, err); !again {
				return err
			}
		}
		b.Tracker.step()
	}
	if slices.Contains(wanted, records.Wifi) {
		b.passwords(ctx, local)
	}
	return ctx.Err()
}

// Passwords is the receipt's category of the passwords of Wi-Fi networks.
const Passwords = "passwords"

// passwords puts away the passwords that the phone's own backup tells.
func (b *Backup) passwords(ctx context.Context, local localRecords) {
	var all []records.WifiNetwork
	for _, r := range local.by[records.Wifi] {
		if n, ok := r.(records.WifiNetwork); ok && n.Password != "" {
			all = append(all, n)
		}
	}
	if len(all) == 0 || ctx.Err() != nil {
		return
	}
	changed, err := b.Records.KeepPasswords(ctx, b.Source.Info(), all)
	if err != nil {
		b.Tracker.note(Problem{Path: string(records.Wifi), Outcome: Skipped, Reason: fmt.Sprintf("the passwords of %d networks were left out: %v", len(all), err)})
		return
	}
	b.Tracker.outcome(Passwords, "", Copied, "", changed)
	b.Tracker.outcome(Passwords, "", Already, "", len(all)-changed)
}

// category reads one category and keeps it.
func (b *Backup) category(ctx context.Context, c records.Category, local localRecords) error {
	src, ok := b.Source.(RecordSource)
	if !ok {
		return nil
	}
	var problems records.Problems
	var read int
	kept, err := b.Records.Keep(ctx, b.Source.Info(), c, func(yield func(records.Record, error) bool) {
		read = 0
		one := func(r records.Record) error {
			read++
			if !yield(r, nil) {
				return errStopped
			}
			return nil
		}
		var err error
		if c == records.Apps && b.APKs {
			err = b.appsWithFiles(ctx, src, &problems, one)
		} else {
			err = src.Records(ctx, c, &problems, one)
		}
		var no *device.NotGivenError
		if errors.As(err, &no) && read == 0 && len(local.by[c]) > 0 {
			for _, r := range local.by[c] {
				if read++; !yield(r, nil) {
					return
				}
			}
			return
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	})
	var no *device.NotGivenError
	switch {
	case err == nil:
		b.bytes += kept.Bytes
		b.Tracker.outcome(string(c), "", Copied, "", kept.New)
		b.Tracker.outcome(string(c), "", Already, "", kept.All-kept.New)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &no):
		b.refusedCategory(c, no.Error())
	case errors.Is(err, device.ErrGone), fatal(err):
		return err
	default:
		b.Tracker.outcome(string(c), string(c), Lost, fmt.Sprintf("the %s could not be kept, and are as they were kept last: %v", c, err), max(1, read))
	}
	for i, p := range problems.List {
		if i == maxTold {
			b.Tracker.note(Problem{Path: string(c), Outcome: Skipped, Reason: fmt.Sprintf("and %d more", problems.Count-maxTold)})
			break
		}
		b.Tracker.note(Problem{Path: string(c), Outcome: Skipped, Reason: p.Error()})
	}
	return nil
}

// maxTold is how many of a category's small troubles are told one by one.
const maxTold = 20

// errStopped: whoever takes the records wants no more.
var errStopped = errors.New("no more records are wanted")

// refusedCategory says that the phone does not give a category. It counts when it
// was asked for by name; otherwise it is only told.
func (b *Backup) refusedCategory(c records.Category, why string) {
	if b.WantRecords != nil {
		b.Tracker.outcome(string(c), string(c), Skipped, why, 1)
		return
	}
	b.Tracker.outcome(string(c), "", Skipped, "", 0) // so that the category is in the receipt
	b.Tracker.note(Problem{Path: string(c), Outcome: Skipped, Reason: why})
}

// localRecords are those of a backup that the phone made of itself.
type localRecords struct {
	by map[records.Category][]records.Record
}

// localPackages are the apps whose backups hold records.
var localPackages = []string{"com.miui.notes", "com.android.mms", "com.android.contacts", "com.android.settings"}

// localBackup reads the phone's newest backup of itself, or the one that was chosen,
// as far as it holds what the cable may not give: notes above all.
func (b *Backup) localBackup(ctx context.Context, wanted []records.Category) (localRecords, error) {
	for {
		x, err := b.readLocalBackup(ctx, wanted)
		if err == nil {
			return x, nil
		}
		if ctx.Err() != nil {
			return x, ctx.Err()
		}
		if !errors.Is(err, device.ErrGone) {
			b.Tracker.note(Problem{Path: "MIUI/backup/AllBackup", Outcome: Skipped, Reason: "the phone's backup of itself could not be read: " + err.Error()})
			return x, nil
		}
		if again, err := b.again(ctx, err); !again {
			return x, err
		}
	}
}

func (b *Backup) readLocalBackup(ctx context.Context, wanted []records.Category) (localRecords, error) {
	x := localRecords{by: map[records.Category][]records.Record{}}
	src, ok := b.Source.(RecordSource)
	if !ok {
		return x, nil
	}
	all, err := src.LocalBackups(ctx)
	if err != nil || len(all) == 0 {
		return x, err
	}
	at := 0
	if b.LocalBackup != "" {
		if at = slices.IndexFunc(all, func(l device.LocalBackup) bool { return path.Base(l.Path) == b.LocalBackup }); at < 0 {
			return x, fmt.Errorf("there is no backup %q on the phone", b.LocalBackup)
		}
	}
	for _, f := range all[at].Files {
		if !slices.Contains(localPackages, f.Package) {
			continue
		}
		var problems records.Problems
		c, err := src.ReadLocalBackup(ctx, f, b.LocalPassword.Reveal(), &problems)
		switch {
		case errors.Is(err, device.ErrGone):
			return x, err
		case errors.Is(err, androidbackup.ErrNeedsPassword):
			b.Tracker.note(Problem{Path: f.Path, Outcome: Skipped, Reason: "this backup was made with a password; back up again and give it (--local-password-file)"})
			continue
		case errors.Is(err, androidbackup.ErrPassword):
			b.Tracker.note(Problem{Path: f.Path, Outcome: Skipped, Reason: "the password that was given is not the one of this backup"})
			continue
		case err != nil:
			b.Tracker.note(Problem{Path: f.Path, Outcome: Skipped, Reason: err.Error()})
		case c.Layout == localbackup.Unknown:
			b.Tracker.note(Problem{Path: f.Path, Outcome: Skipped, Reason: "its layout is unknown: " + c.Why})
		}
		for _, r := range c.All() {
			if k := r.Category(); slices.Contains(wanted, k) && c.User == 0 {
				x.by[k] = append(x.by[k], r)
			}
		}
		for i, p := range problems.List {
			if i < maxTold {
				b.Tracker.note(Problem{Path: f.Path, Outcome: Skipped, Reason: p.Error()})
			}
		}
	}
	return x, nil
}

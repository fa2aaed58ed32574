package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"keepsake/device"
	"keepsake/gallery/index"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
	"keepsake/gallery/records/occur"
	"keepsake/gallery/store"
)

// Saved says what became of a category that was saved.
type Saved struct {
	State   store.Kept
	Changed bool // false: all was as it was, and nothing was written
}

// SaveRecords keeps everything of one category that a phone has now, and brings the
// index up to it. all must be complete: what is missing from it is taken for gone,
// so a source that failed half-way must end the sequence with its error. Then the
// last state stands, and the error is returned. Passwords of Wi-Fi networks are not
// kept by it: see SaveSecrets.
func (l *Library) SaveRecords(ctx context.Context, phone device.Info, c records.Category, all records.Sequence[records.Record]) (s Saved, err error) {
	w, err := l.pen.take(ctx, l.Store)
	if err != nil {
		return Saved{}, err
	}
	defer func() {
		if perr := l.pen.put(ctx, l.Store); perr != nil {
			err = errors.Join(err, fmt.Errorf("close the library: %w", perr))
		}
	}()
	k, err := w.Keep(ctx, phone.ID, phone.Name, string(c), FolderFor(phone))
	if err != nil {
		return Saved{}, err
	}
	defer k.Discard()
	n, err := keep.Save(ctx, k, c, all)
	if err != nil {
		return Saved{}, fmt.Errorf("keep the %s: %w", c, err)
	}
	if s.State, s.Changed, err = k.Commit(ctx, n, time.Now()); err != nil {
		return Saved{}, err
	}
	return s, l.indexRecords(ctx, s.State)
}

// RefreshRecords brings the index up to the newest records of every phone: only
// files that changed are read.
func (l *Library) RefreshRecords(ctx context.Context) error {
	states, err := l.Store.NewestKept(ctx)
	if err != nil {
		return err
	}
	for _, k := range states {
		if err := l.indexRecords(ctx, k); err != nil {
			return err
		}
	}
	return nil
}

// indexRecords makes the index hold a state. Files that cannot be read are left
// out; the check names them.
func (l *Library) indexRecords(ctx context.Context, k store.Kept) error {
	l.records.Lock()
	defer l.records.Unlock()
	c := records.Category(k.Category)
	state, have, err := l.Index.RecordParts(ctx, k.Phone, c)
	if err != nil || state == k.ID {
		return err
	}
	known := make(map[index.RecordPart]bool, len(have))
	for _, p := range have {
		known[p] = true
	}
	var paths []string
	for _, part := range k.Parts {
		if !keep.HoldsRecords(k, part) {
			continue
		}
		paths = append(paths, part.Path)
		p := index.RecordPart{Path: part.Path, Hash: part.Hash}
		if known[p] {
			continue
		}
		var problems records.Problems
		if err := l.Index.PutRecords(ctx, k.Phone, c, p, keep.LoadPart(ctx, l.Store, k, part, &problems)); err != nil {
			return fmt.Errorf("index the %s: %w", c, err)
		}
	}
	return l.Index.SealRecords(ctx, k.Phone, c, k.ID, paths)
}

// Contacts lists contacts in order of their names.
func (l *Library) Contacts(ctx context.Context, q index.RecordQuery) ([]index.Entry[records.Contact], error) {
	q.ByName = true
	return index.List[records.Contact](ctx, l.Index, q)
}

// Conversations lists conversations, the latest first.
func (l *Library) Conversations(ctx context.Context, q index.RecordQuery) ([]index.Conversation, error) {
	return l.Index.Conversations(ctx, q)
}

// Messages lists messages, the newest first; those of one conversation with Thread.
func (l *Library) Messages(ctx context.Context, q index.RecordQuery) ([]index.Entry[records.Message], error) {
	return index.List[records.Message](ctx, l.Index, q)
}

// Calls lists calls, the newest first.
func (l *Library) Calls(ctx context.Context, q index.RecordQuery) ([]index.Entry[records.Call], error) {
	return index.List[records.Call](ctx, l.Index, q)
}

// Events lists events by their start; a repeating one once, by its first.
func (l *Library) Events(ctx context.Context, q index.RecordQuery) ([]index.Entry[records.Event], error) {
	return index.List[records.Event](ctx, l.Index, q)
}

// Notes lists notes, the last changed first, without their raw markup; those of one
// folder with Thread.
func (l *Library) Notes(ctx context.Context, q index.RecordQuery) ([]index.Entry[records.Note], error) {
	return index.List[records.Note](ctx, l.Index, q)
}

// Wifi lists networks by name, without passwords.
func (l *Library) Wifi(ctx context.Context, q index.RecordQuery) ([]index.Entry[records.WifiNetwork], error) {
	q.ByName = true
	return index.List[records.WifiNetwork](ctx, l.Index, q)
}

// Apps lists installed apps by name.
func (l *Library) Apps(ctx context.Context, q index.RecordQuery) ([]index.Entry[records.App], error) {
	q.ByName = true
	return index.List[records.App](ctx, l.Index, q)
}

// Recordings lists recordings, the newest first.
func (l *Library) Recordings(ctx context.Context, q index.RecordQuery) ([]index.Entry[records.Recording], error) {
	return index.List[records.Recording](ctx, l.Index, q)
}

// Settings lists settings by name.
func (l *Library) Settings(ctx context.Context, q index.RecordQuery) ([]index.Entry[records.Setting], error) {
	q.ByName = true
	return index.List[records.Setting](ctx, l.Index, q)
}

// Archives lists the backups of apps that were kept whole, by name.
func (l *Library) Archives(ctx context.Context, q index.RecordQuery) ([]index.Entry[records.Archive], error) {
	q.ByName = true
	return index.List[records.Archive](ctx, l.Index, q)
}

// History lists the states of a category of a phone, newest first. There is one for
// each backup that found something changed.
func (l *Library) History(ctx context.Context, phone string, c records.Category) ([]store.Kept, error) {
	return l.Store.KeptOf(ctx, phone, string(c))
}

// AsOf reads the records of one state of the History.
func (l *Library) AsOf(ctx context.Context, id string, p *records.Problems) ([]records.Record, error) {
	k, err := l.Store.KeptState(id)
	if err != nil {
		return nil, err
	}
	return records.Collect(keep.Load(ctx, l.Store, k, p))
}

// Changes tells what was added, removed and changed from one state of the History
// to a later one.
func (l *Library) Changes(ctx context.Context, older, newer string, p *records.Problems) (keep.Changes, error) {
	a, err := l.Store.KeptState(older)
	if err != nil {
		return keep.Changes{}, err
	}
	b, err := l.Store.KeptState(newer)
	if err != nil {
		return keep.Changes{}, err
	}
	if a.Phone != b.Phone || a.Category != b.Category {
		return keep.Changes{}, fmt.Errorf("compare %s with %s: they are of different phones or kinds", older, newer)
	}
	return keep.Diff(ctx, l.Store, a, b, p)
}

// Attachment opens a file that a record of a phone's newest state speaks of.
func (l *Library) Attachment(ctx context.Context, phone string, c records.Category, a records.Attachment) (io.ReadCloser, error) {
	states, err := l.History(ctx, phone, c)
	if err != nil {
		return nil, err
	}
	for _, k := range states { // what was deleted on the phone is in an older one
		if part, ok := keep.AttachmentPart(k, a); ok {
			return l.Store.OpenPart(k, part)
		}
	}
	return nil, fmt.Errorf("open %q: %w", a.Name, store.ErrMissing)
}

// Enclosed opens a file of a category by its hash (64 hex digits), whichever phone
// and state it is of.
func (l *Library) Enclosed(ctx context.Context, sha256 string) (io.ReadCloser, error) {
	newest, err := l.Store.NewestKept(ctx)
	if err != nil {
		return nil, err
	}
	a := records.Attachment{SHA256: sha256}
	for _, k := range newest {
		if part, ok := keep.AttachmentPart(k, a); ok {
			return l.Store.OpenPart(k, part)
		}
	}
	for _, k := range newest { // what was deleted on the phone
		if f, err := l.Attachment(ctx, k.Phone, records.Category(k.Category), a); err == nil {
			return f, nil
		}
	}
	return nil, fmt.Errorf("open the file %.16s…: %w", sha256, store.ErrMissing)
}

// Agenda tells what takes place from from until before to (ms), of the phone or of
// all for "": repeating events on each of their days.
func (l *Library) Agenda(ctx context.Context, phone string, from, to int64) ([]occur.Occurrence, error) {
	rows, err := l.Events(ctx, index.RecordQuery{Phone: phone})
	if err != nil {
		return nil, err
	}
	all := make([]records.Event, len(rows))
	for i, r := range rows {
		all[i] = r.Record
	}
	return occur.Between(all, from, to), nil
}

// StateOf finds the state of a category that a snapshot's id means: one of the
// History, by its own id, or the state at the end of the backup whose files are
// store.Snapshot id.
func (l *Library) StateOf(ctx context.Context, id string, c records.Category) (store.Kept, error) {
	if k, err := l.Store.KeptState(id); err == nil {
		if k.Category != string(c) {
			return store.Kept{}, fmt.Errorf("snapshot %s is of %s, not of %s", id, k.Category, c)
		}
		return k, nil
	}
	s, err := l.Store.Snapshot(id)
	if err != nil {
		return store.Kept{}, err
	}
	states, err := l.History(ctx, s.Phone, c)
	if err != nil {
		return store.Kept{}, err
	}
	var best store.Kept
	for _, k := range states {
		if !k.Taken.After(s.Taken) && (best.ID == "" || k.Taken.After(best.Taken)) {
			best = k
		}
	}
	if best.ID == "" {
		return best, fmt.Errorf("of the %s nothing was kept by the backup %s: %w", c, id, store.ErrMissing)
	}
	return best, nil
}

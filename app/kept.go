package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
	"time"

	"keepsake/app/desk"
	"keepsake/app/job/takein"
	"keepsake/app/library"
	"keepsake/app/ui"
	"keepsake/app/ui/apps"
	"keepsake/app/ui/calendar"
	"keepsake/app/ui/networks"
	"keepsake/app/ui/notes"
	"keepsake/app/ui/recordings"
	"keepsake/app/ui/shelf"
	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

// kept is what the current library keeps beside pictures, for the pages of notes,
// events, networks, apps and recordings.
type kept struct {
	pictures
	vault *vault
}

// keptPages are the window's pages of it.
func keptPages(k kept, b selfBackups) ui.Kept {
	return ui.Kept{Notes: k, Events: k, Networks: k, Vault: safe{k}, Apps: k, Recordings: k, SelfBackups: b}
}

// pageOf is how many records are read at once.
const pageOf = 500

// each reads what a query finds, as of a moment (ms; 0 now), page by page, and makes of
// each record what is shown.
func each[R records.Record, T any](ctx context.Context, k kept, q index.RecordQuery, asOf int64, of func(r index.Entry[R], phone string) T) ([]T, error) {
	q.Limit = pageOf
	names := map[string]string{}
	name := func(phone string) string {
		if _, ok := names[phone]; !ok {
			names[phone] = k.PhoneName(phone)
		}
		return names[phone]
	}
	return answered(ctx, papers{k.pictures}, (*new(R)).Category(), asOf, func(ix *index.Index) ([]T, error) {
		q := q // asked once more when the moment is laid out anew
		var out []T
		for {
			rows, err := index.List[R](ctx, ix, q)
			if err != nil {
				return nil, err
			}
			for _, r := range rows {
				out = append(out, of(r, name(r.Phone)))
			}
			if len(rows) < pageOf {
				return out, nil
			}
			q.After = rows[len(rows)-1].Cursor
		}
	})
}

// Notes implements notes.Library.
func (k kept) Notes(ctx context.Context, q shelf.RecordQuery) ([]notes.Card, error) {
	return each(ctx, k, recordQuery(q), q.AsOf, func(r index.Entry[records.Note], phone string) notes.Card {
		c := notes.CardOf(r.Record)
		c.ID, c.Identity, c.Phone, c.PhoneName = r.ID, r.Identity, r.Phone, phone
		return c
	})
}

// Note implements notes.Library.
func (k kept) Note(ctx context.Context, id, asOf int64) (records.Note, error) {
	rows, err := entries[records.Note](ctx, papers{k.pictures}, shelf.RecordQuery{Category: records.Notes, IDs: []int64{id}, AsOf: asOf})
	if err == nil && len(rows) != 1 {
		err = fmt.Errorf("note %d: %w", id, os.ErrNotExist)
	}
	if err != nil {
		return records.Note{}, err
	}
	return rows[0].Record, nil
}

// Moments implements history.Library.
func (k kept) Moments(ctx context.Context, c records.Category) ([]shelf.Moment, error) {
	return papers{k.pictures}.Moments(ctx, c)
}

// Since implements history.Library.
func (k kept) Since(ctx context.Context, c records.Category, at int64) (shelf.Since, error) {
	return papers{k.pictures}.Since(ctx, c, at)
}

// harmless are the endings of files that programs open and do not run.
var harmless = strings.Fields(".jpg .jpeg .png .gif .webp .heic .heif .bmp .mp3 .m4a .aac .amr .wav .ogg .opus .flac .3gp .3gpp .mp4 .mov .mkv .webm .pdf .txt .md .vcf .ics .csv")

// OpenFile implements notes.Library. Only what no program runs is opened; of anything
// else the folder is shown.
func (k kept) OpenFile(ctx context.Context, _ string, a records.Attachment) error {
	file, err := k.file(ctx, a)
	if err != nil {
		return err
	}
	ext := strings.ToLower(path.Ext(file))
	for _, h := range harmless {
		if ext == h {
			return desk.Open(ctx, file)
		}
	}
	return desk.Reveal(ctx, file)
}

func (k kept) file(ctx context.Context, a records.Attachment) (string, error) {
	return get(k.c, func(l *library.Library) (string, error) { return l.EnclosedFile(ctx, a) })
}

// RevealFile implements apps.Library.
func (k kept) RevealFile(ctx context.Context, _ string, a records.Attachment) error {
	file, err := k.file(ctx, a)
	if err != nil {
		return err
	}
	return desk.Reveal(ctx, file)
}

// Events implements calendar.Library.
func (k kept) Events(ctx context.Context, search string) ([]calendar.Entry, error) {
	return each(ctx, k, index.RecordQuery{Search: search, Oldest: true}, 0, func(r index.Entry[records.Event], phone string) calendar.Entry {
		return calendar.Entry{ID: r.ID, Phone: r.Phone, PhoneName: phone, Event: r.Record}
	})
}

// Networks implements networks.Library.
func (k kept) Networks(ctx context.Context, search string) ([]networks.Network, error) {
	return each(ctx, k, index.RecordQuery{Search: search, ByName: true}, 0, func(r index.Entry[records.WifiNetwork], phone string) networks.Network {
		return networks.Network{ID: r.ID, Phone: r.Phone, PhoneName: phone, Wifi: r.Record}
	})
}

// Apps implements apps.Library.
func (k kept) Apps(ctx context.Context, search string) ([]apps.App, error) {
	return each(ctx, k, index.RecordQuery{Search: search, ByName: true}, 0, func(r index.Entry[records.App], phone string) apps.App {
		return apps.App{ID: r.ID, Phone: r.Phone, PhoneName: phone, App: r.Record}
	})
}

// Recordings implements recordings.Library. Whose a number is the contacts know, and
// who called whom the call log.
func (k kept) Recordings(ctx context.Context, search string) ([]recordings.Recording, error) {
	all, err := each(ctx, k, index.RecordQuery{Search: search}, 0, func(r index.Entry[records.Recording], phone string) recordings.Recording {
		return recordings.Recording{ID: r.ID, Phone: r.Phone, PhoneName: phone, Sound: r.Record}
	})
	if err != nil {
		return nil, err
	}
	err = k.c.use(func(l *library.Library) error {
		names, err := l.Index.Names(ctx)
		if err != nil {
			return err
		}
		var hashes []gallery.Hash
		for _, r := range all {
			if h, err := gallery.ParseHash(r.Sound.SHA256); err == nil {
				hashes = append(hashes, h)
			}
		}
		ids, err := l.Index.IDs(ctx, hashes)
		if err != nil {
			return err
		}
		for i := range all {
			r := &all[i]
			if h, err := gallery.ParseHash(r.Sound.SHA256); err == nil {
				r.Item = ids[h]
			}
			if r.Sound.Kind != records.CallAudio || len(r.Sound.Callers) != 1 {
				continue
			}
			tail := records.Tail(r.Sound.Callers[0].Number)
			r.Who = names[tail]
			if r.Way, err = wayOf(ctx, l, r.Sound, tail); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// slack is by how much a recording's time and its call's may differ: one is when the
// call began, the other when somebody pressed "record", or hung up.
const slack = 5 * time.Minute

// wayOf looks for the call that was recorded.
func wayOf(ctx context.Context, l *library.Library, r records.Recording, tail string) (recordings.Way, error) {
	if tail == "" || r.Date == 0 {
		return recordings.Unknown, nil
	}
	const longest = 6 * time.Hour
	calls, err := index.List[records.Call](ctx, l.Index, index.RecordQuery{Thread: tail, From: r.Date - longest.Milliseconds(), To: r.Date + slack.Milliseconds(), Limit: 20})
	if err != nil {
		return recordings.Unknown, err
	}
	for _, c := range calls { // the newest first
		if r.Date > c.Record.Date+c.Record.Duration*1000+slack.Milliseconds() {
			continue
		}
		switch c.Record.Type {
		case records.Incoming:
			return recordings.Incoming, nil
		case records.Outgoing:
			return recordings.Outgoing, nil
		}
	}
	return recordings.Unknown, nil
}

// Play implements recordings.Library.
func (k kept) Play(ctx context.Context, r recordings.Recording) error {
	if r.Item == 0 {
		return fmt.Errorf("play %q: %w", r.Sound.Name, os.ErrNotExist)
	}
	return k.Open(ctx, r.Item)
}

// ShowFile implements recordings.Library.
func (k kept) ShowFile(ctx context.Context, r recordings.Recording) error {
	if r.Item == 0 {
		return fmt.Errorf("show %q: %w", r.Sound.Name, os.ErrNotExist)
	}
	return k.Reveal(ctx, r.Item)
}

// safe opens the current library's passwords for the window (networks.Vault).
type safe struct{ kept }

// Open implements networks.Vault.
func (s safe) Open(ctx context.Context, passphrase records.Secret) (map[string]records.Secret, bool, error) {
	has, err := get(s.c, func(l *library.Library) (bool, error) { return l.HasSecrets() })
	if err != nil || !has {
		return nil, false, err
	}
	if passphrase != "" {
		if err := s.vault.Unlock(ctx, passphrase.Reveal()); err != nil {
			if errors.Is(err, keep.ErrKey) {
				err = networks.ErrWrong
			}
			return nil, true, err
		}
	}
	known, err := get(s.c, func(l *library.Library) ([]library.Phone, error) { return l.Phones(ctx) })
	if err != nil {
		return nil, true, err
	}
	out := map[string]records.Secret{}
	for _, p := range known {
		all, err := s.vault.Networks(ctx, p.ID)
		if errors.Is(err, keep.ErrKey) || errors.Is(err, takein.ErrNoKey) {
			return nil, true, networks.ErrLocked
		}
		if err != nil {
			return nil, true, err
		}
		for _, w := range all {
			if w.Password != "" {
				out[networks.KeyOf(p.ID, w)] = w.Password
			}
		}
	}
	return out, true, nil
}

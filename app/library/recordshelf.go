package library

import (
	"context"

	"keepsake/app/job"
	"keepsake/app/job/takein"
	"keepsake/device"
	"keepsake/gallery/keep"
	"keepsake/gallery/records"
)

// recordShelf keeps a phone's records in the library (job.RecordShelf).
type recordShelf struct {
	l   *Library
	key KeyFor // nil: passwords are not kept
}

// KeepPasswords implements job.RecordShelf.
func (s recordShelf) KeepPasswords(ctx context.Context, phone device.Info, all []records.WifiNetwork) (int, error) {
	if s.key == nil {
		return 0, takein.ErrNoKey
	}
	k, err := s.key(ctx, s.l)
	if err != nil {
		return 0, err
	}
	return s.l.SaveSecrets(ctx, phone.ID, all, k)
}

// Keep implements job.RecordShelf.
func (s recordShelf) Keep(ctx context.Context, phone device.Info, c records.Category, all records.Sequence[records.Record]) (job.KeptRecords, error) {
	states, err := s.l.History(ctx, phone.ID, c)
	if err != nil {
		return job.KeptRecords{}, err
	}
	if c == records.Apps {
		if all, err = s.l.withKeptAPKs(ctx, phone.ID, all); err != nil {
			return job.KeptRecords{}, err
		}
	}
	saved, err := s.l.SaveRecords(ctx, phone, c, all)
	if err != nil {
		return job.KeptRecords{}, err
	}
	kept := job.KeptRecords{All: saved.State.Count}
	if !saved.Changed {
		return kept, nil
	}
	kept.Bytes = newBytes(saved.State, states...)
	kept.New = kept.All
	if len(states) > 0 {
		last := states[0]
		for _, k := range states {
			if k.Taken.After(last.Taken) {
				last = k
			}
		}
		var problems records.Problems // a last state that cannot be read is told by the check
		if d, err := keep.Diff(ctx, s.l.Store, last, saved.State, &problems); err == nil {
			kept.New = min(kept.All, len(d.Added)+len(d.Changed))
		}
	}
	return kept, nil
}

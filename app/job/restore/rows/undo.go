package rows

import (
	"context"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/gallery/records"
)

// Undo implements restore.Part: what was made is taken out, as far as it still says
// what it said then.
func (p *Part) Undo(ctx context.Context, done []restore.Entry, _ restore.Vault, log *restore.Log) error {
	var rows []item
	var lost []item // interrupted: their ids are not known yet
	for _, e := range done {
		r, d, err := p.read(e.Step)
		if err != nil {
			return err
		}
		it := item{Entry: e, r: r, d: d}
		if _, err := e.Read(&it.n); err != nil {
			return err
		}
		switch {
		case d.Onto != 0:
			if err := p.unmerge(ctx, it, log); err != nil {
				return err
			}
		case it.n.ID == 0 && e.Outcome != "" && e.Outcome != job.Copied:
			if err := log.Settle(e, job.Already, "", nil); err != nil {
				return err
			}
		case it.n.ID == 0:
			lost = append(lost, it)
		default:
			rows = append(rows, it)
		}
	}
	found, err := p.find(ctx, lost)
	if err != nil {
		return err
	}
	for _, it := range lost {
		if r := found[it.ID]; r != nil {
			it.n.ID, it.n.Print = rowID(r), print(r)
			rows = append(rows, it)
		} else if err := log.Settle(it.Entry, job.Already, "", nil); err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return p.takeOut(ctx, rows, log)
}

// takeOut deletes rows that are as they were made, a batch at a time.
func (p *Part) takeOut(ctx context.Context, rows []item, log *restore.Log) error {
	for len(rows) > 0 {
		if err := log.Hold(ctx); err != nil {
			return err
		}
		some := rows[:min(batchOf(p.what), len(rows))]
		rows = rows[len(some):]
		now, err := p.those(ctx, some)
		if err != nil {
			return err
		}
		var going []item
		var ids []int64
		var notes []restore.Note
		for _, it := range some {
			switch r := now[it.n.ID]; {
			case r == nil:
				err = log.Settle(it.Entry, job.Already, "", nil)
			case print(r) != it.n.Print:
				err = log.Settle(it.Entry, job.Skipped, changed+", and stays", nil)
			default:
				going, ids, notes = append(going, it), append(ids, it.n.ID), append(notes, restore.Note{Step: it.ID, Data: it.n})
			}
			if err != nil {
				return err
			}
		}
		if len(going) == 0 {
			continue
		}
		if err := log.Intend(notes...); err != nil {
			return err
		}
		if err := p.line.Phone().DeleteRecords(ctx, p.what, ids); err != nil {
			return err
		}
		if now, err = p.those(ctx, going); err != nil {
			return err
		}
		for _, it := range going {
			if now[it.n.ID] == nil {
				err = log.Settle(it.Entry, job.Copied, "", nil)
			} else {
				err = log.Settle(it.Entry, job.Skipped, "the phone does not delete it", nil)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// those reads the rows that items are about.
func (p *Part) those(ctx context.Context, items []item) (map[int64]records.Record, error) {
	least := items[0].n.ID
	for _, it := range items {
		least = min(least, it.n.ID)
	}
	return p.byID(ctx, least)
}

// unmerge takes details out again that a contact got.
func (p *Part) unmerge(ctx context.Context, it item, log *restore.Log) error {
	switch {
	case it.Outcome == "":
		return log.Settle(it.Entry, job.Skipped, "the restore was interrupted at this contact: which details it added is not known, and they stay", nil)
	case len(it.n.Details) == 0:
		return log.Settle(it.Entry, job.Already, "", nil)
	}
	if gone, err := p.unmerged(ctx, it); gone || err != nil {
		if err == nil {
			err = log.Settle(it.Entry, job.Already, "", nil)
		}
		return err
	}
	ok, why, err := p.stands(ctx, it.Entry, nil)
	if err != nil {
		return err
	}
	if !ok {
		return log.Settle(it.Entry, job.Skipped, why+", and stays", nil)
	}
	if err := log.Intend(restore.Note{Step: it.ID, Data: it.n}); err != nil {
		return err
	}
	if err := p.line.Phone().DeleteDetails(ctx, it.n.Details); err != nil {
		return err
	}
	return log.Settle(it.Entry, job.Copied, "", nil)
}

// unmerged reports whether a contact has none of the details any more that it got.
func (p *Part) unmerged(ctx context.Context, it item) (bool, error) {
	one, err := p.byID(ctx, it.d.Onto)
	if err != nil {
		return false, err
	}
	have, there := one[it.d.Onto].(records.Contact)
	want, _ := it.r.(records.Contact)
	missing, _ := want.Lacks(have)
	missing.Name, want.Name = records.Name{}, records.Name{}
	return !there || rowsOf(missing) == rowsOf(want), nil
}

package rows

import (
	"context"

	"keepsake/app/job/restore"
	"keepsake/gallery/records"
)

// ReadBack implements restore.Part.
func (p *Part) ReadBack(ctx context.Context, done []restore.Entry, log *restore.Log) error {
	least := int64(1)
	for i, e := range done {
		var n note
		if _, err := e.Read(&n); err != nil {
			return err
		}
		if i == 0 || n.Mark+1 < least {
			least = n.Mark + 1
		}
	}
	rows, err := p.byID(ctx, least)
	if err != nil {
		return err
	}
	for _, e := range done {
		ok, why, err := p.stands(ctx, e, rows)
		if err != nil {
			return err
		}
		if ok {
			err = log.Verify(e)
		} else {
			err = log.Doubt(e, why)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stands reports whether what was made is still on the phone as it was made.
func (p *Part) stands(ctx context.Context, e restore.Entry, rows map[int64]records.Record) (ok bool, why string, err error) {
	var n note
	if _, err := e.Read(&n); err != nil {
		return false, "", err
	}
	want, d, err := p.read(e.Step)
	if err != nil {
		return false, "", err
	}
	if d.Onto != 0 {
		one, err := p.byID(ctx, d.Onto)
		if err != nil {
			return false, "", err
		}
		have, there := one[d.Onto].(records.Contact)
		c, _ := want.(records.Contact)
		if _, empty := c.Lacks(have); there && empty {
			return true, "", nil
		}
		return false, changed, nil
	}
	r := rows[n.ID]
	switch {
	case r == nil:
		return false, vanished, nil
	case print(r) != n.Print:
		return false, changed, nil
	case meagre(r, want):
		return false, "the phone did not take a reminder of it", nil
	}
	return true, "", nil
}

const (
	vanished = "it is not on the phone any more"
	changed  = "it was changed on the phone since"
)

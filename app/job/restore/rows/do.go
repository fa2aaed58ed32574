package rows

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/device/provider"
	"keepsake/gallery/records"
)

// batchOf is how many records go in one batch: some hundred rows.
func batchOf(c records.Category) int {
	if c == records.Contacts || c == records.Events {
		return 120
	}
	return 240
}

// item is an entry with its record.
type item struct {
	restore.Entry
	r records.Record
	d detail
	n note
}

// Do implements restore.Part.
func (p *Part) Do(ctx context.Context, due []restore.Entry, log *restore.Log) error {
	p.merged = map[int]bool{}
	var fresh, begun []item
	for _, e := range due {
		r, d, err := p.read(e.Step)
		if err != nil {
			return err
		}
		it := item{Entry: e, r: r, d: d}
		if _, err := e.Read(&it.n); err != nil {
			return err
		}
		if e.Begun {
			begun = append(begun, it)
		} else {
			fresh = append(fresh, it)
		}
	}
	again, err := p.recover(ctx, begun, log)
	if err != nil {
		return err
	}
	fresh = append(again, fresh...)
	// What was moved out of a series of events comes after the series.
	slices.SortStableFunc(fresh, func(a, b item) int { return later(a.r) - later(b.r) })
	p.importer = p.importer && len(fresh) >= p.least
	for len(fresh) > 0 {
		if err := log.Hold(ctx); err != nil {
			return err
		}
		n := min(batchOf(p.what), len(fresh))
		if p.importer {
			n = len(fresh) // one question to the owner
		}
		if p.what == records.Messages && !p.taken {
			n = 1 // a phone that takes no messages says nothing: one shows it
		}
		refused, err := p.batch(ctx, fresh[:n], log)
		if errors.Is(err, errNotConfirmed) || errors.Is(err, device.ErrNotShown) {
			p.importer = false // row by row, then: it takes longer, and asks nobody
			continue
		}
		if err != nil {
			return err
		}
		fresh = fresh[n:]
		if refused != "" {
			for _, it := range fresh {
				if err := log.Settle(it.Entry, job.Lost, refused, nil); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return nil
}

func later(r records.Record) int {
	if e, ok := r.(records.Event); ok && e.OriginalTime != 0 {
		return 1
	}
	return 0
}

// batch puts some records on the phone and reads them back. refused says why the
// phone will take none of the others either.
func (p *Part) batch(ctx context.Context, items []item, log *restore.Log) (refused string, err error) {
	var rows []item
	for _, it := range items {
		if it.d.Onto == 0 {
			rows = append(rows, it)
			continue
		}
		if p.merged[it.ID] {
			continue
		}
		if err := p.merge(ctx, it, log); err != nil {
			return "", err
		}
		p.merged[it.ID] = true
	}
	if len(rows) == 0 {
		return "", nil
	}
	phone := p.line.Phone()
	log.Count.At("", rows[0].Title)
	mark, err := phone.LastRow(ctx, p.what)
	if err != nil {
		return "", err
	}
	notes := make([]restore.Note, len(rows))
	for i := range rows {
		rows[i].n = note{Mark: mark}
		if p.what == records.Contacts && !p.importer {
			rows[i].n.Key = fmt.Sprintf("%s-%d", rows[i].Source[:min(16, len(rows[i].Source))], rows[i].ID)
		}
		notes[i] = restore.Note{Step: rows[i].ID, Data: rows[i].n}
	}
	if err := log.Intend(notes...); err != nil {
		return "", err
	}
	var errs []error
	if p.importer {
		errs, err = p.ask(ctx, phone, rows, log)
	} else {
		errs, err = p.put(ctx, phone, rows)
	}
	if errors.Is(err, provider.ErrDenied) || errors.Is(err, provider.ErrNoTool) {
		errs, err = all(len(rows), err), nil
	}
	if err != nil {
		return "", err
	}
	found, err := p.find(ctx, rows)
	if err != nil {
		return "", err
	}
	there := 0
	for i, it := range rows {
		r := found[it.ID]
		if r == nil {
			reason := p.reason(errs[i])
			if err := log.Settle(it.Entry, job.Lost, reason, nil); err != nil {
				return "", err
			}
			if errors.Is(errs[i], provider.ErrDenied) || errors.Is(errs[i], provider.ErrNoTool) || errs[i] == nil && p.what == records.Messages {
				refused = reason
			}
			continue
		}
		there++
		it.n.ID, it.n.Print = rowID(r), print(r)
		if err := log.Settle(it.Entry, job.Copied, "", it.n); err != nil {
			return "", err
		}
	}
	if there > 0 {
		p.taken, refused = true, ""
	}
	return refused, nil
}

func all(n int, err error) []error {
	list := make([]error, n)
	for i := range list {
		list[i] = err
	}
	return list
}

func (p *Part) put(ctx context.Context, phone Phone, rows []item) ([]error, error) {
	if p.what != records.Contacts {
		list := make([]records.Record, len(rows))
		for i, it := range rows {
			list[i] = it.r
		}
		return phone.PutRecords(ctx, p.what, list)
	}
	list := make([]provider.NewContact, len(rows))
	for i, it := range rows {
		c, ok := it.r.(records.Contact)
		if !ok {
			return nil, fmt.Errorf("a %T among the contacts", it.r)
		}
		list[i] = provider.NewContact{Contact: c, Key: it.n.Key}
	}
	return phone.PutContacts(ctx, list)
}

// find looks for what was put on the phone, by step: contacts by the key they carry,
// others above their mark by what they say.
func (p *Part) find(ctx context.Context, rows []item) (map[int]records.Record, error) {
	found := map[int]records.Record{}
	if len(rows) == 0 {
		return found, nil
	}
	least := rows[0].n.Mark
	for _, it := range rows {
		least = min(least, it.n.Mark)
	}
	now, err := p.since(ctx, least)
	if err != nil {
		return nil, err
	}
	if p.what == records.Contacts && rows[0].n.Key != "" {
		keys := make([]string, len(rows))
		for i, it := range rows {
			keys[i] = it.n.Key
		}
		ids, err := p.line.Phone().KeyedContacts(ctx, keys)
		if err != nil {
			return nil, err
		}
		byID := make(map[int64]records.Record, len(now))
		for _, r := range now {
			byID[rowID(r)] = r
		}
		for _, it := range rows {
			if r := byID[ids[it.n.Key]]; r != nil {
				found[it.ID] = r
			}
		}
		return found, nil
	}
	if p.what == records.Contacts {
		return imported(rows, now), nil
	}
	said := map[string][]records.Record{}
	for _, r := range now {
		said[r.Identity()] = append(said[r.Identity()], r)
	}
	for _, it := range rows {
		list := said[it.r.Identity()]
		at := slices.IndexFunc(list, func(r records.Record) bool { return rowID(r) > it.n.Mark })
		if at >= 0 {
			found[it.ID] = list[at]
			said[it.r.Identity()] = slices.Delete(slices.Clone(list), at, at+1)
		}
	}
	return found, nil
}

// recover settles what an interruption left: what is on the phone is done, a contact
// that came half is taken out, and what remains is to be done again.
func (p *Part) recover(ctx context.Context, begun []item, log *restore.Log) (again []item, err error) {
	var rows []item
	for _, it := range begun {
		if it.d.Onto != 0 { // what is missing yet is found when it is merged
			again = append(again, it)
		} else {
			rows = append(rows, it)
		}
	}
	found, err := p.find(ctx, rows)
	if err != nil {
		return nil, err
	}
	var halves []int64
	for _, it := range rows {
		r := found[it.ID]
		if r == nil {
			again = append(again, it)
			continue
		}
		if want, ok := it.r.(records.Contact); ok {
			have, _ := r.(records.Contact)
			_, whole := want.Lacks(have)
			_, ours := have.Lacks(want)
			if !whole && ours {
				halves, again = append(halves, rowID(r)), append(again, it)
				continue
			}
		}
		if meagre(r, it.r) {
			halves, again = append(halves, rowID(r)), append(again, it)
			continue
		}
		it.n.ID, it.n.Print = rowID(r), print(r)
		if err := log.Settle(it.Entry, job.Copied, "", it.n); err != nil {
			return nil, err
		}
	}
	return again, p.line.Phone().DeleteRecords(ctx, p.what, halves)
}

// meagre reports whether an event is on the phone without all its reminders.
func meagre(have, want records.Record) bool {
	h, ok := have.(records.Event)
	w, ok2 := want.(records.Event)
	return ok && ok2 && len(h.Canonical().Reminders) < len(w.Canonical().Reminders)
}

// merge gives a contact of the phone the details it lacks.
func (p *Part) merge(ctx context.Context, it item, log *restore.Log) error {
	want, _ := it.r.(records.Contact)
	rows, err := p.byID(ctx, it.d.Onto)
	if err != nil {
		return err
	}
	have, ok := rows[it.d.Onto].(records.Contact)
	if !ok {
		return log.Settle(it.Entry, job.Lost, "the contact is not on the phone any more", nil)
	}
	missing, empty := want.Lacks(have)
	if empty && !it.Begun {
		return log.Settle(it.Entry, job.Already, "", nil)
	}
	if !it.Begun {
		if err := log.Intend(restore.Note{Step: it.ID, Data: it.n}); err != nil {
			return err
		}
	}
	log.Count.At("", it.Title)
	made, said := p.line.Phone().AddDetails(ctx, it.d.Onto, missing)
	if errors.Is(said, device.ErrGone) || ctx.Err() != nil {
		return said
	}
	it.n.Details = append(it.n.Details, made...)
	if len(made) == 0 && !empty {
		return log.Settle(it.Entry, job.Lost, p.reason(said), nil)
	}
	return log.Settle(it.Entry, job.Copied, "", it.n)
}

// reason says why a record is not on the phone.
func (p *Part) reason(err error) string {
	input := p.line.Phone().Info().Adb.Input
	hint := ""
	if p.line.Phone().Info().Xiaomi() && input != device.SwitchOn {
		hint = ` Turn on "USB debugging (Security settings)" in its developer options, and try again.`
	}
	switch {
	case err == nil && p.what == records.Messages:
		return "the phone takes no messages from a computer, and does not say why." + hint + " " + device.ByMessagesApp
	case err == nil:
		return "the phone said nothing against it, and does not have it"
	case errors.Is(err, provider.ErrDenied):
		return fmt.Sprintf("the phone does not let a computer enter %s.%s", p.what, hint)
	}
	return err.Error()
}
